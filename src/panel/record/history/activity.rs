//! What happened to all records, by conditions: a change set after the other.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::ChangeKind;
use super::query::ChangeSet;
use super::walk::{Span, Walked, walk};
use crate::db::{AnyConnection, Backend, Count, Counts, Stored, UtcTime};
use crate::schema::change_sets;

/// A change set gets its number when its transaction ends, and the time at which that began; and the
/// clocks of several instances differ. So far are numbers believed to follow the times.
const SLACK: TimeDelta = TimeDelta::hours(1);

/// What is asked of change sets.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// Only what is about records of these tables; whatever it is about where that is `None`.
    pub seen: Option<Vec<&'static str>>,
    /// Only what is about records of that table.
    pub entity: Option<&'static str>,
    /// Only what that operator did, or nobody.
    pub operator: Option<Option<i64>>,
    /// Only what became of them like that.
    pub kind: Option<ChangeKind>,
    /// Only what happened then or later.
    pub since: Option<NaiveDateTime>,
    /// Only what happened before that.
    pub until: Option<NaiveDateTime>,
}

/// Some change sets.
pub struct Happened {
    /// They, in the order of the walk.
    pub walked: Walked<ChangeSet, i64>,
    /// How many there are in all.
    pub count: Count,
}

type Query = change_sets::BoxedQuery<'static, Backend>;
/// What of a change set is looked at: its number, table, kind and time.
type Looked = (i64, Stored<String>, Stored<String>, UtcTime);

impl Activity {
    /// The change sets of a page.
    pub fn read(
        &self,
        connection: &mut AnyConnection,
        counts: &Counts,
        (span, size): (Span<i64>, usize),
    ) -> QueryResult<Happened> {
        let bounds = self.bounds(connection)?;
        let load = |span, limit| {
            let query = match span {
                Span::Before(id) => {
                    let earlier = self.indexed(bounds).filter(change_sets::id.lt(id));
                    earlier.order(change_sets::id.desc())
                }
                Span::After(id) => {
                    let later = self.indexed(bounds).filter(change_sets::id.gt(id));
                    later.order(change_sets::id.asc())
                }
            };
            let columns =
                (change_sets::id, change_sets::entity, change_sets::kind, change_sets::happened_at);
            query.limit(limit).select(columns).load::<Looked>(connection)
        };
        let Walked { rows, has_more, cut_at } =
            walk((span, size), |(id, ..)| *id, |looked| self.passes(looked), load)?;
        let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
        let shown = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let mut sets: Vec<ChangeSet> = change_sets::table
            .filter(change_sets::id.eq_any(&ids))
            .select(ChangeSet::as_select())
            .load(connection)?;
        sets.sort_by_key(|set| ids.iter().position(|id| *id == set.id));
        let is_all = span == Span::Before(i64::MAX) && !has_more;
        let count = match self.is_indexed() {
            _ if is_all => Count::Exact(shown),
            true => {
                let rows = self.indexed(bounds).select(change_sets::id);
                counts.count(connection, Box::new(rows), None)?
            }
            false => Count::AtLeast(shown),
        };
        Ok(Happened { walked: Walked { rows: sets, has_more, cut_at }, count })
    }

    /// The numbers between which everything of that time lies: those of the last change set long
    /// before it, and of the first long after it.
    fn bounds(&self, connection: &mut AnyConnection) -> QueryResult<(Option<i64>, Option<i64>)> {
        let ids = || change_sets::table.select(change_sets::id).limit(1);
        let first = match self.since {
            None => None,
            Some(since) => ids()
                .filter(change_sets::happened_at.lt(since - SLACK))
                .order((change_sets::happened_at.desc(), change_sets::id.desc()))
                .first(connection)
                .optional()?,
        };
        let last = match self.until {
            None => None,
            Some(until) => ids()
                .filter(change_sets::happened_at.ge(until + SLACK))
                .order((change_sets::happened_at, change_sets::id))
                .first(connection)
                .optional()?,
        };
        Ok((first, last))
    }

    /// What one index finds, in the order of the numbers.
    fn indexed(&self, (first, last): (Option<i64>, Option<i64>)) -> Query {
        let mut query = change_sets::table.into_boxed();
        query = match (self.operator, self.entity) {
            (Some(Some(operator)), _) => query.filter(change_sets::operator_id.eq(operator)),
            (Some(None), _) => query.filter(change_sets::operator_id.is_null()),
            (None, Some(entity)) => query.filter(change_sets::entity.eq(entity)),
            (None, None) => query,
        };
        if let Some(first) = first {
            query = query.filter(change_sets::id.ge(first));
        }
        if let Some(last) = last {
            query = query.filter(change_sets::id.le(last));
        }
        query
    }

    /// Whether an index finds all that is asked, and nothing else.
    fn is_indexed(&self) -> bool {
        let is_by_operator = self.operator.is_some();
        self.kind.is_none()
            && (self.since, self.until) == (None, None)
            && (self.entity.is_none() || !is_by_operator)
            && (self.seen.is_none() || self.entity.is_some())
    }

    fn passes(&self, (_, entity, kind, at): &Looked) -> bool {
        let (entity, kind) = (text(entity), text(kind));
        let is_then = |at: NaiveDateTime| {
            self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
        };
        self.seen.as_ref().is_none_or(|seen| seen.contains(&entity))
            && self.entity.is_none_or(|asked| asked == entity)
            && self.kind.is_none_or(|asked| asked.word() == kind)
            && ((self.since, self.until) == (None, None) || at.get().is_some_and(is_then))
    }
}

fn text(stored: &Stored<String>) -> &str {
    match stored {
        Stored::Value(text) => text,
        Stored::Unreadable => "",
    }
}
