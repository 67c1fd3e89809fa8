//! A place between two rows of a sorted list, as it stands in a URL.

use chrono::{DateTime, Datelike as _, NaiveDate};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use crate::db::YEARS;
use crate::db::statement::{ColumnType, Key, Value};

/// A place beside a row. It stays where it is when rows come and go, that row included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the row holds in the column that the list is sorted by.
    pub key: Key,
    /// Its id, which breaks ties.
    pub id: i64,
    /// How many rows stood before the place when it was noted, where that was known.
    pub position: Option<i64>,
}

/// The length of the checksum, in bytes. It keeps mistakes out, not people: whatever a cursor says
/// is a value to compare rows to.
const CHECKSUM: usize = 6;

/// What stands before a value, and in the place of none.
const VALUE: char = '=';
const EMPTY: &str = "-";

impl Cursor {
    /// As it stands in the URL of that list in that order.
    pub fn encode(&self, list: &str) -> String {
        let position = self.position.map(|position| position.to_string()).unwrap_or_default();
        let key = match &self.key {
            Key::Value(value) => format!("{VALUE}{}", text(value)),
            Key::Empty => EMPTY.to_owned(),
            Key::OfRow(_) => String::new(),
        };
        let words = format!("{}.{position}.{key}", self.id);
        let mut bytes = checksum(list, &words).to_vec();
        bytes.extend_from_slice(words.as_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads what [`Cursor::encode`] wrote for that list in that order, which is sorted by a column
    /// of that type; `None` where it is anything else.
    pub fn decode(text: &str, list: &str, column_type: ColumnType) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (check, words) = bytes.split_at_checked(CHECKSUM)?;
        let words = std::str::from_utf8(words).ok()?;
        if checksum(list, words) != check {
            return None;
        }
        let mut parts = words.splitn(3, '.');
        let (id, position) = (parts.next()?.parse().ok()?, parts.next()?);
        let key = match parts.next()? {
            "" => Key::OfRow(id),
            EMPTY => Key::Empty,
            key => Key::Value(value(key.strip_prefix(VALUE)?, column_type)?),
        };
        let position = match position {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(Self { key, id, position })
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Moment(time) => time.and_utc().timestamp_micros().to_string(),
        Value::YesNo(is_yes) => u8::from(*is_yes).to_string(),
    }
}

fn value(text: &str, column_type: ColumnType) -> Option<Value> {
    Some(match column_type {
        ColumnType::Text => Value::Text(text.to_owned()),
        ColumnType::Integer | ColumnType::BigInt => Value::Integer(text.parse().ok()?),
        ColumnType::Date => {
            let date: NaiveDate = text.parse().ok()?;
            Value::Date(Some(date).filter(|date| YEARS.contains(&date.year()))?)
        }
        ColumnType::Timestamp => {
            let time = DateTime::from_timestamp_micros(text.parse().ok()?)?.naive_utc();
            Value::Moment(Some(time).filter(|time| YEARS.contains(&time.year()))?)
        }
        ColumnType::Bool => match text {
            "0" => Value::YesNo(false),
            "1" => Value::YesNo(true),
            _ => return None,
        },
    })
}

fn checksum(list: &str, words: &str) -> [u8; CHECKSUM] {
    let digest = Sha256::new().chain_update(list).chain_update([0]).chain_update(words).finalize();
    std::array::from_fn(|index| digest.get(index).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Vec<(ColumnType, Key)> {
        let date = |year| NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        let last = date(9999).and_hms_micro_opt(23, 59, 59, 999_999).unwrap();
        let texts = ["", "-", "=", ".", "1", "o'brien. %_\u{10FFFF} 한글 😀"];
        let numbers = [i64::MIN, -7, 0, i64::MAX];
        let values = texts
            .map(|text| (ColumnType::Text, Value::Text(text.to_owned())))
            .into_iter()
            .chain(numbers.map(|number| (ColumnType::BigInt, Value::Integer(number))))
            .chain([-7, 150].map(|number| (ColumnType::Integer, Value::Integer(number))))
            .chain([1, 1969, 9999].map(|year| (ColumnType::Date, Value::Date(date(year)))))
            .chain([
                (ColumnType::Timestamp, Value::Moment(date(1).into())),
                (ColumnType::Timestamp, Value::Moment(last)),
            ])
            .chain([false, true].map(|is_yes| (ColumnType::Bool, Value::YesNo(is_yes))))
            .map(|(column_type, value)| (column_type, Key::Value(value)));
        let all = [
            ColumnType::Text,
            ColumnType::Integer,
            ColumnType::BigInt,
            ColumnType::Date,
            ColumnType::Timestamp,
            ColumnType::Bool,
        ];
        let others = [Key::Empty, Key::OfRow(42)];
        values.chain(all.into_iter().flat_map(|of| others.clone().map(|key| (of, key)))).collect()
    }

    fn cursors() -> Vec<(ColumnType, Cursor)> {
        let positions = [None, Some(0), Some(i64::MAX)];
        let cursor = |(of, key): (ColumnType, Key)| {
            positions.map(|position| (of, Cursor { key: key.clone(), id: 42, position }))
        };
        keys().into_iter().flat_map(cursor).collect()
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for (column_type, cursor) in cursors() {
            let text = cursor.encode("users/name");
            assert_eq!(Cursor::decode(&text, "users/name", column_type), Some(cursor));
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_none() {
        for (column_type, cursor) in cursors() {
            let text = cursor.encode("users/name");
            assert_eq!(Cursor::decode(&text, "users/-name", column_type), None);
        }
    }

    #[test]
    fn a_value_that_no_such_column_holds_is_none() {
        let of_text = |text: &str| {
            let key = Key::Value(Value::Text(text.to_owned()));
            Cursor { key, id: 42, position: None }.encode("users/name")
        };
        for (column_type, text) in [
            (ColumnType::BigInt, "9223372036854775808"),
            (ColumnType::Integer, "1.5"),
            (ColumnType::Date, "2026-02-30"),
            (ColumnType::Date, "0000-01-01"),
            (ColumnType::Date, "+10000-01-01"),
            (ColumnType::Timestamp, "9223372036854775807"),
            (ColumnType::Timestamp, "253402300800000000"),
            (ColumnType::Bool, "2"),
        ] {
            assert_eq!(Cursor::decode(&of_text(text), "users/name", column_type), None, "{text}");
        }
    }

    #[test]
    fn a_cursor_that_was_changed_anywhere_is_none() {
        let key = Key::Value(Value::Text("mo".to_owned()));
        let cursor = Cursor { key, id: 42, position: Some(50) };
        let text = cursor.encode("users/name");
        let decode = |text: &str| Cursor::decode(text, "users/name", ColumnType::Text);
        for index in 0..text.len() {
            for other in ["A", "b", "9", "_", "é", ""] {
                let mut changed = text.clone();
                changed.replace_range(index..=index, other);
                if changed != text {
                    assert_eq!(decode(&changed), None);
                }
            }
        }
        for nonsense in ["", "A", "AAAAAAAA", "%00", "mo.42"] {
            assert_eq!(decode(nonsense), None);
        }
    }
}
