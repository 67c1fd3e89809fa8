//! What is to be written of a record.

use crate::db::Stored;
use crate::db::statement::Value;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;

/// Checked values, ready to be written: of each field that is written, what it is to hold.
#[derive(Clone, Default)]
pub struct Draft(Vec<(&'static Field, Option<Value>)>);

impl Draft {
    /// Sets what a field is to hold.
    pub fn set(&mut self, field: &'static Field, value: Option<Value>) {
        self.0.retain(|(other, _)| !std::ptr::eq(*other, field));
        self.0.push((field, value));
    }

    /// What a field is to hold.
    pub fn get(&self, field: &Field) -> Option<&Value> {
        self.written(field)?
    }

    /// What a field is to hold; `None` where it is not written.
    fn written(&self, field: &Field) -> Option<Option<&Value>> {
        let found = self.0.iter().find(|(other, _)| std::ptr::eq(*other, field));
        found.map(|(_, value)| value.as_ref())
    }

    /// What a field holds after it was written over a row, or as a new one.
    pub fn after(&self, field: &Field, row: Option<&Row>) -> Option<Stored<Value>> {
        match self.written(field) {
            Some(value) => value.cloned().map(Stored::Value),
            None => row.and_then(|row| row.value(field)).cloned(),
        }
    }

    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the same fields are to be written, in the same order.
    pub fn has_fields_of(&self, other: &Self) -> bool {
        self.iter().map(|(field, _)| field).eq(other.iter().map(|(field, _)| field))
    }

    /// Fields and what they are to hold.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, Option<&Value>)> {
        self.0.iter().map(|(field, value)| (*field, value.as_ref()))
    }
}
