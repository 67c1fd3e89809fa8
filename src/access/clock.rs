//! The time, as it can be moved in a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{NaiveDateTime, TimeDelta};

/// The clock of one running program. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The time in UTC, in microseconds.
    pub fn now(&self) -> NaiveDateTime {
        let now = crate::db::now();
        let ahead = TimeDelta::try_milliseconds(self.ahead.load(Ordering::Relaxed));
        ahead.and_then(|ahead| now.checked_add_signed(ahead)).unwrap_or(now)
    }

    /// Moves it forward, as waiting would.
    pub fn advance(&self, time: TimeDelta) {
        self.ahead.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }
}
