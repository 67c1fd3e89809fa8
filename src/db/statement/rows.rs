//! Which rows are read, in which order, and what of each.

use diesel::prelude::*;
use diesel::query_builder::AstPass;

use super::column::{Column, push_name};
use super::comparison::Direction;
use super::condition::Condition;
use crate::db::connection::Backend;

/// The rows of another table that belong to a row: those in which `by` holds what `of` holds in it.
#[derive(Clone, Copy, Debug)]
pub struct Subquery {
    /// The column of the other table.
    pub by: Column,
    /// The column of the row.
    pub of: Column,
}

impl Subquery {
    /// ` FROM cars WHERE cars.user_id = users.id`
    pub(super) fn push(&self, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        push_name(self.by.table, out);
        out.push_sql(" WHERE ");
        self.by.push(out)?;
        out.push_sql(" = ");
        self.of.push(out)
    }
}

/// What is read of each row.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// A column of it.
    Column(Column),
    /// A column of the one row that belongs to it.
    Of(Column, Subquery),
    /// How many rows belong to it.
    CountOf(Subquery),
    /// The greatest value of a column.
    Greatest(Column),
    /// The least value of a column.
    Least(Column),
    /// How many rows there are.
    Count,
    /// Nothing.
    Nothing,
}

impl Expression {
    pub(super) fn push(&self, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
        match self {
            Self::Column(column) => column.push(out),
            Self::Of(column, subquery) => {
                out.push_sql("(SELECT ");
                column.push(out)?;
                subquery.push(out)?;
                out.push_sql(")");
                Ok(())
            }
            Self::CountOf(subquery) => {
                out.push_sql("(SELECT COUNT(*)");
                subquery.push(out)?;
                out.push_sql(")");
                Ok(())
            }
            Self::Greatest(column) => {
                out.push_sql("MAX(");
                column.push(out)?;
                out.push_sql(")");
                Ok(())
            }
            Self::Least(column) => {
                out.push_sql("MIN(");
                column.push(out)?;
                out.push_sql(")");
                Ok(())
            }
            Self::Count => {
                out.push_sql("COUNT(*)");
                Ok(())
            }
            Self::Nothing => {
                out.push_sql("NULL");
                Ok(())
            }
        }
    }
}

/// The order of rows: by these columns, all in one direction, so that one index serves them.
#[derive(Clone, Debug)]
pub struct Order {
    /// A column that stands before these in the index, and holds nothing in any of the rows.
    pub empty: Option<Column>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Which way.
    pub direction: Direction,
}

impl Order {
    /// ` ORDER BY users.age ASC, users.id ASC`, or with a comma before it.
    pub(super) fn push(
        &self,
        mut join: &'static str,
        out: &mut AstPass<'_, '_, Backend>,
    ) -> QueryResult<()> {
        let is_named = match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => true,
            // It does not see otherwise that the index has the rows in this order.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => true,
            // It sorts the rows where it is named.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => false,
        };
        let empty = self.empty.iter().filter(|_| is_named);
        for column in empty.chain(&self.columns) {
            out.push_sql(join);
            column.push(out)?;
            out.push_sql(self.direction.sql());
            join = ", ";
        }
        Ok(())
    }
}

/// Which rows of a table are read.
pub struct Rows {
    /// The table.
    pub table: &'static str,
    /// A table that is joined to it: the columns that hold the same in both.
    pub joined: Option<Subquery>,
    /// The condition that they meet.
    pub condition: Condition,
    /// The column by which they are put together: one row for each value of it.
    pub group: Option<Column>,
    /// The condition of those that come before all others.
    pub first: Option<Condition>,
    /// Their order.
    pub order: Option<Order>,
    /// Whether they are found first and sorted then, and not met in the order of an index.
    pub is_sorted: bool,
    /// How many at most. It stands in the statement as a number: SQLite plans by the value of a
    /// limit that is bound, and so it would parse and plan the statement anew each time.
    pub limit: Option<i64>,
    /// How many are skipped.
    pub offset: i64,
}

impl Rows {
    /// The rows of a table that meet a condition, in no order.
    pub fn of(table: &'static str, condition: Condition) -> Self {
        Self {
            table,
            joined: None,
            condition,
            group: None,
            first: None,
            order: None,
            is_sorted: false,
            limit: None,
            offset: 0,
        }
    }

    /// The same put together, one row for each value of a column.
    #[must_use]
    pub fn grouped(self, column: Column) -> Self {
        Self { group: Some(column), ..self }
    }

    /// The same in an order.
    #[must_use]
    pub fn ordered(self, columns: Vec<Column>, direction: Direction) -> Self {
        Self { order: Some(Order { empty: None, columns, direction }), ..self }
    }

    /// The same, where a column holds nothing in any of them that stands before the others in the
    /// index.
    #[must_use]
    pub fn ordered_behind(self, empty: Column, columns: Vec<Column>, direction: Direction) -> Self {
        Self { order: Some(Order { empty: Some(empty), columns, direction }), ..self }
    }

    /// So many of them, after the first `offset`.
    #[must_use]
    pub fn slice(self, limit: i64, offset: i64) -> Self {
        Self { limit: Some(limit), offset, ..self }
    }
}
