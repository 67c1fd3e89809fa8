//! A change set that is written by one transaction after the other, beside those of others.
//!
//! Of two change sets that changed one record, the one with the greater number came later: so the
//! history is read. A change set that goes on keeps its number, so it may not change what another
//! one with a greater number has changed meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::subjects::is_of_subject;
use crate::db::AnyConnection;
use crate::schema::{change_sets, change_subjects, changes};

/// A record, or a link with its other side.
type Place = (i64, Option<i64>);

/// What one step has changed.
#[derive(Debug, Default)]
pub(super) struct Continued(BTreeMap<Table, BTreeSet<Place>>);

/// A table, and that of the records in whose history its changes are looked for.
type Table = (&'static str, &'static str);

/// So many records are looked for at once.
const BATCH: usize = 500;

impl Continued {
    /// Notes a change of a record or link, which stands in the history of these.
    pub fn add(
        &mut self,
        (entity, id, other): (&'static str, i64, Option<i64>),
        subjects: &[(&'static str, i64)],
    ) {
        // A link stands in the history of one side at least.
        let in_history = |(_, of): &&(&'static str, i64)| *of == id || Some(*of) == other;
        let own = subjects.iter().find(|(table, of)| *table == entity && *of == id);
        if let Some((table, _)) = own.or_else(|| subjects.iter().find(in_history)) {
            self.0.entry((entity, table)).or_default().insert((id, other));
        }
    }

    /// Whether a change set with a greater number has changed one of them.
    pub fn is_overtaken(
        &self,
        connection: &mut AnyConnection,
        change_set: i64,
    ) -> QueryResult<bool> {
        let last: Option<i64> =
            change_sets::table.select(diesel::dsl::max(change_sets::id)).first(connection)?;
        if last.is_none_or(|last| last <= change_set) {
            return Ok(false);
        }
        for ((entity, table), places) in &self.0 {
            let places: Vec<&Place> = places.iter().collect();
            for batch in places.chunks(BATCH) {
                if later(connection, (entity, table), change_set, batch)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn later(
    connection: &mut AnyConnection,
    (entity, table): (&str, &str),
    change_set: i64,
    places: &[&Place],
) -> QueryResult<bool> {
    let ids = places.iter().flat_map(|(id, other)| std::iter::once(*id).chain(*other));
    let found: Vec<(i64, Option<i64>)> = change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
        .filter(change_subjects::entity.eq(table))
        .filter(change_subjects::record_id.eq_any(ids.collect::<Vec<_>>()))
        .filter(change_subjects::change_set_id.gt(change_set))
        .filter(changes::entity.eq(entity))
        .select((changes::record_id, changes::other_id))
        .load(connection)?;
    Ok(found.iter().any(|place| places.contains(&place)))
}
