//! Reading the security log, and forgetting its beginning.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;

use super::events::{Event, Kind, record};
use crate::db::{AnyConnection, Backend, Stored, UtcTime};
use crate::schema::security_events;

/// So many lines are deleted by one transaction.
const BATCH: i64 = 1000;

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
    /// By whom, by the name at the time.
    pub operator: Option<String>,
    /// Of which kind.
    pub kind: Option<Kind>,
    /// From when on.
    pub first: Option<NaiveDateTime>,
    /// Until when, included.
    pub last: Option<NaiveDateTime>,
}

/// The place of a line in the log, which is in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventKey {
    at: NaiveDateTime,
    id: i64,
}

/// A page of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventPlace {
    /// The latest lines.
    Latest,
    /// Those before a line.
    Before(EventKey),
    /// Those after it.
    After(EventKey),
    /// The earliest.
    Earliest,
}

/// Lines of the log, the latest first.
#[derive(Clone, Debug, Default)]
pub struct EventPage {
    /// The lines.
    pub lines: Vec<Line>,
    /// Behind which the later ones are, if there are any.
    pub later: Option<EventKey>,
    /// Before which the earlier ones are.
    pub earlier: Option<EventKey>,
}

impl EventKey {
    /// A line whose time cannot be read has no place.
    fn of(line: &Line) -> Option<Self> {
        Some(Self { at: line.happened_at.plain()?, id: line.id })
    }

    /// Reads what its `Display` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('.')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?.naive_utc();
        Some(Self { at, id: id.parse().ok()? })
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.at.and_utc().timestamp_micros(), self.id)
    }
}

/// A page of at most `size` lines.
pub fn events(
    connection: &mut AnyConnection,
    filter: &EventFilter,
    place: EventPlace,
    size: usize,
) -> QueryResult<EventPage> {
    use security_events::{happened_at, id};
    let mut query = security_events::table.select(Line::as_select()).into_boxed();
    if let Some(operator) = &filter.operator {
        query = query.filter(security_events::operator.eq(operator));
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
    query = match place {
        EventPlace::Latest | EventPlace::Earliest => query,
        EventPlace::Before(EventKey { at, id: key }) => {
            query.filter(happened_at.le(at)).filter(happened_at.lt(at).or(id.lt(key)))
        }
        EventPlace::After(EventKey { at, id: key }) => {
            query.filter(happened_at.ge(at)).filter(happened_at.gt(at).or(id.gt(key)))
        }
    };
    let is_downwards = matches!(place, EventPlace::Latest | EventPlace::Before(_));
    query = match is_downwards {
        true => query.order((happened_at.desc(), id.desc())),
        false => query.order((happened_at.asc(), id.asc())),
    };
    let mut lines: Vec<Line> = query.limit(size as i64 + 1).load(connection)?;
    let is_more = lines.len() > size;
    lines.truncate(size);
    if !is_downwards {
        lines.reverse();
    }
    // Of a page that is not full, or whose lines are gone by now, the latest lines are the better.
    let is_short = !is_more && matches!(place, EventPlace::After(_));
    if is_short || (lines.is_empty() && place != EventPlace::Latest) {
        return events(connection, filter, EventPlace::Latest, size);
    }
    let (is_earlier, is_later) = match place {
        EventPlace::Latest => (is_more, false),
        EventPlace::Before(_) => (is_more, true),
        EventPlace::After(_) => (true, is_more),
        EventPlace::Earliest => (false, is_more),
    };
    let first = lines.iter().find_map(EventKey::of);
    let last = lines.iter().rev().find_map(EventKey::of);
    Ok(EventPage { later: first.filter(|_| is_later), earlier: last.filter(|_| is_earlier), lines })
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
    let event = Event::new(Kind::LogPruned, now, place).to(&format!("before {before}"));
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
