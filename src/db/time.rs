//! Times as rows hold them.

#[cfg(feature = "sqlite")]
use chrono::{NaiveDate, NaiveTime};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Timestamp;

use super::connection::Backend;

/// How far clocks may differ: those of several instances, or one clock before and after it was set.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// The latest stored time that is believed. One beyond it was written while a clock was wrong, and
/// nobody is let in, kept out or counted by it, or they would be for as long as the clock was ahead.
///
/// Every stored time that decides something is compared with this as well as with what it decides.
pub fn latest_believed(now: NaiveDateTime) -> NaiveDateTime {
    now + SKEW
}

/// A time in UTC, as it is read from a row: the servers send a number, SQLite a text, which Diesel
/// reads by a pattern that it parses anew each time. With two times in every row, that was a tenth
/// of what reading a list costs.
///
/// Rows say `#[diesel(deserialize_as = UtcTime)]` and hold a `NaiveDateTime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromSqlRow)]
pub struct UtcTime(NaiveDateTime);

impl From<UtcTime> for NaiveDateTime {
    fn from(time: UtcTime) -> Self {
        time.0
    }
}

impl FromSql<Timestamp, Backend> for UtcTime {
    fn from_sql(
        value: <Backend as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        value.from_sql::<Self, Timestamp>()
    }
}

#[cfg(feature = "postgres")]
impl FromSql<Timestamp, diesel::pg::Pg> for UtcTime {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamp, diesel::pg::Pg>::from_sql(value).map(Self)
    }
}

#[cfg(feature = "mysql")]
impl FromSql<Timestamp, diesel::mysql::Mysql> for UtcTime {
    fn from_sql(value: diesel::mysql::MysqlValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamp, diesel::mysql::Mysql>::from_sql(value).map(Self)
    }
}

#[cfg(feature = "sqlite")]
impl FromSql<Timestamp, diesel::sqlite::Sqlite> for UtcTime {
    fn from_sql(
        mut value: <diesel::sqlite::Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        match read(value.read_text()) {
            Some(time) => Ok(Self(time)),
            None => FromSql::<Timestamp, diesel::sqlite::Sqlite>::from_sql(value).map(Self),
        }
    }
}

/// Reads `2026-11-22 13:55:01` with at most nine digits behind a point, which is how Diesel writes
/// a time; `None` where it is anything else.
#[cfg(feature = "sqlite")]
fn read(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        bytes.get(from..to)?.iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let separators = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, separator)| bytes.get(*at) != Some(separator)) {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let nanos = match bytes.len() {
        19 => 0,
        end @ 21..=29 if bytes.get(19) == Some(&b'.') => {
            let missing = u32::try_from(29 - end).ok()?;
            number(20, end)? * 10_u32.pow(missing)
        }
        _ => return None,
    };
    let time =
        NaiveTime::from_hms_nano_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, nanos)?;
    Some(date.and_time(time))
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn what_diesel_writes_is_read_as_it_was() {
        let first = DateTime::from_timestamp(-2_000_000_000, 0).unwrap().naive_utc();
        let fractions = [0, 1, 1_000, 120_000, 1_000_000, 999_999_999];
        for (step, nanos) in (0..5000).zip(fractions.into_iter().cycle()) {
            let time = first + TimeDelta::seconds(step * 1_234_567) + TimeDelta::nanoseconds(nanos);
            assert_eq!(read(&time.format("%F %T%.f").to_string()), Some(time));
        }
    }

    #[test]
    fn anything_else_is_left_to_diesel() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T13:55:01",
            "2026-11-22 13:55:01Z",
            "2026-11-22 13:55:01.",
            "2026-11-22 13:55:01.1234567890",
            "2026-13-22 13:55:01",
            "2026-11-22 25:55:01",
            "2026-11-22 13:55:0é",
            "+026-11-22 13:55:01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
