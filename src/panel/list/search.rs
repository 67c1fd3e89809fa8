//! Searching a list: the words in the fields, and the way to the rows that hold them.
//!
//! Few rows are gathered once, by their ids, and sorted; many are met soon in the order of the
//! list. Which they are is seen when they are counted, or sooner where the database expects many.
//! Neither may take long. A server stops what takes too long: what is not found in time is
//! left out, and the page says so. Where no statement can be stopped, see `bounded`.

use std::time::Duration;

use diesel::QueryResult;

use super::filtered::{QUICK, first_way, ways_to_indexed, ways_to_many, ways_to_texts};
use super::query::{ListQuery, Lookup};
use super::rows::{Extent, Rows, page};
use super::scope::{Reach, records};
use super::{bounded, filtered, numbered, why};
use crate::access::CurrentOperator;
use crate::db::bounded::{estimated_rows, first_of, ids};
use crate::db::search::{Found, SearchPlan, Words};
use crate::db::statement::{Condition, all};
use crate::db::{AnyConnection, BoxedQuery, Count, Counts, can_stop, within};
use crate::panel::entity::definition::Entity;

/// How long a statement may take that reads what one list holds of a search.
pub const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// The same for one of several lists on a page.
pub const GLOBAL_SEARCH_TIMEOUT: Duration = Duration::from_millis(500);

/// What a search finds is counted to this number: every row that is counted is looked at.
pub(super) const COUNTED: i64 = 1_000;
/// Where more rows than these are expected, so many of each table are looked up to see at once
/// whether more than [`COUNTED`] are found: some belong to the same one.
const SAMPLED: i64 = COUNTED * 3 / 2;
/// So many rows are walked past soon where each is looked at, with all that belongs to it.
const WALKED: i64 = 2_500;

/// The records that hold these words themselves, or refer to what does, as far as they may see it.
pub fn found(
    entity: &'static Entity,
    operator: &CurrentOperator,
    words: &Words,
    plan: SearchPlan,
) -> Condition {
    Box::new(Found::new(words, records(entity, operator), plan))
}

/// Reads a page of a list and counts its rows, as far as the budget goes: two queries, and more
/// only where the list is searched or filtered.
pub fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    let mut rows = read_page(connection, query, counts)?;
    if !query.words.is_empty() && !query.finding().is_empty() {
        let reasons = within(connection, query.timeout, |connection| {
            why::explain(connection, query, &rows.rows)
        })?;
        rows.reasons = reasons.unwrap_or_default();
    }
    Ok(rows)
}

pub(super) fn read_page(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    if query.sort().is_by_number() {
        return numbered::read(connection, query, counts);
    }
    if query.is_everything() {
        let all = query.ids(query.found());
        let count = counts.count(connection, all, Some(query.entity.table()))?;
        return page(connection, query, count);
    }
    if !can_stop(connection) {
        return bounded::read(connection, query, counts);
    }
    if query.words.is_empty() {
        return filtered::read(connection, query, counts);
    }
    if !query.finding().is_empty() {
        let timeout = query.timeout;
        query.timeout = timeout / 2;
        if let Some(rows) = look(connection, query)? {
            return Ok(rows);
        }
        (query.timeout, query.reach) = (timeout, Reach::Records);
        if let Some(rows) = look(connection, query)? {
            return Ok(Rows { extent: Extent::RecordsAlone, ..rows });
        }
    } else if let Some(rows) = look(connection, query)? {
        return Ok(rows);
    }
    query.words = query.words.beginnings();
    let rows = look(connection, query)?.unwrap_or_else(Rows::none);
    Ok(Rows { extent: Extent::CutOff, ..rows })
}

/// `None` where it took too long.
fn look(connection: &mut AnyConnection, query: &mut ListQuery) -> QueryResult<Option<Rows>> {
    let many = Count::MoreThan(COUNTED);
    let matching = Found::new(&query.words, query.scope(), SearchPlan::Lookup).matching_ids();
    let estimate = estimate(connection, matching)?.filter(|found| *found > SAMPLED);
    if let Some(found) = estimate
        && sample_has_many(connection, query)?
    {
        let ways = match is_walk_short(connection, query, found)? {
            true => ways_to_many(query.timeout),
            false => ways_to_indexed(2 * QUICK, query.timeout),
        };
        return first_way(connection, query, many, ways);
    }
    let Some(ids) = gather(connection, query, SearchPlan::Lookup)? else { return Ok(None) };
    let count = match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => {
            let ways = ways_to_texts(connection, query.timeout);
            return first_way(connection, query, many, ways);
        }
    };
    query.lookup = Lookup::Ids(ids);
    within(connection, query.timeout, |connection| page(connection, query, count))
}

/// How many rows the database expects; `None` where it does not tell, or not soon.
fn estimate(connection: &mut AnyConnection, rows: BoxedQuery) -> QueryResult<Option<i64>> {
    let estimate = within(connection, QUICK, |connection| estimated_rows(connection, rows))?;
    Ok(estimate.flatten())
}

/// Whether the rows of the page are met among few, if so many are found and stand evenly in the
/// list.
fn is_walk_short(
    connection: &mut AnyConnection,
    query: &ListQuery,
    found: i64,
) -> QueryResult<bool> {
    let rows = estimate(connection, query.ids(all(Vec::new())))?.unwrap_or(i64::MAX);
    Ok(rows / found <= WALKED / query.wanted())
}

/// Whether some of what is found are more rows than are counted. Before the first of all was known,
/// everything would be looked up that is in other tables.
fn sample_has_many(connection: &mut AnyConnection, query: &mut ListQuery) -> QueryResult<bool> {
    let timeout = std::mem::replace(&mut query.timeout, QUICK);
    let some = gather(connection, query, SearchPlan::Sample(SAMPLED));
    query.timeout = timeout;
    Ok(some?.is_some_and(|some| i64::try_from(some.len()).is_ok_and(|some| some > COUNTED)))
}

/// The ids of all rows that are found so, or of one more than are counted; `None` where it took too
/// long.
fn gather(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    plan: SearchPlan,
) -> QueryResult<Option<Vec<i64>>> {
    query.lookup = Lookup::Plan(plan);
    let found = first_of(query.ids(query.found()), COUNTED + 1);
    within(connection, query.timeout, |connection| ids(connection, found))
}
