//! A pool, and who waits for one of its connections.

use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::web;
use diesel::QueryResult;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout_at};

use super::Settings;
use super::manager::{Generation, Manager, Pooled, Silent};
use super::open_file::OpenFile;
use crate::db::address::{Address, Product};
use crate::db::connection::AnyConnection;
use crate::db::error::{Error, is_lock_timeout, is_stale};
use crate::db::session::{self, Limits};
use crate::db::work::{Slot, Work};

/// A pool and as many permits: a request waits here, asynchronously, so that no thread of the
/// blocking pool ever waits for a connection and holds up those that have one.
#[derive(Clone)]
pub(super) struct Gate {
    pool: r2d2::Pool<Manager>,
    pub permits: Arc<Semaphore>,
    generation: Generation,
    file: OpenFile,
    wait: Duration,
    /// Who meets a lock of somebody else does not keep a connection while it lasts, but takes turns
    /// with the others who wait: at most half of the connections are theirs at any time, each for a
    /// moment, so the rest of the panel is served.
    turns: Arc<Semaphore>,
    /// How long a lock is waited for in all.
    patience: Duration,
}

/// How long a turn keeps a connection waiting for a lock, where the database counts in so small
/// units. Longer than the locks that requests hold among themselves.
const TURN: Duration = Duration::from_millis(100);
/// The pause between two turns, which doubles from the first to the last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(160));

/// What became of some work, and the work itself, in case that it is to be run again.
type Attempt = (Work, QueryResult<()>);

impl Gate {
    pub fn open(address: &Address, file: &OpenFile, settings: &Settings, size: u32) -> Self {
        let Settings { limits, wait, .. } = *settings;
        let (turn, is_server) = match address.product() {
            Product::Sqlite => (limits.lock.min(TURN), false),
            Product::Postgres => (limits.lock.min(TURN), true),
            // They count whole seconds: a turn waits for rows alone, and for them as short as it can.
            Product::Mysql => (Duration::ZERO, true),
        };
        let generation = Generation::default();
        let manager = Manager {
            address: address.clone(),
            limits: Limits { lock: turn, ..limits },
            wait,
            generation: generation.clone(),
        };
        let pool = r2d2::Pool::builder()
            .max_size(size)
            // A file keeps one connection open, so that its write-ahead log is never taken away.
            .min_idle(Some(1))
            .connection_timeout(wait)
            // A server can go away between two requests, a file cannot.
            .test_on_check_out(is_server)
            .max_lifetime(is_server.then_some(Duration::from_secs(30 * 60)))
            // Nothing but a request opens a file, once it has seen that the file is in its place.
            .idle_timeout(is_server.then_some(Duration::from_secs(10 * 60)))
            .error_handler(Box::new(Silent))
            .build_unchecked(manager);
        let turns = (size / 2).max(1) as usize;
        Self {
            pool,
            permits: Arc::new(Semaphore::new(size as usize)),
            generation,
            file: file.clone(),
            wait,
            turns: Arc::new(Semaphore::new(turns)),
            patience: limits.lock,
        }
    }

    /// How many connections there may be.
    pub fn size(&self) -> usize {
        self.pool.max_size() as usize
    }

    /// Runs `work` on a connection, and again as long as a lock of somebody else is in its way.
    ///
    /// # Errors
    /// See [`super::Db::read`].
    pub async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = Slot::of(work);
        self.run_patiently(work).await?;
        slot.take()
    }

    /// Keeps connections idle for a moment, once those who wait for one have had it.
    pub async fn rest(&self, pause: Duration) {
        let all = u32::try_from(self.size()).unwrap_or(1);
        let permits = self.permits.acquire_many(all).await;
        sleep(pause).await;
        drop(permits);
    }

    async fn run_patiently(&self, work: Work) -> Result<(), Error> {
        let (mut work, mut outcome) = self.attempt(work).await?;
        let until = Instant::now() + self.patience;
        let (mut pause, longest) = PAUSES;
        while outcome.as_ref().is_err_and(is_lock_timeout) && Instant::now() < until {
            sleep(pause).await;
            pause = longest.min(pause * 2);
            let Ok(turn) = timeout_at(until.into(), self.turns.acquire()).await else { break };
            (work, outcome) = self.attempt(work).await?;
            drop(turn);
        }
        outcome.map_err(Error::from)
    }

    /// Runs `work` once, on a connection that came free in time or not at all.
    async fn attempt(&self, work: Work) -> Result<Attempt, Error> {
        let until = Instant::now() + self.wait;
        let permit = timeout_at(until.into(), self.permits.clone().acquire_owned());
        let permit = permit.await.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let begun = Arc::new(OnceLock::new());
        let (gate, begins) = (self.clone(), Arc::clone(&begun));
        let mut job = pin!(web::block(move || {
            // The permit goes back when the work has ended, not when a visitor has gone away.
            let _permit = permit;
            gate.file.ensure_in_place()?;
            let connection = gate.connection(until)?;
            // A server that hangs lets one wait here for longer than anybody listens.
            begins.set(true).map_err(|_| Error::Busy)?;
            gate.perform(connection, work)
        }));
        let outcome = match timeout_at(until.into(), &mut job).await {
            Ok(outcome) => outcome,
            // Once it has begun, it is the database that says how long it may take.
            Err(_) => match begun.set(false) {
                Ok(()) => return Err(Error::Unavailable("it did not answer in time".to_owned())),
                Err(_) => job.await,
            },
        };
        outcome.map_err(|_| Error::Panicked)?
    }

    fn connection(&self, until: Instant) -> Result<r2d2::PooledConnection<Manager>, Error> {
        let left = until.saturating_duration_since(Instant::now());
        self.pool.get_timeout(left).map_err(|error| Error::Unavailable(error.to_string()))
    }

    /// Runs `work`, and once more on a new connection where the first turned out to be useless.
    fn perform(
        &self,
        mut connection: r2d2::PooledConnection<Manager>,
        work: Work,
    ) -> Result<Attempt, Error> {
        let mut outcome = work(&mut connection.inner);
        if outcome.as_ref().is_err_and(is_stale) {
            self.generation.end(&connection);
            drop(connection);
            connection = self.connection(Instant::now() + self.wait)?;
            outcome = work(&mut connection.inner);
        }
        if let Err(error) = &outcome {
            self.after_failure(&mut connection, error);
        }
        Ok((work, outcome))
    }

    fn after_failure(&self, connection: &mut Pooled, error: &diesel::result::Error) {
        if is_stale(error) {
            self.generation.end(connection);
        }
        session::after_failure(&mut connection.inner);
    }
}
