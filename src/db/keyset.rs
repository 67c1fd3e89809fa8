//! The SQL of lists: conditions and orders over a column whose values are keys, and the id that
//! breaks its ties.

use diesel::expression::expression_types::NotSelectable;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Bool};

use super::connection::Backend;
use super::key::{Key, Keyed};
use super::sql::{Sql, Typed};

/// A value of that type for each row of table `T`.
pub type Boxed<T, ST> = Box<dyn BoxableExpression<T, Backend, SqlType = ST>>;

/// A condition on the rows of table `T`.
pub type BoxedFilter<T> = Boxed<T, Bool>;

/// An `ORDER BY` term over table `T`.
pub type BoxedOrder<T> = Boxed<T, NotSelectable>;

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// How a row's key stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Another.
    Unequal,
    /// Smaller.
    Less,
    /// Smaller or the same.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or the same.
    AtLeast,
}

impl Comparison {
    fn sql(self) -> &'static str {
        match self {
            Self::Equal => " = ",
            Self::Unequal => " <> ",
            Self::Less => " < ",
            Self::AtMost => " <= ",
            Self::Greater => " > ",
            Self::AtLeast => " >= ",
        }
    }
}

/// A column of table `T` that holds keys.
pub trait KeyColumn<T>:
    Column<Table = T> + Default + QueryFragment<Backend> + Send + 'static
{
}

impl<T, C> KeyColumn<T> for C
where
    C: Column<Table = T> + Default + QueryFragment<Backend> + Send + 'static,
    C::SqlType: Keyed,
{
}

/// The order by column `C`, and by the id `I` where that is the same; both in one direction, so
/// that one index serves both.
pub fn order<T: 'static, C: KeyColumn<T>, I: KeyColumn<T>>(direction: Direction) -> BoxedOrder<T> {
    Box::new(Sql(Order::<C, I>::new(direction)))
}

/// The condition that a row stands behind the row with that key and id.
pub fn beyond<T: 'static, C: KeyColumn<T>, I: KeyColumn<T>>(
    direction: Direction,
    key: Key,
    id: i64,
) -> BoxedFilter<T> {
    let columns = (C::default(), I::default());
    Box::new(Sql(Beyond { columns, direction, key, id }))
}

/// The condition that column `C` compares like that to a key.
pub fn compared<T: 'static, C: KeyColumn<T>>(comparison: Comparison, key: Key) -> BoxedFilter<T> {
    let column = C::default();
    Box::new(Sql(Compared { column, comparison, key }))
}

struct Order<C, I> {
    columns: (C, I),
    direction: Direction,
}

impl<C: Default, I: Default> Order<C, I> {
    fn new(direction: Direction) -> Self {
        Self { columns: (C::default(), I::default()), direction }
    }
}

impl<C, I> QueryFragment<Backend> for Order<C, I>
where
    C: QueryFragment<Backend>,
    I: QueryFragment<Backend>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (between, end) = match self.direction {
            Direction::Ascending => (" ASC, ", " ASC"),
            Direction::Descending => (" DESC, ", " DESC"),
        };
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(between);
        self.columns.1.walk_ast(out.reborrow())?;
        out.push_sql(end);
        Ok(())
    }
}

struct Beyond<C, I> {
    columns: (C, I),
    direction: Direction,
    key: Key,
    id: i64,
}

impl<C, I> QueryFragment<Backend> for Beyond<C, I>
where
    C: QueryFragment<Backend>,
    I: QueryFragment<Backend>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (column, id) = &self.columns;
        let comparison = match self.direction {
            Direction::Ascending => " > ",
            Direction::Descending => " < ",
        };
        match out.backend() {
            // An index on both columns leads straight to the row.
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {}
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {}
            // Its optimiser sees ranges of an index in this form only.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                out.push_sql("(");
                column.walk_ast(out.reborrow())?;
                out.push_sql(comparison);
                self.key.push(&mut out)?;
                out.push_sql(" OR (");
                column.walk_ast(out.reborrow())?;
                out.push_sql(" = ");
                self.key.push(&mut out)?;
                out.push_sql(" AND ");
                id.walk_ast(out.reborrow())?;
                out.push_sql(comparison);
                out.push_bind_param::<BigInt, _>(&self.id)?;
                out.push_sql("))");
                return Ok(());
            }
        }
        out.push_sql("(");
        column.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        id.walk_ast(out.reborrow())?;
        out.push_sql(")");
        out.push_sql(comparison);
        out.push_sql("(");
        self.key.push(&mut out)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.id)?;
        out.push_sql(")");
        Ok(())
    }
}

struct Compared<C> {
    column: C,
    comparison: Comparison,
    key: Key,
}

impl<C: QueryFragment<Backend>> QueryFragment<Backend> for Compared<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(self.comparison.sql());
        self.key.push(&mut out)
    }
}

impl<C, I> Typed for Order<C, I> {
    type SqlType = NotSelectable;
}

impl<C, I> Typed for Beyond<C, I> {
    type SqlType = Bool;
}

impl<C> Typed for Compared<C> {
    type SqlType = Bool;
}
