//! Deleting what was cut off from the beginning of the history.
//!
//! The cut is written and sealed first, so the chain goes on from it whenever what follows is
//! interrupted; then everything up to its number is deleted, a batch at a time.

use diesel::prelude::*;

use super::cut::Cut;
use crate::db::AnyConnection;
use crate::schema::{
    change_set_entities, change_set_undoes, change_sets, change_subjects, changes,
};

/// So many change sets, and so many changes, are deleted at once.
const BATCH: i64 = 500;
const CHANGES: i64 = 2000;

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
