//! When something happened, in words and exactly, on the clock of whoever looks.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};

use crate::db::UtcTime;
use crate::panel::entity::cell::{Digits, day, minutes};
use crate::panel::entity::plain::{Plain, plain};
use crate::panel::entity::words::counted;
use crate::panel::entity::zone::{Zone, ZonedTime};

/// So long after it something is told in hours, even past midnight.
const HOURS: TimeDelta = TimeDelta::hours(6);
/// More days than these after it, it was neither today nor yesterday anywhere, whatever became of
/// the clocks.
const DAYS: i32 = 4;
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

    /// As it is told to somebody with a clock of that zone.
    pub fn told(self, zone: &Zone) -> ToldTime<'_> {
        ToldTime { when: self, machine: zone.machine(self.at), zone }
    }
}

/// A moment, looked at now, as it is told to somebody.
#[derive(Clone, Copy)]
pub struct ToldTime<'z> {
    when: When,
    /// The `datetime` attribute, which is shown where the words are pointed at.
    pub machine: ZonedTime,
    zone: &'z Zone,
}

/// When something happened, in words.
#[derive(Clone, Copy)]
pub enum TimeWords {
    /// Just now.
    Now,
    /// So many minutes ago.
    Minutes(i64),
    /// So many hours ago.
    Hours(i64),
    /// Yesterday.
    Yesterday,
    /// On that day, which was long ago or is yet to come.
    On(NaiveDate),
}

impl ToldTime<'_> {
    /// "5 minutes ago", "yesterday", or the day.
    pub fn words(&self) -> TimeWords {
        let at = self.machine.local.date();
        let [day, today] = [self.when.at, self.when.now].map(|time| time.num_days_from_ce());
        if today - day > DAYS {
            return TimeWords::On(at);
        }
        match self.when.now - self.when.at {
            past if past < -AHEAD => TimeWords::On(at),
            past if past < TimeDelta::minutes(1) => TimeWords::Now,
            past if past < TimeDelta::hours(1) => TimeWords::Minutes(past.num_minutes()),
            past if past < HOURS => TimeWords::Hours(past.num_hours()),
            past => match self.zone.local(self.when.now).date() {
                today if today == at => TimeWords::Hours(past.num_hours()),
                today if Some(today) == at.succ_opt() => TimeWords::Yesterday,
                _ => TimeWords::On(at),
            },
        }
    }

    /// How long ago it was, where that was not long ago.
    pub fn ago(&self) -> Option<TimeWords> {
        Some(self.words()).filter(|words| !matches!(words, TimeWords::On(_)))
    }

    /// To the minute.
    pub fn exact(&self) -> Digits<16> {
        minutes(&self.machine.local)
    }

    /// The same on its own, where UTC is told from the time of a place.
    pub fn on_its_own(&self) -> String {
        format!("{}{}", self.exact(), if self.zone.is_utc() { " UTC" } else { "" })
    }
}

impl Plain for TimeWords {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::Now => out.write_str("just now"),
            Self::Minutes(number) => write!(out, "{} ago", counted(*number, "minute", "minutes")),
            Self::Hours(number) => write!(out, "{} ago", counted(*number, "hour", "hours")),
            Self::Yesterday => out.write_str("yesterday"),
            Self::On(date) => day(date).write(out),
        }
    }
}

plain!(TimeWords);

#[cfg(test)]
mod tests {
    use super::*;

    fn words(zone: &Zone, seconds: i64) -> String {
        let noon = chrono::DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::hours(12);
        When::new(noon, noon + TimeDelta::seconds(seconds)).told(zone).words().to_string()
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
