//! The clock on the wall of whoever looks at a page.

use std::fmt;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::db::{Day, YEARS};
use crate::panel::entity::cell::minutes;
use crate::panel::entity::plain::{Plain, plain};

/// The zones, as part of the program: they are the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// What a zone is called that is none of a place.
const UTC: &str = "UTC";

/// A time zone, by its name in the database of IANA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A moment on a clock, and how far that is from UTC: `2026-11-26 19:00+01:00`, or with a `Z` in UTC
/// itself. It is a valid global date and time of HTML, and a person can read it.
#[derive(Clone, Copy)]
pub struct ZonedTime {
    /// What the clock shows.
    pub local: NaiveDateTime,
    /// Minutes; `None` in UTC.
    offset: Option<i64>,
}

impl Zone {
    /// UTC, where nothing better is known.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of that name.
    pub fn named(name: &str) -> Option<Self> {
        let zone = ZONES.get(name).ok()?;
        Some(if zone.iana_name() == Some(UTC) { Self::UTC } else { Self(zone) })
    }

    /// The names of all zones that are those of places, and UTC, in order.
    pub fn names() -> impl Iterator<Item = String> {
        let names = ZONES.available().map(|name| name.to_string());
        let is_place = |name: &str| name.contains('/') && !name.starts_with("Etc/");
        std::iter::once(UTC.to_owned()).chain(names.filter(move |name| is_place(name)))
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or(UTC)
    }

    /// Whether clocks there show UTC, which a page then says.
    pub fn is_utc(&self) -> bool {
        *self == Self::UTC
    }

    /// What a clock shows there at that moment.
    pub fn local(&self, at: NaiveDateTime) -> NaiveDateTime {
        self.shown(at).0
    }

    /// The same, to be read by programs.
    pub fn machine(&self, at: NaiveDateTime) -> ZonedTime {
        let (local, offset) = self.shown(at);
        let offset = (!self.is_utc()).then_some(offset);
        ZonedTime { local, offset }
    }

    /// The last days there, the earliest first, the day of `now` included.
    pub fn last_days(&self, number: usize, now: NaiveDateTime) -> Vec<Day> {
        let today = self.local(now).date();
        let before = |days: usize| {
            let day = today - TimeDelta::days(i64::try_from(days).ok()?);
            let [from, until] = [day, day.succ_opt()?].map(|day| self.moment(day.into()));
            Some(Day { day, from, until })
        };
        (0..number).rev().filter_map(before).collect()
    }

    /// What a clock shows, and how many minutes it is ahead of UTC.
    fn shown(&self, at: NaiveDateTime) -> (NaiveDateTime, i64) {
        let timestamp = Timestamp::from_second(at.and_utc().timestamp());
        let seconds = timestamp.map_or(0, |at| self.0.to_offset(at).seconds());
        // Before there were zones, places were seconds apart, which HTML cannot say.
        let offset = i64::from(seconds) / 60;
        if offset == 0 {
            return (at, 0);
        }
        match at.checked_add_signed(TimeDelta::minutes(offset)) {
            Some(local) if YEARS.contains(&local.year()) => (local, offset),
            _ => (at, 0),
        }
    }

    /// When a clock shows that there, in UTC: the first time where it does twice, and behind the gap
    /// where it jumps over that. The calendar begins and ends everywhere at once.
    pub fn moment(&self, local: NaiveDateTime) -> NaiveDateTime {
        let [first, end] = [*YEARS.start(), YEARS.end() + 1].map(beginning);
        let moment = if local > first { self.found(local).unwrap_or(local) } else { first };
        moment.clamp(first, end)
    }

    fn found(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let number = |number: u32| i8::try_from(number).ok();
        let year = i16::try_from(local.year()).ok()?;
        let day = Date::new(year, number(local.month())?, number(local.day())?).ok()?;
        let [hour, minute, second] = [local.hour(), local.minute(), local.second()].map(number);
        let time = day.at(hour?, minute?, second?, 0);
        let found = self.0.to_timestamp(time).ok()?;
        // As `shown` leaves them out.
        let seconds = i64::from(self.0.to_offset(found).seconds() % 60);
        let found = DateTime::from_timestamp(found.as_second() + seconds, local.nanosecond())?;
        Some(found.naive_utc())
    }
}

/// When that year begins.
fn beginning(year: i32) -> NaiveDateTime {
    NaiveDate::from_yo_opt(year, 1).unwrap_or_default().into()
}

impl Plain for ZonedTime {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        minutes(&self.local).write(out)?;
        match self.offset {
            None => out.write_str("Z"),
            Some(offset) => {
                let (sign, offset) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
                write!(out, "{sign}{:02}:{:02}", offset / 60, offset % 60)
            }
        }
    }
}

plain!(ZonedTime);

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%F %R").unwrap()
    }

    fn shown(zone: &str, at: &str) -> String {
        Zone::named(zone).unwrap().machine(time(at)).to_string()
    }

    #[test]
    fn a_moment_is_shown_as_clocks_show_it_there() {
        for (zone, at, expected) in [
            ("UTC", "2026-11-26 18:00", "2026-11-26 18:00Z"),
            ("europe/berlin", "2026-11-26 23:30", "2026-11-27 00:30+01:00"),
            ("Europe/Berlin", "2026-07-01 12:00", "2026-07-01 14:00+02:00"),
            ("America/New_York", "2026-11-26 02:00", "2026-11-25 21:00-05:00"),
            ("Asia/Kathmandu", "2026-11-26 18:00", "2026-11-26 23:45+05:45"),
            // A mean time of its own, to the minute; and the ends of the calendar.
            ("Europe/Berlin", "1800-01-01 00:00", "1800-01-01 00:53+00:53"),
            ("America/New_York", "0001-01-01 00:00", "0001-01-01 00:00+00:00"),
            ("Asia/Tokyo", "9999-12-31 23:00", "9999-12-31 23:00+00:00"),
        ] {
            assert_eq!(shown(zone, at), expected, "{zone}");
        }
        assert!(
            ["", "Nowhere/At_all", "../etc/passwd"].map(Zone::named).iter().all(Option::is_none)
        );
    }

    #[test]
    fn every_zone_that_is_offered_is_one() {
        let names: Vec<String> = Zone::names().collect();
        assert!(names.len() > 300 && names[0] == "UTC", "{names:?}");
        assert!(names.iter().all(|name| Zone::named(name).is_some()));
    }

    #[test]
    fn days_begin_where_the_clock_says_so_and_leave_nothing_out() {
        let days = Zone::named("Europe/Berlin").unwrap().last_days(3, time("2026-10-25 23:30"));
        let began: Vec<_> = days.iter().map(|day| (day.day.to_string(), day.from)).collect();
        assert_eq!(
            began,
            [
                ("2026-10-24".to_owned(), time("2026-10-23 22:00")),
                ("2026-10-25".to_owned(), time("2026-10-24 22:00")),
                // The day before had an hour more.
                ("2026-10-26".to_owned(), time("2026-10-25 23:00")),
            ]
        );
        assert!(days.windows(2).all(|pair| pair[0].until == pair[1].from));
    }
}
