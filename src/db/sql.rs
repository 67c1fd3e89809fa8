//! SQL of our own as an expression of Diesel's.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping,
    is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::connection::Backend;

/// A condition on the rows of table `T`.
pub type BoxedFilter<T> = Box<dyn BoxableExpression<T, Backend, SqlType = Bool>>;

/// What a piece of SQL is worth.
pub(super) trait Typed {
    /// Diesel's type of it.
    type SqlType: TypedExpressionType;
}

/// A piece of SQL that may stand in any query; what it names is for its writer to answer for.
pub(super) struct Sql<S>(pub S);

impl<S: QueryFragment<Backend>> QueryFragment<Backend> for Sql<S> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<S> QueryId for Sql<S> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S: Typed> Expression for Sql<S> {
    type SqlType = S::SqlType;
}

impl<S> ValidGrouping<()> for Sql<S> {
    type IsAggregate = is_aggregate::No;
}

impl<QS, S: Typed> AppearsOnTable<QS> for Sql<S> {}
impl<QS, S: Typed> SelectableExpression<QS> for Sql<S> {}
