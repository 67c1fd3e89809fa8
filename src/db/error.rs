//! What can go wrong between a handler and its data.

use diesel::result::{DatabaseErrorKind, Error as QueryError};

/// A failure of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Every connection was in use for the whole time a request may wait.
    #[error("no database connection came free in time")]
    Busy,
    /// The database cannot be reached; the driver's words.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A statement ran longer than it may, or waited longer for a lock.
    #[error("a statement, or waiting for a lock, took longer than it may: {0}")]
    TimedOut(String),
    /// Others changed the same rows, each time that the transaction was run.
    #[error("the transaction lost every race against others: {0}")]
    Contended(QueryError),
    /// There is no room left for what was to be written.
    #[error("the disk of the database is full: {0}")]
    Full(String),
    /// The database takes no changes: its file may not be written to, or its server only reads.
    #[error("the database takes no changes: {0}")]
    ReadOnly(String),
    /// The connection broke while a transaction was being committed, and whether it was is not
    /// known.
    #[error("the answer to a commit was lost: {0}")]
    Unconfirmed(String),
    /// A query failed.
    #[error(transparent)]
    Query(QueryError),
    /// The closure panicked; the panic's own message is in the log already.
    #[error("the work on the database panicked")]
    Panicked,
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        let QueryError::DatabaseError(kind, information) = &error else {
            return match error {
                QueryError::RollbackTransaction => Self::Contended(error),
                error => Self::Query(error),
            };
        };
        let message = information.message();
        if matches!(kind, DatabaseErrorKind::ClosedConnection) || is_lost(message) {
            return Self::Unavailable(message.to_owned());
        }
        if is_time_out(message) {
            return Self::TimedOut(message.to_owned());
        }
        if is_full(message) {
            return Self::Full(message.to_owned());
        }
        if contains_any(message, &READ_ONLY) {
            return Self::ReadOnly(message.to_owned());
        }
        if matches!(kind, DatabaseErrorKind::SerializationFailure) || is_deadlock(message) {
            return Self::Contended(error);
        }
        Self::Query(error)
    }
}

/// Diesel has no kind for these, so the drivers' words decide.
pub(super) fn is_lost(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    [
        "server has gone away",
        "lost connection",
        "connection was killed",
        "connection reset",
        "terminating connection",
        "server closed the conn",
        "no connection to the server",
        "could not receive data from server",
        "could not send data to server",
        "server shutdown in progress",
        "ssl connection has been closed",
        "ssl syscall error",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// Whether a statement was stopped at its time limit, or gave up waiting for a lock.
pub(super) fn is_timed_out(error: &QueryError) -> bool {
    says(error, is_time_out)
}

/// Whether a statement was stopped at its time limit.
pub(super) fn is_statement_timeout(error: &QueryError) -> bool {
    is_timed_out(error) && !is_lock_timeout(error)
}

/// Whether a statement gave up waiting for a lock of somebody else. Its transaction is undone then.
pub(super) fn is_lock_timeout(error: &QueryError) -> bool {
    says(error, |message| contains_any(message, &LOCK_TIMEOUTS))
}

/// Whether the connection is what failed: what it has prepared or knows of the server is no longer
/// so, though the server is well, and another connection will do. Nothing was written then.
pub(super) fn is_stale(error: &QueryError) -> bool {
    says(error, |message| contains_any(message, &STALE) || contains_any(message, &READ_ONLY))
}

fn says(error: &QueryError, what: impl Fn(&str) -> bool) -> bool {
    matches!(error, QueryError::DatabaseError(_, information) if what(information.message()))
}

fn contains_any(message: &str, words: &[&str]) -> bool {
    words.iter().any(|words| message.contains(words))
}

fn is_time_out(message: &str) -> bool {
    contains_any(message, &STATEMENT_TIMEOUTS) || contains_any(message, &LOCK_TIMEOUTS)
}

const STATEMENT_TIMEOUTS: [&str; 4] = [
    "statement timeout",
    "max_statement_time",
    "maximum statement execution time",
    "Query execution was interrupted",
];

const LOCK_TIMEOUTS: [&str; 3] = ["lock timeout", "Lock wait timeout", "database is locked"];

const STALE: [&str; 11] = [
    // PostgreSQL: a table, a type or a function was altered or made anew by somebody else, a
    // pooler has dropped what was prepared.
    "cached plan must not change result type",
    "cache lookup failed for",
    "could not open relation with OID",
    "has wrong type",
    "prepared statement \"__diesel_stmt_",
    // MySQL and MariaDB, and their client libraries.
    "Prepared statement needs to be re-prepared",
    "Table definition has changed",
    "Unknown prepared statement handler",
    "number of columns in the result set differs",
    "Commands out of sync",
    // SQLite, where it could not prepare the statement anew by itself.
    "database schema has changed",
];

/// Of PostgreSQL, MySQL and MariaDB, and SQLite. Whoever connects anew may be better off: a connection
/// keeps to what it found at its beginning.
const READ_ONLY: [&str; 4] = [
    "in a read-only transaction",
    "running with the --read-only option",
    "running with the --super-read-only option",
    "attempt to write a readonly database",
];

/// SQLite's words, the system's, and those of MariaDB and MySQL for a table that cannot grow.
fn is_full(message: &str) -> bool {
    contains_any(message, &FULL)
        || (message.starts_with("The table '") && message.ends_with("' is full"))
}

const FULL: [&str; 4] =
    ["disk is full", "No space left on device", "Disk full", "Disk quota exceeded"];

pub(super) fn is_deadlock(message: &str) -> bool {
    message.contains("eadlock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_table_of_that_name() {
        for words in [
            "database or disk is full",
            "could not extend file \"base/5/16384\": No space left on device",
            "Disk full (/tmp/#sql_1_0.MAI); waiting for someone to free some space...",
            "The table 'movies' is full",
        ] {
            assert!(is_full(words), "{words}");
        }
        for words in ["Table 'is full' doesn't exist", "no such table: disk"] {
            assert!(!is_full(words), "{words}");
        }
    }
}
