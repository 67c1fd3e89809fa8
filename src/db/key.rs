//! What rows are sorted, compared and paged by.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::query_builder::AstPass;
use diesel::sql_types::{BigInt, Integer, Text, Timestamp};

use super::connection::Backend;
use super::keyset::Direction;
use super::text::sort_key;

/// The value of one row in a column that lists are sorted by. It is never null: what is empty
/// stands behind everything else, whichever way the list is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Folded text.
    Text(String),
    /// A whole number.
    Integer(i32),
    /// The id of a row of another table.
    Id(i64),
    /// A moment, UTC.
    Time(NaiveDateTime),
    /// Whatever stands in the column that it is compared with, in another row: the database looks
    /// there for what cannot be read.
    OfRow {
        /// The table of both rows.
        table: &'static str,
        /// The id of the other row.
        id: i64,
    },
}

/// The kinds of [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Folded text.
    Text,
    /// A whole number.
    Integer,
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
        if text.is_empty() { Self::no_text(direction) } else { Self::Text(sort_key(text)) }
    }

    /// The key of a number, as it is shown, in a list that is sorted that way; of none where that
    /// is empty.
    pub fn of_whole(text: &str, direction: Direction) -> Self {
        text.parse().map_or_else(|_| Self::no_whole(direction), Self::Integer)
    }

    fn no_text(direction: Direction) -> Self {
        Self::Text(match direction {
            Direction::Ascending => LAST_CHARACTER.to_string(),
            Direction::Descending => String::new(),
        })
    }

    fn no_whole(direction: Direction) -> Self {
        Self::Integer(match direction {
            Direction::Ascending => i32::MAX,
            Direction::Descending => i32::MIN,
        })
    }
}

/// A key as a statement compares a column with it.
pub(super) struct Operand {
    key: Key,
    /// A time as MySQL reads it. Diesel would bind it as a `TIMESTAMP`, which knows the years from
    /// 1970 to 2038 alone, and is NULL beside them.
    #[cfg(feature = "mysql")]
    time: String,
}

impl From<Key> for Operand {
    fn from(key: Key) -> Self {
        Self {
            #[cfg(feature = "mysql")]
            time: match &key {
                Key::Time(time) => time.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
                _ => String::new(),
            },
            key,
        }
    }
}

impl Operand {
    /// Writes what column `C` is compared with; `I` tells the rows of its table apart.
    pub(super) fn push<'b, C: Column, I: Column>(
        &'b self,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match &self.key {
            Key::Text(text) => out.push_bind_param::<Text, _>(text),
            Key::Integer(number) => out.push_bind_param::<Integer, _>(number),
            Key::Id(id) => out.push_bind_param::<BigInt, _>(id),
            Key::Time(time) => self.push_time(time, out),
            Key::OfRow { table, id } => {
                let (column, id_column) = (C::NAME, I::NAME);
                out.push_sql(&format!(
                    "(SELECT {table}.{column} FROM {table} WHERE {table}.{id_column} = "
                ));
                out.push_bind_param::<BigInt, _>(id)?;
                out.push_sql(")");
                Ok(())
            }
        }
    }

    fn push_time<'b>(
        &'b self,
        time: &'b NaiveDateTime,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => out.push_bind_param::<Timestamp, _>(time),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => out.push_bind_param::<Timestamp, _>(time),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                let _ = time;
                out.push_sql("CAST(");
                out.push_bind_param::<Text, _>(&self.time)?;
                out.push_sql(" AS DATETIME(6))");
                Ok(())
            }
        }
    }
}

impl KeyKind {
    /// What stands for no value in an ascending list, behind all others; `None` where every row has
    /// a value.
    pub fn empty(self) -> Option<Key> {
        match self {
            Self::Text => Some(Key::no_text(Direction::Ascending)),
            Self::Integer => Some(Key::no_whole(Direction::Ascending)),
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
    const KIND: KeyKind = KeyKind::Integer;
}

impl Keyed for BigInt {
    const KIND: KeyKind = KeyKind::Id;
}

impl Keyed for Timestamp {
    const KIND: KeyKind = KeyKind::Time;
}
