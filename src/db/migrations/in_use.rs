//! Whether somebody else has the database open, a running panel first of all.

use std::time::{Duration, Instant};

use diesel::QueryResult;
#[cfg(feature = "sqlite")]
use diesel::connection::SimpleConnection as _;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use diesel::prelude::*;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use diesel::sql_types::Bool;

use crate::db::AnyConnection;

/// Who has just hung up may be seen on a server for a moment.
const GRACE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// Whether another connection to the same database stays open.
pub(super) fn is_in_use(connection: &mut AnyConnection) -> QueryResult<bool> {
    let began = Instant::now();
    while others(connection)? {
        if began.elapsed() > GRACE {
            return Ok(true);
        }
        std::thread::sleep(PAUSE);
    }
    Ok(false)
}

fn others(connection: &mut AnyConnection) -> QueryResult<bool> {
    match connection {
        // Only who is alone with a file can leave its write-ahead log, and is told so at once.
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            match sqlite.batch_execute("PRAGMA journal_mode = DELETE") {
                Ok(()) => sqlite.batch_execute("PRAGMA journal_mode = WAL").map(|()| false),
                Err(error) if error.to_string().contains("locked") => Ok(true),
                Err(error) => Err(error),
            }
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => exists(
            "EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() \
             AND application_name = current_setting('application_name'))",
        )
        .get_result(postgres),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => exists(
            "EXISTS (SELECT 1 FROM information_schema.processlist \
             WHERE db = database() AND id <> connection_id())",
        )
        .get_result(mysql),
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn exists(question: &str) -> diesel::dsl::select<diesel::expression::SqlLiteral<Bool>> {
    diesel::select(diesel::dsl::sql::<Bool>(question))
}
