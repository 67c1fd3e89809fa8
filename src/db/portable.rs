//! The little SQL that Diesel cannot say once for all databases.

use std::time::Duration;

use chrono::{NaiveDateTime, Timelike as _, Utc};
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::connection::AnyConnection;
use super::written::{KeptText, written_for_good};

/// The statement of [`last_insert_id`].
static LAST_INSERT_ID: KeptText = KeptText::empty();
/// The first statement of [`lock`].
static LOCK: KeptText = KeptText::empty();

/// The time in UTC, cut to the microseconds that every database keeps.
pub fn now() -> NaiveDateTime {
    in_microseconds(Utc::now().naive_utc())
}

/// The time, cut to the microseconds that every database keeps.
pub fn in_microseconds(time: NaiveDateTime) -> NaiveDateTime {
    time.with_nanosecond(time.nanosecond() / 1000 * 1000).unwrap_or(time)
}

/// The id that the last `INSERT` of this connection was given.
///
/// SQLite and PostgreSQL could return it from the statement itself; MariaDB cannot through Diesel,
/// so all three are asked the same way, by a function that looks at this session alone.
pub fn last_insert_id(connection: &mut AnyConnection) -> QueryResult<i64> {
    let function = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => "last_insert_rowid()",
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => "lastval()",
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => "last_insert_id()",
    };
    let query = diesel::select(diesel::dsl::sql::<BigInt>(function));
    written_for_good(query, &LAST_INSERT_ID).get_result(connection)
}

/// The pause that whoever writes again and again makes in between, for other programs.
///
/// A server has them write beside each other. On a file they wait by looking again and again whether
/// it is free: every 25 ms at the most within the first tenth of a second, more and more seldom
/// behind that. In a shorter pause they would come by it by luck alone.
pub fn pause_of_writers(connection: &AnyConnection) -> Duration {
    if is_file(connection) { Duration::from_millis(30) } else { Duration::ZERO }
}

/// Whether the database is a file of this machine, and no server: nothing is waited for, and whoever
/// writes is alone meanwhile.
pub fn is_file(connection: &AnyConnection) -> bool {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => true,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => false,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => false,
    }
}

/// A number that is another once somebody else has committed to the file; always the same on a
/// server, where nobody waits for a file.
pub fn state_of_file(connection: &mut AnyConnection) -> QueryResult<i64> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            #[derive(QueryableByName)]
            struct Version {
                #[diesel(sql_type = BigInt)]
                data_version: i64,
            }
            diesel::sql_query("PRAGMA data_version")
                .get_result::<Version>(sqlite)
                .map(|version| version.data_version)
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => Ok(0),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => Ok(0),
    }
}

/// Waits for the lock of that name and holds it until the transaction ends.
///
/// A row that is updated is locked on every database; advisory locks would be three dialects.
/// Take it before the first read: what is read before it may be older than the lock.
pub fn lock(connection: &mut AnyConnection, name: &str) -> QueryResult<()> {
    use crate::schema::locks;
    let update = diesel::update(locks::table.find(name)).set(locks::taken.eq(locks::taken + 1));
    let taken = written_for_good(update, &LOCK).execute(connection)?;
    if taken == 0 {
        // Two first-comers collide on the key; the loser is run again and finds the row.
        diesel::insert_into(locks::table)
            .values((locks::name.eq(name), locks::taken.eq(1)))
            .execute(connection)?;
    }
    Ok(())
}
