//! A place among rows that are in the order of their times.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDateTime};

use super::{UtcTime, YEARS};

/// The place of a row: of those of one time, that of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimePlace {
    /// Microseconds since 1970.
    at: i64,
    /// The id.
    pub id: i64,
}

impl TimePlace {
    /// Behind every row.
    pub const LATEST: Self = Self { at: i64::MAX, id: i64::MAX };
    /// Before every row.
    pub const EARLIEST: Self = Self { at: i64::MIN, id: i64::MIN };

    /// A row whose time cannot be read has no place.
    pub fn of(at: UtcTime, id: i64) -> Option<Self> {
        Some(Self { at: at.plain()?.and_utc().timestamp_micros(), id })
    }

    /// The time; `None` where no row can have it.
    pub fn time(self) -> Option<NaiveDateTime> {
        let time = DateTime::from_timestamp_micros(self.at)?.naive_utc();
        YEARS.contains(&time.year()).then_some(time)
    }
}

impl fmt::Display for TimePlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.at, self.id)
    }
}

/// Reads what its `Display` wrote.
impl FromStr for TimePlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('.').ok_or(())?;
        let read = |text: &str| text.parse().map_err(|_| ());
        Ok(Self { at: read(at)?, id: read(id)? })
    }
}

/// Loads the rows of a boxed query that are before or after a place by their time and id, the nearest
/// to it first.
macro_rules! load_by_time {
    ($connection:expr, $query:expr, ($at:expr, $id:expr), $span:expr) => {{
        let mut query = $query;
        match $span {
            $crate::db::Span::Before(place) => {
                if let Some(time) = place.time() {
                    query = query.filter($at.le(time));
                    query = query.filter($at.lt(time).or($id.lt(place.id)));
                }
                query.order(($at.desc(), $id.desc())).load($connection)
            }
            $crate::db::Span::After(place) => {
                if let Some(time) = place.time() {
                    query = query.filter($at.ge(time));
                    query = query.filter($at.gt(time).or($id.gt(place.id)));
                }
                query.order(($at.asc(), $id.asc())).load($connection)
            }
        }
    }};
}

pub(crate) use load_by_time;
