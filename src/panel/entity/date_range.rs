//! Times as people type them: a year, a month, a day or a minute, in UTC.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::db::YEARS;

/// From one moment to another, both included: what comes after the year 9999 is no time to every
/// database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first moment.
    pub first: NaiveDateTime,
    /// The last moment, to the nanosecond.
    pub last: NaiveDateTime,
}

impl DateRange {
    /// Reads `2026`, `2026-11`, `2026-11-22` or `2026-11-22 13:55`, the last also as browsers send
    /// it, with a `T` between.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replacen('T', " ", 1);
        if let Ok(start) = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M") {
            let in_calendar = YEARS.contains(&start.year());
            return Self::up_to(start, start + TimeDelta::minutes(1)).filter(|_| in_calendar);
        }
        let mut parts = text.splitn(3, '-');
        let number = |part: Option<&str>| part.map(|part| part.trim().parse::<u32>().ok());
        let year = i32::try_from(number(parts.next())??).ok().filter(|year| YEARS.contains(year));
        let (year, month, day) = (year?, number(parts.next()), number(parts.next()));
        let first = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let (start, end) = match (month, day) {
            (None, _) => (first(1, 1)?, first(1, 1)?.checked_add_months(Months::new(12))?),
            (Some(month), None) => {
                (first(month?, 1)?, first(month?, 1)?.checked_add_months(Months::new(1))?)
            }
            (Some(month), Some(day)) => {
                (first(month?, day?)?, first(month?, day?)?.checked_add_days(Days::new(1))?)
            }
        };
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
        Self::up_to(midnight(start), midnight(end))
    }

    /// From the first moment on, up to but without the other.
    fn up_to(first: NaiveDateTime, end: NaiveDateTime) -> Option<Self> {
        Some(Self { first, last: end.checked_sub_signed(TimeDelta::nanoseconds(1))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_as_long_as_what_was_typed() {
        for (text, start, end) in [
            ("2026", "2026-01-01 00:00", "2027-01-01 00:00"),
            ("2026-12", "2026-12-01 00:00", "2027-01-01 00:00"),
            ("1", "0001-01-01 00:00", "0002-01-01 00:00"),
            ("9999-12-31 23:59", "9999-12-31 23:59", "+10000-01-01 00:00"),
            ("2028-02-29", "2028-02-29 00:00", "2028-03-01 00:00"),
            ("2026-11-22 23:59", "2026-11-22 23:59", "2026-11-23 00:00"),
            (" 2026-11-22T13:05 ", "2026-11-22 13:05", "2026-11-22 13:06"),
        ] {
            let time = |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
            assert_eq!(DateRange::parse(text), DateRange::up_to(time(start), time(end)));
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "soon",
            "2026-13",
            "2026-02-30",
            "2026-",
            "0",
            "99999",
            "-1",
            "2026-1-1-1",
            "0000-01-01 00:00",
            "+10000-01-01 00:00",
        ] {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
    }
}
