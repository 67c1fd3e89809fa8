//! Reading a page of a filtered list where a statement can be stopped.
//!
//! Rows are met in the order of the list, which is quick where many of them pass. Where it is not,
//! few pass, or all stand far from the page: their ids are gathered by whatever leads to them, in no
//! order, and sorted.

use std::time::Duration;

use diesel::QueryResult;

use super::query::{ListQuery, Lookup};
use super::rows::{Rows, page};
use crate::db::bounded::{first_of, ids};
use crate::db::{AnyConnection, COUNTED, Count, Counts, within};

/// What rows should be counted and met within.
const AT_ONCE: Duration = Duration::from_millis(100);

/// More rows than these are not sorted.
const SORTED: i64 = 100_000;

/// What is said where neither way leads to an end.
const STOPPED: &str = "These filters took too long, so no rows are shown: others may find some.";

/// Reads a page of a filtered list, and counts its rows as far as the budget goes.
pub(super) fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    let holds_texts = query.filters.iter().any(|filter| filter.holds_text());
    let limit = if holds_texts { query.timeout } else { AT_ONCE };
    let found = query.ids(query.found());
    let count = within(connection, limit, |connection| counts.count(connection, found, None))?;
    // Few texts may all stand behind every other, and whatever counted them leads to them.
    let is_gathered = holds_texts && count.is_some_and(|count| count.exact().is_some());
    if !is_gathered && let Some(rows) = met(connection, query, count, AT_ONCE)? {
        return Ok(rows);
    }
    if let Some(rows) = gathered(connection, query)? {
        return Ok(rows);
    }
    if let Some(rows) = met(connection, query, count, query.timeout)? {
        return Ok(rows);
    }
    query.notes.push(STOPPED.to_owned());
    Ok(Rows { count: count.unwrap_or(Count::AtLeast(0)), ..Rows::none() })
}

/// A page of rows as they are met in the order of the list; `None` where it took too long.
fn met(
    connection: &mut AnyConnection,
    query: &ListQuery,
    count: Option<Count>,
    limit: Duration,
) -> QueryResult<Option<Rows>> {
    let at_least = Count::AtLeast(0);
    let rows =
        within(connection, limit, |connection| page(connection, query, count.unwrap_or(at_least)))?;
    let counted = |rows: Rows| {
        let shown = i64::try_from(rows.rows.len()).unwrap_or(i64::MAX);
        match rows.count == at_least {
            true => Rows { count: Count::AtLeast(rows.before.unwrap_or(0) + shown), ..rows },
            false => rows,
        }
    };
    Ok(rows.map(counted))
}

/// A page of all rows that pass, sorted; `None` where they are too many, or it took too long.
pub fn gathered(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
) -> QueryResult<Option<Rows>> {
    let found = first_of(query.ids(query.gathered()), SORTED + 1);
    let ids = within(connection, query.timeout, |connection| ids(connection, found))?;
    let Some(ids) = ids.filter(|ids| i64::try_from(ids.len()).is_ok_and(|ids| ids <= SORTED))
    else {
        return Ok(None);
    };
    let count = match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => Count::MoreThan(COUNTED),
    };
    let asked = std::mem::replace(&mut query.lookup, Lookup::Ids(ids));
    let rows = within(connection, query.timeout, |connection| page(connection, query, count))?;
    query.lookup = asked;
    Ok(rows)
}
