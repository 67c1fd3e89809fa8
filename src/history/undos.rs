//! What takes what back, as far as somebody may see it.

use std::collections::BTreeSet;

use diesel::QueryResult;

use super::change::seen_tables;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::register::Register;
use crate::panel::record::history::{Activity, ChangeSet, Undos};

/// So many of those that a change set takes back are named.
const NAMED: usize = 10;

/// What some change sets take back, and what takes them back.
pub struct SeenUndos {
    undos: Undos,
    /// Those of them of which something may be seen.
    seen: BTreeSet<i64>,
}

/// The change sets that one takes back.
#[derive(Default)]
pub struct TakenBack {
    /// The numbers of the first of them, and whether their pages have something to show.
    pub named: Vec<(i64, bool)>,
    /// How many more there are.
    pub more: usize,
}

impl SeenUndos {
    /// Those of these change sets.
    pub fn read(
        connection: &mut AnyConnection,
        (operator, register): (&CurrentOperator, &'static Register),
        ids: &[i64],
    ) -> QueryResult<Self> {
        let undos = Undos::read(connection, ids)?;
        let taken_back = ids.iter().flat_map(|id| undos.taken_back_by(*id).iter().take(NAMED));
        let undoing = ids.iter().flat_map(|id| undos.of(*id)).map(|set| set.id);
        let asked: BTreeSet<i64> = taken_back.copied().chain(undoing).collect();
        let seen = Activity::seen(seen_tables(register, operator)).among(connection, asked)?;
        Ok(Self { undos, seen })
    }

    /// The change sets that take one back, and are not taken back themselves.
    pub fn of(&self, id: i64) -> impl Iterator<Item = &ChangeSet> {
        self.undos.of(id)
    }

    /// Whether one of them is taken back so far that nothing is left of it.
    pub fn is_reversed(&self, set: &ChangeSet) -> bool {
        self.undos.is_reversed(set)
    }

    /// The first of them that may be seen: another has taken back nothing of what they see.
    pub fn seen_of(&self, id: i64) -> Option<&ChangeSet> {
        self.of(id).find(|set| self.seen.contains(&set.id))
    }

    /// The change sets that one takes back.
    pub fn taken_back_by(&self, id: i64) -> TakenBack {
        let all = self.undos.taken_back_by(id);
        let named = all.iter().take(NAMED).map(|id| (*id, self.seen.contains(id)));
        TakenBack { named: named.collect(), more: all.len().saturating_sub(NAMED) }
    }
}
