//! Transactions that may write.

use diesel::QueryResult;
use diesel::connection::TransactionManager;

use super::connection::AnyConnection;

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
