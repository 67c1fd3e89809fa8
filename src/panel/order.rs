//! Sorting by a column, empty values last in either direction, on every database alike.

use std::marker::PhantomData;

use diesel::expression::expression_types::NotSelectable;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use crate::db::Backend;

/// An `ORDER BY` term over table `T`.
pub type BoxedOrder<T> = Box<dyn BoxableExpression<T, Backend, SqlType = NotSelectable>>;

/// Makes the term that sorts by some column of table `T`.
pub type OrderBy<T> = fn(Direction) -> BoxedOrder<T>;

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// A column of table `T` that lists can be sorted by.
pub trait Sortable<T>:
    Column<Table = T> + Default + QueryFragment<Backend> + Send + 'static
{
    /// Whether it may hold NULL, which would stand first on two databases and last on the third.
    const NULLABLE: bool;
}

impl<T, C> Sortable<T> for C
where
    C: Column<Table = T> + Default + QueryFragment<Backend> + Send + 'static,
    C::SqlType: diesel::sql_types::SqlType,
    <C::SqlType as diesel::sql_types::SqlType>::IsNull: Nullability,
{
    const NULLABLE: bool =
        <<C::SqlType as diesel::sql_types::SqlType>::IsNull as Nullability>::NULLABLE;
}

/// Diesel's marker types for nullability, as a value.
pub trait Nullability {
    /// Whether the type has a NULL.
    const NULLABLE: bool;
}

impl Nullability for diesel::sql_types::is_nullable::IsNullable {
    const NULLABLE: bool = true;
}

impl Nullability for diesel::sql_types::is_nullable::NotNull {
    const NULLABLE: bool = false;
}

/// The term that sorts by column `C`.
pub fn ordered<T: 'static, C: Sortable<T>>(direction: Direction) -> BoxedOrder<T> {
    Box::new(Term { column: C::default(), nullable: C::NULLABLE, direction, table: PhantomData })
}

/// The term that sorts by an expression that is never null.
pub fn turned<T, E>(expression: E, direction: Direction) -> BoxedOrder<T>
where
    E: ExpressionMethods + Expression + 'static,
    E::SqlType: diesel::sql_types::SingleValue,
    diesel::dsl::Asc<E>: BoxableExpression<T, Backend, SqlType = NotSelectable>,
    diesel::dsl::Desc<E>: BoxableExpression<T, Backend, SqlType = NotSelectable>,
{
    match direction {
        Direction::Ascending => Box::new(expression.asc()),
        Direction::Descending => Box::new(expression.desc()),
    }
}

struct Term<T, C> {
    column: C,
    nullable: bool,
    direction: Direction,
    table: PhantomData<fn() -> T>,
}

impl<T, C> QueryFragment<Backend> for Term<T, C>
where
    C: QueryFragment<Backend>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.nullable {
            self.column.walk_ast(out.reborrow())?;
            out.push_sql(" IS NULL, ");
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(match self.direction {
            Direction::Ascending => " ASC",
            Direction::Descending => " DESC",
        });
        Ok(())
    }
}

impl<T, C> QueryId for Term<T, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T, C> Expression for Term<T, C> {
    type SqlType = NotSelectable;
}

impl<T, C> ValidGrouping<()> for Term<T, C> {
    type IsAggregate = is_aggregate::No;
}

impl<T, C> AppearsOnTable<T> for Term<T, C> {}
impl<T, C> SelectableExpression<T> for Term<T, C> {}
