//! The search indexes that triggers keep beside the derived columns.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::db::connection::AnyConnection;

/// Whether the index over the derived columns of a table is a table of its own, which may be left
/// behind. Only SQLite's is.
pub fn has_index(connection: &mut AnyConnection, table: &str) -> QueryResult<bool> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            let found =
                format!("(SELECT count(*) FROM sqlite_master WHERE name = '{table}_search')");
            let found: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&found))
                .get_result(connection)?;
            Ok(found > 0)
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {
            let _ = table;
            Ok(false)
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => {
            let _ = table;
            Ok(false)
        }
    }
}

/// Makes such an index anew where it does not hold what the columns hold; returns whether it did
/// not. Whoever writes waits meanwhile.
pub fn mend_index(connection: &mut AnyConnection, table: &str) -> QueryResult<bool> {
    let index = format!("{table}_search");
    // https://www.sqlite.org/fts5.html#the_integrity_check_command
    let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
    match connection.batch_execute(&check) {
        // SQLITE_CORRUPT_VTAB has these words, and Diesel no kind.
        Err(error) if error.to_string().contains("malformed") => {
            connection
                .batch_execute(&format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"))?;
            Ok(true)
        }
        result => result.map(|()| false),
    }
}
