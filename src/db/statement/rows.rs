//! Which rows are read, in which order, and what of each.

use diesel::prelude::*;
use diesel::query_builder::AstPass;

use super::column::{Column, push_name};
use super::comparison::Direction;
use super::condition::Condition;
use super::value::ColumnType;
use crate::db::connection::Backend;

/// The rows of another table that belong to a row: those in which `by` holds what `of` holds in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Another table by which rows are sorted.
#[derive(Clone, Copy, Debug)]
pub enum SortedWith {
    /// One row of it belongs to each, and its index has them in their order: rows without one are
    /// not read.
    Leading(Subquery),
    /// The same where something else leads to the rows: those without one are read as well.
    Beside(Subquery),
    /// Any number of its rows belong to each: the rows are sorted by how many, see [`NUMBER`].
    Number(Subquery),
}

/// How many rows of another table belong to a row, where rows are sorted by that, and its id.
pub const NUMBER: [Column; 2] = [numbered("number"), numbered("id")];

const fn numbered(name: &'static str) -> Column {
    Column { table: "numbered", name, column_type: ColumnType::BigInt, is_nullable: false }
}

impl SortedWith {
    /// ` FROM profiles CROSS JOIN users ON profiles.user_id = users.id`
    pub(super) fn push_from(self, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        match self {
            Self::Leading(Subquery { by, of }) => {
                push_name(by.table, out);
                // Each of them keeps the two in this order, or is known to.
                out.push_sql(match out.backend() {
                    #[cfg(feature = "sqlite")]
                    Backend::Sqlite(_) => " CROSS JOIN ",
                    #[cfg(feature = "postgres")]
                    Backend::Postgres(_) => " INNER JOIN ",
                    #[cfg(feature = "mysql")]
                    Backend::Mysql(_) => " STRAIGHT_JOIN ",
                });
                push_name(of.table, out);
                on(by, of, out)
            }
            Self::Beside(Subquery { by, of }) => {
                push_name(of.table, out);
                out.push_sql(" LEFT JOIN ");
                push_name(by.table, out);
                on(by, of, out)
            }
            Self::Number(subquery) => {
                let [number, id] = NUMBER;
                let of = subquery.of;
                out.push_sql("(SELECT ");
                of.push(out)?;
                out.push_sql(" AS ");
                push_name(id.name, out);
                out.push_sql(", ");
                Expression::CountOf(subquery).push(out)?;
                out.push_sql(" AS ");
                push_name(number.name, out);
                out.push_sql(" FROM ");
                push_name(of.table, out);
                out.push_sql(") AS ");
                push_name(number.table, out);
                out.push_sql(" INNER JOIN ");
                push_name(of.table, out);
                on(id, of, out)
            }
        }
    }
}

/// ` ON profiles.user_id = users.id`
pub(super) fn on(
    one: Column,
    other: Column,
    out: &mut AstPass<'_, '_, Backend>,
) -> QueryResult<()> {
    out.push_sql(" ON ");
    one.push(out)?;
    out.push_sql(" = ");
    other.push(out)
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
    /// Another table by which they are sorted.
    pub sorted_with: Option<SortedWith>,
    /// The one row that belongs to each in other tables, where that is joined to them: what is read
    /// of them says which.
    pub ones: Vec<Subquery>,
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
    /// Whether each row that is looked at is one of those that are read, so that what belongs to it
    /// is looked up for no other.
    pub is_exact: bool,
    /// How many at most. It stands in the statement as a number: SQLite plans by the value of a
    /// limit that is bound, and so it would parse and plan the statement anew each time.
    pub limit: Option<i64>,
    /// How many are skipped.
    pub offset: i64,
    /// Whether they are kept from others, see [`Rows::held`].
    pub is_held: bool,
}

impl Rows {
    /// The rows of a table that meet a condition, in no order.
    pub fn of(table: &'static str, condition: Condition) -> Self {
        Self {
            table,
            joined: None,
            sorted_with: None,
            ones: Vec::new(),
            condition,
            group: None,
            first: None,
            order: None,
            is_sorted: false,
            is_exact: false,
            limit: None,
            offset: 0,
            is_held: false,
        }
    }

    /// The same for these to be read of them: what belongs to each of them in other tables is joined,
    /// each table once, and none by which they are found.
    pub(super) fn for_reading(mut self, expressions: &[Expression]) -> Self {
        let is_alone = self.joined.is_none() && self.sorted_with.is_none() && self.group.is_none();
        if !self.is_exact || !is_alone || self.offset > 0 {
            return self;
        }
        for expression in expressions {
            let Expression::Of(_, one) = expression else { continue };
            let is_there = |other: &Subquery| other.by.table == one.by.table;
            if one.by.table != self.table && !self.ones.iter().any(is_there) {
                self.ones.push(*one);
            }
        }
        self
    }

    /// The rows of other tables that are joined to them. SQLite opens a table anew for each row
    /// that looks into it by a query of its own.
    pub(super) fn joined_ones(&self, out: &AstPass<'_, '_, Backend>) -> &[Subquery] {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => &self.ones,
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => &[],
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => &[],
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

    /// The same, kept from others until the transaction ends; where another program is just changing
    /// one, the query waits, and reads what that has made of it. Without this a server reads what was
    /// there before, and writes over what came while it waited to write. SQLite has one writer at a
    /// time, and need not keep anything.
    #[must_use]
    pub fn held(self) -> Self {
        Self { is_held: true, ..self }
    }
}
