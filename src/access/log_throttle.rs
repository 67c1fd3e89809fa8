//! Lines of the security log that a script could write without end: each at most once a minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{NaiveDateTime, TimeDelta};

use crate::db::latest_believed;

/// What this instance has written within the last minute.
#[derive(Clone, Default)]
pub struct LogThrottle(Arc<Mutex<HashMap<String, NaiveDateTime>>>);

const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// So many different lines a minute at most: their memory is bounded too.
const MOST: usize = 1000;

impl LogThrottle {
    /// Whether this was not written within the last minute; then it counts as written now.
    pub fn allows(&self, line: &str, now: NaiveDateTime) -> bool {
        let Ok(mut written) = self.0.lock() else { return false };
        written.retain(|_, at| *at > now - MINUTE && *at <= latest_believed(now));
        if written.len() >= MOST || written.contains_key(line) {
            return false;
        }
        written.insert(line.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_once_a_minute_and_all_of_them_are_bounded() {
        let (log_throttle, now) = (LogThrottle::default(), crate::db::now());
        assert!(log_throttle.allows("a", now));
        assert!(!log_throttle.allows("a", now + TimeDelta::seconds(59)));
        assert!(log_throttle.allows("a", now + MINUTE));
        // What was written while the clock was ahead holds nothing up.
        assert!(log_throttle.allows("b", now + TimeDelta::days(1)));
        assert!(log_throttle.allows("b", now));
        let written = (0..2 * MOST).filter(|number| log_throttle.allows(&number.to_string(), now));
        assert!(written.count() < MOST);
    }
}
