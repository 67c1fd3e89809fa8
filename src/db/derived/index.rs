//! The search indexes that triggers keep beside the derived columns.

use diesel::QueryResult;

use crate::db::connection::AnyConnection;

/// Makes the index over the derived columns of a table anew where it does not hold what they hold;
/// returns whether it did not. Only SQLite's is a table of its own, which may be left behind; whoever
/// writes waits meanwhile.
///
/// # Errors
/// As the statements.
pub fn mend_index(connection: &mut AnyConnection, table: &str) -> QueryResult<bool> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            use diesel::connection::SimpleConnection as _;
            use diesel::prelude::*;
            use diesel::sql_types::BigInt;

            let index = format!("{table}_search");
            let exists = format!("(SELECT count(*) FROM sqlite_master WHERE name = '{index}')");
            let exists: i64 =
                diesel::select(diesel::dsl::sql::<BigInt>(&exists)).get_result(sqlite)?;
            if exists == 0 {
                return Ok(false);
            }
            let check =
                format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            match sqlite.batch_execute(&check) {
                // SQLITE_CORRUPT_VTAB has these words, and Diesel no kind.
                Err(error) if error.to_string().contains("malformed") => {
                    sqlite.batch_execute(&format!(
                        "INSERT INTO {index} ({index}) VALUES ('rebuild')"
                    ))?;
                    Ok(true)
                }
                result => result.map(|()| false),
            }
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
