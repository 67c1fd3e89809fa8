//! One record as it was: put together from the changes around a moment.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::super::ChangeKind;
use super::super::change::Change;
use super::super::values::{PastValue, PastValues};
use super::query::{Moment, later_changes};
use super::walk;
use crate::db::statement::Value;
use crate::db::{AnyConnection, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::{Row, in_one_line};
use crate::panel::record::read::among;

/// So many changes of the records of one page are read at once.
const MOST_CHANGES: usize = 2_000;

/// Whether there was a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There was.
    There,
    /// It was made later.
    NotYet,
    /// It had been deleted.
    Gone,
}

/// One record as it was.
#[derive(Clone)]
pub struct PastRecord {
    /// Its entity.
    pub entity: &'static Entity,
    /// Its id.
    pub id: i64,
    /// Whether there was such a record.
    pub presence: Presence,
    /// When it was created, where that is known.
    pub created_at: Option<NaiveDateTime>,
    /// The change set that changed it last before the moment; `None` where that was before its
    /// history began, or is too long ago.
    pub changed_in: Option<i64>,
    /// Its deletion after the moment, which says what else it held.
    pub deleted: Option<Change>,
    /// The row as it is now.
    pub now: Option<Row>,
    fields: Vec<PastField>,
}

/// What a field held, seen from either side.
#[derive(Clone, Debug)]
struct PastField {
    field: &'static Field,
    /// What the last change before the moment left in it.
    before: Option<PastValue>,
    /// What the first change after it found there.
    after: Option<PastValue>,
}

impl PastRecord {
    /// What a field held; `None` where that is not known.
    pub fn value(&self, field: &Field) -> Option<&PastValue> {
        let known = self.known(field)?;
        known.before.as_ref().or(known.after.as_ref())
    }

    /// Whether another program changed a field after it held that, so that nobody knows when.
    pub fn is_changed_outside(&self, field: &Field) -> bool {
        let known = self.known(field);
        known.is_some_and(|it| it.before.is_some() && it.after.is_some() && it.before != it.after)
    }

    fn known(&self, field: &Field) -> Option<&PastField> {
        self.fields.iter().find(|known| known.field == field)
    }

    /// Whether a field holds something else by now; not where the record is gone, or it is not known
    /// what it held.
    pub fn is_different(&self, field: &Field) -> bool {
        let (Some(then), Some(row)) = (self.value(field), &self.now) else { return false };
        *then != present(row, field)
    }

    /// The id that a reference held.
    pub fn referred(&self, field: &Field) -> Option<i64> {
        match self.value(field)? {
            PastValue::Value(Value::Integer(id)) => Some(*id),
            _ => None,
        }
    }

    /// What it held, as its history has it.
    pub fn values(&self) -> PastValues {
        let mut values = PastValues::default();
        for PastField { field, before, after } in &self.fields {
            match before.as_ref().or(after.as_ref()) {
                Some(PastValue::Value(value)) => {
                    values.set(field, Some(&Stored::Value(value.clone())));
                }
                Some(PastValue::Empty) => values.set(field, None),
                Some(PastValue::Unreadable) => values.set(field, Some(&Stored::Unreadable)),
                // It is told apart, and not written again.
                Some(PastValue::Other(_)) | None => {}
            }
        }
        values
    }

    /// The values of the fields that it was called by; empty where it is called by what it refers to.
    pub fn own_title(&self) -> String {
        in_one_line(Field::of_title(self.entity).map(|field| {
            let value = self.value(field).and_then(|value| match value {
                PastValue::Value(value) => Some(Stored::Value(value.clone())),
                PastValue::Other(text) => Some(Stored::Value(Value::Text(text.clone()))),
                PastValue::Unreadable => Some(Stored::Unreadable),
                PastValue::Empty => None,
            });
            (field, value)
        }))
    }

    /// Whether it is gone and its history does not know of a deletion: another program removed it.
    pub fn is_lost(&self) -> bool {
        self.now.is_none() && self.deleted.is_none()
    }

    /// Whether the row that is there now was made after this one was deleted.
    pub fn is_another_now(&self) -> bool {
        let made = self.now.as_ref().and_then(|row| row.created_at.get());
        self.deleted.is_some() && made.is_some() && made != self.created_at
    }
}

/// What stands in a field of a row.
pub fn present(row: &Row, field: &Field) -> PastValue {
    match row.value(field) {
        Some(Stored::Value(value)) => PastValue::Value(value.clone()),
        Some(Stored::Unreadable) => PastValue::Unreadable,
        None => PastValue::Empty,
    }
}

/// A record that is being put together.
pub(super) struct Building {
    record: PastRecord,
    /// What the last change before the moment made of it, and the first after it.
    last: Option<ChangeKind>,
    first: Option<ChangeKind>,
}

impl Building {
    /// Nothing is known yet but what is there now.
    pub fn new(entity: &'static Entity, id: i64, now: Option<Row>) -> Self {
        let fields = entity.fields.iter();
        let fields = fields.map(|field| PastField { field, before: None, after: None }).collect();
        let record = PastRecord {
            entity,
            id,
            presence: Presence::There,
            created_at: None,
            changed_in: None,
            deleted: None,
            now,
            fields,
        };
        Self { record, last: None, first: None }
    }

    /// Whether that is a change of the record itself, and not of what belongs to it.
    pub fn is_own(&self, change: &Change) -> bool {
        change.entity == self.record.entity.table() && change.record_id == self.record.id
    }

    /// Takes in its next change back from the moment.
    pub fn earlier(&mut self, change: &Change) {
        let Some(kind) = change.kind() else { return };
        self.last.get_or_insert(kind);
        self.record.changed_in.get_or_insert(change.change_set_id);
        let values = change.after();
        for known in self.record.fields.iter_mut().filter(|known| known.before.is_none()) {
            known.before = match values.get(known.field) {
                // Of a new record only what it holds is named.
                None if kind == ChangeKind::Created => Some(PastValue::Empty),
                value => value,
            };
        }
        if kind == ChangeKind::Created && self.record.created_at.is_none() {
            self.record.created_at = values.time(self.record.entity.created_at);
        }
    }

    /// Takes in its next change on from the moment.
    pub fn later(&mut self, change: &Change) {
        let Some(kind) = change.kind() else { return };
        self.first.get_or_insert(kind);
        let values = change.before();
        for known in self.record.fields.iter_mut().filter(|known| known.after.is_none()) {
            known.after = match values.get(known.field) {
                None if kind == ChangeKind::Deleted => Some(PastValue::Empty),
                value => value,
            };
        }
        if kind == ChangeKind::Deleted && self.record.deleted.is_none() {
            let time = values.time(self.record.entity.created_at);
            self.record.created_at = self.record.created_at.or(time);
            self.record.deleted = Some(change.clone());
        }
    }

    /// No change of it is left on from the moment: what none of them named is as it is now.
    pub fn end(&mut self) {
        let Some(row) = self.record.now.as_ref().filter(|_| self.record.deleted.is_none()) else {
            return;
        };
        for known in self.record.fields.iter_mut().filter(|known| known.after.is_none()) {
            known.after = Some(present(row, known.field));
        }
    }

    /// Whether anything is known of it.
    pub fn is_anything(&self) -> bool {
        self.record.now.is_some() || self.last.is_some() || self.first.is_some()
    }

    /// Whether there was such a record, as far as it is known by now.
    pub fn presence(&self) -> Option<Presence> {
        match (self.last, self.first) {
            (Some(ChangeKind::Deleted), _) => Some(Presence::Gone),
            (Some(_), _) => Some(Presence::There),
            (None, Some(ChangeKind::Created)) => Some(Presence::NotYet),
            (None, Some(_)) => Some(Presence::There),
            (None, None) => None,
        }
    }

    /// Whether everything is known that is to be known.
    pub fn is_known(&self) -> bool {
        let is_known = |known: &PastField| known.before.is_some() || known.after.is_some();
        match self.presence() {
            Some(Presence::Gone | Presence::NotYet) => true,
            Some(Presence::There) => self.record.fields.iter().all(is_known),
            None => false,
        }
    }

    /// The record, as far as it is known.
    pub fn finish(mut self) -> PastRecord {
        let (presence, row) = (self.presence(), self.record.now.as_ref());
        self.record.presence = match presence {
            Some(presence) => presence,
            // Another program deleted it, nobody knows when.
            None if row.is_none() => Presence::Gone,
            None => Presence::There,
        };
        if self.record.deleted.is_none() {
            let time = row.and_then(|row| row.created_at.get());
            self.record.created_at = self.record.created_at.or(time);
        }
        self.record
    }
}

/// These records as they were, as far as anything is known of them: two queries, unless they have
/// changed very often since.
pub fn records(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    ids: &[i64],
    moment: Moment,
) -> QueryResult<HashMap<i64, PastRecord>> {
    let mut rows: HashMap<i64, Row> =
        among(connection, entity, ids)?.into_iter().map(|row| (row.id, row)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let limit = i64::try_from(MOST_CHANGES).unwrap_or(i64::MAX);
    let changes = later_changes(connection, (entity.table(), ids), moment, limit)?;
    let mut found = HashMap::new();
    for id in ids {
        let now = rows.remove(id);
        if changes.len() == MOST_CHANGES {
            found.insert(*id, walk::alone(connection, (entity, *id), now, moment)?);
            continue;
        }
        let mut building = Building::new(entity, *id, now);
        changes.iter().filter(|change| change.record_id == *id).for_each(|it| building.later(it));
        building.end();
        found.insert(*id, building.finish());
    }
    Ok(found)
}
