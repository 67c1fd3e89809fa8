//! Searching a list: the words in the fields, and the way to the rows that hold them.
//!
//! Few rows are gathered once, by their ids, and sorted; many are met soon in the order of the
//! list. Neither may take long. A server stops what takes too long: what is not found in time is
//! left out, and the page says so. Where no statement can be stopped, see `bounded`.

use std::time::Duration;

use diesel::QueryResult;

use super::filtered::{first_way, ways_to_texts};
use super::query::{ListQuery, Lookup};
use super::rows::{Extent, Rows, page};
use super::scope::{Reach, records};
use super::{bounded, filtered, numbered, why};
use crate::access::CurrentOperator;
use crate::db::bounded::{first_of, ids};
use crate::db::search::{Found, SearchPlan, Words};
use crate::db::statement::Condition;
use crate::db::{AnyConnection, Count, Counts, can_stop, within};
use crate::panel::entity::definition::Entity;

/// How long a statement may take that reads what one list holds of a search.
pub const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// The same for one of several lists on a page.
pub const GLOBAL_SEARCH_TIMEOUT: Duration = Duration::from_millis(500);

/// What a search finds is counted to this number: every row that is counted is looked at.
pub(super) const COUNTED: i64 = 1_000;

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
    let Some(ids) = gather(connection, query, COUNTED)? else { return Ok(None) };
    let count = match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => {
            let ways = ways_to_texts(connection, query.timeout);
            return first_way(connection, query, Count::MoreThan(COUNTED), ways);
        }
    };
    query.lookup = Lookup::Ids(ids);
    within(connection, query.timeout, |connection| page(connection, query, count))
}

/// The ids of all rows that are found, or of one more than `most` of them; `None` where it took
/// too long.
fn gather(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    most: i64,
) -> QueryResult<Option<Vec<i64>>> {
    query.lookup = Lookup::Plan(SearchPlan::Lookup);
    let found = first_of(query.ids(query.found()), most + 1);
    within(connection, query.timeout, |connection| ids(connection, found))
}
