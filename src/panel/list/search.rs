//! Searching a list: the words in the fields, and the way to the rows that hold them.
//!
//! Few rows are gathered once, by their ids, and sorted; many are met soon in the order of the
//! list. Neither may take long: what is not found in time is left out, and the page says so.

use std::time::{Duration, Instant};

use diesel::QueryResult;

use super::filter::and;
use super::query::ListQuery;
use super::rows::{Rows, page};
use crate::access::CurrentOperator;
use crate::db::search::{Among, Found, SearchPlan, Searched, Words, gather, id_behind};
use crate::db::{
    AnyConnection, BoxedFilter, COUNTED, Comparison, Count, Counts, Direction, Key, can_stop,
    within,
};
use crate::panel::entity::field::{Field, Searchable};
use crate::panel::entity::requirement::visible_fields;
use crate::panel::entity::resource::Resource;

/// How long a statement may take that reads what one list holds of a search.
pub const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// The same for one of several lists on a page.
pub const GLOBAL_SEARCH_TIMEOUT: Duration = Duration::from_millis(500);

/// What many rows should be met within, walking the list in its order.
const AT_ONCE: Duration = Duration::from_millis(250);

/// So many rows are looked at by one statement that cannot be stopped.
const AT_A_TIME: i64 = 50_000;

/// More rows than these are not sorted: so many are met soon in whichever order.
const SORTED: i64 = 100_000;

/// How the rows of a list are come by.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// By the words of the search and by the filters.
    Words(Words, SearchPlan),
    /// They are known: all of them, by their ids.
    Ids(Vec<i64>),
}

/// The rows of `R` that hold these words in the fields that they may see.
pub fn found<R: Resource>(
    operator: &CurrentOperator,
    words: &Words,
    plan: SearchPlan,
) -> BoxedFilter<R::Table> {
    condition::<R>(visible_fields::<R>(operator), words, plan)
}

/// The rows of `R` that hold a text, as it is, in that field.
pub fn holding<R: Resource>(field: &Field<R>, text: &str) -> BoxedFilter<R::Table> {
    condition::<R>([field].into_iter(), &Words::one(text), SearchPlan::Lookup)
}

fn condition<'f, R: Resource>(
    fields: impl Iterator<Item = &'f Field<R>>,
    words: &Words,
    plan: SearchPlan,
) -> BoxedFilter<R::Table> {
    let (mut texts, mut owners) = (Vec::new(), Vec::new());
    for searched in fields.filter_map(|field| field.searched) {
        match searched {
            Searchable::Own(text) => texts.push(text),
            Searchable::Relation(owner) => owners.push(owner),
        }
    }
    Found { words: words.clone(), searched: searched::<R>(), texts, owners, plan }.boxed()
}

/// The rows of `R` with these ids.
pub fn among<R: Resource>(ids: &[i64]) -> BoxedFilter<R::Table> {
    Among { searched: searched::<R>(), ids: ids.to_vec() }.boxed()
}

fn searched<R: Resource>() -> Searched {
    Searched { table: R::NAMES.path, id: R::ID }
}

/// Reads a page of a list and counts its rows, as far as the budget goes: two queries, and more
/// only where a search takes long.
///
/// # Errors
/// As the queries.
pub fn read<R: Resource>(
    connection: &mut AnyConnection,
    query: &mut ListQuery<R>,
    counts: &Counts,
) -> QueryResult<Rows<R>> {
    let words = Words::of(&query.search);
    if words.is_empty() {
        let table = query.is_everything().then_some(R::NAMES.path);
        let count = counts.count(connection, R::ids(query.found()), table)?;
        return page(connection, query, count);
    }
    if let Some(rows) = look(connection, query, &words)? {
        return Ok(rows);
    }
    let rows = look(connection, query, &words.beginnings())?.unwrap_or_else(Rows::none);
    Ok(Rows { is_cut_off: true, ..rows })
}

/// `None` where it took too long.
fn look<R: Resource>(
    connection: &mut AnyConnection,
    query: &mut ListQuery<R>,
    words: &Words,
) -> QueryResult<Option<Rows<R>>> {
    let Some(ids) = ids(connection, query, words, COUNTED)? else { return Ok(None) };
    let count = match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => return look_at_many(connection, query, words),
    };
    query.lookup = Lookup::Ids(ids);
    within(connection, query.timeout, |connection| page(connection, query, count))
}

fn look_at_many<R: Resource>(
    connection: &mut AnyConnection,
    query: &mut ListQuery<R>,
    words: &Words,
) -> QueryResult<Option<Rows<R>>> {
    let walk = || Lookup::Words(words.clone(), SearchPlan::Walk);
    // A walk that meets nothing for long must be stopped, or not be begun.
    if can_stop(connection) {
        query.lookup = walk();
        let rows = within(connection, AT_ONCE, |connection| page(connection, query, Count::Many))?;
        if rows.is_some() {
            return Ok(rows);
        }
    }
    let Some(ids) = ids(connection, query, words, SORTED)? else { return Ok(None) };
    query.lookup = match i64::try_from(ids.len()) {
        Ok(..=SORTED) => Lookup::Ids(ids),
        _ => walk(),
    };
    within(connection, query.timeout, |connection| page(connection, query, Count::Many))
}

/// The ids of all rows that are found, or of one more than `most` of them; `None` where it took
/// too long.
fn ids<R: Resource>(
    connection: &mut AnyConnection,
    query: &mut ListQuery<R>,
    words: &Words,
    most: i64,
) -> QueryResult<Option<Vec<i64>>> {
    if words.is_scan() && !can_stop(connection) {
        return scan(connection, query, words, most);
    }
    query.lookup = Lookup::Words(words.clone(), SearchPlan::Lookup);
    let found = R::ids(query.found());
    within(connection, query.timeout, |connection| gather(connection, found, most + 1))
}

/// As [`ids`], where every text is looked at and no statement can be stopped: so many rows at a
/// time, until it has taken too long.
fn scan<R: Resource>(
    connection: &mut AnyConnection,
    query: &mut ListQuery<R>,
    words: &Words,
    most: i64,
) -> QueryResult<Option<Vec<i64>>> {
    query.lookup = Lookup::Words(words.clone(), SearchPlan::Walk);
    let compared = R::BY_CREATION.towards(Direction::Ascending).id_compared;
    let began = Instant::now();
    let (mut ids, mut after) = (Vec::new(), i64::MIN);
    loop {
        let last = id_behind(connection, searched::<R>(), after, AT_A_TIME)?;
        let begun = and::<R>(query.found(), compared(Comparison::Greater, Key::Id(after)));
        let slice = match last {
            Some(last) => and::<R>(begun, compared(Comparison::AtMost, Key::Id(last))),
            None => begun,
        };
        let found = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        ids.extend(gather(connection, R::ids(slice), most + 1 - found)?);
        match last {
            Some(last) if i64::try_from(ids.len()).is_ok_and(|found| found <= most) => {
                after = last;
            }
            _ => return Ok(Some(ids)),
        }
        if began.elapsed() > query.timeout {
            return Ok(None);
        }
    }
}
