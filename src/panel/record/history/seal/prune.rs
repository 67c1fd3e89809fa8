//! Forgetting the beginning of the history.
//!
//! A cut is an entry of the chain itself: a change set about the change sets up to a number, whose
//! one change holds the last seal of what is cut off. It is written and sealed first, so the chain
//! goes on from it whenever what follows is interrupted; then everything up to that number is
//! deleted, a batch at a time.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use serde_json::json;

use super::super::change::{Change, Difference};
use super::super::log::{ChangeLog, Written};
use super::super::query::Summary;
use super::super::values::PastValues;
use super::super::{ChangeKind, Occasion, Origin, Root};
use super::canonical::{Attached, SetRow};
use super::{EntrySeal, LOCK};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Stored, latest_believed, lock};
use crate::panel::entity::words::{counted, grouped};
use crate::schema::{
    change_set_entities, change_set_undoes, change_sets, change_subjects, changes,
};

/// What a cut is about, as the table of a change.
const ENTITY: &str = "change_sets";
/// So many change sets, and so many changes, are looked at or deleted at once.
const BATCH: i64 = 500;
const CHANGES: i64 = 2000;

/// The beginning of the history, up to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The number of its last entry.
    pub number: i64,
    /// The seal of that entry.
    pub seal: String,
    /// How many change sets it has.
    pub change_sets: i64,
    /// How many records and links were deleted or unlinked in it, which nobody can restore from it
    /// afterwards.
    pub deleted: i64,
    /// The day before which it was.
    pub before: NaiveDate,
}

impl Cut {
    /// The last one that was made, whether or not everything is deleted by now.
    pub(super) fn last(connection: &mut AnyConnection) -> QueryResult<Option<Self>> {
        Ok(Self::last_marked(connection)?.map(|(_, cut)| cut))
    }

    /// The same, and the change set that says so.
    pub(super) fn last_marked(connection: &mut AnyConnection) -> QueryResult<Option<(i64, Self)>> {
        let is_of = changes::change_set_id.eq(change_set_entities::change_set_id);
        let found: Option<Change> = change_set_entities::table
            .inner_join(changes::table.on(is_of))
            .inner_join(change_sets::table)
            .filter(change_set_entities::entity.eq(ENTITY))
            .filter(change_sets::entity.eq(ENTITY))
            .filter(change_sets::seal_number.is_not_null())
            .order(change_set_entities::change_set_id.desc())
            .select(Change::as_select())
            .first(connection)
            .optional()?;
        Ok(found.and_then(|change| Some((change.change_set_id, Self::read(&change)?))))
    }

    fn read(change: &Change) -> Option<Self> {
        let values: serde_json::Value = serde_json::from_str(&change.before().to_text()).ok()?;
        Some(Self {
            number: change.record_id,
            seal: values.get("seal")?.as_str()?.to_owned(),
            change_sets: values.get("change_sets")?.as_i64()?,
            deleted: values.get("deleted")?.as_i64()?,
            before: values.get("before")?.as_str()?.parse().ok()?,
        })
    }

    fn values(&self) -> PastValues {
        let Self { number: _, seal, change_sets, deleted, before } = self;
        let values = json!({
            "seal": seal,
            "change_sets": change_sets,
            "deleted": deleted,
            "before": before.to_string(),
        });
        PastValues::parse(&values.to_string())
    }
}

/// "812 change sets from before 2026-01-31, and with them …"
impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = counted(self.change_sets, "change set", "change sets");
        let deleted = counted(self.deleted, "deleted record or link", "deleted records and links");
        write!(out, "{sets} from before {}, and how to restore {deleted}", self.before)
    }
}

/// What of the chain was before a day: all entries up to the first of that day or later. A time that
/// lies in the future is not believed, and holds nothing up. `None` where there is nothing to cut.
pub fn plan(
    connection: &mut AnyConnection,
    before: NaiveDate,
    now: NaiveDateTime,
) -> QueryResult<Option<Cut>> {
    let (until, believed) = (before.and_time(NaiveTime::MIN), latest_believed(now));
    let begin = Cut::last(connection)?.map_or(0, |cut| cut.number);
    let mut cut = Cut { number: begin, seal: String::new(), change_sets: 0, deleted: 0, before };
    loop {
        let rows: Vec<SetRow> = change_sets::table
            .filter(change_sets::seal_number.gt(cut.number))
            .order(change_sets::seal_number)
            .limit(BATCH)
            .load(connection)?;
        for row in &rows {
            let is_kept = |time| time >= until && time <= believed;
            let sealed = row.seal_number.and_then(Stored::value);
            let (Some(number), false) = (sealed, row.happened_at.get().is_some_and(is_kept)) else {
                return Ok((cut.change_sets > 0).then_some(cut));
            };
            cut.number = number;
            cut.seal = row.seal.clone().and_then(Stored::value).unwrap_or_default();
            cut.change_sets += 1;
            cut.deleted += deleted(row);
        }
        if rows.len() < BATCH as usize {
            return Ok((cut.change_sets > 0).then_some(cut));
        }
    }
}

fn deleted(row: &SetRow) -> i64 {
    let summary = row.summary.clone().value().map(|text| Summary::parse(&text));
    let is_gone = |kind| matches!(kind, ChangeKind::Deleted | ChangeKind::Unlinked);
    let counts = summary.iter().flat_map(Summary::iter);
    counts.filter(|(entity, kind, _)| *entity != ENTITY && is_gone(*kind)).map(|of| of.2).sum()
}

/// Writes and seals that a part is cut off, unless somebody else has cut it off since it was
/// planned; returns whether it did. To be called in a transaction.
pub fn mark(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (origin, now): (Origin, NaiveDateTime),
    cut: &Cut,
) -> QueryResult<bool> {
    lock(connection, LOCK)?;
    if Cut::last(connection)?.is_some_and(|last| last.number >= cut.number) {
        return Ok(false);
    }
    let title = format!("History before {} ({} change sets)", cut.before, grouped(cut.change_sets));
    let (id, kind) = (cut.number, ChangeKind::Deleted);
    let root = Root { entity: ENTITY, id: Some(id), title: title.clone(), kind };
    let mut log = ChangeLog::new(operator, Occasion::new(origin, now).about(root));
    let difference = Difference {
        entity: ENTITY,
        id,
        other: None,
        kind,
        version: None,
        titles: (title, String::new()),
        old: cut.values(),
        new: PastValues::default(),
    };
    log.add(connection, difference, vec![(ENTITY, id)])?;
    let Some(Written { change_set, .. }) = log.finish(connection)? else { return Ok(false) };
    let row: SetRow = change_sets::table.find(change_set).first(connection)?;
    let attached = Attached::read(connection, change_set)?;
    EntrySeal::last(connection)?.append(connection, &row, &attached)
}

/// What is left to be deleted of what a cut took off.
#[derive(Clone, Debug)]
pub enum Rest {
    /// Change sets, with their changes, and then their index.
    ChangeSets,
    /// Of the index, what stands behind that place.
    Index(Subject),
}

/// What is left of what the last cut took off; `None` where nothing is.
pub fn rest(connection: &mut AnyConnection) -> QueryResult<Option<Rest>> {
    let Some(cut) = Cut::last(connection)? else { return Ok(None) };
    let left = change_sets::table.filter(change_sets::seal_number.le(cut.number));
    let is_left: bool = diesel::select(diesel::dsl::exists(left)).get_result(connection)?;
    Ok(is_left.then_some(Rest::ChangeSets))
}

/// Deletes a batch of what is left; returns how many change sets that were, and what is left then.
/// To be called in a transaction.
pub fn forget(connection: &mut AnyConnection, rest: &Rest) -> QueryResult<(usize, Option<Rest>)> {
    match rest {
        Rest::ChangeSets => {
            let (deleted, is_all) = forget_sets(connection)?;
            let index = || Rest::Index(before_records_of(String::new()));
            Ok((deleted, Some(if is_all { index() } else { Rest::ChangeSets })))
        }
        Rest::Index(behind) => Ok((0, sweep(connection, behind)?.map(Rest::Index))),
    }
}

/// Deletes a batch of what the last cut took off; returns how many change sets it deleted, and
/// whether that was all.
fn forget_sets(connection: &mut AnyConnection) -> QueryResult<(usize, bool)> {
    let Some(cut) = Cut::last(connection)? else { return Ok((0, true)) };
    let sets: Vec<i64> = change_sets::table
        .filter(change_sets::seal_number.le(cut.number))
        .order(change_sets::seal_number)
        .limit(BATCH)
        .select(change_sets::id)
        .load(connection)?;
    let of_sets = || changes::change_set_id.eq_any(&sets);
    let places: Vec<(i64, i64)> = changes::table
        .filter(of_sets())
        .order((changes::change_set_id, changes::number))
        .limit(CHANGES)
        .select((changes::change_set_id, changes::number))
        .load(connection)?;
    match places.last() {
        // Of many changes the first are deleted, and their change sets by one of the next batches.
        Some((set, number)) if places.len() == CHANGES as usize => {
            let is_earlier = changes::change_set_id.lt(*set).and(of_sets());
            diesel::delete(changes::table.filter(is_earlier)).execute(connection)?;
            let is_first = changes::change_set_id.eq(*set).and(changes::number.le(*number));
            diesel::delete(changes::table.filter(is_first)).execute(connection)?;
            Ok((0, false))
        }
        _ => {
            diesel::delete(changes::table.filter(of_sets())).execute(connection)?;
            forget_entities(connection, &sets)?;
            let ties = change_set_undoes::change_set_id.eq_any(&sets);
            diesel::delete(change_set_undoes::table.filter(ties)).execute(connection)?;
            let sets = change_sets::table.filter(change_sets::id.eq_any(&sets));
            let deleted = diesel::delete(sets).execute(connection)?;
            Ok((deleted, deleted < BATCH as usize))
        }
    }
}

/// Deletes what stands in the index of change sets for these: of one table after the other, as it is
/// sorted.
fn forget_entities(connection: &mut AnyConnection, sets: &[i64]) -> QueryResult<()> {
    use change_set_entities::{change_set_id, entity, table};
    let mut behind = String::new();
    loop {
        let next = table.filter(entity.gt(&behind)).order(entity).select(entity);
        let Some(next) = next.first(connection).optional()? else { return Ok(()) };
        behind = next;
        let of_sets = table.filter(entity.eq(&behind)).filter(change_set_id.eq_any(sets));
        diesel::delete(of_sets).execute(connection)?;
    }
}

/// A row of `change_subjects`: the table, the record, the change set, the number.
pub type Subject = (String, i64, i64, i64);

fn before_records_of(entity: String) -> Subject {
    (entity, i64::MIN, i64::MIN, i64::MIN)
}

/// Deletes what stands in the index of changes for change sets that are gone, a batch behind a place;
/// returns the place behind it, if there is more. The index knows nothing of the order of change
/// sets, so all of it is read.
fn sweep(connection: &mut AnyConnection, behind: &Subject) -> QueryResult<Option<Subject>> {
    use change_subjects::{change_set_id, entity, number, record_id};
    let (of, id, set, last) = behind;
    let in_set = change_set_id.gt(set).or(change_set_id.eq(set).and(number.gt(last)));
    let rows: Vec<(Subject, Option<i64>)> = change_subjects::table
        .left_join(change_sets::table)
        .filter(entity.eq(of))
        .filter(record_id.ge(id))
        .filter(record_id.gt(id).or(in_set))
        .order((entity, record_id, change_set_id, number))
        .limit(CHANGES)
        .select(((entity, record_id, change_set_id, number), change_sets::id.nullable()))
        .load(connection)?;
    let Some((behind, _)) = rows.last() else {
        let next: Option<String> = change_subjects::table
            .filter(entity.gt(of))
            .order(entity)
            .select(entity)
            .first(connection)
            .optional()?;
        return Ok(next.map(before_records_of));
    };
    let is_gone = |row: &&(Subject, Option<i64>)| row.1.is_none();
    let gone: Vec<&Subject> = rows.iter().filter(is_gone).map(|(subject, _)| subject).collect();
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        let mut sets: Vec<i64> = gone.iter().map(|subject| subject.2).collect();
        sets.sort_unstable();
        sets.dedup();
        // One walk through the batch: of change sets that are gone nothing is kept.
        let among = change_subjects::table
            .filter(entity.eq(of))
            .filter(record_id.between(first.1, last.1))
            .filter(change_set_id.eq_any(sets));
        diesel::delete(among).execute(connection)?;
    }
    Ok(Some(behind.clone()))
}
