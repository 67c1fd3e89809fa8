//! One word of a closed list.

use super::traits::{Traits, WORD};
use super::{Beginning, FieldKind, InputType, Options, Predicate, text};
use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction, breaks_lines, fold};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::{FilterOperator, beginning_at};

/// One word of a closed list. Another that is stored, which the list had once or another program
/// wrote, is shown as it is.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Each word as it is stored, and as people read it.
    pub options: Options,
}

impl Choice {
    /// The word that is meant by itself or by what people read, whatever the letter case.
    fn word(self, typed: &str) -> Option<&'static str> {
        let exact = self.options.iter().find(|(word, _)| *word == typed);
        let typed = fold(typed);
        let alike = || {
            let mut options = self.options.iter();
            options.find(|(word, label)| fold(word) == typed || fold(label) == typed)
        };
        exact.or_else(alike).map(|(word, _)| *word)
    }

    fn labels(self) -> String {
        self.options.iter().map(|(_, label)| *label).collect::<Vec<_>>().join(", ")
    }
}

impl FieldKind for Choice {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        self.word(&typed).map_or(typed, str::to_owned)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        let word = self.word(typed);
        let word = word.ok_or_else(|| format!("{label} must be one of: {}.", self.labels()))?;
        Ok(Value::Text(word.to_owned()))
    }

    fn print(&self, value: &Value) -> String {
        text::print(value)
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        let word = text::held(value);
        let option = self.options.iter().find(|(known, _)| *known == word);
        Cell::Text(option.map_or(word, |(_, label)| label).into())
    }

    fn input(&self) -> InputType {
        InputType::Select(self.options)
    }

    fn traits(&self) -> Traits {
        Traits { keeps_outdated: true, ..WORD }
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter one of the choices."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        // A word that is not in the list may be stored all the same.
        let word = self.tidy(value);
        let is_asked =
            operator == FilterOperator::Is && !word.is_empty() && !word.contains(breaks_lines);
        let equal = || vec![(Comparison::Equal, Key::Value(Value::Text(word)))];
        is_asked.then(|| Predicate::Every(equal()))
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        beginning_at(self, typed, direction)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;

    const STATUS: Choice = Choice { options: &[("new", "Draft"), ("sent", "Sent out")] };

    #[test]
    fn a_choice_is_named_by_its_word_or_its_label() {
        for (typed, word) in
            [("new", "new"), (" NEW ", "new"), ("draft", "new"), ("SENT  out", "sent")]
        {
            assert_eq!(STATUS.tidy(typed), word);
            let value = STATUS.parse("Status", word).unwrap();
            assert_eq!(value, Value::Text(word.to_owned()));
            assert_eq!(STATUS.print(&value), word);
            let predicate =
                STATUS.predicate(FilterOperator::Is, typed, &Calendar::utc(NaiveDateTime::MIN));
            let key = Key::Value(Value::Text(word.to_owned()));
            assert_eq!(predicate, Some(Predicate::Every(vec![(Comparison::Equal, key)])));
        }
        assert_eq!(STATUS.cell(&Value::Text("new".to_owned())), Cell::Text("Draft".into()));
    }

    #[test]
    fn another_word_is_no_choice_though_it_may_be_stored() {
        assert_eq!(
            STATUS.parse("Status", "lost").unwrap_err(),
            "Status must be one of: Draft, Sent out."
        );
        assert_eq!(STATUS.tidy(" lost "), "lost");
        let lost = Value::Text("lost".to_owned());
        assert!(STATUS.traits().keeps_outdated);
        assert_eq!(STATUS.print(&lost), "lost");
        assert_eq!(STATUS.cell(&lost), Cell::Text("lost".into()));
        let predicate =
            STATUS.predicate(FilterOperator::Is, "lost", &Calendar::utc(NaiveDateTime::MIN));
        assert_eq!(predicate, Some(Predicate::Every(vec![(Comparison::Equal, Key::Value(lost))])));
        for text in [" ", "sent\0"] {
            assert_eq!(
                STATUS.predicate(FilterOperator::Is, text, &Calendar::utc(NaiveDateTime::MIN)),
                None
            );
        }
    }
}
