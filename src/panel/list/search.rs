//! Searching a list: the words in the fields, and the way to the rows that hold them.
//!
//! Few rows are gathered once, by their ids, and sorted; many are met soon in the order of the
//! list. Which they are is seen when they are counted, or sooner where the database expects many.
//! Neither may take long. A server stops what takes too long: what is not found in time is
//! left out, and the page says so. Where no statement can be stopped, see `bounded`.

use std::time::Duration;

use diesel::QueryResult;

use super::bounded;
use super::filtered::{self, Way, first_way, ways_to_indexed, ways_to_many, ways_to_texts};
use super::limits::{COUNTED, QUICK};
use super::numbered;
use super::query::{ListQuery, Lookup};
use super::rows::{Extent, Rows, page};
use super::scope::{Reach, records};
use super::why::explain;
use crate::access::CurrentOperator;
use crate::db::bounded::{estimated_rows, first_of, ids};
use crate::db::search::{Found, Matching, SearchPlan, Words};
use crate::db::statement::{Condition, all};
use crate::db::{AnyConnection, BoxedQuery, Count, Counts, can_stop, within};
use crate::panel::entity::definition::Entity;

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
        let reasons =
            within(connection, query.timeout, |connection| explain(connection, query, &rows.rows))?;
        rows.reasons = reasons.unwrap_or_default();
    }
    Ok(rows)
}

fn read_page(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    if query.sort().is_by_number()
        && let Some(rows) = numbered::read(connection, query)?
    {
        return Ok(rows);
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
    if let Some(ways) = ways_by_estimate(connection, query)? {
        return first_way(connection, query, Count::MoreThan(COUNTED), ways);
    }
    query.lookup = Lookup::Plan(SearchPlan::Lookup);
    let Some(ids) = gather(connection, query, query.found(), query.timeout)? else {
        return Ok(None);
    };
    let count = counted(&ids);
    if count.exact().is_none() {
        let ways = ways_to_texts(connection, query.timeout);
        return first_way(connection, query, count, ways);
    }
    query.lookup = Lookup::Ids(ids);
    within(connection, query.timeout, |connection| page(connection, query, count))
}

/// The ways to more rows than are counted, where the database expects so many and some of them show
/// that it is right. Before the first of all was known, everything would be looked up that is in
/// other tables.
fn ways_by_estimate(
    connection: &mut AnyConnection,
    query: &ListQuery,
) -> QueryResult<Option<Vec<Way>>> {
    let matching = Matching::all(&query.words, query.scope()).ids();
    let found = estimate(connection, matching)?.filter(|found| *found > SAMPLED);
    let Some(found) = found else { return Ok(None) };
    let some = gather(connection, query, query.asked_of_some(SAMPLED), QUICK)?;
    if some.is_none_or(|some| counted(&some).exact().is_some()) {
        return Ok(None);
    }
    let rows = estimate(connection, query.ids(all(Vec::new())))?.unwrap_or(i64::MAX);
    // If they stand evenly in the list.
    let is_walk_short = rows / found <= WALKED / query.wanted();
    Ok(Some(match is_walk_short {
        true => ways_to_many(query.timeout),
        false => ways_to_indexed(2 * QUICK, query.timeout),
    }))
}

/// How many rows the database expects; `None` where it does not tell, or not soon.
fn estimate(connection: &mut AnyConnection, rows: BoxedQuery) -> QueryResult<Option<i64>> {
    let estimate = within(connection, QUICK, |connection| estimated_rows(connection, rows))?;
    Ok(estimate.flatten())
}

/// The ids of all rows that meet a condition, or of one more than are counted; `None` where that
/// takes longer.
fn gather(
    connection: &mut AnyConnection,
    query: &ListQuery,
    condition: Condition,
    limit: Duration,
) -> QueryResult<Option<Vec<i64>>> {
    let found = first_of(query.ids(condition), COUNTED + 1);
    within(connection, limit, |connection| ids(connection, found))
}

/// How many were gathered.
fn counted(ids: &[i64]) -> Count {
    match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => Count::MoreThan(COUNTED),
    }
}
