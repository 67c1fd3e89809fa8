//! One program migrates a database at a time; the others wait for their turn.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
#[cfg(feature = "mysql")]
use diesel::sql_types::{BigInt, Nullable};

use crate::db::AnyConnection;

/// How long to wait for another program's migrations, in seconds.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
const WAIT_SECONDS: u32 = 3600;

/// PostgreSQL counts advisory locks by number, in each database apart.
#[cfg(feature = "postgres")]
const ADVISORY: i64 = 0x6261_636b_6c6f_7421;

/// Waits until no other program migrates this database.
///
/// The time limits of the session are lifted, for good: a migration may take long. On SQLite the
/// transaction of each migration is the lock, and here it only learns to wait for it.
pub(super) fn take(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            sqlite.batch_execute(&format!("PRAGMA busy_timeout = {}", WAIT_SECONDS * 1000))
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => postgres.batch_execute(&format!(
            "SET statement_timeout = 0; SET lock_timeout = 0; \
             SET idle_in_transaction_session_timeout = 0; SELECT pg_advisory_lock({ADVISORY})"
        )),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            mysql
                .batch_execute("SET SESSION max_statement_time = 0")
                .or_else(|_| mysql.batch_execute("SET SESSION max_execution_time = 0"))?;
            let taken: Option<i64> = diesel::select(diesel::dsl::sql::<Nullable<BigInt>>(
                &format!("get_lock({MYSQL_NAME}, {WAIT_SECONDS})"),
            ))
            .get_result(mysql)?;
            if taken == Some(1) {
                return Ok(());
            }
            Err(diesel::result::Error::QueryBuilderError(
                "another program has been migrating this database for an hour".into(),
            ))
        }
    }
}

/// Lets the next one.
pub(super) fn give(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            postgres.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY})"))
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            mysql.batch_execute(&format!("DO release_lock({MYSQL_NAME})"))
        }
    }
}

/// The names of MySQL's locks are the whole server's, and at most 64 characters long.
#[cfg(feature = "mysql")]
const MYSQL_NAME: &str = "concat('backlot ', md5(database()))";
