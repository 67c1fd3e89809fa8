//! What the rows are called that a history names.

use std::collections::{BTreeMap, HashMap};

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::statement::Value;
use crate::db::{AnyConnection, Stored};
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::words::{capitalized, counted};
use crate::panel::record::history::{ChangeKind, PastValue, PastValues, Summary};
use crate::panel::record::titled::TitledRow;

/// What rows are called by now, by their table and id.
#[derive(Default)]
pub struct Titles(HashMap<(&'static str, i64), String>);

impl Titles {
    /// Those of every row that these values refer to, as far as they may be seen: one query for each
    /// entity.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        values: &[(&'static Entity, PastValues)],
    ) -> QueryResult<Self> {
        let mut wanted: BTreeMap<&'static str, (&'static Entity, Vec<i64>)> = BTreeMap::new();
        for (entity, values) in values {
            for (field, target) in references(entity) {
                let id = values.get(field).and_then(referred);
                if let Some(id) = id.filter(|_| operator.sees(target.table())) {
                    wanted.entry(target.table()).or_insert((target, Vec::new())).1.push(id);
                }
            }
        }
        let mut titles = HashMap::new();
        for (table, (entity, mut ids)) in wanted {
            ids.sort_unstable();
            ids.dedup();
            let rows = TitledRow::among(connection, entity, &ids)?;
            titles.extend(rows.into_iter().map(|row| ((table, row.id), row.title)));
        }
        Ok(Self(titles))
    }

    /// Takes in others.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// What a row is called; by its number where it is gone.
    pub fn of(&self, entity: &Entity, id: i64) -> String {
        let known = self.0.get(&(entity.table(), id)).cloned();
        known.unwrap_or_else(|| by_number(entity, id))
    }

    /// A value as it is read: what it refers to by its name, and all lines of a text.
    pub fn words(&self, field: &Field, value: &Stored<Value>) -> String {
        match (field.refers_to(), value) {
            (Some(target), Stored::Value(Value::Integer(id))) => self.of(target, *id),
            (_, Stored::Value(value @ Value::Text(_))) => {
                field.kind.input().shown(&field.kind.print(value)).to_owned()
            }
            _ => field.words(value),
        }
    }
}

/// A title of the history, as they may see it: where it is what the row refers to, with the words,
/// and its number for those who may not see that.
pub fn shown_title(entity: &Entity, id: i64, stored: &str, operator: &CurrentOperator) -> String {
    match entity.title {
        _ if stored.is_empty() => by_number(entity, id),
        Title::Fields(_) => stored.to_owned(),
        Title::Of(words, name) => {
            let target = entity.field(name).and_then(Field::refers_to);
            match target.is_some_and(|target| operator.sees(target.table())) {
                true => format!("{words} {stored}"),
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
    let words = title.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == ',');
    let several = names.several();
    let rest = words
        .strip_prefix(' ')
        .filter(|_| words.len() < title.len())
        .and_then(|words| words.strip_prefix(&several).or_else(|| words.strip_prefix(names.one)));
    match rest {
        Some(rest) => format!("{}{rest}", counted(count, names.one, &several)),
        None => title.to_owned(),
    }
}

/// "Movie 7"
fn by_number(entity: &Entity, id: i64) -> String {
    format!("{} {id}", capitalized(entity.names.one))
}

/// The fields that refer to other rows, and to whose.
fn references(entity: &'static Entity) -> impl Iterator<Item = (&'static Field, &'static Entity)> {
    entity.fields.iter().filter_map(|field| Some((field, field.refers_to()?)))
}

/// The id that a reference held.
fn referred(value: PastValue) -> Option<i64> {
    match value {
        PastValue::Value(Value::Integer(id)) => Some(id),
        _ => None,
    }
}
