//! A value as lists and detail pages show it.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use super::pager::grouped;

/// One value on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// Digits, set to the right.
    Number(String),
    /// A page of the panel that belongs to the row; the path is below the base.
    Link {
        /// What it is called.
        text: String,
        /// Where it is.
        path: String,
    },
    /// How many of something belong to the row.
    Count(i64),
    /// A moment, UTC.
    Time(NaiveDateTime),
    /// No value.
    Empty,
}

impl Cell {
    /// The text, or nothing.
    pub fn text(value: Option<String>) -> Self {
        value.map_or(Self::Empty, Self::Text)
    }

    /// How many of something there are, if that was counted.
    pub fn count(value: Option<i64>) -> Self {
        value.map_or(Self::Empty, Self::Count)
    }

    /// What is read, for all but moments.
    pub fn display(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Link { text, .. } => text.clone(),
            Self::Count(count) => grouped(*count),
            Self::Time(time) => minutes(time),
            Self::Empty => "–".to_owned(),
        }
    }
}

/// `2026-11-22 13:55`, written out by hand: a format pattern would be parsed again for each cell.
pub fn minutes(time: &NaiveDateTime) -> String {
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute()
    )
}

/// The `datetime` attribute of a `<time>` element (HTML, a valid global date and time).
pub fn machine(time: &NaiveDateTime) -> String {
    let micros = time.nanosecond() / 1000;
    let text = minutes(time).replace(' ', "T");
    format!("{text}:{:02}.{micros:06}Z", time.second())
}
