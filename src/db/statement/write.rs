//! Writing rows, one at a time.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::column::{Column, push_name};
use super::condition::Condition;
use super::value::{Bound, Value};
use crate::db::connection::{AnyConnection, Backend};
use crate::db::written::written;

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

/// Writes a new row of a table.
pub fn insert(
    connection: &mut AnyConnection,
    table: &'static str,
    values: Vec<Assignment>,
) -> QueryResult<()> {
    written(Insert { table, values }).execute(connection).map(drop)
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
    values: Vec<Assignment>,
}

impl QueryFragment<Backend> for Insert {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        push_name(self.table, &mut out);
        for (index, Assignment { column, .. }) in self.values.iter().enumerate() {
            out.push_sql(if index == 0 { " (" } else { ", " });
            push_name(column.name, &mut out);
        }
        for (index, assignment) in self.values.iter().enumerate() {
            out.push_sql(if index == 0 { ") VALUES (" } else { ", " });
            assignment.push(&mut out)?;
        }
        out.push_sql(")");
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
