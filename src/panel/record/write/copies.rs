//! What rows carry of those that they refer to, so that lists are sorted by it.

use std::collections::HashMap;

use diesel::QueryResult;

use crate::db::statement::{Column, Expression, Rows, Value};
use crate::db::{AnyConnection, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::record::read::with_id;

/// So many are remembered at the most.
const MOST: usize = 10_000;

/// The column that was read of each row that is referred to, and what stands in it: many of those that are written together refer to
/// the same few. Within a transaction only its own writer changes them.
#[derive(Debug, Default)]
pub(super) struct Copies(HashMap<(&'static str, i64), (&'static str, Value)>);

impl Copies {
    /// What stands in a column of the row that a field refers to by that value; `None` where there
    /// is no such row.
    pub fn read(
        &mut self,
        connection: &mut AnyConnection,
        source: Column,
        (field, value): (&Field, Option<&Value>),
    ) -> QueryResult<Option<Value>> {
        let (Some(target), Some(Value::Integer(id))) = (field.refers_to(), value) else {
            return Ok(None);
        };
        let place = (target.table(), *id);
        match self.0.get(&place) {
            Some((name, key)) if *name == source.name => return Ok(Some(key.clone())),
            _ => {}
        }
        let row = Rows::of(target.table(), with_id(target, *id))
            .select(vec![Expression::Column(source)])
            .first(connection)?;
        let Some(Stored::Value(key @ Value::Text(_))) =
            row.and_then(|row| row.0.into_iter().next().flatten())
        else {
            return Ok(None);
        };
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(place, (source.name, key.clone()));
        Ok(Some(key))
    }

    /// Forgets a row that is written over.
    pub fn forget(&mut self, entity: &Entity, id: i64) {
        self.0.remove(&(entity.table(), id));
    }
}
