//! How long ago something happened, in words.

use chrono::{NaiveDateTime, TimeDelta};

use crate::db::UtcTime;
use crate::panel::entity::cell::{Digits, day, machine, minutes};
use crate::panel::entity::words::counted;

/// A moment in words, and exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    at: NaiveDateTime,
    now: NaiveDateTime,
}

impl When {
    /// A stored moment, if it can be read.
    pub fn of(at: UtcTime, now: NaiveDateTime) -> Option<Self> {
        at.get().map(|at| Self::new(at, now))
    }

    /// That moment, looked at now.
    pub fn new(at: NaiveDateTime, now: NaiveDateTime) -> Self {
        Self { at, now }
    }

    /// "5 minutes ago"; the day where that was long ago.
    pub fn words(&self) -> String {
        let ago = |number, one, many| format!("{} ago", counted(number, one, many));
        match self.now - self.at {
            // The clock of another instance may be ahead.
            past if past < TimeDelta::minutes(1) => "just now".to_owned(),
            past if past < TimeDelta::hours(1) => ago(past.num_minutes(), "minute", "minutes"),
            past if past < TimeDelta::days(1) => ago(past.num_hours(), "hour", "hours"),
            past if past < TimeDelta::days(30) => ago(past.num_days(), "day", "days"),
            _ => day(&self.at.date()).to_string(),
        }
    }

    /// The `datetime` attribute.
    pub fn machine(&self) -> Digits<24> {
        machine(&self.at)
    }

    /// To the minute.
    pub fn exact(&self) -> Digits<16> {
        minutes(&self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_ago_is_called_by_its_day() {
        let at = chrono::DateTime::UNIX_EPOCH.naive_utc();
        for (seconds, words) in [
            (-90, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3599, "59 minutes ago"),
            (7200, "2 hours ago"),
            (86_400, "1 day ago"),
            (29 * 86_400, "29 days ago"),
            (30 * 86_400, "1970-01-01"),
        ] {
            assert_eq!(When::new(at, at + TimeDelta::seconds(seconds)).words(), words);
        }
    }
}
