//! A value as lists and detail pages show it.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::db::UtcTime;
use crate::panel::entity::plain::{Plain, plain};
use crate::panel::entity::words::Grouped;

/// What stands for itself in an address of either side of the @.
const ADDRESS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'+');

/// One value on a page. Its text stays where it is, in the row: a list has hundreds of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'v> {
    /// Text.
    Text(Cow<'v, str>),
    /// Text of several lines: where there is room for one alone, as much of it as fits.
    Lines(Cow<'v, str>),
    /// An e-mail address, in two parts.
    Email {
        /// What stands before the @.
        name: Cow<'v, str>,
        /// The @ and what follows it.
        host: Cow<'v, str>,
    },
    /// A whole number, set to the right.
    Integer(i64),
    /// Digits and what stands between them, set to the right.
    Number(String),
    /// A page of the panel that belongs to the row; the path is below the base.
    Link {
        /// What it is called.
        text: Cow<'v, str>,
        /// Where it is.
        path: String,
    },
    /// How many of something belong to the row.
    Count(i64),
    /// A day.
    Date(NaiveDate),
    /// A moment that somebody chose (UTC): exactly.
    Moment(NaiveDateTime),
    /// When something happened to a record (UTC): how long ago that was.
    Time(NaiveDateTime),
    /// No value.
    Empty,
    /// A value that another program stored and nobody can read here.
    Unreadable,
}

/// What of an e-mail address fits the width of a phone, and of a column.
const LONGEST_PART: usize = 28;
const LONGEST_ADDRESS: usize = 40;
/// What of a long text stands in one line, in characters.
const LONGEST_LINE: usize = 80;
/// What fits a narrow column of a list, in bytes: where letters are wide, they have several.
const LONGEST_SHORT: usize = 20;

impl<'v> Cell<'v> {
    /// An e-mail address; what another program stored may be none.
    pub fn email(text: &'v str) -> Self {
        let (name, host) = text.split_at(text.rfind('@').unwrap_or_default());
        match !name.is_empty() && host.len() > 1 {
            true => Self::Email { name: name.into(), host: host.into() },
            false => Self::Text(text.into()),
        }
    }

    /// The same for a page that does not keep the row.
    pub fn into_owned(self) -> Cell<'static> {
        let owned = |text: Cow<'v, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Text(text) => Cell::Text(owned(text)),
            Self::Lines(text) => Cell::Lines(owned(text)),
            Self::Email { name, host } => Cell::Email { name: owned(name), host: owned(host) },
            Self::Integer(number) => Cell::Integer(number),
            Self::Number(digits) => Cell::Number(digits),
            Self::Link { text, path } => Cell::Link { text: owned(text), path },
            Self::Count(count) => Cell::Count(count),
            Self::Date(date) => Cell::Date(date),
            Self::Moment(time) => Cell::Moment(time),
            Self::Time(time) => Cell::Time(time),
            Self::Empty => Cell::Empty,
            Self::Unreadable => Cell::Unreadable,
        }
    }

    /// Whether an address breaks between its parts alone; a very long one does as any text does.
    pub fn is_usual_address(name: &str, host: &str) -> bool {
        let [name, host] = [name, host].map(|part| part.chars().count());
        name.max(host) <= LONGEST_PART && name + host <= LONGEST_ADDRESS
    }

    /// Whether a text is the address of a page on the web, and nothing else.
    pub fn is_web_address(text: &str) -> bool {
        let behind_http = text.strip_prefix("http");
        let behind_scheme = behind_http.map(|rest| rest.strip_prefix('s').unwrap_or(rest));
        let rest = behind_scheme.and_then(|rest| rest.strip_prefix("://"));
        rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    }

    /// When something happened, if it can be read.
    pub fn time(time: UtcTime) -> Self {
        time.get().map_or(Self::Unreadable, Self::Time)
    }

    /// Where a message to an address is written (RFC 6068): `mailto:ade@example.com`.
    pub fn mailto(name: &str, host: &str) -> String {
        let host = host.strip_prefix('@').unwrap_or(host);
        let [name, host] = [name, host].map(|part| utf8_percent_encode(part, ADDRESS));
        format!("mailto:{name}@{host}")
    }

    /// The same in the middle of a sentence.
    pub fn into_words(self) -> Cow<'v, str> {
        match self {
            Self::Text(text) | Self::Link { text, .. } => text,
            Self::Number(digits) => Cow::Owned(digits),
            cell => Cow::Owned(cell.display().into_owned()),
        }
    }

    /// What is read, for all but moments.
    pub fn display(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Link { text, .. } => Cow::Borrowed(text),
            Self::Number(digits) => Cow::Borrowed(digits),
            Self::Email { name, host } => Cow::Owned(format!("{name}{host}")),
            Self::Lines(text) => Cow::Owned(in_one_line(text)),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Count(count) => Cow::Owned(Grouped(*count).to_string()),
            Self::Date(date) => Cow::Owned(day(date).to_string()),
            Self::Moment(time) | Self::Time(time) => Cow::Owned(minutes(time).to_string()),
            Self::Empty => Cow::Borrowed("–"),
            Self::Unreadable => Cow::Borrowed("Unreadable"),
        }
    }

    /// The same where a column of a list may be too narrow for it.
    pub fn long(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(_)
            | Self::Lines(_)
            | Self::Email { .. }
            | Self::Number(_)
            | Self::Link { .. } => Some(self.display()).filter(|text| text.len() > LONGEST_SHORT),
            Self::Integer(_)
            | Self::Count(_)
            | Self::Date(_)
            | Self::Moment(_)
            | Self::Time(_)
            | Self::Empty
            | Self::Unreadable => None,
        }
    }
}

/// A time in digits and what stands between them. It is written by hand: a format pattern would be
/// parsed again for each cell.
#[derive(Clone, Copy)]
pub struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Digits<N> {
    /// Writes the last two digits of a number over the zeros that stand there.
    fn put(mut self, place: usize, number: u32) -> Self {
        if let Some([tens, ones]) = self.0.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
            (*tens, *ones) = (b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8);
        }
        self
    }

    fn put_day(self, date: &NaiveDate) -> Self {
        let year = date.year().unsigned_abs();
        self.put(0, year / 100).put(2, year).put(5, date.month()).put(8, date.day())
    }

    fn put_minutes(self, time: &NaiveDateTime) -> Self {
        self.put_day(&time.date()).put(11, time.hour()).put(14, time.minute())
    }
}

impl<const N: usize> Plain for Digits<N> {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

plain!(Digits<10>, Digits<16>);

/// The beginning of a text in one line, with an ellipsis where there is more of it.
fn in_one_line(text: &str) -> String {
    // Blanks in a row are one, so what is far behind need not be looked at.
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((end, _)) = line.char_indices().nth(LONGEST_LINE) {
            line.truncate(end);
            line.truncate(line.trim_end().len());
            line.push('…');
            break;
        }
    }
    line
}

/// `2026-11-22`
pub fn day(date: &NaiveDate) -> Digits<10> {
    Digits(*b"0000-00-00").put_day(date)
}

/// `2026-11-22 13:55`
pub fn minutes(time: &NaiveDateTime) -> Digits<16> {
    Digits(*b"0000-00-00 00:00").put_minutes(time)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn an_address_has_two_parts_however_long_it_is() {
        let long = "x".repeat(29);
        for (name, host) in [("ade", "@example.com"), (&long, "@x.org"), ("x", &format!("@{long}"))]
        {
            let address = format!("{name}{host}");
            let (name, host) = (name.into(), host.into());
            assert_eq!(Cell::email(&address), Cell::Email { name, host });
        }
        for text in ["nobody", "@example.com", "nobody@"] {
            assert_eq!(Cell::email(text), Cell::Text(text.into()));
        }
        assert!(Cell::is_usual_address("ade", "@example.com"));
        assert!(!Cell::is_usual_address(&long, "@x.org"));
    }

    #[test]
    fn what_leads_to_a_page_on_the_web_is_told_from_other_texts() {
        for text in ["https://example.com/a?b=c#d", "http://münchen.example"] {
            assert!(Cell::is_web_address(text), "{text}");
        }
        for text in ["example.com", "https://", "https:// x", "https://a b", "javascript:https://x"]
        {
            assert!(!Cell::is_web_address(text), "{text}");
        }
    }

    #[test]
    fn nothing_of_an_address_is_taken_for_more_than_an_address() {
        assert_eq!(Cell::mailto("ade", "@example.com"), "mailto:ade@example.com");
        assert_eq!(Cell::mailto("a%b&c", "@x?cc=y"), "mailto:a%25b%26c@x%3Fcc%3Dy");
    }

    #[test]
    fn a_long_text_is_cut_to_a_line() {
        let shown = |text: &str| Cell::Lines(text.into()).display().into_owned();
        assert_eq!(shown(" a\n\n b\tc "), "a b c");
        assert_eq!(shown(&"x".repeat(80)), "x".repeat(80));
        assert_eq!(shown(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
        assert_eq!(shown(&format!("{} b", "x".repeat(79))), format!("{}…", "x".repeat(79)));
        assert_eq!(shown(""), "");
    }

    #[test]
    fn what_may_not_fit_a_column_is_long() {
        let is_long = |text: &str| Cell::Text(text.into()).long().is_some();
        assert!(!is_long("New Zealand") && is_long("Örnsköldsvik och Sundsvall"));
        assert!(is_long("長い名前の人長い"));
    }

    #[test]
    fn times_are_written_as_a_pattern_would() {
        let first = DateTime::UNIX_EPOCH.naive_utc();
        for step in 0..2000 {
            let time = first + TimeDelta::microseconds(step * 1_234_567_890_123);
            assert_eq!(day(&time.date()).to_string(), time.format("%Y-%m-%d").to_string());
            assert_eq!(minutes(&time).to_string(), time.format("%Y-%m-%d %H:%M").to_string());
        }
    }
}
