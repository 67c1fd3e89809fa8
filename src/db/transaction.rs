//! Transactions that may write.

use std::cell::RefCell;
use std::time::Duration;

use diesel::QueryResult;
use diesel::connection::TransactionManager;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::connection::AnyConnection;
use super::{sequence, session};

/// How often a transaction is run again when it lost a race.
const ATTEMPTS: u32 = 8;

/// What a transaction sees of others that run at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Isolation {
    /// Each statement sees what was committed before it.
    Usual,
    /// All of it sees what its first query saw, and only reads.
    Snapshot,
    /// All of it is as if nobody else wrote between its first statement and its last, or it has
    /// lost a race. SQLite has one writer at a time and knows nothing else.
    Serial,
}

type Manager = <AnyConnection as diesel::Connection>::TransactionManager;

/// What is done after a commit.
type AfterCommit = Box<dyn FnOnce()>;

thread_local! {
    /// What is to be done when the transaction that this thread runs is committed; none where it
    /// runs none.
    static AFTER_COMMIT: RefCell<Option<Vec<AfterCommit>>> = const { RefCell::new(None) };
}

/// Does that once the transaction that runs is committed, and never where it is rolled back; at
/// once where none runs.
pub fn after_commit(work: impl FnOnce() + 'static) {
    let left = AFTER_COMMIT.with_borrow_mut(|waiting| match waiting {
        Some(waiting) => {
            waiting.push(Box::new(work));
            None
        }
        None => Some(work),
    });
    if let Some(work) = left {
        work();
    }
}

/// How much waits for the commit; none where no transaction runs.
fn waiting() -> Option<usize> {
    AFTER_COMMIT.with_borrow(|waiting| waiting.as_ref().map(Vec::len))
}

/// Leaves out what was added since so much waited.
fn keep_waiting(count: Option<usize>) {
    AFTER_COMMIT.with_borrow_mut(|waiting| {
        if let (Some(waiting), Some(count)) = (waiting, count) {
            waiting.truncate(count);
        }
    });
}

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
    transact(connection, Isolation::Usual, work).map_err(Failure::into_cause)
}

/// Runs a part of a transaction: where it returns an error, that part alone is rolled back.
///
/// # Errors
/// What `work` returned, or what the database said to beginning or ending the part.
pub fn attempt<T, E: From<QueryError>>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    Manager::begin_transaction(connection)?;
    let before = waiting();
    match work(connection) {
        Ok(value) => {
            Manager::commit_transaction(connection)?;
            Ok(value)
        }
        Err(error) => {
            keep_waiting(before);
            // After a deadlock MySQL has rolled back the whole transaction, and knows of no part: what
            // happened first is what the transaction is run again for.
            let _ = Manager::rollback_transaction(connection);
            session::after_failure(connection);
            Err(error)
        }
    }
}

/// Runs what only reads, all of it on the state that its first query saw, whatever others write
/// meanwhile. SQLite keeps its log, and a server its old rows, until it ends.
///
/// # Errors
/// What `work` returned, or what the database said to beginning it.
pub fn snapshot<T, E: From<QueryError>>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    begin(connection, Isolation::Snapshot)?;
    let outcome = work(connection);
    // Nothing was written; on a connection that broke there is nothing to end either.
    let _ = Manager::rollback_transaction(connection);
    if outcome.is_err() {
        session::after_failure(connection);
    }
    outcome
}

/// Why a transaction came to nothing, as far as that is known.
pub(super) enum Failure<T> {
    /// It never came to the `COMMIT`.
    Before(QueryError),
    /// The `COMMIT` failed, after all the work was done.
    AtCommit(T, QueryError),
}

impl<T> Failure<T> {
    fn cause(&self) -> &QueryError {
        let (Self::Before(error) | Self::AtCommit(_, error)) = self;
        error
    }

    pub fn into_cause(self) -> QueryError {
        let (Self::Before(error) | Self::AtCommit(_, error)) = self;
        error
    }
}

fn transact<T>(
    connection: &mut AnyConnection,
    isolation: Isolation,
    work: impl Fn(&mut AnyConnection) -> QueryResult<T>,
) -> Result<T, Failure<T>> {
    begin(connection, isolation).map_err(Failure::Before)?;
    AFTER_COMMIT.set(Some(Vec::new()));
    let outcome = work(connection);
    let waiting = AFTER_COMMIT.take().unwrap_or_default();
    match outcome {
        Ok(value) => match Manager::commit_transaction(connection) {
            Ok(()) => {
                waiting.into_iter().for_each(|work| work());
                Ok(value)
            }
            // Rolling back on a connection that broke fails as well; the first error counts.
            Err(QueryError::RollbackErrorOnCommit { commit_error, .. }) => {
                Err(Failure::AtCommit(value, *commit_error))
            }
            Err(error) => Err(Failure::AtCommit(value, error)),
        },
        Err(error) => {
            // A connection that cannot roll back is found broken by the pool and dropped there,
            // which ends the transaction as well: the first error is the one worth telling.
            let _ = Manager::rollback_transaction(connection);
            session::after_failure(connection);
            Err(Failure::Before(error))
        }
    }
}

/// Runs `work` in a transaction, and again when it lost a race: against a deadlock, against a row
/// that was changed or a key that was taken since `work` looked. The second run sees what the
/// winner wrote and answers accordingly.
///
/// # Errors
/// As [`run`].
pub fn retried<T>(
    connection: &mut AnyConnection,
    work: impl Fn(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    retried_isolated(connection, Isolation::Usual, work).map_err(Failure::into_cause)
}

/// As [`retried`], isolated from others; a failure says whether it was the `COMMIT` that failed.
pub(super) fn retried_isolated<T>(
    connection: &mut AnyConnection,
    isolation: Isolation,
    work: impl Fn(&mut AnyConnection) -> QueryResult<T>,
) -> Result<T, Failure<T>> {
    let mut attempt = 1;
    loop {
        match transact(connection, isolation, &work) {
            Err(failure) if attempt < ATTEMPTS && lost_a_race(failure.cause()) => {
                // Where it may not, the same number is taken again, and the first error is told.
                let _ = sequence::catch_up(connection, failure.cause());
                attempt += 1;
            }
            result => return result,
        }
        std::thread::sleep(pause_before(attempt));
    }
}

/// The pause before an attempt: longer each time, and another for each of those that met, so that
/// they do not meet again.
fn pause_before(attempt: u32) -> Duration {
    let random = getrandom::u32().unwrap_or_default() % (attempt * 10);
    Duration::from_millis(u64::from(attempt * 5 + random))
}

/// What an update returns when the row is no longer as the closure read it.
///
/// [`super::Db::write`] then runs the closure again from the start.
pub const CHANGED_MEANWHILE: QueryError = QueryError::RollbackTransaction;

fn lost_a_race(error: &QueryError) -> bool {
    match error {
        QueryError::RollbackTransaction => true,
        QueryError::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::SerializationFailure => true,
            _ => super::error::is_deadlock(information.message()),
        },
        _ => false,
    }
}

fn begin(connection: &mut AnyConnection, isolation: Isolation) -> QueryResult<()> {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    use diesel::connection::AnsiTransactionManager as Ansi;
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => {
            let statement = match isolation {
                Isolation::Usual | Isolation::Serial => "BEGIN IMMEDIATE",
                Isolation::Snapshot => "BEGIN",
            };
            Ansi::begin_transaction_sql(sqlite, statement)
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => Ansi::begin_transaction_sql(
            postgres,
            match isolation {
                Isolation::Usual => "BEGIN",
                Isolation::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
                Isolation::Serial => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            },
        ),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => {
            use diesel::connection::SimpleConnection as _;
            // It counts for the next transaction alone.
            match isolation {
                Isolation::Usual => {}
                Isolation::Snapshot => {
                    mysql.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
                }
                Isolation::Serial => {
                    mysql.batch_execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")?;
                }
            }
            <diesel::MysqlConnection as diesel::Connection>::TransactionManager::begin_transaction(
                mysql,
            )
        }
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use diesel::Connection as _;

    use super::*;

    #[test]
    fn what_waits_for_a_commit_is_done_once_and_only_where_there_is_one() {
        let sqlite = diesel::SqliteConnection::establish(":memory:").unwrap();
        let connection = &mut AnyConnection::Sqlite(sqlite);
        let done = Rc::new(RefCell::new(Vec::new()));
        let later = |text: &'static str| {
            let done = Rc::clone(&done);
            after_commit(move || done.borrow_mut().push(text));
        };
        later("without a transaction");
        assert_eq!(done.take(), ["without a transaction"]);
        let committed = run(connection, |connection| {
            later("first");
            attempt(connection, |_| {
                later("a part");
                QueryResult::Ok(())
            })?;
            let failed = attempt(connection, |_| {
                later("a part that is rolled back");
                QueryResult::<()>::Err(QueryError::NotFound)
            });
            assert!(failed.is_err());
            later("last");
            assert!(done.borrow().is_empty());
            Ok(())
        });
        committed.unwrap();
        assert_eq!(done.take(), ["first", "a part", "last"]);
        let rolled_back = run(connection, |_| {
            later("rolled back");
            QueryResult::<()>::Err(QueryError::NotFound)
        });
        assert!(rolled_back.is_err());
        assert!(done.take().is_empty());
        let attempts = Cell::new(0);
        let repeated = retried(connection, |_| {
            later("repeated");
            attempts.set(attempts.get() + 1);
            if attempts.get() < 3 { Err(CHANGED_MEANWHILE) } else { Ok(()) }
        });
        repeated.unwrap();
        assert_eq!(done.take(), ["repeated"]);
    }
}
