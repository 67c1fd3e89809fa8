//! The one writer: every row of an entity and every link is written here.
//!
//! What is derived from a value is written beside it, a version is counted up against the one that
//! was read, and the times are those of the request's clock.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::statement::{
    self, Assignment, Column, Condition, Expression, Key, Rows, Value, all, among, at_version,
    compared, holds_id, holds_id_behind,
};
use crate::db::{AnyConnection, Comparison, Direction, Stored, last_insert_id, next_version};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::record::read::with_id;

/// What belongs to so many rows is deleted by one statement.
const BATCH: i64 = 1000;

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
        self.0.iter().find(|(other, _)| std::ptr::eq(*other, field))?.1.as_ref()
    }
}

/// Writes for an operator, at the time of the request.
pub struct Writer<'c> {
    /// What it writes to.
    pub connection: &'c mut AnyConnection,
    /// Who writes.
    pub operator: &'c Arc<CurrentOperator>,
    /// When.
    pub now: NaiveDateTime,
}

impl Writer<'_> {
    /// Writes a new row, and returns its id.
    ///
    /// # Errors
    /// A unique violation where a row has the id that a reference gives it.
    pub fn insert(&mut self, entity: &'static Entity, draft: &Draft) -> QueryResult<i64> {
        let mut values = self.assignments(draft, None)?;
        let now = || Some(Value::Moment(self.now));
        values.push(Assignment::new(entity.created_at, now()));
        values.push(Assignment::new(entity.updated_at, now()));
        statement::insert(self.connection, entity.table(), values)?;
        match entity.id_field().and_then(|field| draft.get(field)) {
            Some(Value::Integer(id)) => Ok(*id),
            _ => last_insert_id(self.connection),
        }
    }

    /// Writes over a row if it still has that version; returns the rows written, 0 or 1.
    pub fn update(
        &mut self,
        entity: &'static Entity,
        id: i64,
        version: i32,
        draft: &Draft,
    ) -> QueryResult<usize> {
        let mut values = self.assignments(draft, Some(entity.id))?;
        let next = Value::Integer(next_version(version).into());
        values.push(Assignment::new(entity.version, Some(next)));
        values.push(Assignment::new(entity.updated_at, Some(Value::Moment(self.now))));
        let condition = all(vec![with_id(entity, id), at_version(entity.version, version)]);
        statement::update(self.connection, entity.table(), condition, values)
    }

    /// Deletes what belongs to a row, then the row if it still has that version; returns the rows
    /// deleted, 0 or 1.
    pub fn delete(&mut self, entity: &'static Entity, id: i64, version: i32) -> QueryResult<usize> {
        self.delete_belonging(&[entity], &[id])?;
        let condition = all(vec![with_id(entity, id), at_version(entity.version, version)]);
        statement::delete(self.connection, entity.table(), condition)
    }

    /// Deletes what belongs to rows of the last of these entities, each of which belongs to the one
    /// before it: first what belongs to that, then all of it by one statement for each relation.
    fn delete_belonging(&mut self, line: &[&'static Entity], ids: &[i64]) -> QueryResult<()> {
        let Some(entity) = line.last() else { return Ok(()) };
        for relation in entity.relations() {
            let line = match relation.descends(line) {
                true => [line, &[relation.entity]].concat(),
                false => Vec::new(),
            };
            let mut last = i64::MIN;
            while !line.is_empty() {
                let batch = self.children_behind(relation, ids, last)?;
                let Some(id) = batch.last() else { break };
                last = *id;
                self.delete_belonging(&line, &batch)?;
            }
            let column = relation.column();
            statement::delete(self.connection, column.table, holds_one(column, ids))?;
        }
        Ok(())
    }

    /// The ids of the first children of some rows, behind the one with that id.
    fn children_behind(
        &mut self,
        relation: &Relation,
        ids: &[i64],
        last: i64,
    ) -> QueryResult<Vec<i64>> {
        let (by, id) = (relation.column(), relation.entity.id);
        let (condition, order) = match ids {
            [owner] => (holds_id_behind(by, *owner, id, last), vec![by, id]),
            _ => {
                let last = Key::Value(Value::Integer(last));
                let behind = compared(id, id, Comparison::Greater, last);
                (all(vec![holds_one(by, ids), behind]), vec![id])
            }
        };
        let batch = Rows::of(id.table, condition)
            .ordered(order, Direction::Ascending)
            .slice(BATCH, 0)
            .select(vec![Expression::Column(id)])
            .load(self.connection)?;
        Ok(batch.into_iter().filter_map(|row| row.integer(0)).collect())
    }

    /// Links two rows that are not linked yet.
    ///
    /// # Errors
    /// A unique violation where they are.
    pub fn link(&mut self, end: LinkEnd, id: i64, other: i64) -> QueryResult<()> {
        let values = vec![
            Assignment::new(end.own().column, Some(Value::Integer(id))),
            Assignment::new(end.across().column, Some(Value::Integer(other))),
            Assignment::new(end.link.created_at, Some(Value::Moment(self.now))),
        ];
        statement::insert(self.connection, end.link.table, values)
    }

    /// Removes a link; returns how many there were, 0 or 1.
    pub fn unlink(&mut self, end: LinkEnd, id: i64, other: i64) -> QueryResult<usize> {
        let (own, across) = (end.own().column, end.across().column);
        let condition = all(vec![holds_id(own, id), holds_id(across, other)]);
        statement::delete(self.connection, end.link.table, condition)
    }

    /// What is to be written for these values, and what is derived from them. What tells the row
    /// apart is never written over.
    fn assignments(
        &mut self,
        draft: &Draft,
        left_out: Option<Column>,
    ) -> QueryResult<Vec<Assignment>> {
        let mut assignments = Vec::new();
        let is_written = |field: &&Field| Some(field.column) != left_out;
        for (field, value) in draft.0.iter().filter(|(field, _)| is_written(field)) {
            if let Some(folded) = field.folded {
                let key = match (value, field.kind.traits().folding) {
                    (Some(Value::Text(text)), Some(folding)) => Some(Value::Text(folding.of(text))),
                    _ => None,
                };
                assignments.push(Assignment::new(folded, key));
            }
            if let (Some(copy), Some(source)) = (field.sorted, field.copied) {
                let key = self.copied(source, field, value.as_ref())?;
                let none = || (!copy.is_nullable).then(|| Value::Text(String::new()));
                assignments.push(Assignment::new(copy, key.or_else(none)));
            }
            assignments.push(Assignment::new(field.column, value.clone()));
        }
        Ok(assignments)
    }

    /// What stands in a column of the row that is referred to; `None` where there is no such row.
    fn copied(
        &mut self,
        source: Column,
        field: &Field,
        value: Option<&Value>,
    ) -> QueryResult<Option<Value>> {
        let (Some(target), Some(Value::Integer(id))) = (field.refers_to(), value) else {
            return Ok(None);
        };
        let row = Rows::of(target.table(), with_id(target, *id))
            .select(vec![Expression::Column(source)])
            .first(self.connection)?;
        Ok(match row.and_then(|row| row.0.into_iter().next().flatten()) {
            Some(Stored::Value(key @ Value::Text(_))) => Some(key),
            _ => None,
        })
    }
}

/// The condition that a column holds one of these ids; the statement for one of them stays the same.
fn holds_one(column: Column, ids: &[i64]) -> Condition {
    match ids {
        [id] => holds_id(column, *id),
        _ => among(column, ids.to_vec()),
    }
}
