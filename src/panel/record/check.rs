//! The checks of a record: from texts to typed values, with a message for each text that is none.

use super::words;
use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::panel::entity::definition::Rule;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::Reference;
use crate::panel::entity::row::Row;
use crate::panel::record::Record;
use crate::panel::record::read::find;
use crate::panel::record::references::References;
use crate::panel::record::write::Draft;

/// What is wrong with a form: messages by field name, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Whether the form is in order.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with that field.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, message)| message.as_str())
    }

    /// Names of fields and what is wrong with each.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, message)| (*name, message.as_str()))
    }

    /// Notes one more.
    pub fn add(&mut self, name: &'static str, message: String) {
        self.0.push((name, message));
    }
}

/// Turns the texts of a record into values. What is wrong with them is noted in the record, and the
/// draft is then not used.
pub fn check(record: &mut Record, references: &References) -> Draft {
    let mut draft = Draft::default();
    let mut errors = Errors::default();
    for field in record.fields().filter(|field| !record.keeps(field)) {
        let text = record.values.get(field);
        match value(field, text, references) {
            Ok(value) => draft.set(field, value),
            Err(message) => match record.stays(field) {
                Some(value) => draft.set(field, Some(value)),
                None => errors.add(field.name(), message),
            },
        }
    }
    if errors.is_empty() {
        let broken = record.entity.rules.iter().filter_map(|rule| broken(rule, record));
        broken.for_each(|(field, message)| errors.add(field.name(), message.to_owned()));
    }
    record.errors = errors;
    draft
}

/// What a text comes to in a field, or what is wrong with it.
///
/// # Errors
/// The sentence that stands beside the field.
pub fn value(field: &Field, text: &str, references: &References) -> Result<Option<Value>, String> {
    let (kind, label) = (field.kind, field.label);
    if text.is_empty() {
        return match kind.reference() {
            _ if !field.is_required() => Ok(None),
            Some(_) => Err(words::choose(label)),
            None => Err(words::required(label)),
        };
    }
    let value = kind.parse(label, text)?;
    match (kind.reference(), &value) {
        (Some(reference), Value::Integer(id)) if !references.has(reference.entity, *id) => {
            Err(Reference::gone(label))
        }
        _ => Ok(Some(value)),
    }
}

/// The field at which a rule is broken, and what is to be said there.
fn broken(rule: &Rule, record: &Record) -> Option<(&'static Field, &'static str)> {
    match *rule {
        Rule::OneOf(names, message) => {
            let mut fields = names.iter().filter_map(|name| record.entity.field(name));
            let first = fields.clone().next()?;
            let are_empty = fields.all(|field| record.values.get(field).is_empty());
            are_empty.then_some((first, message))
        }
    }
}

/// The field at which a rule would be broken if a draft were written over a row, and what is to be
/// said there.
pub fn broken_by(row: &Row, draft: &Draft) -> Option<(&'static Field, &'static str)> {
    row.entity.rules.iter().find_map(|rule| match *rule {
        Rule::OneOf(names, message) => {
            let mut fields = names.iter().filter_map(|name| row.entity.field(name));
            let first = fields.clone().next()?;
            let are_empty = fields.all(|field| draft.after(field, Some(row)).is_none());
            are_empty.then_some((first, message))
        }
    })
}

/// Notes in a new record that what it belongs to has one already, where it can have one only.
pub fn check_is_only_one(
    connection: &mut AnyConnection,
    record: &mut Record,
    draft: &Draft,
) -> QueryResult<()> {
    let own = record.entity.id_field();
    let Some((field, owner)) = own.and_then(|field| Some((field, field.refers_to()?))) else {
        return Ok(());
    };
    if let Some(Value::Integer(id)) = draft.get(field)
        && find(connection, record.entity, *id)?.is_some()
    {
        let (owner, a) = (owner.names.one, record.entity.names.a);
        record.errors.add(field.name(), words::has_one_already(owner, a));
    }
    Ok(())
}
