//! One line of text.

use super::traits::{LINE, Traits, Width};
use super::{Beginning, FieldKind, InputType, Predicate};
use crate::db::statement::{Key, Value};
use crate::db::{
    Comparison, Direction, LAST_CHARACTER, breaks_lines, composed, fold, is_invisible,
    sort_keys_alike,
};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;

/// A text of at most so many characters needs no more room in a list than a number.
const MOST_OF_SHORT: usize = 64;

/// One line of text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// How many characters it has at most.
    pub most: usize,
}

impl FieldKind for Text {
    fn tidy(&self, text: &str) -> String {
        tidy(text)
    }

    fn parse(&self, label: &str, text: &str) -> Result<Value, String> {
        check(label, text, self.most, breaks_lines)?;
        Ok(Value::Text(text.to_owned()))
    }

    fn print(&self, value: &Value) -> String {
        print(value)
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        Cell::Text(held(value).into())
    }

    fn input(&self) -> InputType {
        InputType::Text
    }

    fn traits(&self) -> Traits {
        let width = if self.most <= MOST_OF_SHORT { Width::Short } else { Width::Usual };
        Traits { width, ..LINE }
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter text."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        predicate(operator, value)
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        Some(beginning(typed, direction))
    }
}

/// One spelling for one text: blanks around it are dropped, composed characters are composed.
pub fn tidy(text: &str) -> String {
    composed(text.trim())
}

/// What is wrong with a text of at most so many characters, none of which may be of that sort.
pub(super) fn check(
    label: &str,
    text: &str,
    most: usize,
    is_control: impl Fn(char) -> bool,
) -> Result<(), String> {
    if let Some(control) = text.chars().find(|c| is_control(*c)) {
        let code = u32::from(control);
        return Err(format!(
            "{label} contains a control character (U+{code:04X}) that cannot be stored."
        ));
    }
    if is_invisible(text) {
        return Err(format!("{label} contains only invisible characters."));
    }
    let length = text.chars().count();
    match length > most {
        true => Err(format!("{label} can have at most {most} characters; this has {length}.")),
        false => Ok(()),
    }
}

/// A text as a form shows it.
pub(super) fn print(value: &Value) -> String {
    held(value).to_owned()
}

/// A text as it is stored.
pub(super) fn held(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        Value::Integer(_) | Value::Date(_) | Value::Moment(_) | Value::YesNo(_) => "",
    }
}

/// What an operator of a line of text comes to. The column that it is sorted by begins with the
/// folded text.
pub(super) fn predicate(operator: FilterOperator, value: &str) -> Option<Predicate> {
    let between = |first: String, behind: String| {
        let key = |text| Key::Value(Value::Text(text));
        Some(Predicate::Every(vec![
            (Comparison::AtLeast, key(first)),
            (Comparison::Less, key(behind)),
        ]))
    };
    match operator {
        FilterOperator::Contains => {
            let word = fold(value);
            (!word.is_empty()).then_some(Predicate::Contains(word))
        }
        FilterOperator::Is => {
            let (first, behind) = sort_keys_alike(value);
            between(first, behind)
        }
        FilterOperator::Starts => {
            let first = fold(value);
            let behind = format!("{first}{LAST_CHARACTER}");
            between(first, behind)
        }
        FilterOperator::Equal
        | FilterOperator::Unequal
        | FilterOperator::Less
        | FilterOperator::Greater
        | FilterOperator::Between
        | FilterOperator::LastWeek
        | FilterOperator::ThisMonth
        | FilterOperator::Empty
        | FilterOperator::Filled
        | FilterOperator::AtLeast
        | FilterOperator::AtMost
        | FilterOperator::Exactly => None,
    }
}

/// Where a list begins that is sorted by a text: names from "mo".
pub(super) fn beginning(typed: &str, direction: Direction) -> Beginning {
    let first = fold(typed);
    match direction {
        Direction::Ascending => (Comparison::AtLeast, Value::Text(first)),
        Direction::Descending => {
            (Comparison::Less, Value::Text(format!("{first}{LAST_CHARACTER}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, most: usize) -> Option<String> {
        Text { most }.parse("Name", text).err()
    }

    #[test]
    fn a_text_that_cannot_be_seen_is_refused() {
        assert_eq!(problem("\u{200b}", 9).unwrap(), "Name contains only invisible characters.");
        assert_eq!(problem("x\u{200b}y", 9), None);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(problem("日本語", 3), None);
        assert_eq!(problem("🎬🎬🎬", 3), None);
        let message = problem("日本語!", 3).unwrap();
        assert_eq!(message, "Name can have at most 3 characters; this has 4.");
    }

    #[test]
    fn control_characters_are_named() {
        for (text, code) in [("a\0b", "U+0000"), ("a\nb", "U+000A"), ("a\u{2028}b", "U+2028")] {
            let message = problem(text, 255).unwrap();
            assert!(message.contains(code), "{message}");
        }
    }
}
