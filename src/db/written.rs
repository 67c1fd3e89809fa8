//! Queries whose text is written once.
//!
//! On its way to a database, Diesel asks a query for its text, whether it may be kept prepared, and
//! for its values. The connection over several databases (`diesel::MultiConnection`) writes the
//! whole text anew for each of these questions, and again within them: seven times a statement, and
//! that was a quarter of what a page about one row cost.

use std::sync::OnceLock;

use diesel::internal::derives::multiconnection::AstPassHelper as _;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

use super::connection::{AnyConnection, Backend};

/// A query whose text is written once.
pub struct Written<Q> {
    query: Q,
    text: Place,
}

/// Where the text of a query is.
enum Place {
    /// With the query itself.
    Own(OnceLock<Text>),
    /// Where every query of its kind finds it.
    Kept(&'static KeptText),
}

/// The text of a query that differs in its values alone, whenever it is asked: for each database,
/// since one process may speak to several.
pub struct KeptText {
    #[cfg(feature = "sqlite")]
    sqlite: OnceLock<Text>,
    #[cfg(feature = "postgres")]
    postgres: OnceLock<Text>,
    #[cfg(feature = "mysql")]
    mysql: OnceLock<Text>,
}

/// What is sent of a query, beside its values.
struct Text {
    sql: String,
    /// Whether the connection may keep it prepared, by what Diesel thinks of such queries: it keeps
    /// none of a kind of which there may be any number of texts.
    is_kept: bool,
}

/// The query, whose text is then written once.
pub fn written<Q>(query: Q) -> Written<Q> {
    Written { query, text: Place::Own(OnceLock::new()) }
}

/// The query, whose text is written once for the whole process: it is the same each time, so that
/// connections keep it prepared.
pub fn written_for_good<Q>(query: Q, kept: &'static KeptText) -> Written<Q> {
    Written { query, text: Place::Kept(kept) }
}

impl KeptText {
    /// No text yet.
    pub const fn empty() -> Self {
        Self {
            #[cfg(feature = "sqlite")]
            sqlite: OnceLock::new(),
            #[cfg(feature = "postgres")]
            postgres: OnceLock::new(),
            #[cfg(feature = "mysql")]
            mysql: OnceLock::new(),
        }
    }

    fn of(&self, backend: &Backend) -> &OnceLock<Text> {
        match backend {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => &self.sqlite,
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => &self.postgres,
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => &self.mysql,
        }
    }
}

impl Text {
    fn of(query: &impl QueryFragment<Backend>, backend: &Backend) -> QueryResult<Self> {
        use diesel::query_builder::QueryBuilder as _;
        type Builder = <Backend as diesel::backend::Backend>::QueryBuilder;
        let mut builder = match backend {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => Builder::Sqlite(Default::default()),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => Builder::Postgres(Default::default()),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => Builder::Mysql(Default::default()),
        };
        query.to_sql(&mut builder, backend)?;
        let is_kept = query.is_safe_to_cache_prepared(backend)?;
        Ok(Self { sql: builder.finish(), is_kept })
    }
}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Written<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        // Diesel has no other way to tell who is asking.
        if out.bind_collector().is_some() || out.debug_binds().is_some() {
            return self.query.walk_ast(out);
        }
        let place = match &self.text {
            Place::Own(place) => place,
            Place::Kept(kept) => kept.of(out.backend()),
        };
        let text = match place.get() {
            Some(text) => text,
            None => {
                let text = Text::of(&self.query, out.backend())?;
                place.get_or_init(|| text)
            }
        };
        out.push_sql(&text.sql);
        // Of what is written for good there is one text.
        if !text.is_kept && matches!(self.text, Place::Own(_)) {
            out.unsafe_to_cache_prepared();
        }
        Ok(())
    }
}

impl<Q: QueryId> QueryId for Written<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Query> Query for Written<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<AnyConnection> for Written<Q> {}
