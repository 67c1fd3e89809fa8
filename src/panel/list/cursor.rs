//! A place between two rows of a sorted list, as it stands in a URL.

use chrono::DateTime;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use crate::db::{Key, KeyKind};

/// A place beside a row. It stays where it is when rows come and go, that row included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The key of the row.
    pub key: Key,
    /// Its id, which breaks ties.
    pub id: i64,
    /// How many rows stood before the place when it was noted, where that was known.
    pub position: Option<i64>,
}

/// The length of the checksum, in bytes. It keeps mistakes out, not people: whatever a cursor says
/// is a value to compare rows to.
const CHECKSUM: usize = 6;

impl Cursor {
    /// As it stands in the URL of that list in that order.
    pub fn encode(&self, list: &str) -> String {
        let position = self.position.map(|position| position.to_string()).unwrap_or_default();
        let key = match &self.key {
            Key::Text(text) => format!(".{text}"),
            Key::Integer(number) => format!(".{number}"),
            Key::Id(id) => format!(".{id}"),
            Key::Time(time) => format!(".{}", time.and_utc().timestamp_micros()),
            Key::OfRow { .. } => String::new(),
        };
        let words = format!("{}.{position}{key}", self.id);
        let mut bytes = checksum(list, &words).to_vec();
        bytes.extend_from_slice(words.as_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads what [`Cursor::encode`] wrote for that list of rows of `table` in that order; `None`
    /// where it is anything else.
    pub fn decode(text: &str, list: &str, table: &'static str, kind: KeyKind) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (check, words) = bytes.split_at_checked(CHECKSUM)?;
        let words = std::str::from_utf8(words).ok()?;
        if checksum(list, words) != check {
            return None;
        }
        let mut parts = words.splitn(3, '.');
        let (id, position) = (parts.next()?.parse().ok()?, parts.next()?);
        let key = match (parts.next(), kind) {
            (None, _) => Key::OfRow { table, id },
            (Some(key), KeyKind::Text) => Key::Text(key.to_owned()),
            (Some(key), KeyKind::Integer) => Key::Integer(key.parse().ok()?),
            (Some(key), KeyKind::Id) => Key::Id(key.parse().ok()?),
            (Some(key), KeyKind::Time) => {
                Key::Time(DateTime::from_timestamp_micros(key.parse().ok()?)?.naive_utc())
            }
        };
        let position = match position {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(Self { key, id, position })
    }
}

fn checksum(list: &str, words: &str) -> [u8; CHECKSUM] {
    let digest = Sha256::new().chain_update(list).chain_update([0]).chain_update(words).finalize();
    std::array::from_fn(|index| digest.get(index).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursors() -> Vec<Cursor> {
        let time = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap().naive_utc();
        let keys = [
            Key::Text(String::new()),
            Key::Text("o'brien. %_\u{10FFFF} 한글 😀".to_owned()),
            Key::Integer(-7),
            Key::Id(i64::MAX),
            Key::Time(time),
            Key::OfRow { table: "users", id: 42 },
        ];
        let positions = [None, Some(0), Some(i64::MAX)];
        keys.into_iter()
            .flat_map(|key| positions.map(|position| Cursor { key: key.clone(), id: 42, position }))
            .collect()
    }

    fn decode(text: &str, list: &str, like: &Cursor) -> Option<Cursor> {
        let kind = match like.key {
            Key::Text(_) | Key::OfRow { .. } => KeyKind::Text,
            Key::Integer(_) => KeyKind::Integer,
            Key::Id(_) => KeyKind::Id,
            Key::Time(_) => KeyKind::Time,
        };
        Cursor::decode(text, list, "users", kind)
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for cursor in cursors() {
            let text = cursor.encode("users/name");
            assert_eq!(decode(&text, "users/name", &cursor), Some(cursor));
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_none() {
        for cursor in cursors() {
            let text = cursor.encode("users/name");
            assert_eq!(decode(&text, "users/-name", &cursor), None);
        }
    }

    #[test]
    fn a_cursor_that_was_changed_anywhere_is_none() {
        let cursor = Cursor { key: Key::Text("mo".to_owned()), id: 42, position: Some(50) };
        let text = cursor.encode("users/name");
        for index in 0..text.len() {
            for other in ["A", "b", "9", "_", "é", ""] {
                let mut changed = text.clone();
                changed.replace_range(index..=index, other);
                if changed != text {
                    assert_eq!(decode(&changed, "users/name", &cursor), None);
                }
            }
        }
        for nonsense in ["", "A", "AAAAAAAA", "%00", "mo.42"] {
            assert_eq!(decode(nonsense, "users/name", &cursor), None);
        }
    }
}
