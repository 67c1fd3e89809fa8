//! What rows are sorted, compared and paged by.

use super::column::Column;
use super::value::{ColumnType, Value};
use crate::db::stored::Stored;
use crate::db::time::UtcTime;

/// What a column holds in one row, to compare other rows with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A value.
    Value(Value),
    /// Nothing.
    Empty,
    /// Whatever it holds in the row with that id: the database looks there for what cannot be read.
    OfRow(i64),
}

impl Key {
    /// What was read of a column in the row with that id.
    pub fn read(column: Column, read: Option<Stored<Value>>, row: i64) -> Self {
        let value = match (column.column_type, read) {
            (_, None) if column.is_nullable => return Self::Empty,
            // SQLite keeps moments as texts, which other programs may write otherwise.
            (ColumnType::Timestamp, read) => UtcTime::of(read).plain().map(Value::Moment),
            (column_type, read) => column_type.stored(read).and_then(Stored::value),
        };
        value.map_or(Self::OfRow(row), Self::Value)
    }
}
