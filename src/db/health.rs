//! What is to be known of a database, and what may be wrong with it.

use std::time::{Duration, Instant};

use diesel::deserialize::FromSqlRow;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use diesel::sql_types::{BigInt, HasSqlType, SingleValue, Text};

use super::address::Address;
use super::connection::{AnyConnection, Backend};
use super::problem::Problem;
use super::sequence;

/// The product with its version, such as `PostgreSQL 15.20`.
pub fn version(connection: &mut AnyConnection) -> QueryResult<String> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            ask::<Text, String>(connection, "'SQLite ' || sqlite_version()")
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => ask::<Text, String>(
            connection,
            "'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)",
        ),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => {
            let version = ask::<Text, String>(connection, "version()")?;
            let product = if version.contains("MariaDB") { "MariaDB" } else { "MySQL" };
            let number = version.split('-').next().unwrap_or_default();
            Ok(format!("{product} {number}"))
        }
    }
}

/// The shortest of a few round trips.
pub fn latency(connection: &mut AnyConnection) -> QueryResult<Duration> {
    let mut shortest = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        ask::<BigInt, i64>(connection, "count(*)")?;
        shortest = shortest.min(start.elapsed());
    }
    Ok(shortest)
}

/// What is wrong with the database at this address, for a program with so many connections.
pub fn problems(
    connection: &mut AnyConnection,
    address: &Address,
    connections: u32,
) -> QueryResult<Vec<Problem>> {
    let mut found = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => sqlite(connection, address, connections),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => postgres(connection, address, connections),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => mysql(connection, address, connections),
    }?;
    found.extend(sequence::problems(connection)?);
    Ok(found)
}

/// Every condition that holds, with its cure.
fn those_that_hold(
    connection: &mut AnyConnection,
    conditions: &[(&str, &str, &str)],
) -> QueryResult<Vec<Problem>> {
    let mut found = Vec::new();
    for (condition, what, cure) in conditions {
        let holds = format!("(SELECT count(*) FROM (SELECT 1) AS one WHERE {condition})");
        if ask::<BigInt, i64>(connection, &holds)? == 1 {
            found.push(Problem::new(*what, *cure));
        }
    }
    Ok(found)
}

#[cfg(feature = "sqlite")]
fn sqlite(connection: &mut AnyConnection, address: &Address, _: u32) -> QueryResult<Vec<Problem>> {
    let mut found = those_that_hold(
        connection,
        &[
            (
                "(SELECT foreign_keys FROM pragma_foreign_keys) = 0",
                "foreign keys are not enforced: this SQLite was built without them",
                "build backlot with the bundled SQLite",
            ),
            (
                "(SELECT journal_mode FROM pragma_journal_mode) <> 'wal'",
                "the write-ahead log is not active, so that reading waits for writing",
                "keep the file on a local disk, in a directory that backlot may write to",
            ),
            (
                "EXISTS (SELECT 1 FROM pragma_foreign_key_check)",
                "there are rows that refer to rows that do not exist",
                "list them with sqlite3 FILE 'PRAGMA foreign_key_check', and delete or repair them",
            ),
        ],
    )?;
    #[cfg(unix)]
    if let Some(file) = address.file() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(file).map(|file| file.permissions().mode()).unwrap_or(0);
        if mode & 0o077 != 0 {
            let file = file.display();
            found.push(Problem::new(
                format!("{file} can be read by other users of this machine"),
                format!("chmod 600 {file}*"),
            ));
        }
    }
    Ok(found)
}

#[cfg(feature = "postgres")]
fn postgres(
    connection: &mut AnyConnection,
    _: &Address,
    connections: u32,
) -> QueryResult<Vec<Problem>> {
    let too_few = format!(
        "current_setting('max_connections')::int \
         - current_setting('superuser_reserved_connections')::int < {connections}"
    );
    those_that_hold(
        connection,
        &[
            (
                "current_setting('server_version_num')::int < 130000",
                "this PostgreSQL is older than version 13, the oldest one that is supported",
                "upgrade the server",
            ),
            (
                "current_setting('server_encoding') <> 'UTF8'",
                "the database does not store Unicode",
                "create it with ENCODING 'UTF8'",
            ),
            (
                "pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'",
                "the server takes no writes: it is a replica, or set to read only",
                "name the primary server in DATABASE_URL",
            ),
            (
                "current_setting('fsync') = 'off' \
                 OR current_setting('synchronous_commit') IN ('off', 'local')",
                "the server may lose what it has acknowledged when the power fails",
                "set fsync = on and synchronous_commit = on",
            ),
            (
                "to_regclass('users') IS NOT NULL AND to_regclass('users_search_index') IS NULL",
                "search reads whole tables: it has no indexes, for want of the extension pg_trgm",
                "create the extension and the indexes as docs/databases.md says",
            ),
            (
                &too_few,
                "the server allows fewer connections than DATABASE_POOL_SIZE",
                "lower DATABASE_POOL_SIZE or raise max_connections",
            ),
            (
                "(SELECT NOT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AND \
                 coalesce(NOT inet_server_addr() <<= '127.0.0.0/8' \
                 AND inet_server_addr() <> '::1', false)",
                "passwords and data go over the network without encryption",
                "add ?sslmode=verify-full to DATABASE_URL; docs/databases.md says how",
            ),
        ],
    )
}

#[cfg(feature = "mysql")]
fn mysql(
    connection: &mut AnyConnection,
    _: &Address,
    connections: u32,
) -> QueryResult<Vec<Problem>> {
    let too_few = format!("@@max_connections < {connections}");
    those_that_hold(
        connection,
        &[
            (
                "version() LIKE '5.%' OR version() REGEXP '^10[.][0-5][.]'",
                "this server is older than MySQL 8 and MariaDB 10.6, the oldest that are supported",
                "upgrade the server",
            ),
            (
                "EXISTS (SELECT 1 FROM information_schema.columns \
                 WHERE table_schema = database() AND table_name NOT LIKE '\\_\\_%' \
                 AND collation_name NOT IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin'))",
                "a column has another collation than the migrations gave it, so that different \
                 names may count as the same",
                "convert its table to utf8mb4_nopad_bin (MariaDB) or utf8mb4_0900_bin (MySQL)",
            ),
            (
                "EXISTS (SELECT 1 FROM information_schema.tables \
                 WHERE table_schema = database() AND table_type = 'BASE TABLE' \
                 AND engine <> 'InnoDB')",
                "a table is kept by another engine than InnoDB, without transactions",
                "ALTER TABLE … ENGINE = InnoDB",
            ),
            (
                "@@log_bin = 1 AND @@binlog_format = 'STATEMENT'",
                "the server refuses writes at the isolation level READ COMMITTED",
                "set binlog_format = ROW or MIXED",
            ),
            (
                "@@sql_mode NOT LIKE '%STRICT_%'",
                "the server cuts values that are too long instead of refusing them",
                "allow the session to set sql_mode = STRICT_ALL_TABLES",
            ),
            (
                "@@read_only = 1",
                "the server takes no writes: it is a replica, or set to read only",
                "name the primary server in DATABASE_URL",
            ),
            (
                "@@innodb_flush_log_at_trx_commit <> 1",
                "the server may lose what it has acknowledged when the power fails",
                "set innodb_flush_log_at_trx_commit = 1",
            ),
            (
                &too_few,
                "the server allows fewer connections than DATABASE_POOL_SIZE",
                "lower DATABASE_POOL_SIZE or raise max_connections",
            ),
        ],
    )
}

/// The value of one SQL expression.
fn ask<S, T>(connection: &mut AnyConnection, sql: &str) -> QueryResult<T>
where
    S: SingleValue + QueryId + 'static,
    Backend: HasSqlType<S>,
    T: FromSqlRow<S, Backend> + 'static,
{
    diesel::select(diesel::dsl::sql::<S>(sql)).get_result(connection)
}
