//! So many rows of a query.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

use super::connection::{AnyConnection, Backend};

/// Takes some of the rows of a query that neither ends in a limit nor has an offset yet.
pub trait Cut: Sized {
    /// At most `limit` rows, after the first `offset`.
    fn cut(self, limit: i64, offset: i64) -> Slice<Self>;
}

impl<Q: Query> Cut for Q {
    fn cut(self, limit: i64, offset: i64) -> Slice<Self> {
        Slice { query: self, limit: format!(" LIMIT {limit} OFFSET "), offset }
    }
}

/// Some of the rows of a query.
///
/// The limit stands in the statement as a number. SQLite plans by the value of a limit that is
/// bound, and so it would parse and plan the statement anew each time that one is bound.
pub struct Slice<Q> {
    query: Q,
    limit: String,
    offset: i64,
}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Slice<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(&self.limit);
        out.push_bind_param::<BigInt, _>(&self.offset)
    }
}

impl<Q> QueryId for Slice<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Slice<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<AnyConnection> for Slice<Q> {}
