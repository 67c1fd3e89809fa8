//! Derived columns: the folded copy of a text that stands beside it, for search and sorting.
//!
//! The program writes both. Another program that writes the text alone leaves the copy behind, and
//! a newer program may fold in another way; so the copies can be compared with their texts and made
//! anew, a batch at a time, while others work.

mod index;
mod rows;

use std::time::{Duration, Instant};

use diesel::prelude::*;

use self::rows::{read, write};
use super::connection::AnyConnection;
use super::migrations::{MigrationError, in_turn};
use super::text::{FOLDING, Folding};
use crate::schema::foldings;

pub use self::index::{has_index, mend_index};

/// A column with the folded copy of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The table.
    pub table: &'static str,
    /// The column that tells its rows apart: a number.
    pub id: &'static str,
    /// The column with the text.
    pub source: &'static str,
    /// The column with its folded copy.
    pub key: &'static str,
    /// How much of the folded text it holds.
    pub folding: Folding,
    /// Whether it tells names apart: two rows may then not have the same.
    pub is_unique: bool,
}

/// What was found in one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many rows were looked at.
    pub rows: usize,
    /// The ids of the rows whose copy was another than it should be.
    pub wrong: Vec<i64>,
    /// Those among them that keep theirs, because another row has the one that they should have.
    pub alike: Vec<i64>,
    /// Whether all rows were looked at.
    pub is_whole: bool,
}

/// How long others may write between two batches.
const PAUSE: Duration = Duration::from_millis(5);

/// Whether the copies were made by the folding of this program.
pub fn is_current(connection: &mut AnyConnection) -> QueryResult<bool> {
    let versions: Vec<i32> = foldings::table.select(foldings::version).load(connection)?;
    Ok(versions == [FOLDING])
}

/// Makes the copies anew where another folding made them, and tells of each column. Of several
/// programs that start at once, one does it while the others wait.
pub fn follow(
    connection: &mut AnyConnection,
    columns: &[Derived],
    done: &mut dyn FnMut(&Derived, &Found),
) -> Result<(), MigrationError> {
    in_turn(connection, |connection| {
        if is_current(connection)? {
            return Ok(());
        }
        for column in columns {
            let found = mend(connection, column, &mut |_| ())?;
            done(column, &found);
        }
        super::retried(connection, |connection| {
            diesel::delete(foldings::table).execute(connection)?;
            diesel::insert_into(foldings::table)
                .values(foldings::version.eq(FOLDING))
                .execute(connection)
        })?;
        Ok(())
    })
}

/// Makes the copies of a column anew where they do not fit, and tells after each batch what was
/// found so far. Versions and times of the rows stay as they are.
pub fn mend(
    connection: &mut AnyConnection,
    column: &Derived,
    told: &mut dyn FnMut(&Found),
) -> QueryResult<Found> {
    let mut found = Found::default();
    let mut after = None;
    loop {
        let rows = read(connection, column, after)?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        found.rows += rows.len();
        let wrong: Vec<_> = rows.into_iter().filter(|row| !row.fits(column)).collect();
        if !wrong.is_empty() {
            found.alike.extend(write(connection, column, &wrong)?);
            found.wrong.extend(wrong.iter().map(|row| row.id));
            std::thread::sleep(PAUSE);
        }
        told(&found);
    }
    found.is_whole = true;
    Ok(found)
}

/// Makes the copies in a few rows fit. To be called in a transaction.
pub fn mend_rows(
    connection: &mut AnyConnection,
    columns: &[Derived],
    ids: &[i64],
) -> QueryResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    for column in columns {
        for row in rows::find(connection, column, ids)?.iter().filter(|row| !row.fits(column)) {
            row.write(connection, column)?;
        }
    }
    Ok(())
}

/// Looks for copies that do not fit, until that moment.
pub fn examine(
    connection: &mut AnyConnection,
    column: &Derived,
    until: Instant,
) -> QueryResult<Found> {
    let mut found = Found::default();
    let mut after = None;
    while Instant::now() < until {
        let rows = read(connection, column, after)?;
        let Some(last) = rows.last() else {
            found.is_whole = true;
            break;
        };
        after = Some(last.id);
        found.rows += rows.len();
        found.wrong.extend(rows.iter().filter(|row| !row.fits(column)).map(|row| row.id));
    }
    Ok(found)
}
