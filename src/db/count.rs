//! Counting within a budget: exact where that is cheap, and otherwise what the database guesses.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Nullable};

use super::connection::{AnyConnection, Backend};
use super::sql::{Sql, Typed};
use super::written::written;

/// A query for one row each of what is to be counted.
pub type BoxedQuery = Box<dyn QueryFragment<Backend> + Send>;

/// Rows beyond these are not counted unless somebody asks for it.
pub const COUNTED: i64 = 10_000;

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exact(i64),
    /// About so many, as the database guesses.
    About(i64),
    /// More than so many.
    MoreThan(i64),
    /// So many, and perhaps others.
    AtLeast(i64),
}

impl Count {
    /// Whether there is none.
    pub fn is_zero(self) -> bool {
        self == Self::Exact(0)
    }

    /// The number, where it is known.
    pub fn exact(self) -> Option<i64> {
        match self {
            Self::Exact(count) => Some(count),
            Self::About(_) | Self::MoreThan(_) | Self::AtLeast(_) => None,
        }
    }

    fn of(capped: i64, guess: Option<i64>) -> Self {
        match guess {
            _ if capped <= COUNTED => Self::Exact(capped),
            Some(guess) if guess > COUNTED => Self::About(guess),
            _ => Self::MoreThan(COUNTED),
        }
    }
}

/// The tables that had more rows than are counted, a moment ago. A page of such a list would spend
/// most of its time on counting [`COUNTED`] of them again, to say the same.
#[derive(Debug, Default)]
pub struct Counts(Mutex<HashMap<&'static str, (Instant, Count)>>);

/// How long a moment is.
const MOMENT: Duration = Duration::from_secs(10);

impl Counts {
    /// Counts the rows of a query as far as the budget goes. Where they are all rows of a table,
    /// its name lets the database guess the rest.
    pub fn count(
        &self,
        connection: &mut AnyConnection,
        rows: BoxedQuery,
        table: Option<&'static str>,
    ) -> QueryResult<Count> {
        if let Some(count) = table.and_then(|table| self.known(table)) {
            return Ok(count);
        }
        let capped = CountOf { rows, most: Some(COUNTED + 1) };
        let (capped, guess) =
            written(diesel::select((Sql(capped), Sql(Guess { table })))).get_result(connection)?;
        let count = Count::of(capped, guess);
        if let (Some(table), None) = (table, count.exact()) {
            self.tables().insert(table, (Instant::now(), count));
        }
        Ok(count)
    }

    fn known(&self, table: &'static str) -> Option<Count> {
        let (since, count) = *self.tables().get(table)?;
        (since.elapsed() < MOMENT).then_some(count)
    }

    fn tables(&self) -> MutexGuard<'_, HashMap<&'static str, (Instant, Count)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts the rows of a query, however many there are.
pub fn count_all(connection: &mut AnyConnection, rows: BoxedQuery) -> QueryResult<i64> {
    written(diesel::select(Sql(CountOf { rows, most: None }))).get_result(connection)
}

/// Counts the rows of a query, `most` of them at most.
pub fn count_most(connection: &mut AnyConnection, rows: BoxedQuery, most: i64) -> QueryResult<i64> {
    diesel::select(Sql(CountOf { rows, most: Some(most) })).get_result(connection)
}

/// How many rows a query finds, to so many where a number is given.
pub(super) struct CountOf {
    pub(super) rows: BoxedQuery,
    pub(super) most: Option<i64>,
}

impl QueryFragment<Backend> for CountOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("(SELECT COUNT(*) FROM (");
        self.rows.walk_ast(out.reborrow())?;
        if let Some(most) = &self.most {
            // Not bound, see `Rows`.
            out.push_sql(" LIMIT ");
            out.push_sql(&most.to_string());
        }
        out.push_sql(") AS counted)");
        Ok(())
    }
}

struct Guess {
    table: Option<&'static str>,
}

impl Typed for CountOf {
    type SqlType = BigInt;
}

impl QueryFragment<Backend> for Guess {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let table = self.table.map(|table| match out.backend() {
            // It would have to count as well.
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let _ = table;
                "NULL".to_owned()
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                format!(
                    "(SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass('{table}'))"
                )
            }
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => format!(
                "(SELECT CAST(table_rows AS SIGNED) FROM information_schema.tables \
                 WHERE table_schema = database() AND table_name = '{table}')"
            ),
        });
        out.push_sql(table.as_deref().unwrap_or("NULL"));
        Ok(())
    }
}

impl Typed for Guess {
    type SqlType = Nullable<BigInt>;
}
