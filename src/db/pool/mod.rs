//! The pools, and the functions by which everything reaches the database.

mod apart;
mod gate;
mod manager;
mod open_file;
mod readiness;

use std::sync::Arc;
use std::time::Duration;

use diesel::QueryResult;

use self::apart::Apart;
use self::gate::Gate;
use self::open_file::OpenFile;
use self::readiness::Readiness;
use super::address::{Address, Product};
use super::connection::AnyConnection;
use super::error::Error;
use super::receipt::{self, Written};
use super::session::Limits;
use super::transaction::Isolation;
use super::work::{Slot, Work};

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
    readiness: Readiness,
    apart: Apart,
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
        let file = OpenFile::of(address);
        let readers = Gate::open(address, &file, settings, settings.connections);
        let writers = match address.product() {
            Product::Sqlite => {
                let wait = settings.wait.max(WRITERS_WAIT);
                Gate::open(address, &file, &Settings { wait, ..*settings }, 1)
            }
            Product::Postgres | Product::Mysql => readers.clone(),
        };
        let readiness = Readiness::open(address, &file, settings);
        let apart = Apart::new(address, &file, settings);
        Ok(Self { readers, writers, readiness, apart })
    }

    /// Whether the database answers within a second, with no migration pending. It does not wait
    /// for a connection that a page could use.
    pub async fn is_ready(&self) -> bool {
        self.readiness.look().await
    }

    /// How many connections of pages may be at work at once: as many threads are kept busy at the most.
    pub fn connections(&self) -> usize {
        match Arc::ptr_eq(&self.readers.permits, &self.writers.permits) {
            true => self.readers.size(),
            false => self.readers.size() + self.writers.size(),
        }
    }

    /// Runs one closure of reads on the blocking pool, and runs it again when a lock was in its way,
    /// or when its connection turned out to be useless.
    ///
    /// # Errors
    /// [`Error::Busy`] when no connection came free in time, [`Error::Unavailable`] when the
    /// database cannot be reached, [`Error::TimedOut`] when it took too long, [`Error::Query`]
    /// otherwise.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        self.readers.run(work).await
    }

    /// Runs one closure as one transaction on the blocking pool, and runs it again when it lost a
    /// race: against a deadlock, against a row that was changed or a key that was taken since the
    /// closure looked. The second run sees what the winner wrote and answers accordingly.
    ///
    /// # Errors
    /// As [`Db::read`]: nothing is written then. [`Error::Unconfirmed`] where that is not known.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = Slot::of(work);
        self.write_isolated(Isolation::Usual, work).await?;
        slot.take()
    }

    /// As [`Db::write`], for a closure whose answer depends on more than the rows that it writes:
    /// what it read, and what it found missing, is still so when it commits.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_serially<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = Slot::of(work);
        self.write_isolated(Isolation::Serial, work).await?;
        slot.take()
    }

    /// Has nobody here write for a moment, once those who wait already have written: the moment in
    /// which another program can. Where there is none to be left, it returns at once.
    pub async fn leave_to_others(&self, pause: Duration) {
        if !pause.is_zero() {
            self.writers.rest(pause).await;
        }
    }

    /// Begins work that may take long, on a connection and a thread of its own: one statement of it
    /// may run for `limit`.
    ///
    /// # Errors
    /// [`Error::Busy`] where enough of such work is being done already, [`Error::Unavailable`] where
    /// the database cannot be reached.
    pub async fn run_apart<F>(&self, limit: Duration, work: F) -> Result<(), Error>
    where
        F: FnOnce(&mut AnyConnection) + Send + 'static,
    {
        self.apart.run(limit, work).await
    }

    /// Where the answer to a `COMMIT` is lost, it is looked up what became of it: what was
    /// committed is a success all the same.
    async fn write_isolated(&self, isolation: Isolation, work: Work) -> Result<(), Error> {
        let write = move |connection: &mut AnyConnection| {
            receipt::retried_with_receipt(connection, isolation, &work)
        };
        let (receipt, cause) = match self.writers.run(write).await? {
            Written::Committed => return Ok(()),
            Written::Unanswered { receipt, cause } => (receipt, cause),
        };
        let look = move |connection: &mut AnyConnection| receipt.is_committed(connection);
        match self.writers.run(look).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::from(cause)),
            Err(_) => Err(Error::Unconfirmed(cause.to_string())),
        }
    }
}
