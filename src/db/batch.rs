//! Many rows at once: what Diesel has for each database, but not for all of them at once.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::connection::AnyConnection;

/// Inserts the rows by one statement and returns how many there were.
///
/// It is nothing but the `match` that a function could not do without naming three backends. The
/// rows' type must say `treat_none_as_default_value = false`, or SQLite gets a statement a row;
/// and they must not be so many that their values exceed 32,766, SQLite's limit on one statement.
macro_rules! insert_rows {
    ($connection:expr, $table:expr, $rows:expr) => {
        match $connection {
            #[cfg(feature = "sqlite")]
            $crate::db::AnyConnection::Sqlite(sqlite) => {
                diesel::insert_into($table).values($rows).execute(sqlite)
            }
            #[cfg(feature = "postgres")]
            $crate::db::AnyConnection::Postgres(postgres) => {
                // It takes rows as they come; a statement of so many values is planned for long.
                use diesel::ExecuteCopyFromDsl as _;
                diesel::copy_from($table).from_insertable($rows).execute(postgres)
            }
            #[cfg(feature = "mysql")]
            $crate::db::AnyConnection::Mysql(mysql) => {
                diesel::insert_into($table).values($rows).execute(mysql)
            }
        }
    };
}
pub(crate) use insert_rows;

/// Inserts one row by a statement that each database keeps prepared, and whose text is written once:
/// Diesel knows it by its type, which a statement for any of them has not.
macro_rules! insert_row {
    ($connection:expr, $table:expr, $row:expr) => {
        match $connection {
            #[cfg(feature = "sqlite")]
            $crate::db::AnyConnection::Sqlite(sqlite) => {
                diesel::insert_into($table).values($row).execute(sqlite)
            }
            #[cfg(feature = "postgres")]
            $crate::db::AnyConnection::Postgres(postgres) => {
                diesel::insert_into($table).values($row).execute(postgres)
            }
            #[cfg(feature = "mysql")]
            $crate::db::AnyConnection::Mysql(mysql) => {
                diesel::insert_into($table).values($row).execute(mysql)
            }
        }
    };
}
pub(crate) use insert_row;

/// The same for a row whose id the database gives, and returns that.
macro_rules! insert_row_for_id {
    ($connection:expr, $table:expr, $id:expr, $row:expr) => {
        match $connection {
            #[cfg(feature = "sqlite")]
            $crate::db::AnyConnection::Sqlite(sqlite) => {
                diesel::insert_into($table).values($row).returning($id).get_result::<i64>(sqlite)
            }
            #[cfg(feature = "postgres")]
            $crate::db::AnyConnection::Postgres(postgres) => {
                diesel::insert_into($table).values($row).returning($id).get_result::<i64>(postgres)
            }
            #[cfg(feature = "mysql")]
            $crate::db::AnyConnection::Mysql(_) => diesel::insert_into($table)
                .values($row)
                .execute($connection)
                .and_then(|_| $crate::db::last_insert_id($connection)),
        }
    };
}
pub(crate) use insert_row_for_id;

/// Takes that many ids in a row out of the table's own numbering and returns the first of them:
/// nobody else is given them. The table must refer to no other. To be called in a transaction.
pub fn reserve_ids(
    connection: &mut AnyConnection,
    table: &'static str,
    count: i64,
) -> QueryResult<i64> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            use diesel::connection::SimpleConnection as _;
            sqlite.batch_execute(&format!(
                "INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', 0 \
                 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table}'); \
                 UPDATE sqlite_sequence SET seq = seq + {count} WHERE name = '{table}'"
            ))?;
            let last: i64 =
                number(&format!("(SELECT seq FROM sqlite_sequence WHERE name = '{table}')"))
                    .get_result(sqlite)?;
            Ok(last - count + 1)
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            use diesel::connection::SimpleConnection as _;
            // Whoever inserts waits: between the two calls no number may be given out.
            postgres.batch_execute(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))?;
            super::sequence::catch_up_with(postgres, table)?;
            let sequence = format!("pg_get_serial_sequence('{table}', 'id')");
            let first: i64 = number(&format!("nextval({sequence})")).get_result(postgres)?;
            let last = first + count.max(1) - 1;
            let _: i64 = number(&format!("setval({sequence}, {last})")).get_result(postgres)?;
            Ok(first)
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            use diesel::connection::SimpleConnection as _;
            // Setting the counter would commit. A row at the far end moves it too, and stays moved
            // when the row is gone; IGNORE fills the columns that must not be null.
            mysql.batch_execute(&format!("INSERT IGNORE INTO {table} () VALUES ()"))?;
            let first: i64 = number("last_insert_id()").get_result(mysql)?;
            let last = first + count.max(1) - 1;
            mysql.batch_execute(&format!("INSERT IGNORE INTO {table} (id) VALUES ({last})"))?;
            mysql.batch_execute(&format!("DELETE FROM {table} WHERE id IN ({first}, {last})"))?;
            Ok(first)
        }
    }
}

fn number(sql: &str) -> diesel::dsl::select<diesel::expression::SqlLiteral<BigInt>> {
    diesel::select(diesel::dsl::sql::<BigInt>(sql))
}
