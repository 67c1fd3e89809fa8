//! Reading a page of a list that is filtered or searched, where a statement can be stopped.
//!
//! There are two ways to it. Rows are met in the order of the list, which is quick where many of
//! them are found; or all of them are found in no order and sorted, which is quick where they are
//! few and something leads to them. Whichever seems to be quick is tried first, for a short time.

use super::words;
use std::time::Duration;

use diesel::QueryResult;

use super::filter::Filter;
use super::limits::{COUNTED, QUICK};
use super::query::{ListQuery, Lookup};
use super::rows::{Rows, page};
use crate::db::search::{SearchPlan, has_index};
use crate::db::{AnyConnection, Count, Counts, count_most, within};

/// What is quick to count.
const COUNTED_AT_ONCE: Duration = Duration::from_millis(50);

/// A way to the rows of a page, and how long it may take.
pub(super) type Way = (Lookup, Duration);
/// Rows are met in the order of the list, or found and sorted.
const WAYS: [Lookup; 2] = [Lookup::Plan(SearchPlan::Walk), Lookup::Sorted];

/// Reads a page of a filtered list, and counts its rows as far as the budget goes.
pub(super) fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    let counted =
        within(connection, COUNTED_AT_ONCE, |connection| count(connection, query, counts))?;
    let limit = query.timeout;
    let ways = match counted {
        _ if query.filters.iter().any(Filter::holds_text) => ways_to_texts(connection, limit),
        Some(count) if count.exact().is_none() || query.is_one_range() => ways_to_many(limit),
        // All of them were counted soon, or not so many are there that some are met soon.
        Some(_) | None => ways_to_few(limit),
    };
    let count = counted.unwrap_or(Count::AtLeast(0));
    if let Some(rows) = first_way(connection, query, count, ways)? {
        return Ok(rows);
    }
    query.notes.push(words::FILTERS_TOO_SLOW.to_owned());
    Ok(Rows { count, ..Rows::none() })
}

fn count(connection: &mut AnyConnection, query: &ListQuery, counts: &Counts) -> QueryResult<Count> {
    let found = query.ids(query.found());
    if query.is_one_range() {
        return counts.count(connection, found, None);
    }
    Ok(match count_most(connection, found, COUNTED + 1)? {
        number @ ..=COUNTED => Count::Exact(number),
        _ => Count::MoreThan(COUNTED),
    })
}

/// The ways to many rows.
pub(super) fn ways_to_many(limit: Duration) -> Vec<Way> {
    let [met, sorted] = WAYS;
    vec![(met.clone(), QUICK), (sorted, limit), (met, limit)]
}

/// The ways to few rows.
fn ways_to_few(limit: Duration) -> Vec<Way> {
    let [met, sorted] = WAYS;
    vec![(sorted, limit), (met, limit)]
}

/// The ways to rows that hold a text, which may be few.
pub(super) fn ways_to_texts(connection: &AnyConnection, limit: Duration) -> Vec<Way> {
    match has_index(connection) {
        true => ways_to_indexed(QUICK, limit),
        false => ways_to_many(limit),
    }
}

/// The ways to rows that an index leads to, which may be few or stand far off: to find and to sort
/// them may take so long before they are tried to be met.
pub(super) fn ways_to_indexed(sorted_for: Duration, limit: Duration) -> Vec<Way> {
    let [met, sorted] = WAYS;
    [(sorted, sorted_for), (met, QUICK)].into_iter().chain(ways_to_few(limit)).collect()
}

/// The page by the first of these ways that does not take too long, if there is one.
pub(super) fn first_way(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    count: Count,
    ways: Vec<Way>,
) -> QueryResult<Option<Rows>> {
    for (lookup, limit) in ways {
        query.lookup = lookup;
        if let Some(rows) = within(connection, limit, |connection| page(connection, query, count))?
        {
            return Ok(Some(seen(rows)));
        }
    }
    Ok(None)
}

/// The page, of a list of which at least these rows are known.
fn seen(rows: Rows) -> Rows {
    let shown = i64::try_from(rows.rows.len()).unwrap_or(i64::MAX);
    let seen = rows.before.unwrap_or(0).saturating_add(shown);
    let count = match rows.count {
        Count::AtLeast(least) => Count::AtLeast(least.max(seen)),
        count => count,
    };
    Rows { count, ..rows }
}
