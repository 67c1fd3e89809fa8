//! What each new connection is told before its first query.

use std::time::Duration;
#[cfg(feature = "sqlite")]
use std::time::Instant;

use diesel::QueryResult;
use diesel::connection::SimpleConnection as _;

use super::connection::AnyConnection;
use super::error::is_statement_timeout;

/// The time limits of one connection.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long one statement may run, on the servers.
    pub statement: Duration,
    /// How long a statement waits for another's lock.
    pub lock: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { statement: Duration::from_secs(30), lock: Duration::from_secs(5) }
    }
}

/// Refuses a connection that is not encrypted: MariaDB's client library ignores `ssl_mode`, and
/// encrypts only where it is given a certificate.
#[cfg(feature = "mysql")]
pub(super) fn refuse_plain_text(
    mysql: &mut diesel::MysqlConnection,
) -> diesel::ConnectionResult<()> {
    use diesel::RunQueryDsl as _;

    #[derive(diesel::QueryableByName)]
    struct Status {
        #[diesel(sql_type = diesel::sql_types::Text, column_name = "Value")]
        cipher: String,
    }

    let status: Status = diesel::sql_query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        .get_result(mysql)
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    if status.cipher.is_empty() {
        return Err(diesel::ConnectionError::BadConnection(
            "the connection is not encrypted, though ssl_mode asks for it: \
             add ssl_ca=FILE with the certificate of the CA"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Switches the file to its write-ahead log, where it is not yet.
///
/// Two programs that open a new file at once may each be told at once that it is locked, whatever
/// the busy time-out: SQLite sees that neither could wait for the other. The later one tries again.
#[cfg(feature = "sqlite")]
fn write_ahead(sqlite: &mut diesel::SqliteConnection, timeout: Duration) -> QueryResult<()> {
    let began = Instant::now();
    loop {
        match sqlite.batch_execute("PRAGMA journal_mode = WAL") {
            Err(error) if error.to_string().contains("locked") && began.elapsed() < timeout => {
                std::thread::sleep(Duration::from_millis(20));
            }
            outcome => return outcome,
        }
    }
}

/// Runs reads of which no statement may take longer than `limit`, or than the session allows anyway;
/// `None` where one did. SQLite has no such limit: there they run to their end.
///
/// Not to be called in a transaction, which a stopped statement ends on PostgreSQL.
pub fn within<T>(
    connection: &mut AnyConnection,
    limit: Duration,
    work: impl FnOnce(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<Option<T>> {
    limit_statements(connection, limit)?;
    let result = work(connection);
    if result.is_err() {
        after_failure(connection);
    }
    free_statements(connection)?;
    match result {
        Err(error) if is_statement_timeout(&error) => Ok(None),
        result => result.map(Some),
    }
}

/// Whether [`within`] can stop a statement.
pub fn can_stop(connection: &AnyConnection) -> bool {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => false,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => true,
    }
}

/// Makes the connection fit for what comes next where something that was asked of it failed.
///
/// MariaDB's client library waits for ever when a prepared statement that was stopped among its rows,
/// at its time limit or by a deadlock, is run again: so the statements are prepared anew.
pub(super) fn after_failure(connection: &mut AnyConnection) {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {}
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            use diesel::connection::{CacheSize, Connection as _};
            mysql.set_prepared_statement_cache_size(CacheSize::Disabled);
            mysql.set_prepared_statement_cache_size(CacheSize::Unbounded);
        }
    }
}

/// Makes a command's connection fit for writing very many rows of a file: their pages stay in memory
/// until they are committed, and so does what a statement would roll back. No single statement of it
/// writes more than a few rows.
pub fn prepare_for_many(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            sqlite.batch_execute("PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY")
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => Ok(()),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => Ok(()),
    }
}

fn limit_statements(connection: &mut AnyConnection, limit: Duration) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            let _ = limit;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            let limit = limit.as_millis();
            postgres.batch_execute(&format!(
                "SELECT set_config('backlot.limit', current_setting('statement_timeout'), false), \
                 set_config('statement_timeout', (1000 * extract(epoch FROM least(nullif(\
                 current_setting('statement_timeout')::interval, interval '0'), \
                 interval '{limit} ms')))::bigint::text, false)"
            ))
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            let limited = |name: &str, limit: String| {
                format!(
                    "SET @backlot_limit = @@{name}, \
                     {name} = if(@@{name} > 0, least(@@{name}, {limit}), {limit})"
                )
            };
            let seconds = limited("max_statement_time", limit.as_secs_f64().to_string());
            let milliseconds = limited("max_execution_time", limit.as_millis().to_string());
            mysql.batch_execute(&seconds).or_else(|_| mysql.batch_execute(&milliseconds))
        }
    }
}

fn free_statements(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => postgres.batch_execute(
            "SELECT set_config('statement_timeout', current_setting('backlot.limit'), false)",
        ),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => mysql
            .batch_execute("SET max_statement_time = @backlot_limit")
            .or_else(|_| mysql.batch_execute("SET max_execution_time = @backlot_limit")),
    }
}

/// Sets up the session: time limits, strictness, UTC, and for SQLite its durability.
pub(super) fn set_up(connection: &mut AnyConnection, limits: &Limits) -> QueryResult<()> {
    let statement = limits.statement.as_millis();
    let lock = limits.lock.as_millis();
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            let _ = statement;
            // One statement at a time, and the time-out first: switching the journal needs a lock.
            // FULL makes an acknowledged write survive a power cut, not only a crash of ours.
            sqlite.batch_execute(&format!("PRAGMA busy_timeout = {lock}"))?;
            write_ahead(sqlite, limits.lock)?;
            sqlite.batch_execute("PRAGMA synchronous = FULL")?;
            // Four times the usual cache: a search looks at as many pages as rows, and again for the
            // next page.
            sqlite.batch_execute("PRAGMA cache_size = -8000")?;
            // Four times the usual log before it is brought into the file: of what many rows have
            // written to the same page, the last is brought there, and the disk waited for as seldom.
            sqlite.batch_execute("PRAGMA wal_autocheckpoint = 4000")?;
            sqlite.batch_execute("PRAGMA foreign_keys = ON")
            // The file is not mapped into memory: every connection would map it anew, and each of
            // them up to its limit would count as the program's memory.
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => postgres.batch_execute(&format!(
            // Compiling a statement takes longer than the page of any list that it may be for.
            "SET TIME ZONE 'UTC'; SET statement_timeout = {statement}; SET lock_timeout = {lock}; \
             SET idle_in_transaction_session_timeout = {statement}; SET jit = off"
        )),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            // READ COMMITTED, so that a transaction that waited for a lock sees what it waited for.
            mysql.batch_execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")?;
            // MariaDB turns a test whether something belongs to a row into a list of all that does,
            // and sorts what it finds, where it would soon meet a page of rows in their order. The
            // switch is none of MySQL's, which takes the rest for a comment.
            mysql.batch_execute(
                "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES') \
                 /*M! , SESSION optimizer_switch = 'exists_to_in=off' */",
            )?;
            // Rows are waited for in line, a second at the least: who only looked again and again
            // would find another first each time. Everything else, such as LOCK TABLES, has a limit
            // of its own, which MySQL does not take for nothing.
            let seconds = lock.div_ceil(1000);
            let least = seconds.max(1);
            mysql.batch_execute(&format!("SET SESSION innodb_lock_wait_timeout = {least}"))?;
            mysql.batch_execute(&format!("SET SESSION lock_wait_timeout = {seconds}")).or_else(
                |_| mysql.batch_execute(&format!("SET SESSION lock_wait_timeout = {least}")),
            )?;
            // MariaDB counts seconds for every statement, MySQL milliseconds for reads alone, and
            // each refuses the other's name.
            let seconds = limits.statement.as_secs_f64();
            mysql.batch_execute(&format!("SET SESSION max_statement_time = {seconds}")).or_else(
                |_| mysql.batch_execute(&format!("SET SESSION max_execution_time = {statement}")),
            )
        }
    }
}
