//! One value as files hold it.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};

use crate::db::statement::Value;
use crate::db::{Stored, UtcTime};
use crate::panel::entity::field::Field;

/// One value as files hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileValue<'v> {
    /// None, and where each row names what it holds, not even the name.
    Missing,
    /// None.
    Empty,
    /// One that another program stored and nobody can read here. It is said, and not left out: an
    /// import refuses it, where it would take an empty cell for none.
    Unreadable,
    /// Text.
    Text(Cow<'v, str>),
    /// A whole number.
    Integer(i64),
    /// A number with decimal places.
    Decimal {
        /// As it is written: `1234.50`.
        text: String,
        /// In units of its last place...
        units: i64,
        /// ...of which it has so many.
        places: u8,
    },
    /// A day.
    Date(NaiveDate),
    /// A moment that a field holds, UTC.
    Moment(NaiveDateTime),
    /// When something happened to the row itself, UTC: no import takes it back.
    Timestamp(NaiveDateTime),
    /// Yes or no.
    YesNo(bool),
}

/// What stands in the place of a value that cannot be read, as in lists.
pub const UNREADABLE: &str = "Unreadable";

impl<'v> FileValue<'v> {
    /// What stands in a field.
    pub fn of_field(field: &Field, value: Option<&'v Stored<Value>>) -> Self {
        match value {
            None => Self::Empty,
            Some(Stored::Unreadable) => Self::Unreadable,
            Some(Stored::Value(value)) => Self::of(field, value),
        }
    }

    fn of(field: &Field, value: &'v Value) -> Self {
        match (value, field.kind.traits().places) {
            (Value::Integer(units), Some(places)) => {
                Self::Decimal { text: field.kind.print(value), units: *units, places }
            }
            (Value::Integer(number), None) => Self::Integer(*number),
            (Value::Text(text), _) => Self::Text(Cow::Borrowed(text)),
            (Value::Date(date), _) => Self::Date(*date),
            (Value::Moment(time), _) => Self::Moment(*time),
            (Value::YesNo(is_yes), _) => Self::YesNo(*is_yes),
        }
    }

    fn into_owned<'o>(self) -> FileValue<'o> {
        match self {
            Self::Missing => FileValue::Missing,
            Self::Empty => FileValue::Empty,
            Self::Unreadable => FileValue::Unreadable,
            Self::Text(text) => FileValue::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => FileValue::Integer(number),
            Self::Decimal { text, units, places } => FileValue::Decimal { text, units, places },
            Self::Date(date) => FileValue::Date(date),
            Self::Moment(time) => FileValue::Moment(time),
            Self::Timestamp(time) => FileValue::Timestamp(time),
            Self::YesNo(is_yes) => FileValue::YesNo(is_yes),
        }
    }

    /// A time of a row.
    pub fn of_time(time: UtcTime) -> Self {
        time.get().map_or(Self::Unreadable, Self::Timestamp)
    }

    /// Writes it as a text: numbers in digits, times as in ISO 8601 and in UTC, `yes` and `no`. It
    /// is read by its field as the same value.
    pub fn push_to(&self, out: &mut String) {
        match self {
            Self::Missing | Self::Empty => {}
            Self::Unreadable => out.push_str(UNREADABLE),
            Self::Text(text) => out.push_str(text),
            Self::Integer(number) => push(out, format_args!("{number}")),
            Self::Decimal { text, .. } => out.push_str(text),
            Self::Date(date) => push_date(out, *date),
            Self::Moment(time) | Self::Timestamp(time) => push_moment(out, *time),
            Self::YesNo(is_yes) => out.push_str(if *is_yes { "yes" } else { "no" }),
        }
    }

    /// The same as a text of its own.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }
}

fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    // A text takes whatever is written to it.
    let _ = out.write_fmt(what);
}

fn push_date(out: &mut String, date: NaiveDate) {
    push(out, format_args!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()));
}

/// `2026-11-22T13:55:01Z`, to the microsecond where there are any.
fn push_moment(out: &mut String, time: NaiveDateTime) {
    push_date(out, time.date());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    push(out, format_args!("T{hour:02}:{minute:02}:{second:02}"));
    match time.nanosecond() / 1000 {
        0 => {}
        micros => push(out, format_args!(".{micros:06}")),
    }
    out.push('Z');
}

impl FileValue<'static> {
    /// What was read of a field beside a row, as the database has it.
    pub fn of_read(field: &Field, read: &Stored<Value>) -> Self {
        match field.read(Some(read.clone())) {
            Some(Stored::Value(value)) => FileValue::of(field, &value).into_owned(),
            Some(Stored::Unreadable) => Self::Unreadable,
            None => Self::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::db::statement::NamedTable;

    diesel::table! {
        samples (id) {
            id -> Nullable<BigInt>,
            text -> Nullable<Text>,
            notes -> Nullable<Text>,
            number -> Nullable<BigInt>,
            amount -> Nullable<BigInt>,
            day -> Nullable<Date>,
            time -> Nullable<Timestamp>,
            paid -> Nullable<Bool>,
        }
    }

    impl NamedTable for samples::table {
        const NAME: &'static str = "samples";
    }

    /// A field, and what it takes a text for that a file holds.
    fn read(field: &Field, text: &str) -> Value {
        field.kind.parse(field.label, &field.kind.tidy(text)).unwrap()
    }

    fn comes_back(field: &Field, value: Value) {
        let stored = Stored::Value(value.clone());
        let text = FileValue::of_field(field, Some(&stored)).to_text();
        assert_eq!(read(field, &text), value, "{text:?}");
    }

    fn moment(micros: i64) -> NaiveDateTime {
        chrono::DateTime::from_timestamp_micros(micros).unwrap().naive_utc()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same_value(
            text in "\\PC*", lines in "[\\PC\n\t]*", number: i64, is_yes: bool, places in 0_u8..=18,
            micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000,
        ) {
            const MOST: usize = 65_535;
            let (line, notes) = (
                Field::text::<samples::text>("Text", MOST),
                Field::long_text::<samples::notes>("Notes", MOST),
            );
            for (field, text) in [(&line, text), (&notes, lines)] {
                let text = field.kind.tidy(&text);
                if field.kind.parse("Text", &text).is_ok() && !text.is_empty() {
                    comes_back(field, Value::Text(text));
                }
            }
            let integer = Field::integer::<samples::number>("Number", i64::MIN, i64::MAX);
            comes_back(&integer, Value::Integer(number));
            let amount = Field::decimal::<samples::amount>("Amount", places, i64::MIN, i64::MAX);
            comes_back(&amount, Value::Integer(number));
            comes_back(&Field::date::<samples::day>("Day"), Value::Date(moment(micros).date()));
            comes_back(&Field::moment::<samples::time>("Time"), Value::Moment(moment(micros)));
            comes_back(&Field::yes_no::<samples::paid>("Paid"), Value::YesNo(is_yes));
        }
    }

    #[test]
    fn times_are_those_of_iso_8601_in_utc() {
        let text = |micros| FileValue::Moment(moment(micros)).to_text();
        assert_eq!(text(0), "1970-01-01T00:00:00Z");
        assert_eq!(text(1_000_120), "1970-01-01T00:00:01.000120Z");
        assert_eq!(
            FileValue::Date(NaiveDate::from_ymd_opt(1, 2, 3).unwrap()).to_text(),
            "0001-02-03"
        );
    }
}
