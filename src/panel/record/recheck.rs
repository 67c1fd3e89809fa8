//! Whether a stored record may hold other values, as its form would say: what an undo and a restored
//! version write without a form goes by the same rules.

use diesel::QueryResult;

use super::Record;
use super::check::{Errors, check};
use super::references::{References, values_of};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;

/// Why a record may not hold some values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The name of the field at which its form would say it.
    pub name: &'static str,
    /// What it would say.
    pub message: String,
}

/// What its form would say of a row with these values in some of its fields: at them, or at others
/// where it does not say so already.
pub fn objections(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: &Row,
    fields: &[(&'static Field, Option<Value>)],
) -> QueryResult<Vec<Objection>> {
    let after = errors(connection, operator, row, fields)?;
    if after.is_empty() {
        return Ok(Vec::new());
    }
    let before = errors(connection, operator, row, &[])?;
    let is_told = |(name, message): &(&'static str, &str)| {
        let is_of_these = fields.iter().any(|(field, _)| field.name() == *name);
        is_of_these || before.of(name) != Some(*message)
    };
    let objection =
        |(name, message): (&'static str, &str)| Objection { name, message: message.to_owned() };
    Ok(after.iter().filter(is_told).map(objection).collect())
}

fn errors(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: &Row,
    fields: &[(&'static Field, Option<Value>)],
) -> QueryResult<Errors> {
    let mut record = Record::blank(row.entity, None, String::new()).stored(row);
    for (field, value) in fields {
        let text = value.as_ref().map(|value| field.kind.print(value)).unwrap_or_default();
        record.values.set(field, &field.kind.tidy(&text));
    }
    let values = values_of(std::iter::once(&record.values));
    let references = References::read(connection, operator, values)?;
    check(&mut record, &references);
    Ok(record.errors)
}
