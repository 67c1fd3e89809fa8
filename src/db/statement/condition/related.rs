//! Conditions on what other rows a row has to do with.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::BigInt;
#[cfg(feature = "sqlite")]
use diesel::sql_types::Text;

use super::Condition;
use crate::db::connection::Backend;
use crate::db::statement::column::{Column, push_name};
use crate::db::statement::rows::Subquery;

/// The condition that a row is one of these, by their ids.
pub fn among(id: Column, ids: Vec<i64>) -> Condition {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    Box::new(Among { id, array: format!("[{}]", ids.join(",")) })
}

/// The condition that a column holds the id of one of the rows that meet another condition.
pub fn refers_to(column: Column, id: Column, condition: Condition) -> Condition {
    Box::new(RefersTo { column, id, condition })
}

/// The condition that some row of the subquery exists, or at least so many.
pub fn some_of(subquery: Subquery, least: i64) -> Condition {
    Box::new(SomeOf { subquery, least })
}

/// The condition that at least so many rows of the subquery exist, and at most so many, for rows
/// that are all looked for: the rows of the other table are counted once for all of them.
pub fn so_many_of(subquery: Subquery, least: i64, most: Option<i64>) -> Condition {
    Box::new(SoManyOf { subquery, least, most })
}

/// The condition that some row of the subquery exists that meets another condition, looked up for
/// each row as it is met.
pub fn some_with(subquery: Subquery, condition: Condition) -> Condition {
    Box::new(SomeWith { subquery, condition })
}

/// The condition that a column holds the id of a row of a selection that has the version still at
/// which it was selected; the columns are the id and the version of such rows.
pub fn is_selected(column: Column, (id, version): (Column, Column), selection: i64) -> Condition {
    Box::new(IsSelected { column, id, version, selection })
}

struct IsSelected {
    column: Column,
    id: Column,
    version: Column,
    selection: i64,
}

impl QueryFragment<Backend> for IsSelected {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(" IN (SELECT selected.record_id FROM selected INNER JOIN ");
        push_name(self.id.table, &mut out);
        out.push_sql(" ON ");
        self.id.push(&mut out)?;
        out.push_sql(" = selected.record_id AND ");
        self.version.push(&mut out)?;
        out.push_sql(" = selected.version WHERE selected.selection_id = ");
        out.push_bind_param::<BigInt, _>(&self.selection)?;
        out.push_sql(")");
        Ok(())
    }
}

struct Among {
    id: Column,
    /// As JSON writes an array.
    array: String,
}

impl QueryFragment<Backend> for Among {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let list = self.array.trim_matches(['[', ']']);
        if list.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        self.id.push(&mut out)?;
        match out.backend() {
            // One parameter, whatever their number. Given the numbers themselves, SQLite walks the
            // whole table in the order of the list and looks for each row among them.
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                out.push_sql(" IN (SELECT value FROM json_each(");
                out.push_bind_param::<Text, _>(&self.array)?;
                out.push_sql("))");
            }
            // Each list is another statement, and thousands of parameters would take longer.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                // Given an array, it walks an index in its order as SQLite does.
                out.unsafe_to_cache_prepared();
                out.push_sql(&format!(" IN (SELECT unnest('{{{list}}}'::bigint[]))"));
            }
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                out.unsafe_to_cache_prepared();
                out.push_sql(&format!(" IN ({list})"));
            }
        }
        Ok(())
    }
}

struct RefersTo {
    column: Column,
    id: Column,
    condition: Condition,
}

impl QueryFragment<Backend> for RefersTo {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(" IN (SELECT ");
        self.id.push(&mut out)?;
        out.push_sql(" FROM ");
        push_name(self.id.table, &mut out);
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

struct SomeOf {
    subquery: Subquery,
    least: i64,
}

impl QueryFragment<Backend> for SomeOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.least <= 1 {
            out.push_sql("EXISTS (SELECT 1");
            self.subquery.push(&mut out)?;
            out.push_sql(")");
            return Ok(());
        }
        out.push_sql("(SELECT COUNT(*)");
        self.subquery.push(&mut out)?;
        out.push_sql(") >= ");
        out.push_bind_param::<BigInt, _>(&self.least)
    }
}

struct SomeWith {
    subquery: Subquery,
    condition: Condition,
}

impl QueryFragment<Backend> for SomeWith {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let end = match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => ")",
            // It would join and sort all of them otherwise.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => " OFFSET 0)",
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => ")",
        };
        out.push_sql("EXISTS (SELECT 1");
        self.subquery.push(&mut out)?;
        out.push_sql(" AND ");
        self.condition.walk_ast(out.reborrow())?;
        out.push_sql(end);
        Ok(())
    }
}

struct SoManyOf {
    subquery: Subquery,
    least: i64,
    most: Option<i64>,
}

impl QueryFragment<Backend> for SoManyOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Subquery { by, of } = self.subquery;
        of.push(&mut out)?;
        out.push_sql(" IN (SELECT ");
        by.push(&mut out)?;
        out.push_sql(" FROM ");
        push_name(by.table, &mut out);
        out.push_sql(" GROUP BY ");
        by.push(&mut out)?;
        out.push_sql(" HAVING COUNT(*) >= ");
        out.push_bind_param::<BigInt, _>(&self.least)?;
        if let Some(most) = &self.most {
            out.push_sql(" AND COUNT(*) <= ");
            out.push_bind_param::<BigInt, _>(most)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
