//! Writing rows: one at a time, or new ones of a kind together.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::column::{Column, push_name};
use super::condition::Condition;
use super::value::{Bound, Value};
use crate::db::connection::{AnyConnection, Backend};
use crate::db::written::written;
use crate::db::{is_file, last_insert_id};

/// A value for a column.
pub struct Assignment {
    column: Column,
    value: Option<Bound>,
}

impl Assignment {
    /// That value, or nothing.
    pub fn new(column: Column, value: Option<Value>) -> Self {
        Self { column, value: value.map(Bound::from) }
    }

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match &self.value {
            Some(value) => value.push(out),
            None => {
                out.push_sql("NULL");
                Ok(())
            }
        }
    }
}

/// So many new rows of a file go by one statement.
const AT_ONCE: usize = 32;

/// Writes a new row of a table.
pub fn insert(
    connection: &mut AnyConnection,
    table: &'static str,
    values: Vec<Assignment>,
) -> QueryResult<()> {
    written(Insert { table, rows: vec![values] }).execute(connection).map(drop)
}

/// Writes new rows of a table whose numbers the database gives, each with a value for the same
/// columns, and returns their ids.
///
/// SQLite is given many by one statement, since it writes its index of words out for each that
/// follows; nobody else writes meanwhile, so they are numbered one after the other.
pub fn insert_all(
    connection: &mut AnyConnection,
    table: &'static str,
    rows: Vec<Vec<Assignment>>,
) -> QueryResult<Vec<i64>> {
    let at_once = if is_file(connection) { AT_ONCE } else { 1 };
    let mut ids = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        // Fewer go one by one, so that only two statements are kept prepared.
        let count = if rows.len() < at_once { 1 } else { at_once };
        let rows = rows.by_ref().take(count).collect();
        written(Insert { table, rows }).execute(connection)?;
        let last = last_insert_id(connection)?;
        ids.extend(last - (count as i64 - 1)..=last);
    }
    Ok(ids)
}

/// Writes over the rows of a table that meet a condition; returns how many.
pub fn update(
    connection: &mut AnyConnection,
    table: &'static str,
    condition: Condition,
    values: Vec<Assignment>,
) -> QueryResult<usize> {
    written(Update { table, condition, values }).execute(connection)
}

/// Deletes the rows of a table that meet a condition; returns how many.
pub fn delete(
    connection: &mut AnyConnection,
    table: &'static str,
    condition: Condition,
) -> QueryResult<usize> {
    written(Delete { table, condition }).execute(connection)
}

struct Insert {
    table: &'static str,
    /// The values of each row, for the same columns.
    rows: Vec<Vec<Assignment>>,
}

impl QueryFragment<Backend> for Insert {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        push_name(self.table, &mut out);
        for (index, Assignment { column, .. }) in self.rows.iter().take(1).flatten().enumerate() {
            out.push_sql(if index == 0 { " (" } else { ", " });
            push_name(column.name, &mut out);
        }
        out.push_sql(") VALUES ");
        for (index, row) in self.rows.iter().enumerate() {
            out.push_sql(if index == 0 { "(" } else { ", (" });
            for (index, assignment) in row.iter().enumerate() {
                out.push_sql(if index == 0 { "" } else { ", " });
                assignment.push(&mut out)?;
            }
            out.push_sql(")");
        }
        // Which of many are empty is another statement each time.
        if self.rows.len() > 1 && self.rows.iter().flatten().any(|it| it.value.is_none()) {
            out.unsafe_to_cache_prepared();
        }
        Ok(())
    }
}

struct Update {
    table: &'static str,
    condition: Condition,
    values: Vec<Assignment>,
}

impl QueryFragment<Backend> for Update {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        push_name(self.table, &mut out);
        for (index, assignment) in self.values.iter().enumerate() {
            out.push_sql(if index == 0 { " SET " } else { ", " });
            push_name(assignment.column.name, &mut out);
            out.push_sql(" = ");
            assignment.push(&mut out)?;
        }
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())
    }
}

struct Delete {
    table: &'static str,
    condition: Condition,
}

impl QueryFragment<Backend> for Delete {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("DELETE FROM ");
        push_name(self.table, &mut out);
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())
    }
}

/// None of them has an id of its own: the same SQL is the same statement.
macro_rules! statements {
    ($($statement:ty),*) => {$(
        impl QueryId for $statement {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    )*};
}

statements!(Insert, Update, Delete);
