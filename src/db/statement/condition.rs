//! Conditions on the rows of a table.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Integer};

use super::column::Column;
use super::comparison::{Comparison, Direction};
use super::key::Key;
use super::select::Subquery;
use super::value::{Bound, Value};
use crate::db::connection::Backend;
use crate::db::version::UNREADABLE_VERSION;

/// A condition on the rows of a table.
pub type Condition = Box<dyn QueryFragment<Backend> + Send>;

/// The first rows behind a place in a list.
pub struct Behind {
    /// All rows behind it, whatever comes first.
    pub rows: Condition,
    /// The same rows in two parts: those with the very key of the place, and those beyond it.
    pub parts: [Condition; 2],
    /// The column that the list is sorted by, and the id.
    pub columns: (Column, Column),
    /// Which way it is read.
    pub direction: Direction,
    /// How many are wanted.
    pub limit: i64,
}

/// Every one of these conditions; true where there is none.
pub fn all(conditions: Vec<Condition>) -> Condition {
    Box::new(Joined { conditions, between: " AND ", without: "1 = 1" })
}

/// One of these conditions; false where there is none.
pub fn any(conditions: Vec<Condition>) -> Condition {
    Box::new(Joined { conditions, between: " OR ", without: "1 = 0" })
}

/// The contrary.
pub fn not(condition: Condition) -> Condition {
    Box::new(Not(condition))
}

/// The condition that a column compares like that to a key; `id` is the id of the same table.
/// A comparison with nothing holds for rows that hold nothing, or for the others.
pub fn compared(column: Column, id: Column, comparison: Comparison, key: Key) -> Condition {
    match key {
        Key::Empty => match comparison {
            Comparison::Equal | Comparison::AtMost | Comparison::AtLeast => is_empty(column),
            Comparison::Unequal | Comparison::Less | Comparison::Greater => is_filled(column),
        },
        Key::Value(value) => {
            Box::new(Compared { column, comparison, operand: Operand::Value(value.into()) })
        }
        Key::OfRow(row) => {
            Box::new(Compared { column, comparison, operand: Operand::OfRow { id, row } })
        }
    }
}

/// The condition that a column holds that id.
pub fn holds_id(column: Column, id: i64) -> Condition {
    compared(column, column, Comparison::Equal, Key::Value(Value::Integer(id)))
}

/// The condition that a column holds that id, and that the id of the row is greater than another:
/// for rows that are sorted by both, which an index on both serves.
pub fn holds_id_behind(column: Column, value: i64, id: Column, last: i64) -> Condition {
    Box::new(HoldsIdBehind { column, value, id, last })
}

/// The condition that a column holds nothing.
pub fn is_empty(column: Column) -> Condition {
    Box::new(IsEmpty { column, sql: " IS NULL" })
}

/// The condition that a column holds something.
pub fn is_filled(column: Column) -> Condition {
    Box::new(IsEmpty { column, sql: " IS NOT NULL" })
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

/// The condition that a row is one of these, by their ids.
pub fn among(id: Column, ids: Vec<i64>) -> Condition {
    Box::new(Among { id, ids })
}

/// The condition that a column holds the id of one of the rows that meet another condition.
pub fn refers_to(column: Column, id: Column, condition: Condition) -> Condition {
    Box::new(RefersTo { column, id, condition })
}

/// The condition that some row of the subquery exists, or at least so many.
pub fn some_of(subquery: Subquery, least: i64) -> Condition {
    Box::new(SomeOf { subquery, least })
}

/// The condition that a column holds that version, or [`UNREADABLE_VERSION`].
pub fn at_version(column: Column, version: i32) -> Condition {
    Box::new(AtVersion { column, version })
}

/// A condition that every row meets, for a statement that is one of very many: the connection does
/// not keep it prepared.
pub fn uncached() -> Condition {
    Box::new(Uncached)
}

struct Joined {
    conditions: Vec<Condition>,
    between: &'static str,
    without: &'static str,
}

impl QueryFragment<Backend> for Joined {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.conditions.is_empty() {
            out.push_sql(self.without);
            return Ok(());
        }
        out.push_sql("(");
        for (index, condition) in self.conditions.iter().enumerate() {
            out.push_sql(if index == 0 { "" } else { self.between });
            condition.walk_ast(out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}

struct Not(Condition);

impl QueryFragment<Backend> for Not {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("NOT (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

enum Operand {
    Value(Bound),
    OfRow { id: Column, row: i64 },
}

impl Operand {
    /// Writes what a column is compared with.
    fn push<'b>(&'b self, column: &Column, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self {
            Self::Value(value) => value.push(out),
            Self::OfRow { id, row } => {
                out.push_sql("(SELECT ");
                column.push(out)?;
                out.push_sql(" FROM ");
                out.push_identifier(column.table)?;
                out.push_sql(" WHERE ");
                id.push(out)?;
                out.push_sql(" = ");
                out.push_bind_param::<BigInt, _>(row)?;
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

struct Compared {
    column: Column,
    comparison: Comparison,
    operand: Operand,
}

impl QueryFragment<Backend> for Compared {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(self.comparison.sql());
        self.operand.push(&self.column, &mut out)
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

struct IsEmpty {
    column: Column,
    sql: &'static str,
}

impl QueryFragment<Backend> for IsEmpty {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(self.sql);
        Ok(())
    }
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
        let Behind { parts, columns: (column, id), direction, limit, .. } = &self.0;
        id.push(out)?;
        let mut join = " IN (SELECT * FROM (SELECT ";
        for part in parts {
            out.push_sql(join);
            id.push(out)?;
            out.push_sql(" FROM ");
            out.push_identifier(id.table)?;
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
        out.push_sql(")");
        Ok(())
    }
}

struct Among {
    id: Column,
    ids: Vec<i64>,
}

impl QueryFragment<Backend> for Among {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        // Each list is another statement, and thousands of parameters would take longer.
        out.unsafe_to_cache_prepared();
        if self.ids.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        let (before, after) = match out.backend() {
            #[cfg(feature = "sqlite")]
            // Given the numbers themselves, SQLite walks the whole table in the order of the list
            // and looks for each row among them.
            Backend::Sqlite(_) => (" IN (SELECT value FROM json_each('[", "]'))"),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => (" = ANY ('{", "}'::bigint[])"),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => (" IN (", ")"),
        };
        let ids: Vec<String> = self.ids.iter().map(i64::to_string).collect();
        self.id.push(&mut out)?;
        out.push_sql(&format!("{before}{}{after}", ids.join(",")));
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
        out.push_identifier(self.id.table)?;
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

struct AtVersion {
    column: Column,
    version: i32,
}

impl QueryFragment<Backend> for AtVersion {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.version != UNREADABLE_VERSION {
            self.column.push(&mut out)?;
            out.push_sql(" = ");
            return out.push_bind_param::<Integer, _>(&self.version);
        }
        // A text is greater than every number to SQLite, a missing value neither here nor there.
        out.push_sql("NOT coalesce(");
        self.column.push(&mut out)?;
        out.push_sql(" BETWEEN 1 AND 2147483647");
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                out.push_sql(" AND typeof(");
                self.column.push(&mut out)?;
                out.push_sql(") = 'integer', FALSE)");
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => out.push_sql(", FALSE)"),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => out.push_sql(", FALSE)"),
        }
        Ok(())
    }
}

struct Uncached;

impl QueryFragment<Backend> for Uncached {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("1 = 1");
        Ok(())
    }
}
