//! What happened to all records, by conditions: a change set after the other.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::ChangeKind;
use super::query::{ChangeSet, NamedRoot, Summary, find};
use crate::db::{
    AnyConnection, Backend, BoxedQuery, Count, Counts, Span, Stored, UtcTime, Walked, walk,
};
use crate::schema::{change_set_entities, change_sets};

/// A change set gets its number when its transaction ends, and the time at which that began; and the
/// clocks of several instances differ. So far are numbers believed to follow the times.
const SLACK: TimeDelta = TimeDelta::hours(1);

/// What is asked of change sets.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// Only what changed rows of these tables; of whatever table where that is `None`.
    pub seen: Option<Vec<&'static str>>,
    /// Only what changed records of that table, or linked them.
    pub entity: Option<&'static str>,
    /// The tables that are meant by it: its own, and those of its links.
    pub tables: Option<Vec<&'static str>>,
    /// Only what that operator did, or nobody.
    pub operator: Option<Option<i64>>,
    /// Only what became of them like that.
    pub kind: Option<ChangeKind>,
    /// Only what happened then or later.
    pub since: Option<NaiveDateTime>,
    /// Only what happened before that.
    pub until: Option<NaiveDateTime>,
}

/// Whether what a change set is about is searched for.
pub type IsFound<'f> = &'f dyn Fn(&NamedRoot<'_>) -> bool;

/// Some change sets.
pub struct Happened {
    /// They, in the order of the walk.
    pub walked: Walked<ChangeSet, i64>,
    /// How many there are in all, where they had to be counted for that.
    pub count: Option<Count>,
}

/// What of a change set is looked at.
#[derive(Queryable, Selectable)]
#[diesel(table_name = change_sets, check_for_backend(Backend))]
struct Looked {
    id: i64,
    happened_at: UtcTime,
    operator_id: Option<i64>,
    #[diesel(deserialize_as = Stored<String>)]
    entity: String,
    record_id: Option<i64>,
    #[diesel(deserialize_as = Stored<String>)]
    title: String,
    #[diesel(deserialize_as = Stored<String>)]
    kind: String,
    #[diesel(deserialize_as = Stored<String>)]
    summary: String,
}

impl Looked {
    fn root(&self) -> NamedRoot<'_> {
        let Self { id, entity, record_id, title, .. } = self;
        NamedRoot { change_set: *id, entity, id: *record_id, title }
    }
}

impl Activity {
    /// The change sets of a page: all that are asked for, or those of them that are searched for.
    pub fn read(
        &self,
        connection: &mut AnyConnection,
        counts: &Counts,
        (span, size): (Span<i64>, usize),
        is_found: Option<IsFound<'_>>,
    ) -> QueryResult<Happened> {
        let bounds = self.bounds(connection)?;
        let load = |span, limit| self.load(connection, (span, limit), bounds);
        let passes = |looked: &Looked| {
            self.passes(looked) && is_found.is_none_or(|is_found| is_found(&looked.root()))
        };
        let Walked { rows, has_more, cut_at } =
            walk((span, size), |looked| looked.id, passes, load)?;
        let ids: Vec<i64> = rows.iter().map(|looked| looked.id).collect();
        let mut sets: Vec<ChangeSet> = change_sets::table
            .filter(change_sets::id.eq_any(&ids))
            .select(ChangeSet::as_select())
            .load(connection)?;
        sets.sort_by_key(|set| ids.iter().position(|id| *id == set.id));
        let is_all = span == Span::Before(i64::MAX) && !has_more;
        let count = match self.is_indexed() && is_found.is_none() && !is_all {
            true => Some(counts.count(connection, self.counted(), None)?),
            false => None,
        };
        Ok(Happened { walked: Walked { rows: sets, has_more, cut_at }, count })
    }

    /// The change set of that number, if it is one of those that are asked for.
    pub fn find(&self, connection: &mut AnyConnection, id: i64) -> QueryResult<Option<ChangeSet>> {
        let set = change_sets::table.find(id).select(Looked::as_select()).first(connection);
        match set.optional()?.filter(|looked| self.passes(looked)) {
            Some(_) => find(connection, id),
            None => Ok(None),
        }
    }

    /// The numbers between which everything of that time lies: those of the last change set long
    /// before it, and of the first long after it.
    fn bounds(&self, connection: &mut AnyConnection) -> QueryResult<(i64, i64)> {
        let ids = || change_sets::table.select(change_sets::id).limit(1);
        let first: Option<i64> = match self.since {
            None => None,
            Some(since) => ids()
                .filter(change_sets::happened_at.lt(since - SLACK))
                .order((change_sets::happened_at.desc(), change_sets::id.desc()))
                .first(connection)
                .optional()?,
        };
        let last: Option<i64> = match self.until {
            None => None,
            Some(until) => ids()
                .filter(change_sets::happened_at.ge(until + SLACK))
                .order((change_sets::happened_at, change_sets::id))
                .first(connection)
                .optional()?,
        };
        Ok((first.unwrap_or(i64::MIN), last.unwrap_or(i64::MAX)))
    }

    /// What one index finds, in the order of the numbers.
    fn load(
        &self,
        connection: &mut AnyConnection,
        (span, limit): (Span<i64>, i64),
        (first, last): (i64, i64),
    ) -> QueryResult<Vec<Looked>> {
        let (behind, before, is_up) = match span {
            Span::Before(place) => {
                (first.saturating_sub(1), place.min(last.saturating_add(1)), false)
            }
            Span::After(place) => {
                (place.max(first.saturating_sub(1)), last.saturating_add(1), true)
            }
        };
        if let Some(asked) = self.entity {
            use change_set_entities::{change_set_id, entity};
            let query = change_set_entities::table
                .inner_join(change_sets::table)
                .filter(entity.eq(asked))
                .filter(change_set_id.gt(behind))
                .filter(change_set_id.lt(before))
                .limit(limit)
                .select(Looked::as_select());
            return match is_up {
                true => query.order(change_set_id.asc()).load(connection),
                false => query.order(change_set_id.desc()).load(connection),
            };
        }
        use change_sets::id;
        let mut query = change_sets::table
            .filter(id.gt(behind))
            .filter(id.lt(before))
            .limit(limit)
            .select(Looked::as_select())
            .into_boxed();
        query = match self.operator {
            Some(Some(operator)) => query.filter(change_sets::operator_id.eq(operator)),
            Some(None) => query.filter(change_sets::operator_id.is_null()),
            None => query,
        };
        match is_up {
            true => query.order(id.asc()).load(connection),
            false => query.order(id.desc()).load(connection),
        }
    }

    /// What is counted where an index finds all that is asked.
    fn counted(&self) -> BoxedQuery {
        if let Some(asked) = self.entity {
            use change_set_entities::{change_set_id, entity, table};
            return Box::new(table.filter(entity.eq(asked)).select(change_set_id));
        }
        let sets = change_sets::table.select(change_sets::id);
        match self.operator {
            Some(Some(operator)) => Box::new(sets.filter(change_sets::operator_id.eq(operator))),
            Some(None) => Box::new(sets.filter(change_sets::operator_id.is_null())),
            None => Box::new(sets),
        }
    }

    /// Whether an index finds all that is asked, and nothing else.
    fn is_indexed(&self) -> bool {
        self.kind.is_none()
            && (self.since, self.until) == (None, None)
            && (self.entity.is_none() || self.operator.is_none())
            && (self.seen.is_none() || self.entity.is_some())
    }

    fn passes(&self, looked: &Looked) -> bool {
        let is_then = |at: NaiveDateTime| {
            self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
        };
        self.operator.is_none_or(|asked| asked == looked.operator_id)
            && ((self.since, self.until) == (None, None)
                || looked.happened_at.get().is_some_and(is_then))
            && ((self.kind, &self.seen) == (None, &None) || self.is_met_by(looked))
    }

    /// Whether something of what it changed is of that kind, and of the tables that are asked for.
    fn is_met_by(&self, looked: &Looked) -> bool {
        let summary = Summary::parse(&looked.summary);
        let changed = summary.iter().map(|(table, kind, _)| (table, kind.word()));
        let all = std::iter::once((looked.entity.as_str(), looked.kind.as_str())).chain(changed);
        fn is_among(tables: Option<&Vec<&str>>, table: &str) -> bool {
            tables.is_none_or(|tables| tables.contains(&table))
        }
        let is_asked = |(table, kind): (&str, &str)| {
            self.kind.is_none_or(|asked| asked.word() == kind)
                && is_among(self.tables.as_ref(), table)
                && is_among(self.seen.as_ref(), table)
        };
        all.into_iter().any(is_asked)
    }
}
