//! The differences between a record as it was and as it is, each as the change that is taken back to
//! be rid of it.

use sha2::{Digest as _, Sha256};

use super::links::LinkFound;
use super::value::Reader;
use crate::db::statement::Value;
use crate::db::{Stored, UtcTime};
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::row::Row;
use crate::panel::record::history::past::PastRecord;
use crate::panel::record::history::{
    Change, ChangeKind, Difference, LinkedPair, PastValue, PastValues,
};

/// What tells one state of something from another: short, since it is sent with every tick.
pub fn state(of: &str) -> String {
    let digest = Sha256::digest(of);
    data_encoding::HEXLOWER.encode(&digest[..8])
}

/// The state of a field as it is now; another row in the place of that one, and one that belongs to
/// another by now, are another state.
pub fn state_of_field(row: &Row, field: &Field, by: Option<&Field>) -> String {
    let mut values = PastValues::default();
    for field in [field].into_iter().chain(by) {
        values.set(field, row.value(field));
    }
    state(&format!("{} {:?}", values.to_text(), row.created_at))
}

/// The state of a row as it is now.
pub fn state_of_row(row: &Row) -> String {
    state(&format!("{} {:?} {:?}", row.version, row.created_at, row.updated_at))
}

/// What a field is to hold again; `None` where it can hold that no more.
pub fn restorable(record: &PastRecord, field: &Field) -> Option<Option<Value>> {
    match record.value(field)? {
        PastValue::Value(value) => Some(Some(value.clone())),
        PastValue::Empty => Some(None),
        PastValue::Other(_) | PastValue::Unreadable => None,
    }
}

/// These fields hold something else.
pub fn changed(
    reader: &Reader,
    record: &PastRecord,
    row: &Row,
    fields: &[(&'static Field, Option<Value>)],
) -> Change {
    let (mut old, mut new) = (PastValues::default(), PastValues::default());
    for (field, then) in fields {
        old.set(field, then.clone().map(Stored::Value).as_ref());
        new.set(field, row.value(field));
    }
    Change::between(Difference {
        entity: record.entity.table(),
        id: record.id,
        other: None,
        kind: ChangeKind::Changed,
        version: Some(row.version),
        titles: (reader.stored_title(record), String::new()),
        old,
        new,
    })
}

/// It is gone.
pub fn deleted(reader: &Reader, record: &PastRecord, deletion: &Change) -> Change {
    let (entity, held) = (record.entity, deletion.before());
    let mut old = record.values();
    let is_as_deleted = entity.fields.iter().all(|field| {
        let at_deletion = held.get(field).unwrap_or(PastValue::Empty);
        record.value(field) == Some(&at_deletion)
    });
    if let Some(version) = held.version(entity) {
        // One more where it comes back with other values than it went with.
        let version = i64::from(version) + i64::from(!is_as_deleted);
        old.stamp(entity.version, Value::Integer(version));
    }
    if let Some(time) = record.created_at {
        old.stamp(entity.created_at, Value::Moment(time));
    }
    if let Some(time) = held.time(entity.updated_at).filter(|_| is_as_deleted) {
        old.stamp(entity.updated_at, Value::Moment(time));
    }
    Change::between(Difference {
        entity: entity.table(),
        id: record.id,
        other: None,
        kind: ChangeKind::Deleted,
        version: None,
        titles: (reader.stored_title(record), String::new()),
        old,
        new: PastValues::default(),
    })
}

/// It is new.
pub fn created(record: &PastRecord, row: &Row) -> Change {
    Change::between(Difference {
        entity: record.entity.table(),
        id: record.id,
        other: None,
        kind: ChangeKind::Created,
        version: Some(row.version),
        titles: (row.own_title(), String::new()),
        old: PastValues::default(),
        new: PastValues::of_row(row),
    })
}

/// Two rows are linked since that time, or were until it ended.
pub fn linked(
    which: (LinkEnd, ChangeKind),
    own: (i64, String),
    (other, link): (i64, &LinkFound),
    linked_at: UtcTime,
) -> Change {
    let pair = LinkedPair { own, across: (other, link.title.clone()), linked_at };
    Change::between(Difference::of_link(which, pair))
}
