//! The one writer: every row of an entity and every link is written here, and what became of it is
//! noted in its history.
//!
//! What is derived from a value is written beside it, a version is counted up against the one that
//! was read, and the times are those of the request's clock.

mod copies;
mod delete;
mod draft;
mod note;

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use self::copies::Copies;
pub use self::draft::Draft;
use crate::access::CurrentOperator;
use crate::db::statement::{self, Assignment, Column, Value, all, at_version, holds_id};
use crate::db::{AnyConnection, UtcTime, last_insert_id, next_version};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::row::Row;
use crate::panel::record::history::{
    ChangeKind, ChangeLog, LinkedPair, Occasion, Written, stored_title,
};
use crate::panel::record::read::{linked_since, with_id};
use crate::panel::record::titled::TitledRow;

/// Writes for an operator, at the time of the request.
pub struct Writer<'c> {
    /// What it writes to.
    pub connection: &'c mut AnyConnection,
    /// Who writes.
    pub operator: &'c Arc<CurrentOperator>,
    /// When.
    pub now: NaiveDateTime,
    log: ChangeLog,
    copies: Copies,
}

/// What stands in a row beside its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamps {
    /// Counts the updates.
    pub version: i32,
    /// When it was created.
    pub created_at: NaiveDateTime,
    /// When it was last changed.
    pub updated_at: NaiveDateTime,
}

impl<'c> Writer<'c> {
    /// Runs what writes, to be called in a transaction: there is no other way to a writer. Returns
    /// the change set as well, if anything was changed.
    pub fn run<T>(
        connection: &'c mut AnyConnection,
        operator: &'c Arc<CurrentOperator>,
        occasion: Occasion,
        work: impl FnOnce(&mut Self) -> QueryResult<T>,
    ) -> QueryResult<(T, Option<Written>)> {
        let now = occasion.now;
        let log = ChangeLog::open(connection, operator, occasion)?;
        let mut writer = Self { connection, operator, now, log, copies: Copies::default() };
        let value = work(&mut writer)?;
        let Self { connection, log, .. } = writer;
        Ok((value, log.finish(connection)?))
    }
}

impl Writer<'_> {
    /// Writes a new row, and returns its id.
    ///
    /// # Errors
    /// A unique violation where a row has the id that a reference gives it.
    pub fn insert(&mut self, entity: &'static Entity, draft: &Draft) -> QueryResult<i64> {
        let values = self.new_assignments(entity, draft)?;
        statement::insert(self.connection, entity.table(), values)?;
        let id = match entity.id_field().and_then(|field| draft.get(field)) {
            Some(Value::Integer(id)) => *id,
            _ => last_insert_id(self.connection)?,
        };
        self.note_new(entity, id, draft)?;
        Ok(id)
    }

    /// Writes new rows. Those whose ids the database gives go many by one statement where that is
    /// quicker, if all drafts are of the same fields.
    ///
    /// # Errors
    /// As [`Writer::insert`].
    pub fn insert_all(&mut self, entity: &'static Entity, drafts: &[&Draft]) -> QueryResult<()> {
        let is_alike = drafts.is_sorted_by(|draft, next| draft.has_fields_of(next));
        if !is_alike || entity.id_field().is_some() {
            return drafts.iter().try_for_each(|draft| self.insert(entity, draft).map(drop));
        }
        let rows = drafts.iter().map(|draft| self.new_assignments(entity, draft));
        let rows = rows.collect::<QueryResult<Vec<_>>>()?;
        let ids = statement::insert_all(self.connection, entity.table(), rows)?;
        ids.into_iter().zip(drafts).try_for_each(|(id, draft)| self.note_new(entity, id, draft))
    }

    /// Writes a row that was deleted, as it was.
    ///
    /// # Errors
    /// A unique violation where something stands in its place, a foreign key violation where what it
    /// refers to is gone.
    pub fn restore(
        &mut self,
        entity: &'static Entity,
        id: i64,
        draft: &Draft,
        stamps: Stamps,
    ) -> QueryResult<()> {
        let mut values = self.assignments(draft, Some(entity.id))?;
        values.extend([
            Assignment::new(entity.id, Some(Value::Integer(id))),
            Assignment::new(entity.version, Some(Value::Integer(stamps.version.into()))),
            Assignment::new(entity.created_at, Some(Value::Moment(stamps.created_at))),
            Assignment::new(entity.updated_at, Some(Value::Moment(stamps.updated_at))),
        ]);
        statement::insert(self.connection, entity.table(), values)?;
        self.note_created(entity, id, draft, stamps)
    }

    /// Writes over a row if it still has the version that was read; returns the rows written, 0 or
    /// 1.
    pub fn update(&mut self, row: &Row, draft: &Draft) -> QueryResult<usize> {
        let entity = row.entity;
        let version = next_version(row.version);
        let mut values = self.assignments(draft, Some(entity.id))?;
        values.push(Assignment::new(entity.version, Some(Value::Integer(version.into()))));
        values.push(Assignment::new(entity.updated_at, Some(Value::Moment(self.now))));
        let condition = all(vec![with_id(entity, row.id), at_version(entity.version, row.version)]);
        self.copies.forget(entity, row.id);
        let rows = statement::update(self.connection, entity.table(), condition, values)?;
        if rows > 0 {
            self.note_changed(row, draft, version)?;
        }
        Ok(rows)
    }

    /// Deletes what belongs to a row, then the row if it still has the version that was read;
    /// returns the rows deleted, 0 or 1.
    pub fn delete(&mut self, row: &Row) -> QueryResult<usize> {
        let entity = row.entity;
        self.copies.forget(entity, row.id);
        self.delete_belonging(&[entity], std::slice::from_ref(row))?;
        let condition = all(vec![with_id(entity, row.id), at_version(entity.version, row.version)]);
        let rows = statement::delete(self.connection, entity.table(), condition)?;
        if rows > 0 {
            self.note_deleted(row, None)?;
        }
        Ok(rows)
    }

    /// Links two rows that are not linked yet.
    ///
    /// # Errors
    /// A unique violation where they are.
    pub fn link(&mut self, end: LinkEnd, row: &Row, other: &TitledRow) -> QueryResult<()> {
        self.link_since(end, row, other, self.now)
    }

    /// The same, as since that time.
    pub fn link_since(
        &mut self,
        end: LinkEnd,
        row: &Row,
        other: &TitledRow,
        since: NaiveDateTime,
    ) -> QueryResult<()> {
        let values = vec![
            Assignment::new(end.own().column, Some(Value::Integer(row.id))),
            Assignment::new(end.across().column, Some(Value::Integer(other.id))),
            Assignment::new(end.link.created_at, Some(Value::Moment(since))),
        ];
        statement::insert(self.connection, end.link.table, values)?;
        let pair = LinkedPair {
            own: (row.id, stored_title(row)),
            across: (other.id, other.title.clone()),
            linked_at: since.into(),
        };
        self.log.add_link(self.connection, (end, ChangeKind::Linked), pair, false)
    }

    /// Removes a link; returns how many there were, 0 or 1.
    pub fn unlink(&mut self, end: LinkEnd, row: &Row, other: &TitledRow) -> QueryResult<usize> {
        let Some(linked_at) = self.linked_since(end, row.id, other.id)? else { return Ok(0) };
        let (own, across) = (end.own().column, end.across().column);
        let pair = all(vec![holds_id(own, row.id), holds_id(across, other.id)]);
        let rows = statement::delete(self.connection, end.link.table, pair)?;
        if rows > 0 {
            let pair = LinkedPair {
                own: (row.id, stored_title(row)),
                across: (other.id, other.title.clone()),
                linked_at,
            };
            self.log.add_link(self.connection, (end, ChangeKind::Unlinked), pair, false)?;
        }
        Ok(rows)
    }

    /// Since when two rows are linked; `None` where they are not.
    pub fn linked_since(
        &mut self,
        end: LinkEnd,
        id: i64,
        other: i64,
    ) -> QueryResult<Option<UtcTime>> {
        linked_since(self.connection, end, id, other)
    }

    /// What is to be written of a new row.
    fn new_assignments(&mut self, entity: &Entity, draft: &Draft) -> QueryResult<Vec<Assignment>> {
        let mut values = self.assignments(draft, None)?;
        let now = || Some(Value::Moment(self.now));
        values.push(Assignment::new(entity.created_at, now()));
        values.push(Assignment::new(entity.updated_at, now()));
        Ok(values)
    }

    fn note_new(&mut self, entity: &'static Entity, id: i64, draft: &Draft) -> QueryResult<()> {
        let stamps = Stamps { version: 1, created_at: self.now, updated_at: self.now };
        self.note_created(entity, id, draft, stamps)
    }

    /// What is to be written for these values, and what is derived from them. What tells the row
    /// apart is never written over.
    fn assignments(
        &mut self,
        draft: &Draft,
        left_out: Option<Column>,
    ) -> QueryResult<Vec<Assignment>> {
        let mut assignments = Vec::new();
        let is_written = |field: &Field| Some(field.column) != left_out;
        for (field, value) in draft.iter() {
            if let Some(folded) = field.folded {
                let key = match (value, field.kind.traits().folding) {
                    (Some(Value::Text(text)), Some(folding)) => Some(Value::Text(folding.of(text))),
                    _ => None,
                };
                assignments.push(Assignment::new(folded, key));
            }
            if let (Some(copy), Some(source)) = (field.sorted, field.copied) {
                let key = self.copies.read(self.connection, source, (field, value))?;
                let none = || (!copy.is_nullable).then(|| Value::Text(String::new()));
                assignments.push(Assignment::new(copy, key.or_else(none)));
            }
            if is_written(field) {
                assignments.push(Assignment::new(field.column, value.cloned()));
            }
        }
        Ok(assignments)
    }
}
