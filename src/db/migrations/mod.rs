//! The steps from an empty database to the schema, forward and back.
//!
//! Each step is one transaction with the note that it was taken, where the database can take back
//! changes of its schema; MySQL cannot, so there each step is one statement that may run again.
//! Of several programs that start at once, one migrates while the others wait.

mod harness;
mod in_use;
mod journal;
mod list;
mod turn;

use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel::sql_types::BigInt;

pub use self::list::{Migration, all};

use self::journal::Applied;
use super::connection::AnyConnection;
use super::count::COUNTED;
use super::transaction;

/// Why the schema cannot be changed as asked.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// A step failed. Nothing of it stays, save on MySQL.
    #[error("{name} failed: {cause}")]
    Failed {
        /// The name of the migration.
        name: &'static str,
        /// The driver's words.
        cause: QueryError,
    },
    /// A name that no migration has.
    #[error("there is no migration {0}; backlot migrate status lists them")]
    Unknown(String),
    /// A migration to go back to that has not been applied.
    #[error("{0} is not applied")]
    NotApplied(&'static str),
    /// The database is ahead of this program.
    #[error(
        "the database has migrations that this program does not know ({0}): \
         it was made by another version of backlot; run that one, or restore a backup"
    )]
    Newer(String),
    /// The database is somebody else's.
    #[error(
        "the database has tables that backlot did not make ({0}): give it a database of its own"
    )]
    Foreign(String),
    /// Somebody else has the database open.
    #[error("the database is in use: stop the panel first")]
    InUse,
    /// The database refused a query.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// Where a migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Applied as it is.
    Applied,
    /// Applied, and its file has changed since.
    Changed,
    /// To be applied.
    Pending,
    /// Applied by a program that knew it; this one does not.
    Unknown,
}

/// How far to go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// So many migrations.
    Steps(usize),
    /// Until this one is the last one applied.
    To(String),
    /// To an empty schema.
    Everything,
}

/// Every migration with its state, oldest first. It reads only.
pub fn status(connection: &mut AnyConnection) -> Result<Vec<(String, State)>, QueryError> {
    let mut applied = journal::read(connection)?;
    let mut states: Vec<(String, State)> = list::of(connection)
        .iter()
        .map(|migration| {
            let state = match applied.remove(&migration.version()) {
                None => State::Pending,
                Some(Some(checksum)) if checksum != migration.checksum() => State::Changed,
                Some(_) => State::Applied,
            };
            (migration.name.to_owned(), state)
        })
        .collect();
    states.extend(applied.into_keys().map(|version| (version, State::Unknown)));
    Ok(states)
}

/// The migrations that [`up`] would apply, in that order.
///
/// # Errors
/// [`MigrationError::Newer`], or as the queries.
pub fn pending(connection: &mut AnyConnection) -> Result<Vec<&'static Migration>, MigrationError> {
    let applied = known(connection)?;
    let missing = |migration: &&Migration| !applied.contains_key(&migration.version());
    Ok(list::of(connection).iter().filter(missing).collect())
}

/// The migrations that [`down`] would take back, in that order.
///
/// # Errors
/// [`MigrationError::Unknown`] or [`MigrationError::NotApplied`] where `back` names one that
/// cannot be gone back to, [`MigrationError::Newer`], or as the queries.
pub fn revertible(
    connection: &mut AnyConnection,
    back: &Back,
) -> Result<Vec<&'static Migration>, MigrationError> {
    let applied = known(connection)?;
    let there = |migration: &&Migration| applied.contains_key(&migration.version());
    let newest_first = list::of(connection).iter().rev();
    match back {
        Back::Steps(steps) => Ok(newest_first.filter(there).take(*steps).collect()),
        Back::Everything => Ok(newest_first.filter(there).collect()),
        Back::To(name) => {
            let goal = list::of(connection)
                .iter()
                .find(|migration| migration.is_meant_by(name))
                .ok_or_else(|| MigrationError::Unknown(name.clone()))?;
            if !there(&goal) {
                return Err(MigrationError::NotApplied(goal.name));
            }
            let later = newest_first.take_while(|migration| migration.name != goal.name);
            Ok(later.filter(there).collect())
        }
    }
}

/// Applies what is pending, oldest first, and tells each name as it is done. The time limits of
/// the connection are lifted for good.
///
/// # Errors
/// [`MigrationError::Foreign`] or [`MigrationError::Newer`] before anything is applied, the first
/// migration that failed, or as the queries.
pub fn up(
    connection: &mut AnyConnection,
    done: &mut dyn FnMut(&'static str),
) -> Result<(), MigrationError> {
    in_turn(connection, |connection| apply_pending(connection, done))
}

/// Takes migrations back, newest first, and tells each name as it is done. The time limits of the
/// connection are lifted for good.
///
/// # Errors
/// As [`revertible`], [`MigrationError::InUse`] where a panel serves the database, or the first
/// migration that failed.
pub fn down(
    connection: &mut AnyConnection,
    back: &Back,
    done: &mut dyn FnMut(&'static str),
) -> Result<(), MigrationError> {
    in_turn(connection, |connection| {
        if in_use::is_in_use(connection)? {
            return Err(MigrationError::InUse);
        }
        revert(connection, back, done)
    })
}

/// A table that goes when migrations are taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Its name.
    pub table: &'static str,
    /// How many rows go with it, counted to one more than [`COUNTED`].
    pub rows: i64,
}

/// What [`down`] would destroy by taking these back.
pub fn losses(connection: &mut AnyConnection, plan: &[&Migration]) -> QueryResult<Vec<Loss>> {
    let mut losses = Vec::new();
    for table in plan.iter().flat_map(|migration| migration.lost_tables()) {
        // On MySQL it may be gone already, where this was cut off before.
        if journal::exists(connection, table)? {
            let limit = COUNTED + 1;
            let rows = format!("(SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {limit}) AS t)");
            let rows = diesel::select(diesel::dsl::sql::<BigInt>(&rows)).get_result(connection)?;
            losses.push(Loss { table, rows });
        }
    }
    Ok(losses)
}

/// Applies every migration that is not applied yet and returns their names, oldest first.
///
/// # Errors
/// As [`up`].
pub fn run_pending(connection: &mut AnyConnection) -> Result<Vec<&'static str>, MigrationError> {
    let mut names = Vec::new();
    up(connection, &mut |name| names.push(name))?;
    Ok(names)
}

/// What is applied, if this program knows all of it.
fn known(connection: &mut AnyConnection) -> Result<Applied, MigrationError> {
    let applied = journal::read(connection)?;
    let list = list::of(connection);
    let unknown: Vec<&str> = applied
        .keys()
        .filter(|version| list.iter().all(|migration| migration.version() != **version))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() { Ok(applied) } else { Err(MigrationError::Newer(unknown.join(", "))) }
}

/// Runs work while no other program migrates this database.
pub(super) fn in_turn(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<(), MigrationError>,
) -> Result<(), MigrationError> {
    turn::take(connection)?;
    let result = work(connection);
    // A connection that is lost has given its turn back by that.
    let given = turn::give(connection);
    result.and(given.map_err(MigrationError::from))
}

fn apply_pending(
    connection: &mut AnyConnection,
    done: &mut dyn FnMut(&'static str),
) -> Result<(), MigrationError> {
    let pending = pending(connection)?;
    refuse_foreign_tables(connection, &pending)?;
    for migration in pending {
        let applied = step(connection, migration, |connection| {
            journal::create(connection)?;
            // On SQLite, another may have been here between the look and the lock.
            if journal::read(connection)?.contains_key(&migration.version()) {
                return Ok(false);
            }
            journal::begin(connection, migration)?;
            harness::run(connection, migration)?;
            Ok(true)
        })?;
        if applied {
            done(migration.name);
        }
    }
    Ok(())
}

/// Refuses a database with tables in the way that none of our migrations can have made. Those of
/// a migration that was begun are ours: it was cut off, and its statement may run again.
fn refuse_foreign_tables(
    connection: &mut AnyConnection,
    pending: &[&Migration],
) -> Result<(), MigrationError> {
    let mut there = Vec::new();
    for migration in pending {
        for table in migration.tables() {
            if journal::exists(connection, table)? {
                there.push((migration.version(), table));
            }
        }
    }
    // Looked at last: on SQLite, another program may migrate at this very moment, and what it makes
    // is begun before it is there.
    let begun = journal::begun(connection)?;
    let foreign = there.into_iter().filter(|(version, _)| !begun.contains(version));
    let foreign: Vec<&str> = foreign.map(|(_, table)| table).collect();
    if foreign.is_empty() { Ok(()) } else { Err(MigrationError::Foreign(foreign.join(", "))) }
}

fn revert(
    connection: &mut AnyConnection,
    back: &Back,
    done: &mut dyn FnMut(&'static str),
) -> Result<(), MigrationError> {
    for migration in revertible(connection, back)? {
        let reverted = step(connection, migration, |connection| {
            journal::create(connection)?;
            if !journal::read(connection)?.contains_key(&migration.version()) {
                return Ok(false);
            }
            journal::forget(connection, migration)?;
            harness::revert(connection, migration)?;
            if journal::read(connection)?.is_empty() {
                journal::remove(connection)?;
            }
            Ok(true)
        })?;
        if reverted {
            done(migration.name);
        }
    }
    Ok(())
}

fn step(
    connection: &mut AnyConnection,
    migration: &'static Migration,
    work: impl Fn(&mut AnyConnection) -> diesel::QueryResult<bool>,
) -> Result<bool, MigrationError> {
    let name = migration.name;
    transaction::run(connection, work).map_err(|cause| MigrationError::Failed { name, cause })
}
