//! The values of one record as a form holds them: a text for each field.

use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;

/// One text for each field that is shown, in the fields' order, each in the one spelling that its
/// kind has for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(&'static Field, String)>);

impl Values {
    /// No value in any of these fields.
    pub fn empty(fields: impl Iterator<Item = &'static Field>) -> Self {
        Self(fields.map(|field| (field, String::new())).collect())
    }

    /// The values of a row as it stands in the database; one that cannot be read is empty. Another
    /// program may have stored them in other spellings, which are no changes.
    pub fn of_row(fields: impl Iterator<Item = &'static Field>, row: &Row) -> Self {
        let text = |field| row.text(field).value().map_or_else(String::new, |it| tidy(field, &it));
        Self(fields.map(|field| (field, text(field))).collect())
    }

    /// The values that were typed; what was typed for no field is empty.
    pub fn typed<'t>(
        fields: impl Iterator<Item = &'static Field>,
        typed: impl Fn(&Field) -> Option<&'t str>,
    ) -> Self {
        Self(fields.map(|field| (field, tidy(field, typed(field).unwrap_or_default()))).collect())
    }

    /// The same, where something was typed for each field.
    pub fn all_typed<'t>(
        mut fields: impl Iterator<Item = &'static Field>,
        typed: impl Fn(&Field) -> Option<&'t str>,
    ) -> Option<Self> {
        fields.try_fold(Self::default(), |mut values, field| {
            values.0.push((field, tidy(field, typed(field)?)));
            Some(values)
        })
    }

    /// The value of that field.
    pub fn get(&self, field: &Field) -> &str {
        self.0.iter().find(|(other, _)| *other == field).map_or("", |(_, value)| value)
    }

    /// Puts another value into that field.
    pub fn set(&mut self, field: &Field, value: &str) {
        if let Some((_, old)) = self.0.iter_mut().find(|(other, _)| *other == field) {
            value.clone_into(old);
        }
    }

    /// Whether no field has a value.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_empty())
    }

    /// Fields and values, in the fields' order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}

fn tidy(field: &Field, typed: &str) -> String {
    field.kind.tidy(typed)
}
