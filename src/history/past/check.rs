//! Whether a record may hold again what it held.

use std::sync::Arc;

use diesel::QueryResult;

use super::plan::{Effect, Group, PlanRow};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::panel::entity::field::Field;
use crate::panel::record::recheck::{Objection, objections};

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
    for Objection { name, message } in objections(connection, operator, &row, &fields)? {
        let is_of =
            |row: &PlanRow| matches!(&row.effect, Effect::Field(field, _) if field.name() == name);
        let own = group.rows.iter().position(|row| row.is_ticked && is_of(row));
        if let Some(place) = own.or(group.rows.iter().position(|row| row.is_ticked)) {
            group.rows[place].error.get_or_insert(message);
        }
    }
    Ok(())
}
