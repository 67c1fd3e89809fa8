//! When something happened, in words and exactly, on the clock of whoever looks.

use chrono::{NaiveDateTime, TimeDelta};

use crate::db::UtcTime;
use crate::panel::entity::cell::{Digits, day, minutes};
use crate::panel::entity::words::counted;
use crate::panel::entity::zone::{Zone, ZonedTime};

/// So long after it something is told in hours, even past midnight.
const HOURS: TimeDelta = TimeDelta::hours(6);
/// So far the clock of another instance may be ahead: what it has just noted is no date.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// A moment, looked at now.
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

    /// "5 minutes ago", "yesterday", and the day where that was long ago or is yet to come.
    pub fn words(&self, zone: &Zone) -> String {
        self.ago(zone).unwrap_or_else(|| day(&zone.local(self.at).date()).to_string())
    }

    /// How long ago it was, where that was not long ago.
    pub fn ago(&self, zone: &Zone) -> Option<String> {
        let [at, today] = [self.at, self.now].map(|time| zone.local(time).date());
        let ago = |number, one, many| format!("{} ago", counted(number, one, many));
        Some(match self.now - self.at {
            past if past < -AHEAD => return None,
            past if past < TimeDelta::minutes(1) => "just now".to_owned(),
            past if past < TimeDelta::hours(1) => ago(past.num_minutes(), "minute", "minutes"),
            past if past < HOURS || at == today => ago(past.num_hours(), "hour", "hours"),
            _ if at.succ_opt() == Some(today) => "yesterday".to_owned(),
            _ => return None,
        })
    }

    /// The `datetime` attribute, which is shown where the words are pointed at.
    pub fn machine(&self, zone: &Zone) -> ZonedTime {
        zone.machine(self.at)
    }

    /// The same on its own, where UTC is told from the time of a place.
    pub fn told(&self, zone: &Zone) -> String {
        format!("{}{}", self.exact(zone), if zone.is_utc() { " UTC" } else { "" })
    }

    /// To the minute.
    pub fn exact(&self, zone: &Zone) -> Digits<16> {
        minutes(&zone.local(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(zone: &Zone, seconds: i64) -> String {
        let noon = chrono::DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::hours(12);
        When::new(noon, noon + TimeDelta::seconds(seconds)).words(zone)
    }

    #[test]
    fn what_is_long_ago_is_called_by_its_day() {
        for (seconds, expected) in [
            (-301, "1970-01-01"),
            (-90, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3599, "59 minutes ago"),
            (7200, "2 hours ago"),
            (43_199, "11 hours ago"),
            (43_200, "yesterday"),
            (129_599, "yesterday"),
            (129_600, "1970-01-01"),
        ] {
            assert_eq!(words(&Zone::UTC, seconds), expected, "{seconds}");
        }
    }

    #[test]
    fn yesterday_ends_at_the_midnight_of_whoever_looks() {
        // It is nine in the evening there.
        let tokyo = Zone::named("Asia/Tokyo").unwrap();
        assert_eq!(words(&tokyo, 5 * 3600), "5 hours ago");
        assert_eq!(words(&tokyo, 6 * 3600), "yesterday");
        assert_eq!(words(&tokyo, 27 * 3600), "1970-01-01");
    }
}
