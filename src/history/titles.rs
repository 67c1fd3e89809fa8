//! What the rows are called that a history names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::QueryResult;

use super::words;
use crate::access::CurrentOperator;
use crate::db::statement::Value;
use crate::db::{AnyConnection, Stored};
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::record::history::{
    ChangeKind, ChangeSet, PastValue, PastValues, Summary, latest, titles_at,
};
use crate::panel::record::titled::TitledRow;

/// Stands for the present among the change sets after which something is called.
pub const NOW: i64 = i64::MAX;

/// What rows were called after change sets, by their table, their id, and the change set.
#[derive(Default)]
pub struct Titles(HashMap<(&'static str, i64, i64), String>);

/// The values of a record, and after which change set they are read.
pub type ValuesAt = (&'static Entity, PastValues, i64);

/// For each of some rows, after which change sets.
type Wanted = BTreeMap<i64, BTreeSet<i64>>;

impl Titles {
    /// Those of every row that these values refer to, as far as they may be seen.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        values: &[ValuesAt],
    ) -> QueryResult<Self> {
        let mut wanted: BTreeMap<&'static str, (&'static Entity, Wanted)> = BTreeMap::new();
        for (entity, values, at) in values {
            for (field, target) in references(entity) {
                let id = values.get(field).and_then(referred);
                if let Some(id) = id.filter(|_| operator.sees(target.table())) {
                    let (_, rows) = wanted.entry(target.table()).or_insert((target, Wanted::new()));
                    rows.entry(id).or_default().insert(*at);
                }
            }
        }
        let mut titles = Self::default();
        for (entity, rows) in wanted.into_values() {
            titles.add(connection, entity, rows)?;
        }
        Ok(titles)
    }

    /// Those of these rows of one entity after a change set.
    pub fn of_rows(
        connection: &mut AnyConnection,
        entity: &'static Entity,
        ids: &[i64],
        at: i64,
    ) -> QueryResult<HashMap<i64, String>> {
        let mut titles = Self::default();
        titles.add(connection, entity, ids.iter().map(|id| (*id, [at].into())).collect())?;
        Ok(titles.0.into_iter().map(|((_, id, _), title)| (id, title)).collect())
    }

    /// As its history has it; of what this does not know, by what it is called now, or was last.
    fn add(
        &mut self,
        connection: &mut AnyConnection,
        entity: &'static Entity,
        rows: Wanted,
    ) -> QueryResult<()> {
        let table = entity.table();
        let ids: Vec<i64> = rows.keys().copied().collect();
        let now = TitledRow::among(connection, entity, &ids)?;
        let now: HashMap<i64, String> = now.into_iter().map(|row| (row.id, row.title)).collect();
        for (id, moments) in rows {
            let past: BTreeSet<i64> = moments.iter().copied().filter(|at| *at != NOW).collect();
            let then = titles_at(connection, (table, id), &past)?;
            let last = match now.get(&id) {
                Some(title) => Some(title.clone()),
                None if then.len() == moments.len() => None,
                None => latest(connection, table, id)?.map(|(_, change)| change.title),
            };
            for at in moments {
                let title = then.get(&at).cloned().or_else(|| last.clone());
                let title = title.filter(|title| !title.is_empty());
                self.0.extend(title.map(|title| ((table, id, at), title)));
            }
        }
        Ok(())
    }

    /// Takes in others.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// What a row was called after a change set; by its number where nobody knows.
    pub fn of(&self, entity: &Entity, id: i64, at: i64) -> String {
        let known = self.0.get(&(entity.table(), id, at)).cloned();
        known.unwrap_or_else(|| by_number(entity, id))
    }

    /// A value as it was read after a change set: what it refers to by its name, and all lines of a
    /// text.
    pub fn words(&self, field: &Field, value: &Stored<Value>, at: i64) -> String {
        match (field.refers_to(), value) {
            (Some(target), Stored::Value(Value::Integer(id))) => self.of(target, *id, at),
            (_, Stored::Value(value @ Value::Text(_))) => {
                field.kind.input().shown(&field.kind.print(value)).to_owned()
            }
            _ => field.words(value).into_owned(),
        }
    }
}

/// A title of the history, as they may see it: where it is what the row refers to, with the words,
/// and its number for those who may not see that.
pub fn shown_title(entity: &Entity, id: i64, stored: &str, operator: &CurrentOperator) -> String {
    match entity.title {
        _ if stored.is_empty() => by_number(entity, id),
        Title::Fields(_) => stored.to_owned(),
        Title::Of(called, name) => {
            let target = entity.field(name).and_then(Field::refers_to);
            match target.is_some_and(|target| operator.sees(target.table())) {
                true => words::titled(called, stored),
                false => by_number(entity, id),
            }
        }
    }
}

/// What a change set of many is about: how many records became that indeed, where its title says how
/// many were meant to.
pub fn recounted(title: &str, entity: &Entity, kind: ChangeKind, summary: &Summary) -> String {
    let names = entity.names;
    let is_link = matches!(kind, ChangeKind::Linked | ChangeKind::Unlinked);
    let is_meant = |(table, became, _): &(&str, ChangeKind, i64)| {
        *became == kind && (is_link || *table == entity.table())
    };
    let count = summary.iter().filter(is_meant).map(|(.., count)| count).sum();
    let behind = title.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == ',');
    let several = names.several();
    let rest = behind
        .strip_prefix(' ')
        .filter(|_| behind.len() < title.len())
        .and_then(|words| words.strip_prefix(&several).or_else(|| words.strip_prefix(names.one)));
    match rest {
        Some(rest) => words::recounted(count, (names.one, &several), rest),
        None => title.to_owned(),
    }
}

/// The title of a change set; where that is about many, with how many records became that indeed.
pub fn counted_title(set: &ChangeSet, register: &Register, title: String) -> String {
    match (register.entity(&set.entity), set.record_id, set.kind()) {
        (Some(entity), None, Some(kind)) => recounted(&title, entity, kind, &set.summary()),
        _ => title,
    }
}

/// "Movie 7"
fn by_number(entity: &Entity, id: i64) -> String {
    words::by_number(entity.names.one, id)
}

/// The fields that refer to other rows, and to whose.
pub fn references(
    entity: &'static Entity,
) -> impl Iterator<Item = (&'static Field, &'static Entity)> {
    entity.fields.iter().filter_map(|field| Some((field, field.refers_to()?)))
}

/// The id that a reference held.
pub fn referred(value: PastValue) -> Option<i64> {
    match value {
        PastValue::Value(Value::Integer(id)) => Some(id),
        _ => None,
    }
}
