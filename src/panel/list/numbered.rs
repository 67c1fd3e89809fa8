//! Reading a page of a list that is sorted by how many records of another entity belong to each of
//! its own. No index knows that order: all that is found is looked at, and sorted. Of more than can
//! be sorted for a page, the list is in its usual order, and says so.

use super::words;
use diesel::QueryResult;

use super::query::{ListQuery, Lookup};
use super::rows::{Rows, page};
use crate::db::bounded::{Share, weigh};
use crate::db::search::SearchPlan;
use crate::db::statement::all;
use crate::db::{AnyConnection, Count, can_stop, count_most, within};

/// So many records are sorted at most.
const MOST: i64 = 100_000;

/// Reads a page of such a list; `None` where it is to be read in its usual order instead.
pub(super) fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
) -> QueryResult<Option<Rows>> {
    if let Some(count) = count(connection, query)? {
        let sorted =
            within(connection, query.timeout, |connection| page(connection, query, count))?;
        if sorted.is_some() {
            return Ok(sorted);
        }
    }
    let (many, label) = (query.entity.names.several(), query.sort().column.label());
    query.notes.push(words::too_many_to_sort(MOST, &many, label));
    query.sort_as_usual();
    query.lookup = Lookup::Plan(SearchPlan::Lookup);
    Ok(None)
}

/// How many are found, and the way to them; `None` where they are too many.
fn count(connection: &mut AnyConnection, query: &mut ListQuery) -> QueryResult<Option<Count>> {
    let Some(lookup) = way(connection, query)? else { return Ok(None) };
    query.lookup = lookup;
    let found = query.ids(query.found());
    let number =
        within(connection, query.timeout, |connection| count_most(connection, found, MOST + 1))?;
    Ok(number.filter(|number| *number <= MOST).map(Count::Exact))
}

/// The way to what is found. Where no statement can be stopped, it is one that leads past no more
/// rows than can be sorted.
fn way(connection: &mut AnyConnection, query: &ListQuery) -> QueryResult<Option<Lookup>> {
    if can_stop(connection) {
        return Ok(Some(Lookup::Plan(SearchPlan::Lookup)));
    }
    let limit = Share { least: MOST, per: i64::MAX };
    let weights = weigh(connection, query.entity.id, query.entries(), limit)?;
    let fewest = weights.found.iter().enumerate().min_by_key(|(_, number)| **number);
    if let Some((nth, _)) = fewest.filter(|(_, number)| **number <= MOST) {
        return Ok(Some(Lookup::Candidates(vec![nth])));
    }
    let rows = count_most(connection, query.ids(all(Vec::new())), MOST + 1)?;
    Ok((rows <= MOST).then_some(Lookup::Plan(SearchPlan::Walk)))
}
