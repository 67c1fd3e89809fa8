//! Text of several lines.

use super::traits::{LINES, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::statement::Value;
use crate::db::{Direction, breaks_lines, composed};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;

/// Text of several lines.
#[derive(Clone, Copy, Debug)]
pub struct LongText {
    /// How many characters it has at most, each end of a line among them.
    pub most: usize,
}

/// The most that any long text can be allowed: what search sees of it.
pub const LONGEST: usize = 65_535;

impl FieldKind for LongText {
    fn tidy(&self, typed: &str) -> String {
        tidy(typed)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        text::check(label, typed, self.most, |c| breaks_lines(c) && c != '\n' && c != '\t')?;
        Ok(Value::Text(typed.to_owned()))
    }

    fn print(&self, value: &Value) -> String {
        text::print(value)
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        Cell::Lines(text::held(value).into())
    }

    fn input(&self) -> InputType {
        InputType::Lines
    }

    fn traits(&self) -> Traits {
        LINES
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter text."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        match operator {
            FilterOperator::Contains => text::predicate(operator, value),
            _ => None,
        }
    }

    fn beginning(&self, _: &str, _: Direction, _: &Calendar) -> Option<Beginning> {
        None
    }
}

/// One spelling for one text. Browsers send a line's end as CR and LF, and a program what it likes:
/// it is LF. The blanks before the first word stay, as they may indent a line.
fn tidy(typed: &str) -> String {
    composed(typed.replace("\r\n", "\n").replace('\r', "\n").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: LongText = LongText { most: LONGEST };

    #[test]
    fn a_line_ends_in_one_way() {
        assert_eq!(NOTES.tidy("a\r\nb\rc\nd\r\n\r\n"), "a\nb\nc\nd");
        assert_eq!(NOTES.tidy("\n  e\u{301} \n\n"), "\n  é");
        assert_eq!(NOTES.tidy(" \r\n \u{a0}"), "");
        for text in ["a\r\nb\r\rc", "\n\n a", "é\n"] {
            let tidied = NOTES.tidy(text);
            assert_eq!(NOTES.tidy(&tidied), tidied);
            let value = NOTES.parse("Notes", &tidied).unwrap();
            assert_eq!(NOTES.print(&value), tidied);
        }
    }

    #[test]
    fn lines_are_kept_and_other_control_characters_refused() {
        for text in ["a\n\nb", "a\tb"] {
            assert_eq!(NOTES.parse("Notes", text), Ok(Value::Text(text.to_owned())));
        }
        for (text, code) in [("a\n\0b", "U+0000"), ("a\u{b}b", "U+000B"), ("\u{2028}b", "U+2028")] {
            let message = NOTES.parse("Notes", text).unwrap_err();
            assert!(message.contains(code), "{message}");
        }
        let message = NOTES.parse("Notes", "\n\u{200b}").unwrap_err();
        assert_eq!(message, "Notes contains only invisible characters.");
    }

    #[test]
    fn the_longest_is_taken_and_what_is_longer_refused() {
        let longest = "🎬\n".repeat(LONGEST / 2) + "x";
        assert_eq!(NOTES.parse("Notes", &longest), Ok(Value::Text(longest.clone())));
        let message = NOTES.parse("Notes", &(longest + "x")).unwrap_err();
        assert_eq!(message, "Notes can have at most 65535 characters; this has 65536.");
    }
}
