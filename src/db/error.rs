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
    #[error("a statement was stopped at its time limit: {0}")]
    TimedOut(String),
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
            return Self::Query(error);
        };
        let message = information.message();
        if matches!(kind, DatabaseErrorKind::ClosedConnection) || is_lost(message) {
            return Self::Unavailable(message.to_owned());
        }
        if is_time_out(message) {
            return Self::TimedOut(message.to_owned());
        }
        Self::Query(error)
    }
}

/// Diesel has no kind for these, so the drivers' words decide.
fn is_lost(message: &str) -> bool {
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
    matches!(error, QueryError::DatabaseError(_, information) if is_time_out(information.message()))
}

fn is_time_out(message: &str) -> bool {
    [
        "statement timeout",
        "lock timeout",
        "max_statement_time",
        "maximum statement execution time",
        "Lock wait timeout",
        "database is locked",
        "Query execution was interrupted",
    ]
    .iter()
    .any(|words| message.contains(words))
}

pub(super) fn is_deadlock(message: &str) -> bool {
    message.contains("eadlock")
}
