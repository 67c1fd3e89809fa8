//! Days on the clock of whoever asks.
//!
//! A day that stands in an address or in a view is a day of whoever opens it: the same view shows
//! each operator what happened on their own 22nd of November.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::zone::Zone;

/// What day it is for whoever asks, and when their days begin.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Zone,
    now: NaiveDateTime,
}

impl Calendar {
    /// The days of that zone, looked at at that moment.
    pub fn new(zone: Zone, now: NaiveDateTime) -> Self {
        Self { zone, now }
    }

    /// The days of UTC.
    pub fn utc(now: NaiveDateTime) -> Self {
        Self::new(Zone::UTC, now)
    }

    /// The moment, in UTC.
    pub fn now(&self) -> NaiveDateTime {
        self.now
    }

    /// The day that it is there.
    pub fn today(&self) -> NaiveDate {
        self.zone.local(self.now).date()
    }

    /// The first of the last seven days, of which today is one.
    pub fn first_of_week(&self) -> NaiveDate {
        self.today() - TimeDelta::days(6)
    }

    /// The moments of a year, a month, a day or a minute, in UTC.
    pub fn moments(&self, typed: &str) -> Option<DateRange> {
        let DateRange { first, last } = DateRange::parse(typed)?;
        let nanosecond = TimeDelta::nanoseconds(1);
        let end = last.checked_add_signed(nanosecond)?;
        let [first, end] = [first, end].map(|local| self.moment(local));
        Some(DateRange { first, last: end - nanosecond })
    }

    /// When a day begins, in UTC.
    pub fn beginning(&self, day: NaiveDate) -> NaiveDateTime {
        self.moment(day.into())
    }

    /// When a clock shows that there, in UTC.
    pub fn moment(&self, local: NaiveDateTime) -> NaiveDateTime {
        self.zone.moment(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn calendar(zone: &str, now: &str) -> Calendar {
        Calendar::new(Zone::named(zone).unwrap(), time(now))
    }

    #[test]
    fn what_is_typed_are_the_moments_at_which_a_clock_shows_it() {
        for (zone, typed, first, end) in [
            ("UTC", "2026-11", "2026-11-01 00:00", "2026-12-01 00:00"),
            ("Asia/Kathmandu", "2026-11-22", "2026-11-21 18:15", "2026-11-22 18:15"),
            ("Asia/Kathmandu", "2026-11-22 13:55", "2026-11-22 08:10", "2026-11-22 08:11"),
            ("America/New_York", "2026", "2026-01-01 05:00", "2027-01-01 05:00"),
            // A day of 25 hours, and one of 23.
            ("Europe/Berlin", "2026-10-25", "2026-10-24 22:00", "2026-10-25 23:00"),
            ("Europe/Berlin", "2026-03-29", "2026-03-28 23:00", "2026-03-29 22:00"),
            // Clocks there jump over midnight.
            ("Africa/Cairo", "2026-04-24", "2026-04-23 22:00", "2026-04-24 21:00"),
            // No clock shows that, and one shows it twice: the first time counts.
            ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30", "2026-03-29 01:31"),
            ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "2026-10-25 00:31"),
            // The calendar begins and ends everywhere at once, and its last day is one of UTC.
            ("America/New_York", "1", "0001-01-01 00:00", "0002-01-01 04:56"),
            ("Asia/Tokyo", "9999-12-31", "9999-12-30 15:00", "+10000-01-01 00:00"),
            ("America/New_York", "9999-12-31 22:00", "9999-12-31 22:00", "9999-12-31 22:01"),
        ] {
            let DateRange { first: began, last } =
                calendar(zone, "2026-11-22 12:00").moments(typed).unwrap();
            let ended = last + TimeDelta::nanoseconds(1);
            assert_eq!((began, ended), (time(first), time(end)), "{typed} in {zone}");
        }
    }

    #[test]
    fn days_of_every_zone_follow_each_other_and_hold_what_a_clock_shows_in_them() {
        let now = "2026-11-22 12:00";
        for zone in Zone::names().step_by(7) {
            let calendar = calendar(&zone, now);
            for hour in (0..400 * 24).step_by(5) {
                let at = time("2026-01-01 00:30") + TimeDelta::hours(hour);
                let day = Zone::named(&zone).unwrap().local(at).date();
                let range = calendar.moments(&day.to_string()).unwrap();
                assert!((range.first..=range.last).contains(&at), "{at} in {zone}");
                assert_eq!(range.first, calendar.beginning(day));
            }
        }
    }

    #[test]
    fn today_is_the_day_of_whoever_asks() {
        for (zone, today, week) in [
            ("UTC", "2026-11-22", "2026-11-16"),
            ("Pacific/Kiritimati", "2026-11-23", "2026-11-17"),
        ] {
            let calendar = calendar(zone, "2026-11-22 12:00");
            let days = [calendar.today(), calendar.first_of_week()].map(|day| day.to_string());
            assert_eq!(days, [today, week]);
        }
    }
}
