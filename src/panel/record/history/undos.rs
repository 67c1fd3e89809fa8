//! Which change sets take which others back: the ticks of a trash are one that takes back several.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::query::ChangeSet;
use crate::db::AnyConnection;
use crate::schema::{change_set_undoes, change_sets};

/// So often what takes something back is looked for that takes that back in turn.
const MOST_TURNS: usize = 20;

/// What some change sets take back, and what takes them back.
#[derive(Clone, Debug, Default)]
pub struct Undos {
    taken_back: BTreeMap<i64, Vec<i64>>,
    undoing: Vec<(i64, ChangeSet)>,
}

impl Undos {
    /// Those of these change sets.
    pub fn read(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Self> {
        let undoing = undoing(connection, ids)?;
        Ok(Self { taken_back: taken_back(connection, ids)?, undoing })
    }

    /// The change sets that one takes back, in the order of their numbers.
    pub fn taken_back_by(&self, id: i64) -> &[i64] {
        self.taken_back.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether one of them is taken back so far that nothing is left of it.
    pub fn is_reversed(&self, set: &ChangeSet) -> bool {
        self.of(set.id).any(|undo| set.is_reversed_by(undo))
    }

    /// The change sets that take one back, and are not taken back themselves.
    pub fn of(&self, id: i64) -> impl Iterator<Item = &ChangeSet> {
        self.undoing.iter().filter(move |(undone, _)| *undone == id).map(|(_, set)| set)
    }
}

/// What these change sets take back, by their numbers.
pub fn taken_back(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> QueryResult<BTreeMap<i64, Vec<i64>>> {
    let mut taken_back: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(taken_back);
    }
    let pairs: Vec<(i64, i64)> = change_set_undoes::table
        .filter(change_set_undoes::change_set_id.eq_any(ids))
        .order((change_set_undoes::change_set_id, change_set_undoes::undone_id))
        .select((change_set_undoes::change_set_id, change_set_undoes::undone_id))
        .load(connection)?;
    for (set, undone) in pairs {
        taken_back.entry(set).or_default().push(undone);
    }
    Ok(taken_back)
}

/// The change sets that take one of these back and are not taken back themselves, each with the one
/// that it takes back.
fn undoing(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Vec<(i64, ChangeSet)>> {
    let mut turns: Vec<Vec<(i64, ChangeSet)>> = Vec::new();
    let mut undone: BTreeSet<i64> = ids.iter().copied().collect();
    while !undone.is_empty() && turns.len() < MOST_TURNS {
        let pairs: Vec<(i64, ChangeSet)> = change_set_undoes::table
            .inner_join(change_sets::table)
            .filter(change_set_undoes::undone_id.eq_any(undone))
            .order(change_set_undoes::change_set_id)
            .select((change_set_undoes::undone_id, ChangeSet::as_select()))
            .load(connection)?;
        undone = pairs.iter().map(|(_, set)| set.id).collect();
        turns.push(pairs);
    }
    let standing = |later: Vec<(i64, ChangeSet)>, mut pairs: Vec<(i64, ChangeSet)>| {
        pairs.retain(|(_, set)| later.iter().all(|(undone, _)| *undone != set.id));
        pairs
    };
    Ok(turns.into_iter().rev().fold(Vec::new(), standing))
}
