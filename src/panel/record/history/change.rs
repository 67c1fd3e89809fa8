//! A change: what became of one record or link, and its place in the history.

use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;

use super::ChangeKind;
use super::values::{PastValue, PastValues};
use crate::db::statement::Value;
use crate::db::{Backend, Stored, UtcTime};
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::entity::row::Row;
use crate::schema::changes;

/// What became of one record or link.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = changes, treat_none_as_default_value = false, check_for_backend(Backend))]
pub struct Change {
    /// The change set.
    pub change_set_id: i64,
    /// Its place in the change set: what was written first has the smallest.
    pub number: i64,
    /// The table.
    #[diesel(deserialize_as = Stored<String>)]
    pub entity: String,
    /// The id; of a link, that of its first side.
    pub record_id: i64,
    /// Of a link, the id of its second side.
    pub other_id: Option<i64>,
    #[diesel(deserialize_as = Stored<String>)]
    kind: String,
    /// The version after it; of what is deleted, the last.
    pub version: Option<i32>,
    /// What it was called; of a link, its first side.
    #[diesel(deserialize_as = Stored<String>)]
    pub title: String,
    /// Of a link, what its second side was called; of a renamed record, what it was called before.
    #[diesel(deserialize_as = Stored<String>)]
    pub other_title: String,
    #[diesel(deserialize_as = Stored<String>)]
    old_values: String,
    #[diesel(deserialize_as = Stored<String>)]
    new_values: String,
    /// In the history of which other records it stands.
    #[diesel(deserialize_as = Stored<String>)]
    pub(super) subjects: String,
}

/// What became of one record or link, before it has a place in the history.
pub struct Difference {
    /// The table.
    pub entity: &'static str,
    /// The id; of a link, that of its first side.
    pub id: i64,
    /// Of a link, the id of its second side.
    pub other: Option<i64>,
    /// What it comes to.
    pub kind: ChangeKind,
    /// The version after it; of what is deleted, the last.
    pub version: Option<i32>,
    /// What it is called, both sides of a link; or what it is called now and was before, where it is
    /// renamed.
    pub titles: (String, String),
    /// What was held before.
    pub old: PastValues,
    /// What is held after.
    pub new: PastValues,
}

/// A link between two rows, seen from one of them.
pub struct LinkedPair {
    /// The id and title of the row.
    pub own: (i64, String),
    /// Those of the other.
    pub across: (i64, String),
    /// When they were linked.
    pub linked_at: UtcTime,
}

impl Difference {
    /// Two rows are linked since that time, or were until it ended.
    pub fn of_link((end, kind): (LinkEnd, ChangeKind), pair: LinkedPair) -> Self {
        let LinkedPair { own, across, linked_at } = pair;
        let (first, second) = match end.side {
            Side::First => (own, across),
            Side::Second => (across, own),
        };
        let mut values = PastValues::default();
        if let Some(time) = linked_at.get() {
            values.stamp(end.link.created_at, Value::Moment(time));
        }
        let (old, new) = match kind {
            ChangeKind::Linked => (PastValues::default(), values),
            _ => (values, PastValues::default()),
        };
        Self {
            entity: end.link.table,
            id: first.0,
            other: Some(second.0),
            kind,
            version: None,
            titles: (first.1, second.1),
            old,
            new,
        }
    }
}

impl Change {
    /// A difference as the one change that comes to it; it has no place in the history yet.
    pub fn between(difference: Difference) -> Self {
        let Difference { entity, id, other, kind, version, titles, old, new } = difference;
        Self {
            change_set_id: 0,
            number: 0,
            entity: entity.to_owned(),
            record_id: id,
            other_id: other,
            kind: kind.word().to_owned(),
            version,
            title: titles.0,
            other_title: titles.1,
            old_values: old.to_text(),
            new_values: new.to_text(),
            subjects: String::new(),
        }
    }

    /// How many bytes of values it has.
    pub fn size(&self) -> usize {
        self.old_values.len() + self.new_values.len()
    }

    /// What became of it.
    pub fn kind(&self) -> Option<ChangeKind> {
        ChangeKind::of_word(&self.kind)
    }

    /// What it held before: all of it where it is deleted, else what was changed.
    pub fn before(&self) -> PastValues {
        PastValues::parse(&self.old_values)
    }

    /// What it held after: all of it where it is created, else what was changed.
    pub fn after(&self) -> PastValues {
        PastValues::parse(&self.new_values)
    }

    /// Whether a row is just as it was left, as far as this says: another program may have changed a
    /// value without counting up the version, or put another row in its place.
    pub fn has_left(&self, row: &Row) -> bool {
        let (entity, is_new) = (row.entity, self.kind() == Some(ChangeKind::Created));
        let (left, now) = (self.after(), PastValues::of_row(row));
        let is_left = |field: &Field| {
            // Of a new record only what it holds is named.
            let value = left.get(field).or_else(|| is_new.then_some(PastValue::Empty));
            value.is_none_or(|value| value == now.get(field).unwrap_or(PastValue::Empty))
        };
        self.kind() != Some(ChangeKind::Deleted)
            && self.version == Some(row.version)
            && (!is_new || left.time(entity.created_at) == now.time(entity.created_at))
            && entity.fields.iter().all(is_left)
    }

    /// Its place in the history.
    pub fn position(&self) -> Position {
        Position { change_set: self.change_set_id, number: self.number }
    }
}

/// The place of a change in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The change set.
    pub change_set: i64,
    /// The place in it.
    pub number: i64,
}

/// `12.3`, as addresses have it.
impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.change_set, self.number)
    }
}

/// Reads what its `Display` wrote.
impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (change_set, number) = text.split_once('.').ok_or(())?;
        let read = |text: &str| text.parse().map_err(|_| ());
        Ok(Self { change_set: read(change_set)?, number: read(number)? })
    }
}

impl Position {
    /// After everything.
    pub const END: Self = Self { change_set: i64::MAX, number: i64::MAX };
}
