//! What happened to all records, by conditions: a change set after the other.

mod place;
mod search;
mod totals;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

pub use self::place::{ActivityEnds, ActivityPlace};
use self::search::found_among;
pub use self::search::{IsFound, Named};
pub use self::totals::Totals;
use super::ChangeKind;
use super::query::{ChangeSet, NamedRoot, Summary, find};
use crate::db::{
    AnyConnection, Backend, BoxedQuery, Count, Counts, Span, Stored, TimePlace, UtcTime, Walked,
    load_by_time, walk,
};
use crate::schema::{change_set_entities, change_sets};

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

/// Some change sets.
pub struct Happened {
    /// They, in the order of the walk.
    pub walked: Walked<ChangeSet, ActivityPlace>,
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
    /// Everything of which something may be seen by who sees what became of the rows of these tables.
    pub fn seen(tables: Option<Vec<&'static str>>) -> Self {
        Self { seen: tables, ..Self::default() }
    }

    /// The change sets of a page: all that are asked for, or those of them that are searched for.
    pub fn read(
        &self,
        connection: &mut AnyConnection,
        counts: &Counts,
        (span, size): (Span<ActivityPlace>, usize),
        is_found: Option<IsFound<'_>>,
    ) -> QueryResult<Happened> {
        let load = |span, limit| {
            let looked = self.load(connection, span, limit)?;
            let passing: Vec<&Looked> = looked.iter().filter(|it| self.passes(it)).collect();
            let found = match is_found {
                Some(is_found) => found_among(connection, &passing, is_found)?,
                None => passing.iter().map(|looked| looked.id).collect(),
            };
            Ok(looked.into_iter().map(|it| (found.contains(&it.id), it)).collect())
        };
        let place = |(_, looked): &(bool, Looked)| self.place(looked.id, looked.happened_at);
        let Walked { rows, has_more, cut_at } = walk((span, size), place, |(is, _)| *is, load)?;
        let ids: Vec<i64> = rows.iter().map(|(_, looked)| looked.id).collect();
        let mut sets: Vec<ChangeSet> = change_sets::table
            .filter(change_sets::id.eq_any(&ids))
            .select(ChangeSet::as_select())
            .load(connection)?;
        sets.sort_by_key(|set| ids.iter().position(|id| *id == set.id));
        let is_all = span == Span::Before(self.ends().latest) && !has_more;
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

    /// Those of these change sets that are asked for.
    pub fn among(
        &self,
        connection: &mut AnyConnection,
        ids: BTreeSet<i64>,
    ) -> QueryResult<BTreeSet<i64>> {
        let is_everything = self.is_indexed() && self.entity.is_none() && self.operator.is_none();
        if is_everything || ids.is_empty() {
            return Ok(ids);
        }
        let looked: Vec<Looked> = change_sets::table
            .filter(change_sets::id.eq_any(ids))
            .select(Looked::as_select())
            .load(connection)?;
        Ok(looked.iter().filter(|it| self.passes(it)).map(|it| it.id).collect())
    }

    /// What one index finds, in its order: that of the times where they are asked for, whatever the
    /// clock was when a number was given, and else that of the numbers.
    fn load(
        &self,
        connection: &mut AnyConnection,
        span: Span<ActivityPlace>,
        limit: i64,
    ) -> QueryResult<Vec<Looked>> {
        match span {
            Span::Before(ActivityPlace::Time(place)) => {
                self.load_by_time(connection, Span::Before(place), limit)
            }
            Span::After(ActivityPlace::Time(place)) => {
                self.load_by_time(connection, Span::After(place), limit)
            }
            Span::Before(ActivityPlace::Number(number)) => {
                self.load_by_number(connection, Span::Before(number), limit)
            }
            Span::After(ActivityPlace::Number(number)) => {
                self.load_by_number(connection, Span::After(number), limit)
            }
        }
    }

    fn load_by_time(
        &self,
        connection: &mut AnyConnection,
        span: Span<TimePlace>,
        limit: i64,
    ) -> QueryResult<Vec<Looked>> {
        use change_sets::{happened_at, id};
        let mut query = change_sets::table.limit(limit).select(Looked::as_select()).into_boxed();
        if let Some(since) = self.since {
            query = query.filter(happened_at.ge(since));
        }
        if let Some(until) = self.until {
            query = query.filter(happened_at.lt(until));
        }
        load_by_time!(connection, query, (happened_at, id), span)
    }

    fn load_by_number(
        &self,
        connection: &mut AnyConnection,
        span: Span<i64>,
        limit: i64,
    ) -> QueryResult<Vec<Looked>> {
        let (behind, before, is_up) = match span {
            Span::Before(place) => (i64::MIN, place, false),
            Span::After(place) => (place, i64::MAX, true),
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

    /// Whether it is asked for times, whose order it then is.
    fn is_timed(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// The places around everything that is asked for.
    pub fn ends(&self) -> ActivityEnds {
        use ActivityPlace::{Number, Time};
        match self.is_timed() {
            true => ActivityEnds {
                latest: Time(TimePlace::LATEST),
                earliest: Time(TimePlace::EARLIEST),
            },
            false => ActivityEnds { latest: Number(i64::MAX), earliest: Number(0) },
        }
    }

    /// The place of a change set. One whose time cannot be read is found by no time.
    pub fn place(&self, id: i64, happened_at: UtcTime) -> ActivityPlace {
        match self.is_timed() {
            true => {
                ActivityPlace::Time(TimePlace::of(happened_at, id).unwrap_or(TimePlace::LATEST))
            }
            false => ActivityPlace::Number(id),
        }
    }

    /// Whether an index finds all that is asked, and nothing else.
    fn is_indexed(&self) -> bool {
        self.kind.is_none()
            && !self.is_timed()
            && (self.entity.is_none() || self.operator.is_none())
            && self.seen.is_none()
    }

    fn passes(&self, looked: &Looked) -> bool {
        let is_then = |at: NaiveDateTime| {
            self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
        };
        self.operator.is_none_or(|asked| asked == looked.operator_id)
            && (!self.is_timed() || looked.happened_at.get().is_some_and(is_then))
            && (self.is_found_whole() || self.is_met_by(looked))
    }

    /// Whether what was changed is not asked for, or an index has found by it.
    fn is_found_whole(&self) -> bool {
        let is_of_entity = self.entity.is_none() || !self.is_timed();
        self.kind.is_none() && self.seen.is_none() && is_of_entity
    }

    /// Whether something of what it changed is of that kind, and of the tables that are asked for.
    fn is_met_by(&self, looked: &Looked) -> bool {
        let summary = Summary::parse(&looked.summary);
        if !self.sees(looked, &summary) {
            return false;
        }
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

    /// Whether something of what it changed may be seen: what it is about says so alone where single
    /// changes are not counted.
    fn sees(&self, looked: &Looked, summary: &Summary) -> bool {
        let Some(seen) = &self.seen else { return true };
        match summary.iter().next() {
            Some(_) => summary.iter().any(|(table, ..)| seen.contains(&table)),
            None => seen.contains(&looked.entity.as_str()),
        }
    }
}
