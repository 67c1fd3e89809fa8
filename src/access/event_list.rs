//! Reading the security log, and forgetting its beginning.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;

use super::events::{Event, Kind, record};
use super::words;
use crate::db::{
    AnyConnection, Backend, Span, Stored, TimePlace, UtcTime, Walked, fold, load_by_time,
};
use crate::schema::security_events;

/// So many lines are deleted by one transaction.
const BATCH: i64 = 1000;
/// So many names of operators are looked through.
const MOST_NAMES: usize = 1000;

/// One line of the log, as it is read.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = security_events, check_for_backend(Backend))]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// When.
    pub happened_at: UtcTime,
    /// What.
    pub kind: Stored<String>,
    /// Who, by name; empty where nobody is signed in.
    pub operator: Stored<String>,
    /// To whom, or what.
    pub subject: Stored<String>,
    /// From where.
    pub address: Stored<String>,
}

/// Which lines are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// By whom: a part of the name at the time.
    pub operator: Option<String>,
    /// Of which kind.
    pub kind: Option<Kind>,
    /// From when on.
    pub first: Option<NaiveDateTime>,
    /// Until when, included.
    pub last: Option<NaiveDateTime>,
}

/// A line, and its place.
pub type Placed = (TimePlace, Line);

/// A page of at most `size` lines.
pub fn events(
    connection: &mut AnyConnection,
    filter: &EventFilter,
    (span, size): (Span<TimePlace>, usize),
) -> QueryResult<Walked<Placed, TimePlace>> {
    let names = match &filter.operator {
        Some(part) => names_with(connection, part)?.into_iter().map(Some).collect(),
        None => vec![None],
    };
    let (Span::Before(begin) | Span::After(begin)) = span;
    let mut rows = Vec::new();
    // Of each of them an index finds the lines in their order.
    for name in names {
        let mut place = begin;
        let lines = load(connection, filter, name.as_deref(), (span, size as i64 + 1))?;
        rows.extend(lines.into_iter().map(|line| {
            place = TimePlace::of(line.happened_at, line.id).unwrap_or(place);
            (place, line)
        }));
    }
    rows.sort_by_key(|(place, _)| *place);
    if matches!(span, Span::Before(_)) {
        rows.reverse();
    }
    let has_more = rows.len() > size;
    rows.truncate(size);
    Ok(Walked { rows, has_more, cut_at: None })
}

/// The first lines from a place on, of one operator where there is a name.
fn load(
    connection: &mut AnyConnection,
    filter: &EventFilter,
    name: Option<&str>,
    (span, limit): (Span<TimePlace>, i64),
) -> QueryResult<Vec<Line>> {
    use security_events::{happened_at, id};
    let mut query = security_events::table.limit(limit).select(Line::as_select()).into_boxed();
    if let Some(name) = name {
        query = query.filter(security_events::operator.eq(name));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(security_events::kind.eq(kind.word()));
    }
    if let Some(first) = filter.first {
        query = query.filter(happened_at.ge(first));
    }
    if let Some(last) = filter.last {
        query = query.filter(happened_at.le(last));
    }
    load_by_time!(connection, query, (happened_at, id), span)
}

/// The names in the log that hold that, whatever its case and accents. An index leads from each name
/// to the next, however many lines there are of each.
fn names_with(connection: &mut AnyConnection, part: &str) -> QueryResult<Vec<String>> {
    use security_events::operator;
    let (part, mut names, mut last) = (fold(part), Vec::new(), String::new());
    for _ in 0..MOST_NAMES {
        let next: Option<Stored<String>> = security_events::table
            .filter(operator.gt(&last))
            .order(operator)
            .select(operator)
            .first(connection)
            .optional()?;
        let Some(name) = next.and_then(Stored::value) else { break };
        if fold(&name).contains(&part) {
            names.push(name.clone());
        }
        last = name;
    }
    Ok(names)
}

/// How many lines are from before a day.
pub fn count_events(connection: &mut AnyConnection, before: NaiveDate) -> QueryResult<i64> {
    let before = before.and_time(NaiveTime::MIN);
    let old = security_events::table.filter(security_events::happened_at.lt(before));
    old.count().get_result(connection)
}

/// Notes in the log itself that it is forgotten before a day: from where, and when.
pub fn note_pruned(
    connection: &mut AnyConnection,
    before: NaiveDate,
    (place, now): (&str, NaiveDateTime),
) -> QueryResult<()> {
    let event = Event::new(Kind::LogPruned, now, place).to(&words::before(before));
    record(connection, &event)
}

/// Deletes the first lines from before a day; returns how many, none where there are no more. To be
/// called in a transaction.
pub fn delete_events(connection: &mut AnyConnection, before: NaiveDate) -> QueryResult<usize> {
    let ids: Vec<i64> = security_events::table
        .filter(security_events::happened_at.lt(before.and_time(NaiveTime::MIN)))
        .order((security_events::happened_at, security_events::id))
        .limit(BATCH)
        .select(security_events::id)
        .load(connection)?;
    let batch = security_events::table.filter(security_events::id.eq_any(ids));
    diesel::delete(batch).execute(connection)
}
