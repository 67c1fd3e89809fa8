//! Reading the history, the latest first.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;
use serde_json::Value as Json;

use super::values::PastValues;
use super::{ChangeKind, Origin};
use crate::db::{AnyConnection, Backend, Stored, UtcTime};
use crate::schema::{change_sets, change_subjects, changes};

/// What somebody did at once.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = change_sets, check_for_backend(Backend))]
pub struct ChangeSet {
    /// Its number; a greater one came later to every record that both changed.
    pub id: i64,
    /// When.
    pub happened_at: UtcTime,
    /// Who; nobody for a command.
    pub operator_id: Option<i64>,
    /// What they were called; empty for a command.
    #[diesel(deserialize_as = Stored<String>)]
    pub operator: String,
    #[diesel(deserialize_as = Stored<String>)]
    origin: String,
    /// Why, as somebody said it; empty where nobody did.
    #[diesel(deserialize_as = Stored<String>)]
    pub reason: String,
    /// The change set that it takes back.
    pub undoes: Option<i64>,
    /// The table of the record that it is about.
    #[diesel(deserialize_as = Stored<String>)]
    pub entity: String,
    /// The id of that record; `None` where it is about many.
    pub record_id: Option<i64>,
    /// What that record was called.
    #[diesel(deserialize_as = Stored<String>)]
    pub title: String,
    #[diesel(deserialize_as = Stored<String>)]
    kind: String,
    #[diesel(deserialize_as = Stored<String>)]
    summary: String,
}

impl ChangeSet {
    /// By which way; `None` for one that this program does not know.
    pub fn origin(&self) -> Option<Origin> {
        Origin::of_word(&self.origin)
    }

    /// What became of the record that it is about.
    pub fn kind(&self) -> Option<ChangeKind> {
        ChangeKind::of_word(&self.kind)
    }

    /// How many records and links it changed.
    pub fn summary(&self) -> Summary {
        Summary::parse(&self.summary)
    }
}

/// What became of one record or link.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = changes, check_for_backend(Backend))]
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
    /// Of a link, what its second side was called.
    #[diesel(deserialize_as = Stored<String>)]
    pub other_title: String,
    #[diesel(deserialize_as = Stored<String>)]
    old_values: String,
    #[diesel(deserialize_as = Stored<String>)]
    new_values: String,
}

/// What a difference between two states is made of: see [`Change::between`].
pub struct Difference {
    /// The table.
    pub entity: &'static str,
    /// The id; of a link, that of its first side.
    pub id: i64,
    /// Of a link, the id of its second side.
    pub other: Option<i64>,
    /// What it comes to.
    pub kind: ChangeKind,
    /// The version after it.
    pub version: Option<i32>,
    /// What it is called, both sides of a link.
    pub titles: (String, String),
    /// What was held before.
    pub old: PastValues,
    /// What is held after.
    pub new: PastValues,
}

impl Change {
    /// A difference as the one change that comes to it, which was never written.
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

    /// Its place in the history.
    pub fn position(&self) -> Position {
        Position { change_set: self.change_set_id, number: self.number }
    }
}

/// The place of a change in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// How many records and links a change set changed, by table and by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary(BTreeMap<String, BTreeMap<ChangeKind, i64>>);

impl Summary {
    /// So many of one table.
    pub(super) fn of(entity: &str, kind: ChangeKind, count: i64) -> Self {
        Self([(entity.to_owned(), [(kind, count)].into())].into())
    }

    pub(super) fn count(&mut self, entity: &str, kind: ChangeKind) {
        if !self.0.contains_key(entity) {
            self.0.insert(entity.to_owned(), BTreeMap::new());
        }
        if let Some(counts) = self.0.get_mut(entity) {
            *counts.entry(kind).or_default() += 1;
        }
    }

    /// Tables, what became of their records or links, and of how many.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ChangeKind, i64)> {
        self.0.iter().flat_map(|(entity, counts)| {
            counts.iter().map(move |(kind, count)| (entity.as_str(), *kind, *count))
        })
    }

    pub(super) fn to_text(&self) -> String {
        let mut entities = serde_json::Map::new();
        for (entity, counts) in &self.0 {
            let counts = counts.iter().map(|(kind, count)| (kind.word(), Json::from(*count)));
            let counts = counts.map(|(word, count)| (word.to_owned(), count)).collect();
            entities.insert(entity.clone(), Json::Object(counts));
        }
        Json::Object(entities).to_string()
    }

    pub(super) fn parse(text: &str) -> Self {
        let entities: BTreeMap<String, BTreeMap<String, i64>> =
            serde_json::from_str(text).unwrap_or_default();
        let counts = |counts: BTreeMap<String, i64>| {
            let known = counts.into_iter();
            known.filter_map(|(word, count)| Some((ChangeKind::of_word(&word)?, count))).collect()
        };
        Self(entities.into_iter().map(|(entity, of)| (entity, counts(of))).collect())
    }
}

/// The change set of that number.
pub fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<ChangeSet>> {
    change_sets::table.find(id).select(ChangeSet::as_select()).first(connection).optional()
}

/// So often what takes something back is looked for that takes that back in turn.
const MOST_TURNS: usize = 20;

/// The change sets that take one of these back, and are not taken back themselves.
pub fn undoing(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Vec<ChangeSet>> {
    let mut turns: Vec<Vec<ChangeSet>> = Vec::new();
    let mut undone = ids.to_vec();
    while !undone.is_empty() && turns.len() < MOST_TURNS {
        let sets = directly_undoing(connection, &undone)?;
        undone = sets.iter().map(|set| set.id).collect();
        turns.push(sets);
    }
    let standing = |later: Vec<ChangeSet>, mut sets: Vec<ChangeSet>| {
        sets.retain(|set| later.iter().all(|other| other.undoes != Some(set.id)));
        sets
    };
    Ok(turns.into_iter().rev().fold(Vec::new(), standing))
}

fn directly_undoing(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Vec<ChangeSet>> {
    change_sets::table
        .filter(change_sets::undoes.eq_any(ids))
        .order(change_sets::id)
        .select(ChangeSet::as_select())
        .load(connection)
}

/// The change at that place, with its change set.
pub fn change_at(
    connection: &mut AnyConnection,
    place: Position,
) -> QueryResult<Option<(ChangeSet, Change)>> {
    changes::table
        .find((place.change_set, place.number))
        .inner_join(change_sets::table)
        .select((ChangeSet::as_select(), Change::as_select()))
        .first(connection)
        .optional()
}

/// The last changes of a record before a place in the history, and of what belongs to it, each with
/// its change set.
pub fn of_record(
    connection: &mut AnyConnection,
    entity: &str,
    id: i64,
    before: Position,
    limit: i64,
) -> QueryResult<Vec<(ChangeSet, Change)>> {
    let is_change = changes::change_set_id
        .eq(change_subjects::change_set_id)
        .and(changes::number.eq(change_subjects::number));
    let is_earlier = change_subjects::change_set_id
        .lt(before.change_set)
        .or(change_subjects::number.lt(before.number));
    change_subjects::table
        .inner_join(changes::table.on(is_change))
        .inner_join(change_sets::table)
        .filter(change_subjects::entity.eq(entity))
        .filter(change_subjects::record_id.eq(id))
        .filter(change_subjects::change_set_id.le(before.change_set))
        .filter(is_earlier)
        .order((change_subjects::change_set_id.desc(), change_subjects::number.desc()))
        .limit(limit)
        .select((ChangeSet::as_select(), Change::as_select()))
        .load(connection)
}

/// The last change of a record itself, which says what it is called, or was, with its change set.
pub fn latest(
    connection: &mut AnyConnection,
    entity: &str,
    id: i64,
) -> QueryResult<Option<(ChangeSet, Change)>> {
    let is_change = changes::change_set_id
        .eq(change_subjects::change_set_id)
        .and(changes::number.eq(change_subjects::number));
    change_subjects::table
        .inner_join(changes::table.on(is_change))
        .inner_join(change_sets::table)
        .filter(change_subjects::entity.eq(entity))
        .filter(change_subjects::record_id.eq(id))
        .filter(changes::entity.eq(entity))
        .filter(changes::record_id.eq(id))
        .order((change_subjects::change_set_id.desc(), change_subjects::number.desc()))
        .select((ChangeSet::as_select(), Change::as_select()))
        .first(connection)
        .optional()
}

/// The changes of a change set before a place in it, the last first.
pub fn of_change_set(
    connection: &mut AnyConnection,
    change_set: i64,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<Change>> {
    changes::table
        .filter(changes::change_set_id.eq(change_set))
        .filter(changes::number.lt(before))
        .order(changes::number.desc())
        .limit(limit)
        .select(Change::as_select())
        .load(connection)
}
