//! Conditions that a row stands behind a place in a sorted list. Each database begins to read such a
//! list where it should in a form of its own.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::BigInt;

use super::{Condition, Operand, compared};
use crate::db::connection::Backend;
use crate::db::statement::column::Column;
#[cfg(feature = "sqlite")]
use crate::db::statement::column::push_name;
use crate::db::statement::comparison::{Comparison, Direction};
use crate::db::statement::key::Key;
use crate::db::statement::rows::SortedWith;
use crate::db::statement::value::Value;

/// The first rows behind a place in a list.
pub struct Behind {
    /// All rows behind it, whatever comes first.
    pub rows: Condition,
    /// The same rows in two parts: those with the very key of the place, and those beyond it.
    pub parts: [Condition; 2],
    /// The column that the list is sorted by, and the id.
    pub columns: (Column, Column),
    /// The other table by which it is sorted.
    pub sorted_with: Option<SortedWith>,
    /// Which way it is read.
    pub direction: Direction,
    /// How many are wanted.
    pub limit: i64,
}

/// The condition that a row stands behind the row with that key and id, in a list that is sorted by
/// the column and the id.
pub fn beyond(column: Column, id: Column, direction: Direction, key: Key, row: i64) -> Condition {
    let operand = match key {
        Key::Value(value) => Operand::Value(value.into()),
        Key::Empty => return compared(id, id, direction.beyond(), Key::Value(Value::Integer(row))),
        Key::OfRow(other) => Operand::OfRow { id, row: other },
    };
    Box::new(Beyond { columns: (column, id), comparison: direction.beyond(), operand, row })
}

/// The condition that a row may be one of the first behind a place.
pub fn first_behind(behind: Behind) -> Condition {
    Box::new(First(behind))
}

/// The condition that a column holds that id, and that the id of the row is greater than another:
/// for rows that are sorted by both, which an index on both serves.
pub fn holds_id_behind(column: Column, value: i64, id: Column, last: i64) -> Condition {
    Box::new(HoldsIdBehind { column, value, id, last })
}

struct Beyond {
    columns: (Column, Column),
    comparison: Comparison,
    operand: Operand,
    row: i64,
}

impl QueryFragment<Backend> for Beyond {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => self.as_pairs(&mut out),
            // An index on both columns leads straight to the row.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.as_pairs(&mut out),
            // Its optimiser sees ranges of an index in this form only.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => self.as_ranges(&mut out),
        }
    }
}

impl Beyond {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    fn as_pairs<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (column, id) = &self.columns;
        out.push_sql("(");
        column.push(out)?;
        out.push_sql(", ");
        id.push(out)?;
        out.push_sql(")");
        out.push_sql(self.comparison.sql());
        out.push_sql("(");
        self.operand.push(column, out)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.row)?;
        out.push_sql(")");
        Ok(())
    }

    #[cfg(feature = "mysql")]
    fn as_ranges<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (column, id) = &self.columns;
        out.push_sql("(");
        column.push(out)?;
        out.push_sql(self.comparison.sql());
        self.operand.push(column, out)?;
        out.push_sql(" OR (");
        column.push(out)?;
        out.push_sql(" = ");
        self.operand.push(column, out)?;
        out.push_sql(" AND ");
        id.push(out)?;
        out.push_sql(self.comparison.sql());
        out.push_bind_param::<BigInt, _>(&self.row)?;
        out.push_sql("))");
        Ok(())
    }
}

struct First(Behind);

impl QueryFragment<Backend> for First {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => self.in_parts(&mut out),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.0.rows.walk_ast(out.reborrow()),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => self.0.rows.walk_ast(out.reborrow()),
        }
    }
}

#[cfg(feature = "sqlite")]
impl First {
    /// Where the id is SQLite's own row number, a comparison of pairs reads all rows of one key from
    /// their first on; each part for itself begins where it should.
    fn in_parts<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Behind { parts, columns: (column, id), sorted_with, direction, limit, .. } = &self.0;
        id.push(out)?;
        let mut join = " IN (SELECT * FROM (SELECT ";
        for part in parts {
            out.push_sql(join);
            id.push(out)?;
            match sorted_with {
                Some(other) => other.push_from(out)?,
                None => {
                    out.push_sql(" FROM ");
                    push_name(id.table, out);
                }
            }
            out.push_sql(" WHERE ");
            part.walk_ast(out.reborrow())?;
            out.push_sql(" ORDER BY ");
            column.push(out)?;
            out.push_sql(direction.sql());
            out.push_sql(", ");
            id.push(out)?;
            out.push_sql(direction.sql());
            // Not bound, see `Select`.
            out.push_sql(&format!(" LIMIT {limit})"));
            join = " UNION ALL SELECT * FROM (SELECT ";
        }
        // All of the first part stand before those of the other, so no more are looked at than read.
        out.push_sql(&format!(" LIMIT {limit})"));
        Ok(())
    }
}

struct HoldsIdBehind {
    column: Column,
    value: i64,
    id: Column,
    last: i64,
}

impl QueryFragment<Backend> for HoldsIdBehind {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => self.behind(&mut out),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.behind(&mut out),
            // Where it sees that the column holds one value, it reads all rows of that value from
            // the first on; in a range of both columns, it begins where it should.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                self.holds(" <= ", &mut out)?;
                out.push_sql(" AND (");
                self.holds(" > ", &mut out)?;
                out.push_sql(" OR ");
                self.behind(&mut out)?;
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

impl HoldsIdBehind {
    fn behind<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.holds(" = ", out)?;
        out.push_sql(" AND ");
        self.id.push(out)?;
        out.push_sql(" > ");
        out.push_bind_param::<BigInt, _>(&self.last)
    }

    fn holds<'b>(
        &'b self,
        comparison: &str,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        self.column.push(out)?;
        out.push_sql(comparison);
        out.push_bind_param::<BigInt, _>(&self.value)
    }
}
