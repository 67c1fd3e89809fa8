//! Whether a record may hold again what it held, as its form would say.

use std::sync::Arc;

use diesel::QueryResult;

use super::plan::{Effect, Group};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::record::Record;
use crate::panel::record::check::{Errors, check as check_record};
use crate::panel::record::references::{References, values_of};

/// Notes at what is ticked why the record may not hold it any more.
pub fn check(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    group: &mut Group,
) -> QueryResult<()> {
    let Some(row) = group.record.as_ref().and_then(|record| record.now.clone()) else {
        return Ok(());
    };
    let ticked = group.rows.iter().filter(|row| row.is_ticked);
    let fields: Vec<(&'static Field, Option<Value>)> = ticked
        .filter_map(|row| match &row.effect {
            Effect::Field(field, value) => Some((*field, value.clone())),
            Effect::Whole(_) => None,
        })
        .collect();
    let before = errors(connection, operator, &row, &[])?;
    let after = errors(connection, operator, &row, &fields)?;
    for (name, message) in after.iter() {
        let is_of = |row: &super::plan::PlanRow| matches!(&row.effect, Effect::Field(field, _) if field.name() == name);
        let own = group.rows.iter().position(|row| row.is_ticked && is_of(row));
        // What is wrong with it already is for its form to say.
        let is_new = before.of(name) != Some(message);
        let first = group.rows.iter().position(|row| row.is_ticked);
        if let Some(place) = own.or(first.filter(|_| is_new)) {
            group.rows[place].error.get_or_insert_with(|| message.to_owned());
        }
    }
    Ok(())
}

/// What its form would say of a row with these values in some of its fields.
fn errors(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
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
    check_record(&mut record, &references);
    Ok(record.errors)
}
