//! Transactions that may write.

use std::time::Duration;

use diesel::QueryResult;
use diesel::connection::TransactionManager;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::connection::AnyConnection;

/// How often a transaction is run again when it lost a race.
const ATTEMPTS: u32 = 5;

type Manager = <AnyConnection as diesel::Connection>::TransactionManager;

/// Runs `work` in a transaction: committed when it returns `Ok`, rolled back otherwise.
///
/// On SQLite it begins with `BEGIN IMMEDIATE`: a transaction that reads first and writes later
/// would fail at once, whatever the busy time-out, when another wrote in between.
///
/// # Errors
/// What `work` or the commit returned; nothing is written then.
pub fn run<T>(
    connection: &mut AnyConnection,
    work: impl Fn(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    begin(connection)?;
    match work(connection) {
        Ok(value) => {
            Manager::commit_transaction(connection)?;
            Ok(value)
        }
        Err(error) => {
            // A connection that cannot roll back is found broken by the pool and dropped there,
            // which ends the transaction as well: the first error is the one worth telling.
            let _ = Manager::rollback_transaction(connection);
            Err(error)
        }
    }
}

/// Runs `work` in a transaction, and again when it lost a race: against a deadlock, against a row
/// that was changed or a key that was taken since `work` looked. The second run sees what the
/// winner wrote and answers accordingly.
///
/// # Errors
/// As [`run`].
pub fn retried<T>(
    connection: &mut AnyConnection,
    work: impl Fn(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    let mut attempt = 1;
    loop {
        match run(connection, &work) {
            Err(error) if attempt < ATTEMPTS && lost_a_race(&error) => attempt += 1,
            result => return result,
        }
        std::thread::sleep(Duration::from_millis(u64::from(attempt) * 5));
    }
}

/// What an update returns when the row is no longer as the closure read it.
///
/// [`super::Db::write`] then runs the closure again from the start.
pub const CHANGED_MEANWHILE: QueryError = QueryError::RollbackTransaction;

fn lost_a_race(error: &QueryError) -> bool {
    match error {
        QueryError::RollbackTransaction => true,
        QueryError::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::SerializationFailure => true,
            _ => super::error::is_deadlock(information.message()),
        },
        _ => false,
    }
}

fn begin(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            diesel::connection::AnsiTransactionManager::begin_transaction_sql(
                sqlite,
                "BEGIN IMMEDIATE",
            )
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => begin_plain(postgres),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => begin_plain(mysql),
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn begin_plain<C: diesel::Connection>(connection: &mut C) -> QueryResult<()> {
    C::TransactionManager::begin_transaction(connection)
}
