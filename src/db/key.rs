//! What rows are sorted, compared and paged by.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::query_builder::AstPass;
use diesel::sql_types::{BigInt, Integer, Text, Timestamp};

use super::connection::Backend;
use super::keyset::Direction;
use super::text::fold;

/// The value of one row in a column that lists are sorted by. It is never null: what is empty
/// stands behind everything else, whichever way the list is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Folded text.
    Text(String),
    /// A whole number.
    Whole(i32),
    /// The id of a row of another table.
    Id(i64),
    /// A moment, UTC.
    Time(NaiveDateTime),
}

/// The kinds of [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Folded text.
    Text,
    /// A whole number.
    Whole,
    /// The id of a row of another table.
    Id,
    /// A moment, UTC.
    Time,
}

/// The last character of all. No folded text holds it.
pub const LAST_CHARACTER: char = '\u{10FFFF}';

impl Key {
    /// The key of a text in a list that is sorted that way; of none where it is empty.
    pub fn of_text(text: &str, direction: Direction) -> Self {
        if text.is_empty() { Self::no_text(direction) } else { Self::Text(fold(text)) }
    }

    /// The key of a number, as it is shown, in a list that is sorted that way; of none where that
    /// is empty.
    pub fn of_whole(text: &str, direction: Direction) -> Self {
        text.parse().map_or_else(|_| Self::no_whole(direction), Self::Whole)
    }

    fn no_text(direction: Direction) -> Self {
        Self::Text(match direction {
            Direction::Ascending => LAST_CHARACTER.to_string(),
            Direction::Descending => String::new(),
        })
    }

    fn no_whole(direction: Direction) -> Self {
        Self::Whole(match direction {
            Direction::Ascending => i32::MAX,
            Direction::Descending => i32::MIN,
        })
    }

    /// What it is.
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Text(_) => KeyKind::Text,
            Self::Whole(_) => KeyKind::Whole,
            Self::Id(_) => KeyKind::Id,
            Self::Time(_) => KeyKind::Time,
        }
    }

    pub(super) fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self {
            Self::Text(text) => out.push_bind_param::<Text, _>(text),
            Self::Whole(number) => out.push_bind_param::<Integer, _>(number),
            Self::Id(id) => out.push_bind_param::<BigInt, _>(id),
            Self::Time(time) => out.push_bind_param::<Timestamp, _>(time),
        }
    }
}

impl KeyKind {
    /// What stands for no value in an ascending list, behind all others; `None` where every row has
    /// a value.
    pub fn empty(self) -> Option<Key> {
        match self {
            Self::Text => Some(Key::no_text(Direction::Ascending)),
            Self::Whole => Some(Key::no_whole(Direction::Ascending)),
            Self::Id | Self::Time => None,
        }
    }
}

/// An SQL type whose values are keys. A nullable one is not: rows without a value would be skipped.
pub trait Keyed {
    /// The kind of its keys.
    const KIND: KeyKind;
}

impl Keyed for Text {
    const KIND: KeyKind = KeyKind::Text;
}

impl Keyed for Integer {
    const KIND: KeyKind = KeyKind::Whole;
}

impl Keyed for BigInt {
    const KIND: KeyKind = KeyKind::Id;
}

impl Keyed for Timestamp {
    const KIND: KeyKind = KeyKind::Time;
}
