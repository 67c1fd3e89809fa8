//! Sealing the history: change sets form a chain, in which each holds the SHA-256 of every column of
//! its own, of its changes, of what it takes back, and of the seal before it.
//!
//! Entries are numbered in the order in which they are sealed, 1, 2, 3 and so on, which need not be
//! that of their ids. So nothing is skipped that becomes visible late: whatever has no number yet is
//! open, however small its id, and is sealed by one of the next steps. What is visible is whole,
//! because a change set and its changes are written by one transaction, and never changed. One that a
//! job writes, step by step, is sealed when the job has ended.
//!
//! Writers never wait: digests are made of rows that are committed, outside of any transaction, and
//! the transaction that writes them locks what nobody but sealers locks. Sealers take turns by that
//! lock, under which each looks for the end of the chain; what another sealed meanwhile has a number
//! and is left alone. On SQLite, which has one writer at a time, that transaction is one of a few
//! milliseconds.

mod canonical;
mod cut;
mod indexes;
mod pages;
mod prune;
mod verify;

use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;

use self::canonical::{Attached, SetRow};
pub use self::cut::{Cut, Forgotten, Plan, forgotten, forgotten_with, mark, plan};
pub use self::prune::{Rest, Subject, forget, rest};
pub use self::verify::{Misfit, Verdict, verify};
use super::words;
use crate::db::{AnyConnection, KeptText, lock, written_for_good};
use crate::schema::{change_set_undoes, change_sets, jobs};

/// So many change sets are sealed by one transaction.
const BATCH: i64 = 200;
/// The statement that makes a change set an entry.
static SEAL: KeptText = KeptText::empty();
/// The name of the lock by which sealers take turns.
const LOCK: &str = "history seal";

/// Change sets that are not sealed yet, with what is attached to them.
#[derive(Clone, Debug)]
pub struct Open(Vec<(SetRow, Attached)>);

impl Open {
    /// Whether everything is sealed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The seal of an entry of the chain, behind which it goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySeal {
    /// The number of the entry; 0 before the first.
    pub number: i64,
    /// Its seal.
    pub seal: String,
}

/// `12:451c526e…`, as it is printed and kept elsewhere.
impl fmt::Display for EntrySeal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.number, self.seal)
    }
}

/// Reads what its `Display` wrote.
impl FromStr for EntrySeal {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entry = text.split_once(':').and_then(|(number, seal)| {
            let number = number.parse().ok().filter(|number| *number > 0)?;
            let is_seal = seal.len() == 64 && seal.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_seal.then(|| Self { number, seal: seal.to_ascii_lowercase() })
        });
        entry.ok_or(words::NO_SEAL)
    }
}

/// How many change sets are not sealed yet.
pub fn count_open(connection: &mut AnyConnection) -> QueryResult<i64> {
    change_sets::table.filter(change_sets::seal_number.is_null()).count().get_result(connection)
}

/// The first change sets that can be sealed: those that a job still writes to come later, and so
/// does what takes one of those back. To be called outside of a transaction.
pub fn open(connection: &mut AnyConnection) -> QueryResult<Open> {
    let written_to = jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::change_set_id.is_not_null())
        .select(jobs::change_set_id.assume_not_null());
    let taking_back = change_set_undoes::table
        .filter(change_set_undoes::undone_id.eq_any(written_to))
        .select(change_set_undoes::change_set_id);
    let rows: Vec<SetRow> = change_sets::table
        .filter(change_sets::seal_number.is_null())
        .filter(change_sets::id.ne_all(written_to))
        .filter(change_sets::id.ne_all(taking_back))
        .order(change_sets::id)
        .limit(BATCH)
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let attached = Attached::read_all(connection, &ids)?;
    Ok(Open(rows.into_iter().zip(attached).collect()))
}

/// Seals those that nobody sealed meanwhile; returns how many. To be called in a transaction.
pub fn seal(connection: &mut AnyConnection, open: &Open) -> QueryResult<usize> {
    lock(connection, LOCK)?;
    let mut end = EntrySeal::last(connection)?;
    let mut sealed = 0;
    for (row, attached) in &open.0 {
        sealed += usize::from(end.append(connection, row, attached)?);
    }
    Ok(sealed)
}

impl EntrySeal {
    /// The last entry of the chain.
    fn last(connection: &mut AnyConnection) -> QueryResult<Self> {
        let last: Option<(Option<i64>, Option<String>)> = change_sets::table
            .filter(change_sets::seal_number.is_not_null())
            .order(change_sets::seal_number.desc())
            .select((change_sets::seal_number, change_sets::seal))
            .first(connection)
            .optional()?;
        Ok(match last {
            Some((number, seal)) => {
                Self { number: number.unwrap_or_default(), seal: seal.unwrap_or_default() }
            }
            None => Self::default(),
        })
    }

    /// Makes a change set the next entry, unless it is one already.
    fn append(
        &mut self,
        connection: &mut AnyConnection,
        row: &SetRow,
        attached: &Attached,
    ) -> QueryResult<bool> {
        // The database refuses a number that is taken.
        let number = self.number.saturating_add(1);
        let seal = row.sealed(number, &self.seal, attached);
        let open = change_sets::table.find(row.id).filter(change_sets::seal_number.is_null());
        let update = diesel::update(open)
            .set((change_sets::seal_number.eq(number), change_sets::seal.eq(&seal)));
        let written = written_for_good(update, &SEAL).execute(connection)?;
        if written > 0 {
            *self = Self { number, seal };
        }
        Ok(written > 0)
    }
}
