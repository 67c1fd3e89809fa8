//! Searching a list: the words in the fields, and the way to the rows that hold them.
//!
//! Few rows are gathered once, by their ids, and sorted; many are met soon in the order of the
//! list. Neither may take long: what is not found in time is left out, and the page says so.

use std::time::{Duration, Instant};

use diesel::QueryResult;

use super::filtered;
use super::query::ListQuery;
use super::rows::{Rows, page};
use crate::access::CurrentOperator;
use crate::db::search::{Found, SearchPlan, Searched, SearchedOwner, Words, gather, id_behind};
use crate::db::statement::{Condition, Key, Value, all, compared};
use crate::db::{AnyConnection, COUNTED, Comparison, Count, Counts, can_stop, within};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::requirement::visible_fields;

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

/// The rows that hold these words in the fields that they may see.
pub fn found(
    entity: &'static Entity,
    operator: &CurrentOperator,
    words: &Words,
    plan: SearchPlan,
) -> Condition {
    condition(entity, visible_fields(entity, operator), words, plan)
}

/// The rows that hold a text, as it is, in that field.
pub fn holding(entity: &'static Entity, field: &'static Field, text: &str) -> Condition {
    condition(entity, [field].into_iter(), &Words::one(text), SearchPlan::Lookup)
}

fn condition(
    entity: &'static Entity,
    fields: impl Iterator<Item = &'static Field>,
    words: &Words,
    plan: SearchPlan,
) -> Condition {
    let fields: Vec<&Field> = fields.collect();
    let texts = fields.iter().filter_map(|field| field.searched_text()).collect();
    let owners = fields.iter().filter_map(|field| owner(field)).collect();
    Box::new(Found { words: words.clone(), searched: searched(entity), texts, owners, plan })
}

/// The row that a field refers to, where that is searched as well.
fn owner(field: &Field) -> Option<SearchedOwner> {
    let target = field.refers_to()?;
    let texts: Vec<_> = target.fields.iter().filter_map(Field::searched_text).collect();
    let by = field.name();
    (!texts.is_empty()).then(|| SearchedOwner { by, searched: searched(target), texts })
}

fn searched(entity: &Entity) -> Searched {
    Searched { table: entity.table(), id: entity.id.name }
}

/// Reads a page of a list and counts its rows, as far as the budget goes: two queries, and more
/// only where a search takes long.
pub fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    let words = Words::of(&query.search);
    if words.is_empty() && !query.is_everything() && can_stop(connection) {
        return filtered::read(connection, query, counts);
    }
    if words.is_empty() {
        let table = query.is_everything().then_some(query.entity.table());
        let count = counts.count(connection, query.ids(query.found()), table)?;
        return page(connection, query, count);
    }
    if let Some(rows) = look(connection, query, &words)? {
        return Ok(rows);
    }
    let rows = look(connection, query, &words.beginnings())?.unwrap_or_else(Rows::none);
    Ok(Rows { is_cut_off: true, ..rows })
}

/// `None` where it took too long.
fn look(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    words: &Words,
) -> QueryResult<Option<Rows>> {
    let Some(ids) = ids(connection, query, words, COUNTED)? else { return Ok(None) };
    let count = match i64::try_from(ids.len()) {
        Ok(number @ ..=COUNTED) => Count::Exact(number),
        _ => return look_at_many(connection, query, words),
    };
    query.lookup = Lookup::Ids(ids);
    within(connection, query.timeout, |connection| page(connection, query, count))
}

fn look_at_many(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    words: &Words,
) -> QueryResult<Option<Rows>> {
    let walk = || Lookup::Words(words.clone(), SearchPlan::Walk);
    let many = Count::MoreThan(COUNTED);
    // A walk that meets nothing for long must be stopped, or not be begun.
    if can_stop(connection) {
        query.lookup = walk();
        let rows = within(connection, AT_ONCE, |connection| page(connection, query, many))?;
        if rows.is_some() {
            return Ok(rows);
        }
    }
    let Some(ids) = ids(connection, query, words, SORTED)? else { return Ok(None) };
    query.lookup = match i64::try_from(ids.len()) {
        Ok(..=SORTED) => Lookup::Ids(ids),
        _ => walk(),
    };
    within(connection, query.timeout, |connection| page(connection, query, many))
}

/// The ids of all rows that are found, or of one more than `most` of them; `None` where it took
/// too long.
fn ids(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    words: &Words,
    most: i64,
) -> QueryResult<Option<Vec<i64>>> {
    if words.is_scan() && !can_stop(connection) {
        return scan(connection, query, words, most);
    }
    query.lookup = Lookup::Words(words.clone(), SearchPlan::Lookup);
    let found = query.ids(query.found());
    within(connection, query.timeout, |connection| gather(connection, found, most + 1))
}

/// As [`ids`], where every text is looked at and no statement can be stopped: so many rows at a
/// time, until it has taken too long.
fn scan(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    words: &Words,
    most: i64,
) -> QueryResult<Option<Vec<i64>>> {
    query.lookup = Lookup::Words(words.clone(), SearchPlan::Walk);
    let id = query.entity.id;
    let compared =
        |comparison, other| compared(id, id, comparison, Key::Value(Value::Integer(other)));
    let began = Instant::now();
    let (mut ids, mut after) = (Vec::new(), i64::MIN);
    loop {
        let last = id_behind(connection, searched(query.entity), after, AT_A_TIME)?;
        let begun = all(vec![query.found(), compared(Comparison::Greater, after)]);
        let slice = match last {
            Some(last) => all(vec![begun, compared(Comparison::AtMost, last)]),
            None => begun,
        };
        let found = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        ids.extend(gather(connection, query.ids(slice), most + 1 - found)?);
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
