//! The pools, and the two functions that hold the program's only `web::block`.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use diesel::QueryResult;
use tokio::sync::Semaphore;

use super::address::{Address, Product};
use super::connection::AnyConnection;
use super::error::Error;
use super::session::{self, Limits};
use super::transaction::{self, Isolation};

/// How the database is used; every value has a default that serves a small team.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many connections read at once (and write, on a server).
    pub connections: u32,
    /// How long a request waits for a connection before it gets a 503, and the start before it
    /// gives up.
    pub wait: Duration,
    /// The limits of each connection.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connections: 4, wait: Duration::from_secs(4), limits: Limits::default() }
    }
}

/// The database as handlers see it. Cloning it is cheap.
#[derive(Clone)]
pub struct Db {
    readers: Gate,
    writers: Gate,
}

/// A pool and as many permits: a request waits here, asynchronously, so that no thread of the
/// blocking pool ever waits for a connection and holds up those that have one.
#[derive(Clone)]
struct Gate {
    pool: r2d2::Pool<Manager>,
    permits: Arc<Semaphore>,
    wait: Duration,
}

/// How long a write waits at the least for the one connection that writes to a file. All writers
/// queue for it in turn, each for a moment, so the queue moves: waiting is better than failing.
const WRITERS_WAIT: Duration = Duration::from_secs(30);

impl Db {
    /// Opens the pools. SQLite's writes have a connection of their own: one writer at a time is
    /// what the file allows, and queueing here is fair where its busy time-out is not.
    ///
    /// # Errors
    /// The driver's words, at once: a first connection is made directly, because a pool would wait
    /// out its whole time-out and then hide the cause.
    pub fn open(address: &Address, settings: &Settings) -> Result<Self, Error> {
        address
            .connect_within(&settings.limits, settings.wait)
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        let readers = Gate::open(address, settings, settings.connections);
        let writers = match address.product() {
            Product::Sqlite => {
                let wait = settings.wait.max(WRITERS_WAIT);
                Gate::open(address, &Settings { wait, ..*settings }, 1)
            }
            Product::Postgres | Product::Mysql => readers.clone(),
        };
        Ok(Self { readers, writers })
    }

    /// How many connections may be at work at once: as many threads are kept busy at the most.
    pub fn connections(&self) -> usize {
        let size = |gate: &Gate| gate.pool.max_size() as usize;
        match Arc::ptr_eq(&self.readers.permits, &self.writers.permits) {
            true => size(&self.readers),
            false => size(&self.readers) + size(&self.writers),
        }
    }

    /// Runs one closure of reads on the blocking pool.
    ///
    /// # Errors
    /// [`Error::Busy`] when no connection came free in time, [`Error::Unavailable`] when the
    /// database cannot be reached, [`Error::Query`] otherwise.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        self.readers.run(move |connection| work(connection)).await
    }

    /// Runs one closure as one transaction on the blocking pool, and runs it again when it lost a
    /// race: against a deadlock, against a row that was changed or a key that was taken since the
    /// closure looked. The second run sees what the winner wrote and answers accordingly.
    ///
    /// # Errors
    /// As [`Db::read`]. Nothing is written then.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        self.writers.run(move |connection| transaction::retried(connection, work)).await
    }

    /// As [`Db::write`], for a closure whose answer depends on more than the rows that it writes:
    /// what it read, and what it found missing, is still so when it commits.
    ///
    /// # Errors
    /// As [`Db::read`]. Nothing is written then.
    pub async fn write_serially<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let isolation = Isolation::Serial;
        self.writers
            .run(move |connection| transaction::retried_isolated(connection, isolation, work))
            .await
    }
}

impl Gate {
    fn open(address: &Address, settings: &Settings, size: u32) -> Self {
        let Settings { limits, wait, .. } = *settings;
        let manager = Manager { address: address.clone(), limits, wait };
        let server = address.product() != Product::Sqlite;
        let pool = r2d2::Pool::builder()
            .max_size(size)
            // A file keeps one connection open, so that its write-ahead log is never taken away.
            .min_idle(Some(1))
            .connection_timeout(wait)
            // A server can go away between two requests, a file cannot.
            .test_on_check_out(server)
            .max_lifetime(server.then_some(Duration::from_secs(30 * 60)))
            .error_handler(Box::new(Silent))
            .build_unchecked(manager);
        Self { pool, permits: Arc::new(Semaphore::new(size as usize)), wait }
    }

    async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let permit = tokio::time::timeout(self.wait, self.permits.clone().acquire_owned());
        let permit = permit.await.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let pool = self.pool.clone();
        web::block(move || {
            // The permit goes back when the work has ended, not when a visitor has gone away.
            let _permit = permit;
            let mut connection =
                pool.get().map_err(|error| Error::Unavailable(error.to_string()))?;
            work(&mut connection).map_err(|error| {
                session::after_failure(&mut connection, &error);
                Error::from(error)
            })
        })
        .await
        .map_err(|_| Error::Panicked)?
    }
}

/// Opens and judges the pool's connections.
struct Manager {
    address: Address,
    limits: Limits,
    wait: Duration,
}

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        self.address
            .connect_within(&self.limits, self.wait)
            .map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), Self::Error> {
        use diesel::r2d2::R2D2Connection as _;
        connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        use diesel::r2d2::R2D2Connection as _;
        std::thread::panicking() || connection.is_broken()
    }
}

/// The pool's own complaints are dropped: the request that suffers from one logs its cause.
#[derive(Debug)]
struct Silent;

impl<E> r2d2::HandleError<E> for Silent {
    fn handle_error(&self, _error: E) {}
}
