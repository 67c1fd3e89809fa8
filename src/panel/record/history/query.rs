//! Reading the history, the latest first.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value as Json;

use super::change::{Change, Position};
use super::subjects::is_of_subject;
use super::{ChangeKind, Origin, words};
use crate::db::{AnyConnection, Backend, Span, Stored, UtcTime, Walked, walk};
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

/// What a change set is about, by the name that the history holds.
pub struct NamedRoot<'s> {
    /// The number of the change set.
    pub change_set: i64,
    /// The table of the record.
    pub entity: &'s str,
    /// The id of the record; `None` where it is about many.
    pub id: Option<i64>,
    /// What it was called.
    pub title: &'s str,
}

impl ChangeSet {
    /// What it is about.
    pub fn root(&self) -> NamedRoot<'_> {
        let Self { id, entity, record_id, title, .. } = self;
        NamedRoot { change_set: *id, entity, id: *record_id, title }
    }

    /// Who made it, in the middle of a sentence.
    pub fn by(&self) -> &str {
        match self.operator.as_str() {
            "" => words::A_COMMAND,
            name => name,
        }
    }

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

    /// Whether what takes it back has changed as many records and links, so that nothing is left of it.
    pub fn is_reversed_by(&self, undo: &Self) -> bool {
        let back = undo.summary();
        self.summary().iter().all(|(table, kind, count)| {
            kind.contrary().is_some_and(|contrary| back.of_kind(table, contrary) >= count)
        })
    }
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
        self.count_several(entity, kind, 1);
    }

    /// Counts what another one counts as well, so many times.
    pub(super) fn add(&mut self, other: &Self, times: i64) {
        for (entity, kind, count) in other.iter() {
            self.count_several(entity, kind, count.saturating_mul(times));
        }
    }

    fn count_several(&mut self, entity: &str, kind: ChangeKind, count: i64) {
        if !self.0.contains_key(entity) {
            self.0.insert(entity.to_owned(), BTreeMap::new());
        }
        if let Some(counts) = self.0.get_mut(entity) {
            let sum = counts.entry(kind).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    /// How many of a table became that.
    pub fn of_kind(&self, table: &str, kind: ChangeKind) -> i64 {
        self.0.get(table).and_then(|counts| counts.get(&kind)).copied().unwrap_or_default()
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

/// So many operators are found at most.
const MOST_OPERATORS: usize = 200;

/// Everybody who has changed something: an index leads from each to the next, however much that was.
pub fn operators(connection: &mut AnyConnection) -> QueryResult<Vec<i64>> {
    let (mut found, mut last) = (Vec::new(), i64::MIN);
    while found.len() < MOST_OPERATORS {
        let next: Option<Option<i64>> = change_sets::table
            .filter(change_sets::operator_id.gt(last))
            .order(change_sets::operator_id)
            .select(change_sets::operator_id)
            .first(connection)
            .optional()?;
        let Some(next) = next.flatten() else { break };
        found.push(next);
        last = next;
    }
    Ok(found)
}

/// What an operator was called when they changed something last.
pub fn last_name(connection: &mut AnyConnection, operator: i64) -> QueryResult<Option<String>> {
    let name: Option<Stored<String>> = change_sets::table
        .filter(change_sets::operator_id.eq(operator))
        .order(change_sets::id.desc())
        .select(change_sets::operator)
        .first(connection)
        .optional()?;
    Ok(name.map(String::from))
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
    let is_earlier = change_subjects::change_set_id
        .lt(before.change_set)
        .or(change_subjects::number.lt(before.number));
    change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
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
    change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
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

/// Some changes of a change set, of tables that pass.
pub fn some_of_change_set(
    connection: &mut AnyConnection,
    change_set: i64,
    page: (Span<i64>, usize),
    passes: impl Fn(&str) -> bool,
) -> QueryResult<Walked<Change, i64>> {
    use changes::number;
    type Looked = (i64, Stored<String>);
    let load = |span: Span<i64>, limit| {
        let looked = changes::table
            .filter(changes::change_set_id.eq(change_set))
            .limit(limit)
            .select((number, changes::entity));
        match span {
            Span::Before(place) => {
                looked.filter(number.lt(place)).order(number.desc()).load(connection)
            }
            Span::After(place) => {
                looked.filter(number.gt(place)).order(number.asc()).load(connection)
            }
        }
    };
    let passes = |(_, table): &Looked| passes(&table.clone().value().unwrap_or_default());
    let Walked { rows, has_more, cut_at } = walk(page, |(place, _)| *place, passes, load)?;
    let numbers: Vec<i64> = rows.iter().map(|(place, _)| *place).collect();
    // What they held may be large, so it is read of those alone that are shown.
    let mut rows = numbered(connection, change_set, &numbers)?;
    rows.sort_by_key(|change| numbers.iter().position(|place| *place == change.number));
    Ok(Walked { rows, has_more, cut_at })
}

/// The changes of a change set that have these numbers.
pub(super) fn numbered(
    connection: &mut AnyConnection,
    change_set: i64,
    numbers: &[i64],
) -> QueryResult<Vec<Change>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    changes::table
        .filter(changes::change_set_id.eq(change_set))
        .filter(changes::number.eq_any(numbers))
        .select(Change::as_select())
        .load(connection)
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
