//! Reading rows: so many columns of one table, and what belongs to its rows.

use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::{Field as _, NamedRow};
use diesel::sql_types::{BigInt, Integer, Timestamp, Untyped};

use super::column::{Column, push_name};
use super::comparison::Direction;
use super::condition::Condition;
use super::value::{Dynamic, Value};
use crate::db::connection::{AnyConnection, Backend};
use crate::db::count::BoxedQuery;
use crate::db::stored::Stored;
use crate::db::time::UtcTime;
use crate::db::written::written;

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
    fn push(&self, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
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
    fn push(&self, mut join: &'static str, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
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

    /// The query for these columns of them.
    pub fn select(self, expressions: Vec<Expression>) -> Select {
        Select { expressions, rows: self }
    }

    /// The query for one column of them, to be counted or gathered.
    pub fn column(self, column: Column) -> BoxedQuery {
        Box::new(self.select(vec![Expression::Column(column)]))
    }
}

/// A query for rows.
pub struct Select {
    expressions: Vec<Expression>,
    rows: Rows,
}

impl Select {
    /// Runs it.
    pub fn load(self, connection: &mut AnyConnection) -> QueryResult<Vec<SelectedRow>> {
        written(self).load(connection)
    }

    /// Runs it, where it begins with the id, the version and the times of a row.
    pub fn load_stamped(self, connection: &mut AnyConnection) -> QueryResult<Vec<StampedRow>> {
        written(self).load(connection)
    }

    /// Runs it for its first row.
    pub fn first(self, connection: &mut AnyConnection) -> QueryResult<Option<SelectedRow>> {
        Ok(self.load(connection)?.into_iter().next())
    }
}

impl QueryFragment<Backend> for Select {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let rows = &self.rows;
        out.push_sql("SELECT ");
        for (index, expression) in self.expressions.iter().enumerate() {
            out.push_sql(if index == 0 { "" } else { ", " });
            expression.push(&mut out)?;
        }
        let Some(id) = rows.chosen_by(&out) else { return rows.push(&mut out) };
        out.push_sql(" FROM (SELECT ");
        id.push(&mut out)?;
        out.push_sql(" AS page_id");
        rows.push(&mut out)?;
        out.push_sql(") AS page INNER JOIN ");
        push_name(rows.table, &mut out);
        out.push_sql(" ON ");
        id.push(&mut out)?;
        out.push_sql(" = page.page_id");
        rows.push_order(&mut out)
    }
}

impl Rows {
    /// The id by which the rows are chosen before anything else is read of them, where others are
    /// skipped or sorted: the servers would read all of it of those as well, and what belongs to
    /// them.
    fn chosen_by(&self, out: &AstPass<'_, '_, Backend>) -> Option<Column> {
        let id = self.order.as_ref()?.columns.last().copied()?;
        let is_chosen = (self.offset > 0 || self.is_sorted) && id.table == self.table;
        let chosen = is_chosen.then_some(id);
        match out.backend() {
            // It skips by the index alone.
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let _ = chosen;
                None
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => chosen,
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => chosen,
        }
    }

    /// ` FROM users WHERE … ORDER BY … LIMIT 51 OFFSET 0`
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self.is_sorted.then(|| self.chosen_by(out)).flatten() {
            None => self.push_found(out)?,
            Some(id) => self.push_sorted(id, out)?,
        }
        self.push_order(out)?;
        if let Some(limit) = self.limit {
            out.push_sql(&format!(" LIMIT {limit} OFFSET "));
            out.push_bind_param::<BigInt, _>(&self.offset)?;
        }
        Ok(())
    }

    /// The rows found before their order is looked at. The servers look into a query below another
    /// one, unless that has a limit or skips rows.
    fn push_sorted<'b>(
        &'b self,
        id: Column,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let _ = id;
                self.push_found(out)
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                let _ = id;
                let order = self.order.iter().flat_map(|it| it.empty.iter().chain(&it.columns));
                for (index, column) in order.enumerate() {
                    out.push_sql(if index == 0 { " FROM (SELECT " } else { ", " });
                    column.push(out)?;
                }
                self.push_found(out)?;
                out.push_sql(" OFFSET 0) AS ");
                out.push_identifier(self.table)
            }
            // It would keep all of these columns in a table.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                out.push_sql(" FROM (SELECT ");
                id.push(out)?;
                out.push_sql(" AS found_id");
                self.push_found(out)?;
                out.push_sql(" LIMIT 18446744073709551615) AS found STRAIGHT_JOIN ");
                out.push_identifier(self.table)?;
                out.push_sql(" ON ");
                id.push(out)?;
                out.push_sql(" = found.found_id");
                Ok(())
            }
        }
    }

    /// ` FROM users WHERE …`
    fn push_found<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        push_name(self.table, out);
        if let Some(joined) = &self.joined {
            out.push_sql(" INNER JOIN ");
            push_name(joined.by.table, out);
            out.push_sql(" ON ");
            joined.by.push(out)?;
            out.push_sql(" = ");
            joined.of.push(out)?;
        }
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())?;
        if let Some(column) = &self.group {
            out.push_sql(" GROUP BY ");
            column.push(out)?;
        }
        Ok(())
    }

    fn push_order<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let mut join = " ORDER BY ";
        if let Some(condition) = &self.first {
            out.push_sql(" ORDER BY CASE WHEN ");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(" THEN 0 ELSE 1 END");
            join = ", ";
        }
        if let Some(order) = &self.order {
            order.push(join, out)?;
        }
        Ok(())
    }
}

impl QueryId for Select {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Select {
    type SqlType = Untyped;
}

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
