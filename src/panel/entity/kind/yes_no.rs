//! Yes or no.

use super::traits::{Traits, WORD};
use super::{Beginning, FieldKind, InputType, Options, Predicate, text};
use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::{FilterOperator, beginning_at};

/// Yes or no.
#[derive(Clone, Copy, Debug)]
pub struct YesNo;

/// What can be selected.
const OPTIONS: Options = &[("yes", "Yes"), ("no", "No")];

impl FieldKind for YesNo {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        read(&typed).map_or(typed, print)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        let is_yes = read(typed).ok_or_else(|| format!("{label} must be yes or no."))?;
        Ok(Value::YesNo(is_yes))
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::YesNo(is_yes) => print(*is_yes),
            Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::Moment(_) => String::new(),
        }
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        match value {
            Value::YesNo(true) => Cell::Text("Yes".into()),
            Value::YesNo(false) => Cell::Text("No".into()),
            Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::Moment(_) => {
                Cell::Unreadable
            }
        }
    }

    fn input(&self) -> InputType {
        InputType::Select(OPTIONS)
    }

    fn traits(&self) -> Traits {
        WORD
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter yes or no."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        let is_yes = read(value.trim()).filter(|_| operator == FilterOperator::Is)?;
        Some(Predicate::Every(vec![(Comparison::Equal, Key::Value(Value::YesNo(is_yes)))]))
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        beginning_at(self, typed, direction)
    }
}

fn print(is_yes: bool) -> String {
    if is_yes { "yes" } else { "no" }.to_owned()
}

/// Reads what stands for yes or no in forms and files of other programs.
fn read(typed: &str) -> Option<bool> {
    match typed.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;

    #[test]
    fn yes_and_no_have_one_spelling_each() {
        for (typed, tidied, is_yes) in [
            (" YES ", "yes", true),
            ("True", "yes", true),
            ("1", "yes", true),
            ("No", "no", false),
            ("FALSE", "no", false),
            ("0", "no", false),
        ] {
            assert_eq!(YesNo.tidy(typed), tidied);
            assert_eq!(YesNo.parse("Paid", tidied), Ok(Value::YesNo(is_yes)));
            assert_eq!(YesNo.print(&Value::YesNo(is_yes)), tidied);
            let key = Key::Value(Value::YesNo(is_yes));
            assert_eq!(
                YesNo.predicate(FilterOperator::Is, typed, &Calendar::utc(NaiveDateTime::MIN)),
                Some(Predicate::Every(vec![(Comparison::Equal, key)]))
            );
        }
        for typed in ["", "maybe", "2", "y", "on"] {
            assert_eq!(YesNo.parse("Paid", typed).unwrap_err(), "Paid must be yes or no.");
            assert_eq!(YesNo.tidy(typed), typed);
        }
    }
}
