//! Looking for rows without looking at more of them than a page may cost: how many an index leads
//! to, or PostgreSQL expects, and walks through the first rows of an order.

use std::marker::PhantomData;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Text as SqlText, Untyped};

use super::connection::{AnyConnection, Backend};
use super::count::BoxedQuery;
use super::statement::{Column, Condition, Expression, Key, Rows, Select, SelectedRow};
use super::stored::Stored;

/// How many rows several queries find, each counted to a limit.
pub struct Weights {
    /// The greatest id of the table: about how many rows it has.
    pub rows: i64,
    /// How many each query finds.
    pub found: Vec<i64>,
}

/// A number that grows with a table: so many, and one more for each so many rows.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// So many at least.
    pub least: i64,
    /// One more for each so many rows of the table.
    pub per: i64,
}

impl Share {
    /// What it is for a table of so many rows.
    pub fn of(self, rows: i64) -> i64 {
        self.least.saturating_add(rows / self.per)
    }
}

/// Counts what each of these queries for ids finds, to one more than the limit.
pub fn weigh(
    connection: &mut AnyConnection,
    id: Column,
    queries: Vec<BoxedQuery>,
    limit: Share,
) -> QueryResult<Weights> {
    let weigh = Box::new(Weigh { id, queries, limit });
    let row: SelectedRow = Whole::<Untyped>::of(weigh).load(connection)?.pop().unwrap_or_default();
    let number = |index| row.integer(index).unwrap_or_default();
    Ok(Weights { rows: number(0), found: (1..row.0.len()).map(number).collect() })
}

/// About how many rows a query finds, by the statistics of PostgreSQL; `None` elsewhere.
pub fn estimated_rows(
    connection: &mut AnyConnection,
    query: BoxedQuery,
) -> QueryResult<Option<i64>> {
    let tells = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => false,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => false,
    };
    if !tells {
        return Ok(None);
    }
    let plan: Vec<String> = Whole::<SqlText>::of(Box::new(Explained { query })).load(connection)?;
    Ok(plan.first().and_then(|step| rows_of(step)))
}

/// The rows of `Append  (cost=245.96..60168.73 rows=42850 width=8)`.
fn rows_of(step: &str) -> Option<i64> {
    let (_, rows) = step.split_once(" rows=")?;
    rows.split(' ').next()?.parse().ok()
}

struct Explained {
    query: BoxedQuery,
}

impl QueryFragment<Backend> for Explained {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("EXPLAIN ");
        self.query.walk_ast(out)
    }
}

struct Weigh {
    id: Column,
    queries: Vec<BoxedQuery>,
    limit: Share,
}

impl QueryFragment<Backend> for Weigh {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Column { table, name, .. } = self.id;
        let Share { least, per } = self.limit;
        let greatest = format!("SELECT coalesce(max({name}), 0) FROM {table}");
        out.push_sql(&format!("SELECT ({greatest})"));
        for query in &self.queries {
            out.push_sql(", (SELECT count(*) FROM (");
            query.walk_ast(out.reborrow())?;
            out.push_sql(&format!(" LIMIT ({greatest}) / {per} + {}))", least + 1));
        }
        Ok(())
    }
}

/// The condition that a row is one of those that a query finds, by its id.
pub fn found_by(id: Column, query: BoxedQuery) -> Condition {
    Box::new(FoundBy { id, query })
}

struct FoundBy {
    id: Column,
    query: BoxedQuery,
}

impl QueryFragment<Backend> for FoundBy {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.id.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// What all of several queries find, each of it once; one alone as it is.
pub fn in_all_of(queries: Vec<BoxedQuery>) -> BoxedQuery {
    Box::new(InAllOf { queries })
}

struct InAllOf {
    queries: Vec<BoxedQuery>,
}

impl QueryFragment<Backend> for InAllOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if let [query] = &self.queries[..] {
            return query.walk_ast(out);
        }
        push_joined(&self.queries, " INTERSECT ", &mut out)
    }
}

/// Several queries as one. Each of them may be sorted and limited only as a table.
fn push_joined<'b>(
    queries: &'b [BoxedQuery],
    join: &str,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    for (index, query) in queries.iter().enumerate() {
        out.push_sql(if index == 0 { "" } else { join });
        out.push_sql("SELECT * FROM (");
        query.walk_ast(out.reborrow())?;
        out.push_sql(")");
    }
    Ok(())
}

/// What a query finds, each of it once.
pub fn distinct(query: BoxedQuery) -> BoxedQuery {
    Box::new(Distinct { query })
}

struct Distinct {
    query: BoxedQuery,
}

impl QueryFragment<Backend> for Distinct {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT DISTINCT * FROM (");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(") AS found");
        Ok(())
    }
}

/// The first rows that a query finds.
pub fn first_of(query: BoxedQuery, most: i64) -> BoxedQuery {
    Box::new(FirstOf { query, most })
}

struct FirstOf {
    query: BoxedQuery,
    most: i64,
}

impl QueryFragment<Backend> for FirstOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM (");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {}) AS found", self.most));
        Ok(())
    }
}

/// The ids that a query finds, in its order.
pub fn ids(connection: &mut AnyConnection, query: BoxedQuery) -> QueryResult<Vec<i64>> {
    Whole::<BigInt>::of(query).load(connection)
}

/// The ids and versions that a query finds, in no order.
pub fn ids_and_versions(
    connection: &mut AnyConnection,
    query: Select,
) -> QueryResult<Vec<(i64, Stored<i32>)>> {
    Whole::<(BigInt, Integer)>::of(Box::new(query)).load(connection)
}

/// A query as it is, whose rows are read as that type of SQL.
struct Whole<S> {
    query: BoxedQuery,
    read_as: PhantomData<S>,
}

impl<S> Whole<S> {
    fn of(query: BoxedQuery) -> Self {
        Self { query, read_as: PhantomData }
    }
}

impl<S> QueryFragment<Backend> for Whole<S> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.query.walk_ast(out)
    }
}

impl<S> QueryId for Whole<S> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S> Query for Whole<S> {
    type SqlType = S;
}

impl<S> RunQueryDsl<AnyConnection> for Whole<S> {}

/// The first rows of an order, which an index has: those of each segment behind those of the one
/// before.
pub struct Walk {
    /// The segments, each in its order.
    pub segments: Vec<Rows>,
    /// How many rows are looked at.
    pub rows: i64,
}

impl Walk {
    /// The table of what is walked through, in conditions on it.
    pub const WALKED: &str = "walked";

    /// The ids of the first rows that meet a condition; and another one on what is walked through,
    /// if one is given: a row that does not meet that is not read at all.
    pub fn ids(
        self,
        connection: &mut AnyConnection,
        id: Column,
        (among, condition): (Option<Condition>, Condition),
        limit: i64,
    ) -> QueryResult<Vec<i64>> {
        let walked = Segments::new(self, &[Expression::Column(id)]);
        ids(connection, Box::new(Walked { walked, id, among, condition, limit }))
    }

    /// What the last row that is looked at holds in a column, which is read like that, and its id;
    /// `None` where there are not so many rows.
    pub fn end(
        self,
        connection: &mut AnyConnection,
        id: Column,
        (by, read): (Column, Expression),
    ) -> QueryResult<Option<(Key, i64)>> {
        let last = self.rows - 1;
        let walked = Segments::new(self, &[Expression::Column(id), read]);
        let last = Box::new(Last { walked, last });
        let row: Option<SelectedRow> = Whole::<Untyped>::of(last).load(connection)?.pop();
        Ok(row.and_then(|row| {
            let id = row.integer(0)?;
            Some((Key::read(by, row.0.into_iter().nth(1)?, id), id))
        }))
    }
}

/// Columns of the rows that are walked through.
struct Segments {
    queries: Vec<BoxedQuery>,
    rows: i64,
}

impl Segments {
    fn new(walk: Walk, columns: &[Expression]) -> Self {
        let rows = walk.rows;
        let query =
            |segment: Rows| Box::new(segment.slice(rows, 0).select(columns.to_vec())) as BoxedQuery;
        Self { queries: walk.segments.into_iter().map(query).collect(), rows }
    }
}

impl QueryFragment<Backend> for Segments {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        push_joined(&self.queries, " UNION ALL ", &mut out)?;
        out.push_sql(&format!(" LIMIT {}", self.rows));
        Ok(())
    }
}

struct Walked {
    walked: Segments,
    id: Column,
    among: Option<Condition>,
    condition: Condition,
    limit: i64,
}

impl QueryFragment<Backend> for Walked {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Column { table, name, .. } = self.id;
        out.push_sql(&format!("SELECT {table}.{name} FROM ("));
        self.walked.walk_ast(out.reborrow())?;
        // SQLite never turns the sides of a cross join round: the rows come as they are walked
        // through, and it stops at the limit.
        let walked = Walk::WALKED;
        out.push_sql(&format!(") AS {walked} CROSS JOIN {table} WHERE "));
        if let Some(among) = &self.among {
            among.walk_ast(out.reborrow())?;
            out.push_sql(" AND ");
        }
        out.push_sql(&format!("{table}.{name} = {walked}.{name} AND "));
        self.condition.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {}", self.limit));
        Ok(())
    }
}

struct Last {
    walked: Segments,
    last: i64,
}

impl QueryFragment<Backend> for Last {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM (");
        self.walked.walk_ast(out.reborrow())?;
        out.push_sql(&format!(") LIMIT 1 OFFSET {}", self.last));
        Ok(())
    }
}
