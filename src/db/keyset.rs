//! The SQL of lists: conditions and orders over a column whose values are keys, and the id that
//! breaks its ties.

use std::marker::PhantomData;

use diesel::expression::expression_types::NotSelectable;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::is_nullable::NotNull;
use diesel::sql_types::{BigInt, Bool, Nullable, SingleValue, SqlType};

use super::connection::Backend;
use super::count::BoxedQuery;
use super::key::{Key, Keyed, Operand};
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
    /// How what comes later compares to what comes first.
    pub fn beyond(self) -> Comparison {
        match self {
            Self::Ascending => Comparison::Greater,
            Self::Descending => Comparison::Less,
        }
    }

    /// As it stands behind a column.
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Ascending => " ASC",
            Self::Descending => " DESC",
        }
    }

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
    pub(super) fn sql(self) -> &'static str {
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
    Box::new(Sql(Beyond { columns, comparison: direction.beyond(), key: key.into(), id }))
}

/// The first rows behind a place in a list.
pub struct Behind<T> {
    /// All rows behind it, whatever comes first.
    pub rows: BoxedFilter<T>,
    /// The ids of the same rows in two: of those with the very key of the place, and of those with
    /// keys beyond it.
    pub parts: [BoxedQuery; 2],
    /// The order of the list.
    pub order: BoxedOrder<T>,
    /// How many are wanted.
    pub limit: i64,
}

/// The condition that a row, whose id stands in column `I`, may be one of these.
pub fn behind<T: 'static, I: KeyColumn<T>>(behind: Behind<T>) -> BoxedFilter<T> {
    Box::new(Sql(First { id: I::default(), behind }))
}

/// The condition that column `C` compares like that to a key; `I` is the column of the ids.
pub fn compared<T: 'static, C: KeyColumn<T>, I: KeyColumn<T>>(
    comparison: Comparison,
    key: Key,
) -> BoxedFilter<T> {
    let columns = (C::default(), PhantomData::<I>);
    Box::new(Sql(Compared { columns, comparison, key: key.into() }))
}

/// A condition that every row meets, for a statement that is one of very many: the connection does
/// not keep it prepared.
pub fn uncached<T: 'static>() -> BoxedFilter<T> {
    Box::new(Sql(Uncached))
}

/// NULL, of that type.
pub fn null<T, ST>() -> Boxed<T, Nullable<ST>>
where
    T: 'static,
    ST: SqlType<IsNull = NotNull> + SingleValue + Send + 'static,
{
    Box::new(Sql(Null(PhantomData::<ST>)))
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
    comparison: Comparison,
    key: Operand,
    id: i64,
}

impl<C, I> QueryFragment<Backend> for Beyond<C, I>
where
    C: Column + QueryFragment<Backend>,
    I: Column + QueryFragment<Backend>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => self.as_pairs(out),
            // An index on both columns leads straight to the row.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.as_pairs(out),
            // Its optimiser sees ranges of an index in this form only.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => self.as_ranges(out),
        }
    }
}

impl<C, I> Beyond<C, I>
where
    C: Column + QueryFragment<Backend>,
    I: Column + QueryFragment<Backend>,
{
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    fn as_pairs<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (column, id) = &self.columns;
        out.push_sql("(");
        column.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        id.walk_ast(out.reborrow())?;
        out.push_sql(")");
        out.push_sql(self.comparison.sql());
        out.push_sql("(");
        self.key.push::<C, I>(&mut out)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.id)?;
        out.push_sql(")");
        Ok(())
    }

    #[cfg(feature = "mysql")]
    fn as_ranges<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (column, id) = &self.columns;
        out.push_sql("(");
        column.walk_ast(out.reborrow())?;
        out.push_sql(self.comparison.sql());
        self.key.push::<C, I>(&mut out)?;
        out.push_sql(" OR (");
        column.walk_ast(out.reborrow())?;
        out.push_sql(" = ");
        self.key.push::<C, I>(&mut out)?;
        out.push_sql(" AND ");
        id.walk_ast(out.reborrow())?;
        out.push_sql(self.comparison.sql());
        out.push_bind_param::<BigInt, _>(&self.id)?;
        out.push_sql("))");
        Ok(())
    }
}

struct First<T, I> {
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite looks rows up"))]
    id: I,
    behind: Behind<T>,
}

impl<T, I: QueryFragment<Backend>> QueryFragment<Backend> for First<T, I> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => self.in_parts(out),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.behind.rows.walk_ast(out),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => self.behind.rows.walk_ast(out),
        }
    }
}

#[cfg(feature = "sqlite")]
impl<T, I: QueryFragment<Backend>> First<T, I> {
    /// Where the id is SQLite's own row number, a comparison of pairs reads all rows of one key from
    /// their first on; each part for itself begins where it should.
    fn in_parts<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Behind { parts, order, limit, .. } = &self.behind;
        self.id.walk_ast(out.reborrow())?;
        let mut join = " IN (SELECT * FROM (";
        for part in parts {
            out.push_sql(join);
            part.walk_ast(out.reborrow())?;
            out.push_sql(" ORDER BY ");
            order.walk_ast(out.reborrow())?;
            // Not bound, see `Slice`.
            out.push_sql(&format!(" LIMIT {limit})"));
            join = " UNION ALL SELECT * FROM (";
        }
        out.push_sql(")");
        Ok(())
    }
}

impl<T, I> Typed for First<T, I> {
    type SqlType = Bool;
}

struct Compared<C, I> {
    columns: (C, PhantomData<I>),
    comparison: Comparison,
    key: Operand,
}

impl<C: Column + QueryFragment<Backend>, I: Column> QueryFragment<Backend> for Compared<C, I> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(self.comparison.sql());
        self.key.push::<C, I>(&mut out)
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

struct Null<ST>(PhantomData<ST>);

impl<ST> QueryFragment<Backend> for Null<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("NULL");
        Ok(())
    }
}

impl Typed for Uncached {
    type SqlType = Bool;
}

impl<ST: SqlType<IsNull = NotNull> + SingleValue> Typed for Null<ST> {
    type SqlType = Nullable<ST>;
}

impl<C, I> Typed for Order<C, I> {
    type SqlType = NotSelectable;
}

impl<C, I> Typed for Beyond<C, I> {
    type SqlType = Bool;
}

impl<C, I> Typed for Compared<C, I> {
    type SqlType = Bool;
}
