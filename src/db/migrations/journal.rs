//! What the database remembers of its migrations: Diesel's own table, so that its tools see the
//! same, and beside it a table of checksums. A checksum is noted before its migration is run: where
//! a migration cannot be taken back as a whole, it tells one of ours that was cut off from tables
//! that somebody else has made.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::list::Migration;
use crate::db::AnyConnection;

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

diesel::table! {
    __backlot_migration_checksums (version) {
        version -> Text,
        checksum -> Text,
    }
}

use __backlot_migration_checksums as checksums;
use __diesel_schema_migrations as versions;

/// The applied versions, each with the checksum it was applied with, if that is known.
pub(super) type Applied = BTreeMap<String, Option<String>>;

/// Reads what has been applied, without writing anything: a database without the tables has seen
/// no migration yet.
pub(super) fn read(connection: &mut AnyConnection) -> QueryResult<Applied> {
    if !exists(connection, "__diesel_schema_migrations")? {
        return Ok(Applied::new());
    }
    let applied: Vec<String> = versions::table.select(versions::version).load(connection)?;
    let mut known: BTreeMap<String, String> =
        if exists(connection, "__backlot_migration_checksums")? {
            let pairs: Vec<(String, String)> = checksums::table.load(connection)?;
            pairs.into_iter().collect()
        } else {
            BTreeMap::new()
        };
    Ok(applied.into_iter().map(|version| (version.clone(), known.remove(&version))).collect())
}

/// The versions of the migrations that were begun, finished or not.
pub(super) fn begun(connection: &mut AnyConnection) -> QueryResult<BTreeSet<String>> {
    if !exists(connection, "__backlot_migration_checksums")? {
        return Ok(BTreeSet::new());
    }
    let begun: Vec<String> = checksums::table.select(checksums::version).load(connection)?;
    Ok(begun.into_iter().collect())
}

/// Creates the tables where they are missing.
pub(super) fn create(connection: &mut AnyConnection) -> QueryResult<()> {
    connection.batch_execute(
        "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (\
         version VARCHAR(50) PRIMARY KEY NOT NULL, \
         run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
    )?;
    connection.batch_execute(
        "CREATE TABLE IF NOT EXISTS __backlot_migration_checksums (\
         version VARCHAR(50) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL)",
    )
}

/// Removes the tables.
pub(super) fn remove(connection: &mut AnyConnection) -> QueryResult<()> {
    connection.batch_execute("DROP TABLE __backlot_migration_checksums")?;
    connection.batch_execute("DROP TABLE __diesel_schema_migrations")
}

/// Notes the checksum of a migration that is about to be run.
pub(super) fn begin(connection: &mut AnyConnection, migration: &Migration) -> QueryResult<()> {
    let version = migration.version();
    diesel::delete(checksums::table.find(&version)).execute(connection)?;
    diesel::insert_into(checksums::table)
        .values((checksums::version.eq(&version), checksums::checksum.eq(migration.checksum())))
        .execute(connection)?;
    Ok(())
}

/// Forgets the checksum of a migration that is about to be taken back.
pub(super) fn forget(connection: &mut AnyConnection, migration: &Migration) -> QueryResult<()> {
    let version = migration.version();
    diesel::delete(checksums::table.find(&version)).execute(connection)?;
    Ok(())
}

/// Whether there is a table, or something else by that name that stands in its way.
pub(super) fn exists(connection: &mut AnyConnection, table: &str) -> QueryResult<bool> {
    let count = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            format!("(SELECT count(*) FROM sqlite_master WHERE name = '{table}')")
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {
            format!(
                "(SELECT count(*) FROM pg_class WHERE relname = '{table}' \
                 AND relnamespace = to_regnamespace(current_schema()::text))"
            )
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => format!(
            "(SELECT count(*) FROM information_schema.tables \
             WHERE table_schema = database() AND table_name = '{table}')"
        ),
    };
    let count: i64 = diesel::select(diesel::dsl::sql::<BigInt>(&count)).get_result(connection)?;
    Ok(count > 0)
}
