//! The id of a row of another entity.

use super::traits::{REFERENCE, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::filter_operator::FilterOperator;

/// The row of another entity that a row belongs to.
#[derive(Clone, Copy)]
pub struct Reference {
    /// The other entity.
    pub entity: &'static Entity,
    /// The field that lists of the other entity show, where it has one such row at most.
    pub listed: Option<&'static str>,
    /// The fields by whose texts rows of the other entity are found.
    pub finding: &'static [&'static str],
}

impl Reference {
    /// What is said of a row that is not there, for the field with that label.
    pub fn gone(label: &str) -> String {
        format!("This {} no longer exists.", label.to_lowercase())
    }
}

impl FieldKind for Reference {
    fn tidy(&self, typed: &str) -> String {
        text::tidy(typed)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        let id = typed.parse::<i64>().map(Value::Integer);
        id.map_err(|_| Self::gone(label))
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::Integer(id) => id.to_string(),
            Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::YesNo(_) => String::new(),
        }
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        let id = self.print(value);
        let path = format!("/{}/{id}", self.entity.names.path);
        Cell::Link { text: id.into(), path }
    }

    fn input(&self) -> InputType {
        InputType::Reference(self.entity.names.path)
    }

    fn traits(&self) -> Traits {
        REFERENCE
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Choose a record."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        let id = value.trim().parse().ok().filter(|_| operator == FilterOperator::Is)?;
        Some(Predicate::Every(vec![(Comparison::Equal, Key::Value(Value::Integer(id)))]))
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        Some(text::beginning(typed, direction))
    }
}
