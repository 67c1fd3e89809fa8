//! A whole number, of 32 or 64 bits.

use super::traits::{NUMBER, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::Direction;
use crate::db::statement::Value;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::{FilterOperator, beginning_at, number_predicate};

/// A whole number between two bounds, both included.
#[derive(Clone, Copy, Debug)]
pub struct Integer {
    /// The least.
    pub least: i64,
    /// The greatest.
    pub most: i64,
}

impl FieldKind for Integer {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        // The minus of typesetters is one as well.
        let plain = typed.replace('\u{2212}', "-");
        plain.parse::<i64>().map_or(typed, |number| number.to_string())
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        let Self { least, most } = self;
        match typed.parse::<i64>().ok().filter(|number| (least..=most).contains(&number)) {
            Some(number) => Ok(Value::Integer(number)),
            None => Err(format!("{label} must be a whole number from {least} to {most}.")),
        }
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::Integer(number) => number.to_string(),
            Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::YesNo(_) => String::new(),
        }
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        match value {
            Value::Integer(number) => Cell::Integer(*number),
            Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::YesNo(_) => {
                Cell::Unreadable
            }
        }
    }

    fn input(&self) -> InputType {
        InputType::Integer
    }

    fn traits(&self) -> Traits {
        NUMBER
    }

    fn hint(&self, operator: FilterOperator) -> &'static str {
        match operator {
            FilterOperator::Between => "Enter two whole numbers, such as 30 and 40.",
            _ => "Enter a whole number, such as 30.",
        }
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        number_predicate(&ANY, operator, value)
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        beginning_at(&ANY, typed, direction)
    }
}

/// What a number is compared with may lie beyond the field's bounds.
const ANY: Integer = Integer { least: i64::MIN, most: i64::MAX };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_within_the_bounds_is_one() {
        let any = Integer { least: i64::MIN, most: i64::MAX };
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(any.parse("Age", &number.to_string()), Ok(Value::Integer(number)));
        }
        for typed in ["−1234567", " -1234567 ", "-01234567"] {
            assert_eq!(any.tidy(typed), "-1234567");
        }
        assert_eq!(any.tidy("1 0"), "1 0");
        let age = Integer { least: 0, most: 150 };
        for text in ["-1", "151", "1.5", "x", "9223372036854775808"] {
            let message = age.parse("Age", text).unwrap_err();
            assert_eq!(message, "Age must be a whole number from 0 to 150.");
        }
    }
}
