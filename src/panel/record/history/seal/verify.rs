//! Whether the history is as it was sealed.

use diesel::prelude::*;

use super::canonical::{Attached, SetRow};
use super::indexes::{self, Forgotten, Found};
use super::{Cut, EntrySeal, count_open};
use crate::db::{AnyConnection, Stored, snapshot};
use crate::schema::{change_set_undoes, change_sets};

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
    /// A change whose change set is not there.
    Orphan {
        /// The change set that it is of.
        change_set: i64,
        /// Its number in it.
        number: i64,
    },
    /// So many change sets that are not there are said to take others back.
    StrayUndoes(i64),
    /// In whose history the changes of that change set stand, or of which tables it is, is not what
    /// they say.
    Index(i64),
    /// The entry has another seal than was expected, or is not there.
    Unexpected,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries were compared.
    pub entries: i64,
    /// How many change sets are not sealed yet.
    pub open: i64,
    /// How many change sets were forgotten and are not deleted yet.
    pub left: i64,
    /// Whether the entry whose seal was expected was forgotten, so that it cannot be compared.
    pub is_expected_forgotten: bool,
    /// What does not fit, the first of it.
    pub misfits: Vec<Misfit>,
    /// Whether there is more of it.
    pub is_cut_off: bool,
    /// The last entry, if there is any.
    pub last: Option<EntrySeal>,
}

impl Verdict {
    fn add(&mut self, misfit: Misfit) {
        match self.misfits.len() < NAMED {
            true => self.misfits.push(misfit),
            false => self.is_cut_off = true,
        }
    }
}

/// Compares every entry with its seal, from the beginning or from where `prune` cut, looks for the
/// seal that is expected, and compares the indexes with the changes: all of it as it stood at one
/// moment, whatever is written, sealed or forgotten meanwhile. `told` hears how many of how many
/// entries are done.
pub fn verify(
    connection: &mut AnyConnection,
    expected: Option<&EntrySeal>,
    told: &mut dyn FnMut(i64, i64),
) -> QueryResult<Verdict> {
    snapshot(connection, |connection| {
        let mut verdict = Verdict { open: count_open(connection)?, ..Verdict::default() };
        let cut = Cut::last_marked(connection)?;
        let forgotten = cut.as_ref().map(|(marker, cut)| (*marker, cut.number));
        let cut = cut.map(|(_, cut)| EntrySeal { number: cut.number, seal: cut.seal });
        compare_chain(connection, (&cut.unwrap_or_default(), expected), &mut verdict, told)?;
        let (marker, number) = forgotten.unwrap_or_default();
        let found = indexes::compare(connection, Forgotten { number, marker })?;
        let Found { misfits, orphans } = found;
        for (change_set, number) in orphans {
            verdict.add(Misfit::Orphan { change_set, number });
        }
        misfits.into_iter().for_each(|change_set| verdict.add(Misfit::Index(change_set)));
        let is_of_set = change_sets::id.eq(change_set_undoes::change_set_id);
        let strays = change_set_undoes::table
            .left_join(change_sets::table.on(is_of_set))
            .filter(change_sets::id.is_null());
        let strays: i64 = strays.count().get_result(connection)?;
        if strays > 0 {
            verdict.add(Misfit::StrayUndoes(strays));
        }
        Ok(verdict)
    })
}

/// Compares the entries, from where the beginning was cut off.
fn compare_chain(
    connection: &mut AnyConnection,
    (cut, expected): (&EntrySeal, Option<&EntrySeal>),
    verdict: &mut Verdict,
    told: &mut dyn FnMut(i64, i64),
) -> QueryResult<()> {
    let before = change_sets::table.filter(change_sets::seal_number.le(0));
    let before: i64 = before.count().get_result(connection)?;
    if before > 0 {
        verdict.add(Misfit::Before(before));
    }
    let mut end = first_left(connection, cut, verdict)?.unwrap_or_else(|| cut.clone());
    let total = (EntrySeal::last(connection)?.number - end.number).max(0);
    let first = end.number;
    let is_met = |entry: &EntrySeal| expected.is_none_or(|expected| expected == entry);
    let mut is_expected_met = is_met(&end) || is_met(cut);
    loop {
        let rows: Vec<SetRow> = change_sets::table
            .filter(change_sets::seal_number.gt(end.number))
            .order(change_sets::seal_number)
            .limit(BATCH)
            .load(connection)?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let attached = Attached::read_all(connection, &ids)?;
        let entries = rows.iter().zip(&attached);
        for (number, row, attached) in entries.filter_map(|it| Some((it.0.number()?, it.0, it.1))) {
            if number != end.number + 1 {
                verdict.add(Misfit::Missing { first: end.number + 1, last: number - 1 });
            }
            let seal = row.seal.clone().and_then(Stored::value).unwrap_or_default();
            let is_cut = number == cut.number && seal != cut.seal;
            if row.sealed(number, &end.seal, attached) != seal || is_cut {
                verdict.add(Misfit::Altered { number, change_set: row.id });
            }
            // What stands behind is compared with what it was sealed behind.
            end = EntrySeal { number, seal };
            is_expected_met |= is_met(&end);
            verdict.entries += 1;
            told(verdict.entries, total);
        }
        if rows.len() < BATCH as usize {
            break;
        }
    }
    if !is_expected_met {
        let is_forgotten = expected.is_some_and(|expected| expected.number < first);
        verdict.is_expected_forgotten = is_forgotten;
        if !is_forgotten {
            verdict.add(Misfit::Unexpected);
        }
    }
    verdict.last = (end.number > 0).then_some(end);
    Ok(())
}

/// The first of the change sets that were forgotten and are not deleted yet. It cannot be compared,
/// since what it was sealed behind is gone; those behind it are.
fn first_left(
    connection: &mut AnyConnection,
    cut: &EntrySeal,
    verdict: &mut Verdict,
) -> QueryResult<Option<EntrySeal>> {
    let left = change_sets::table
        .filter(change_sets::seal_number.gt(0))
        .filter(change_sets::seal_number.le(cut.number));
    verdict.left = left.count().get_result(connection)?;
    let first: Option<SetRow> = match verdict.left {
        0 => None,
        _ => left.order(change_sets::seal_number).first(connection).optional()?,
    };
    let Some(row) = first else { return Ok(None) };
    let number = row.number().unwrap_or_default();
    let seal = row.seal.and_then(Stored::value).unwrap_or_default();
    if number == cut.number && seal != cut.seal {
        verdict.add(Misfit::Altered { number, change_set: row.id });
    }
    Ok(Some(EntrySeal { number, seal }))
}
