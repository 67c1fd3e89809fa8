//! Times as rows hold them.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Timestamp;
#[cfg(feature = "sqlite")]
use diesel::sqlite::{Sqlite, SqliteType};

use super::connection::Backend;
use super::statement::Value;
use super::stored::Stored;

/// How far clocks may differ: those of several instances, or one clock before and after it was set.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// The latest stored time that is believed. One beyond it was written while a clock was wrong, and
/// nobody is let in, kept out or counted by it, or they would be for as long as the clock was ahead.
///
/// Every stored time that decides something is compared with this as well as with what it decides.
pub fn latest_believed(now: NaiveDateTime) -> NaiveDateTime {
    now + SKEW
}

/// The years that every database and every page can name.
pub const YEARS: RangeInclusive<i32> = 1..=9999;

/// A time in UTC, as it is read from a row: the servers send a number, SQLite a text, which Diesel
/// reads by a pattern that it parses anew each time. With two times in every row, that was a tenth
/// of what reading a list costs.
///
/// Another program may have stored what is no time at all, as [`super::Stored`] says; a year beyond
/// those of the calendar on the wall counts as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromSqlRow)]
pub struct UtcTime {
    time: Option<NaiveDateTime>,
    /// Whether the database finds it by the same time: SQLite compares texts, and another program
    /// may write the same time as another text.
    is_plain: bool,
}

impl UtcTime {
    /// The time, if it can be read.
    pub fn get(self) -> Option<NaiveDateTime> {
        self.time
    }

    /// The time, if the database finds it by just that.
    pub fn plain(self) -> Option<NaiveDateTime> {
        self.time.filter(|_| self.is_plain)
    }

    /// The time that was read from a column of times.
    pub fn of(value: Option<Stored<Value>>) -> Self {
        match value {
            Some(Stored::Value(Value::Moment(time))) => time.into(),
            Some(Stored::Value(Value::Text(text))) => Self::read(&text),
            _ => Self::new(None, false),
        }
    }

    /// Reads a time that a database holds as a text, which SQLite alone does.
    pub(super) fn read(text: &str) -> Self {
        match read(text) {
            Some(time) => Self::new(Some(time), is_plain(text)),
            None => Self::new(read_otherwise(text), false),
        }
    }

    fn new(time: Option<NaiveDateTime>, is_plain: bool) -> Self {
        Self { time: time.filter(|time| YEARS.contains(&time.year())), is_plain }
    }
}

impl From<UtcTime> for Option<NaiveDateTime> {
    fn from(time: UtcTime) -> Self {
        time.time
    }
}

impl From<NaiveDateTime> for UtcTime {
    fn from(time: NaiveDateTime) -> Self {
        Self::new(Some(time), true)
    }
}

impl FromSql<Timestamp, Backend> for UtcTime {
    fn from_sql(
        value: <Backend as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        value.from_sql::<Self, Timestamp>()
    }

    fn from_nullable_sql(
        value: Option<<Backend as diesel::backend::Backend>::RawValue<'_>>,
    ) -> deserialize::Result<Self> {
        value.map_or(Ok(Self::new(None, false)), FromSql::<Timestamp, Backend>::from_sql)
    }
}

#[cfg(feature = "postgres")]
impl FromSql<Timestamp, diesel::pg::Pg> for UtcTime {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(FromSql::<Timestamp, diesel::pg::Pg>::from_sql(value).ok(), true))
    }
}

#[cfg(feature = "mysql")]
impl FromSql<Timestamp, diesel::mysql::Mysql> for UtcTime {
    fn from_sql(value: diesel::mysql::MysqlValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(FromSql::<Timestamp, diesel::mysql::Mysql>::from_sql(value).ok(), true))
    }
}

#[cfg(feature = "sqlite")]
impl FromSql<Timestamp, Sqlite> for UtcTime {
    fn from_sql(
        mut value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        if value.value_type() != Some(SqliteType::Text) {
            return Ok(Self::new(None, false));
        }
        let text = value.read_text();
        if let Some(time) = read(text) {
            let is_plain = is_plain(text);
            return Ok(Self::new(Some(time), is_plain));
        }
        Ok(Self::new(FromSql::<Timestamp, Sqlite>::from_sql(value).ok(), false))
    }
}

/// Reads a time as others write it.
fn read_otherwise(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z');
    ["%F %T%.f", "%FT%T%.f", "%F %R", "%FT%R"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// Whether Diesel writes a time that [`read`] has read in the same way: in three or six digits behind
/// the point, or none, without zeros at the end that it could do without.
fn is_plain(text: &str) -> bool {
    match text.len() {
        19 => true,
        23 | 26 => !text.ends_with("000"),
        _ => false,
    }
}

/// Reads `2026-11-22 13:55:01` with at most nine digits behind a point, which is how Diesel writes
/// a time; `None` where it is anything else.
fn read(text: &str) -> Option<NaiveDateTime> {
    let (seconds, fraction) = text.as_bytes().split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b' ', rest @ ..] = *seconds else {
        return None;
    };
    let [h1, h2, b':', n1, n2, b':', s1, s2] = rest else { return None };
    let year = i32::try_from(pair(y1, y2)? * 100 + pair(y3, y4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, pair(m1, m2)?, pair(d1, d2)?)?;
    let nanos = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            let missing = u32::try_from(9 - digits.len()).ok()?;
            number(digits)? * 10_u32.pow(missing)
        }
        _ => return None,
    };
    let (hours, minutes, seconds) = (pair(h1, h2)?, pair(n1, n2)?, pair(s1, s2)?);
    Some(date.and_time(NaiveTime::from_hms_nano_opt(hours, minutes, seconds, nanos)?))
}

/// The number that two digits stand for. Each row of a list has a dozen of these pairs.
fn pair(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens * 10 + ones))
}

/// The number that digits stand for, of which there are nine at most.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
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
            let text = time.format("%F %T%.f").to_string();
            assert_eq!(read(&text), Some(time));
            assert_eq!(is_plain(&text), nanos % 1000 == 0, "{text}");
        }
    }

    #[test]
    fn what_others_write_otherwise_is_found_otherwise() {
        for text in
            ["2026-11-22 13:55:01.000", "2026-11-22 13:55:01.12", "2026-11-22 13:55:01.120000"]
        {
            assert!(read(text).is_some() && !is_plain(text), "{text}");
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
