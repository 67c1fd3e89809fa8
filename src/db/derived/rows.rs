//! Reading and writing the rows of a derived column, whatever its table.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel::sql_types::{BigInt, Nullable, Text};

use super::Derived;
use crate::db::connection::{AnyConnection, Backend};
use crate::db::stored::Stored;
use crate::db::text::Folding;
use crate::db::transaction;

/// So many rows are read, and at most so many written by one transaction.
fn batch(column: &Derived) -> usize {
    match column.folding {
        Folding::Line => 500,
        Folding::Long => 20,
    }
}

/// A text and its folded copy.
#[derive(Debug, Queryable)]
pub(super) struct Row {
    pub(super) id: i64,
    source: Option<Stored<String>>,
    key: Option<Stored<String>>,
}

impl Row {
    /// What the copy should be.
    fn folded(&self, column: &Derived) -> Option<String> {
        self.source.as_ref().map(|text| column.folding.of(&text.to_string()))
    }

    /// Whether the copy is what it should be; of a text that cannot be read nobody knows.
    pub(super) fn fits(&self, column: &Derived) -> bool {
        self.source == Some(Stored::Unreadable)
            || self.key == self.folded(column).map(Stored::Value)
    }

    /// Writes the copy, if the text is still the same.
    pub(super) fn write(
        &self,
        connection: &mut AnyConnection,
        column: &Derived,
    ) -> QueryResult<usize> {
        Update { column, row: self, key: self.folded(column) }.execute(connection)
    }
}

/// The next rows, by their ids.
pub(super) fn read(
    connection: &mut AnyConnection,
    column: &Derived,
    after: Option<i64>,
) -> QueryResult<Vec<Row>> {
    let after = after.map(|id| format!(" WHERE {} > {id}", column.id)).unwrap_or_default();
    let rest = format!("{after} ORDER BY {} LIMIT {}", column.id, batch(column));
    Select { column, rest }.load(connection)
}

/// The rows with these ids, of which there is at least one.
pub(super) fn find(
    connection: &mut AnyConnection,
    column: &Derived,
    ids: &[i64],
) -> QueryResult<Vec<Row>> {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let rest = format!(" WHERE {} IN ({})", column.id, ids.join(", "));
    Select { column, rest }.load(connection)
}

/// Writes the copies of these rows; returns the ids of those that keep theirs, because another row
/// has the one that they should have.
pub(super) fn write(
    connection: &mut AnyConnection,
    column: &Derived,
    rows: &[Row],
) -> QueryResult<Vec<i64>> {
    if !column.is_unique {
        transaction::retried(connection, |connection| {
            rows.iter().try_for_each(|row| row.write(connection, column).map(drop))
        })?;
        return Ok(Vec::new());
    }
    let mut alike = Vec::new();
    for row in rows {
        match transaction::run(connection, |connection| row.write(connection, column)) {
            Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                alike.push(row.id);
            }
            result => drop(result?),
        }
    }
    Ok(alike)
}

struct Select<'c> {
    column: &'c Derived,
    rest: String,
}

impl QueryFragment<Backend> for Select<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        let Derived { table, id, source, key, .. } = self.column;
        out.push_sql(&format!("SELECT {id}, {source}, {key} FROM {table}{}", self.rest));
        Ok(())
    }
}

impl QueryId for Select<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Select<'_> {
    type SqlType = (BigInt, Nullable<Text>, Nullable<Text>);
}

impl RunQueryDsl<AnyConnection> for Select<'_> {}

struct Update<'c> {
    column: &'c Derived,
    row: &'c Row,
    key: Option<String>,
}

impl QueryFragment<Backend> for Update<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Derived { table, id, source, key, .. } = self.column;
        out.push_sql(&format!("UPDATE {table} SET {key} = "));
        match &self.key {
            Some(key) => out.push_bind_param::<Text, _>(key)?,
            None => out.push_sql("NULL"),
        }
        out.push_sql(&format!(" WHERE {id} = "));
        out.push_bind_param::<BigInt, _>(&self.row.id)?;
        out.push_sql(&format!(" AND {source}"));
        match &self.row.source {
            Some(Stored::Value(text)) => {
                out.push_sql(" = ");
                out.push_bind_param::<Text, _>(text)?;
            }
            // Nothing is written beside what cannot be read.
            Some(Stored::Unreadable) | None => out.push_sql(" IS NULL"),
        }
        Ok(())
    }
}

impl QueryId for Update<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<AnyConnection> for Update<'_> {}
