//! Work as the pools see it: all of one type, so that the way to a connection and back is compiled
//! once, and not for each of the program's queries.

use std::sync::{Arc, Mutex, PoisonError};

use diesel::QueryResult;

use super::connection::AnyConnection;
use super::error::Error;

/// Work on a connection, which may be run again.
pub(super) type Work = Box<dyn Fn(&mut AnyConnection) -> QueryResult<()> + Send>;

/// Where work leaves what it came to.
pub struct Slot<T>(Arc<Mutex<Option<T>>>);

impl<T> Slot<T> {
    /// Leaves a value, in place of what an earlier run has left.
    pub fn fill(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
    }

    /// The value that was left.
    ///
    /// # Errors
    /// [`Error::Panicked`] where there is none: the work did not come to its end.
    pub fn take(&self) -> Result<T, Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(Error::Panicked)
    }
}

impl<T: Send + 'static> Slot<T> {
    /// An empty one, and the work that fills it.
    pub(super) fn of<F>(work: F) -> (Self, Work)
    where
        F: Fn(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    {
        let slot = Self::default();
        let filled = slot.clone();
        let work = move |connection: &mut AnyConnection| {
            filled.fill(work(connection)?);
            Ok(())
        };
        (slot, Box::new(work))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}
