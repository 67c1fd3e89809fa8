//! Opens and judges the connections of a pool.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::r2d2::{Error, R2D2Connection as _};

use crate::db::address::Address;
use crate::db::connection::AnyConnection;
use crate::db::session::Limits;

/// Counts how often the connections of a pool became useless all at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Generation(Arc<AtomicU64>);

/// A connection, and the generation that it belongs to.
pub(super) struct Pooled {
    pub inner: AnyConnection,
    generation: u64,
}

impl Generation {
    /// Ends the generation of this connection: what made it useless has befallen the others too.
    pub fn end(&self, connection: &Pooled) {
        let (old, new) = (connection.generation, connection.generation + 1);
        // Where it has ended already, its successors are kept.
        let _ = self.0.compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire);
    }

    fn current(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// Opens and judges the pool's connections.
pub(super) struct Manager {
    pub address: Address,
    pub limits: Limits,
    pub wait: Duration,
    pub generation: Generation,
}

impl Manager {
    fn is_outdated(&self, connection: &Pooled) -> bool {
        connection.generation != self.generation.current()
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Pooled;
    type Error = Error;

    fn connect(&self) -> Result<Pooled, Error> {
        let generation = self.generation.current();
        let inner = self.address.connect_within(&self.limits, self.wait);
        inner.map(|inner| Pooled { inner, generation }).map_err(Error::ConnectionError)
    }

    fn is_valid(&self, connection: &mut Pooled) -> Result<(), Error> {
        if self.is_outdated(connection) {
            return Err(Error::QueryError(diesel::result::Error::BrokenTransactionManager));
        }
        connection.inner.ping().map_err(Error::QueryError)
    }

    fn has_broken(&self, connection: &mut Pooled) -> bool {
        std::thread::panicking() || self.is_outdated(connection) || connection.inner.is_broken()
    }
}

/// The pool's own complaints are dropped: the request that suffers from one logs its cause.
#[derive(Debug)]
pub(super) struct Silent;

impl<E> r2d2::HandleError<E> for Silent {
    fn handle_error(&self, _error: E) {}
}
