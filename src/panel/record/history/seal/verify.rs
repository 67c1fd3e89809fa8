//! Whether the history is as it was sealed.

use diesel::prelude::*;

use super::canonical::{ChangesDigest, SetRow};
use super::{Cut, End, count_open};
use crate::db::{AnyConnection, Stored};
use crate::schema::change_sets;

/// So many change sets are read at once.
const BATCH: i64 = 500;
/// So many entries that do not fit are named.
const NAMED: usize = 20;

/// What is wrong with the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// These entries are not there.
    Missing {
        /// The number of the first.
        first: i64,
        /// That of the last.
        last: i64,
    },
    /// What the change set and its changes hold is not what was sealed behind the entry before.
    Altered {
        /// The number of the entry.
        number: i64,
        /// The change set.
        change_set: i64,
    },
    /// So many change sets stand before the beginning of the chain.
    Before(i64),
    /// No entry has the seal that was expected.
    Unexpected,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries were compared.
    pub entries: i64,
    /// How many change sets are not sealed yet.
    pub open: i64,
    /// What does not fit, the first of it.
    pub misfits: Vec<Misfit>,
    /// Whether there is more of it.
    pub is_cut_off: bool,
    /// The number and the seal of the last entry, if there is any.
    pub last: Option<(i64, String)>,
}

impl Verdict {
    fn add(&mut self, misfit: Misfit) {
        match self.misfits.len() < NAMED {
            true => self.misfits.push(misfit),
            false => self.is_cut_off = true,
        }
    }
}

/// Compares every entry with its seal, from the beginning or from where `prune` cut, and looks for
/// the seal that is expected. `told` hears how many of how many entries are done.
pub fn verify(
    connection: &mut AnyConnection,
    expected: Option<&str>,
    told: &mut dyn FnMut(i64, i64),
) -> QueryResult<Verdict> {
    let start = start(connection)?;
    let total = (End::read(connection)?.number - start.number).max(0);
    let mut verdict = Verdict { open: count_open(connection)?, ..Verdict::default() };
    let before = count_before(connection, &start)?;
    if before > 0 {
        verdict.add(Misfit::Before(before));
    }
    let mut is_met = expected.is_none_or(|seal| seal == start.seal);
    let mut end = start;
    loop {
        let rows: Vec<SetRow> = change_sets::table
            .filter(change_sets::seal_number.gt(end.number))
            .order(change_sets::seal_number)
            .limit(BATCH)
            .load(connection)?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let digests = ChangesDigest::read_all(connection, &ids)?;
        let number = |row: &SetRow| row.seal_number.and_then(Stored::value);
        let entries = rows.iter().zip(digests);
        for (number, row, digest) in entries.filter_map(|it| Some((number(it.0)?, it.0, it.1))) {
            if number != end.number + 1 {
                // Somebody may have cut it off meanwhile.
                let cut = self::start(connection)?;
                if cut.number > end.number {
                    end = cut;
                }
            }
            if number <= end.number {
                continue;
            }
            if number != end.number + 1 {
                verdict.add(Misfit::Missing { first: end.number + 1, last: number - 1 });
            }
            let stored = row.seal.clone().and_then(Stored::value).unwrap_or_default();
            if row.sealed(number, &end.seal, digest) != stored {
                verdict.add(Misfit::Altered { number, change_set: row.id });
            }
            is_met |= expected == Some(stored.as_str());
            // What stands behind is compared with what it was sealed behind.
            end = End { number, seal: stored };
            verdict.entries += 1;
            told(verdict.entries, total);
        }
        if rows.len() < BATCH as usize {
            break;
        }
    }
    if !is_met {
        verdict.add(Misfit::Unexpected);
    }
    verdict.last = (end.number > 0).then_some((end.number, end.seal));
    Ok(verdict)
}

/// Where the chain begins.
fn start(connection: &mut AnyConnection) -> QueryResult<End> {
    let cut = Cut::last(connection)?;
    Ok(cut.map(|cut| End { number: cut.number, seal: cut.seal }).unwrap_or_default())
}

fn count_before(connection: &mut AnyConnection, start: &End) -> QueryResult<i64> {
    let before = change_sets::table.filter(change_sets::seal_number.le(start.number));
    before.count().get_result(connection)
}
