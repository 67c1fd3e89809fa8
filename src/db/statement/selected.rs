//! Rows as they are read.

use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::row::{Field as _, NamedRow};
use diesel::sql_types::{BigInt, Integer, Timestamp};

use super::value::{Dynamic, Value};
use crate::db::connection::Backend;
use crate::db::stored::Stored;
use crate::db::time::UtcTime;

/// What was read of a row, in the order of the expressions; `None` for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectedRow(pub Vec<Option<Stored<Value>>>);

impl SelectedRow {
    /// The whole number in that place, if there is one.
    pub fn integer(&self, index: usize) -> Option<i64> {
        self.0.get(index)?.as_ref()?.integer()
    }
}

/// A row that begins with what all rows of entities have. It is read as the types that it has, and
/// not as whatever it turns out to be: with two times in every row, that is much of what a list
/// costs.
#[derive(Clone, Debug)]
pub struct StampedRow {
    /// Its id.
    pub id: Stored<i64>,
    /// Its version.
    pub version: Stored<i32>,
    /// When it was created.
    pub created_at: UtcTime,
    /// When it was last changed.
    pub updated_at: UtcTime,
    /// What else was read of it.
    pub rest: SelectedRow,
}

/// What stands in that place of a row.
fn read<'a, T: FromSql<ST, Backend>, ST>(
    row: &impl NamedRow<'a, Backend>,
    index: usize,
) -> deserialize::Result<T> {
    let field = diesel::row::Row::get(row, index);
    T::from_nullable_sql(field.as_ref().and_then(|field| field.value()))
}

impl SelectedRow {
    /// What was read of a row, from that place on.
    fn from<'a>(row: &impl NamedRow<'a, Backend>, first: usize) -> deserialize::Result<Self> {
        // Collected as results, they would grow step by step, row after row.
        let mut values = Vec::with_capacity(row.field_count().saturating_sub(first));
        for index in first..row.field_count() {
            let field = diesel::row::Row::get(row, index);
            let value = field.as_ref().and_then(|field| field.value());
            let read = |value: <Backend as diesel::backend::Backend>::RawValue<'_>| {
                value.from_sql::<Stored<Value>, Dynamic>()
            };
            values.push(value.map(read).transpose()?);
        }
        Ok(Self(values))
    }
}

impl QueryableByName<Backend> for SelectedRow {
    fn build<'a>(row: &impl NamedRow<'a, Backend>) -> deserialize::Result<Self> {
        Self::from(row, 0)
    }
}

impl QueryableByName<Backend> for StampedRow {
    fn build<'a>(row: &impl NamedRow<'a, Backend>) -> deserialize::Result<Self> {
        Ok(Self {
            id: read::<_, BigInt>(row, 0)?,
            version: read::<_, Integer>(row, 1)?,
            created_at: read::<_, Timestamp>(row, 2)?,
            updated_at: read::<_, Timestamp>(row, 3)?,
            rest: SelectedRow::from(row, 4)?,
        })
    }
}
