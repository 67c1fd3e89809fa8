//! Who changed something last, as pages name them.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::change::{Change, Position};
use super::query::{ChangeSet, latest, of_record};
use super::{ChangeKind, PastValue, words};
use crate::access::{Action, CurrentOperator};
use crate::db::statement::Value;
use crate::db::{AnyConnection, Stored, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::entity::when::When;
use crate::panel::record::Record;
use crate::panel::record::merge::{MergeOutcome, Merged};
use crate::panel::record::read::find;
use crate::schema::{change_sets, change_subjects};

/// So many of the last changes of a record are looked at: what somebody saved while a form was open
/// is among them.
const LOOKED_AT: i64 = 50;

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// What they are called in the middle of a sentence.
    pub name: String,
    /// Whether it is whoever looks at the page.
    pub is_you: bool,
    /// When, where that is known.
    pub when: Option<When>,
}

impl Author {
    /// Whoever made a change set, as it is told to that operator now.
    pub fn of(change_set: &ChangeSet, operator: &CurrentOperator, now: NaiveDateTime) -> Self {
        let is_you = change_set.operator_id == Some(operator.id);
        Self::called(change_set.by(), is_you, When::of(change_set.happened_at, now))
    }

    /// Somebody who is called that in the middle of a sentence, unless it is whoever looks.
    pub fn called(name: &str, is_you: bool, when: Option<When>) -> Self {
        let name = if is_you { words::YOU } else { name };
        Self { name: name.to_owned(), is_you, when }
    }

    /// Another program, of which nothing is known.
    fn outside() -> Self {
        Self { name: words::ANOTHER_PROGRAM.to_owned(), is_you: false, when: None }
    }
}

/// Who saved what stands now in the fields of a record that a form did not know of, as far as they
/// may know, and as far back as is looked at.
pub fn authors_of_theirs(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    record: &Record,
    now: NaiveDateTime,
) -> QueryResult<Vec<(&'static Field, Author)>> {
    let is_theirs =
        |merged: &&Merged| matches!(merged.outcome, MergeOutcome::Theirs | MergeOutcome::Conflict);
    let theirs = record.merged.iter().filter(is_theirs);
    let theirs: Vec<_> =
        theirs.map(|merged| (merged.field, Some(merged.theirs.as_str()))).collect();
    match record.id.filter(|_| !theirs.is_empty()) {
        Some(id) => authors_of_fields(connection, operator, (record.entity, id), &theirs, now),
        None => Ok(Vec::new()),
    }
}

/// Who saved what stands now in these fields of a record, as a form has it, or `None` where that
/// cannot be read; as far as they may know, and as far back as is looked at.
pub fn authors_of_fields(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (entity, id): (&'static Entity, i64),
    fields: &[(&'static Field, Option<&str>)],
    now: NaiveDateTime,
) -> QueryResult<Vec<(&'static Field, Author)>> {
    if !operator.may(Action::History, entity.table()) {
        return Ok(Vec::new());
    }
    let past = of_record(connection, entity.table(), id, Position::END, LOOKED_AT)?;
    let is_whole = i64::try_from(past.len()).is_ok_and(|changes| changes < LOOKED_AT);
    let author = |field: &'static Field, held: Option<&str>| {
        let mut own = past.iter().filter(|(_, change)| is_own(change, entity, id));
        let last = own.find_map(|(set, change)| Some((set, saved(change, field)?)));
        match last {
            Some((set, text)) if Some(text.as_str()) == held => {
                Some(Author::of(set, operator, now))
            }
            None if !is_whole => None,
            // What stands there has never been saved here.
            _ => Some(Author::outside()),
        }
    };
    let author =
        |(field, held): &(&'static Field, Option<&str>)| Some((*field, author(field, *held)?));
    Ok(fields.iter().filter_map(author).collect())
}

/// What a field holds, as forms have it; `None` where that cannot be read.
pub fn as_typed(field: &Field, value: Option<&Stored<Value>>) -> Option<String> {
    match value {
        Some(Stored::Value(value)) => Some(field.kind.tidy(&field.kind.print(value))),
        Some(Stored::Unreadable) => None,
        None => Some(String::new()),
    }
}

/// What a change left in a field, as forms have it; `None` where it did not touch the field.
fn saved(change: &Change, field: &'static Field) -> Option<String> {
    match change.after().get(field) {
        Some(PastValue::Value(value)) => Some(field.kind.tidy(&field.kind.print(&value))),
        Some(PastValue::Empty) => Some(String::new()),
        Some(PastValue::Other(text)) => Some(text),
        Some(PastValue::Unreadable) => None,
        // Of a new record only what it holds is named.
        None => (change.kind() == Some(ChangeKind::Created)).then(String::new),
    }
}

/// Who changed the record of that id last, or deleted it, as far as they may know.
pub fn last_author(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (entity, id): (&'static Entity, i64),
    now: NaiveDateTime,
) -> QueryResult<Option<Author>> {
    match find(connection, entity, id)? {
        Some(row) => last_author_of(connection, operator, &row, now),
        // What is gone and was not deleted here was deleted by another program.
        None => deleted_by(connection, operator, (entity, id), now),
    }
}

/// Who changed a row last, as far as they may know: another program, where the row holds something
/// else than its history says.
fn last_author_of(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: &Row,
    now: NaiveDateTime,
) -> QueryResult<Option<Author>> {
    let (entity, id) = (row.entity, row.id);
    if !operator.may(Action::History, entity.table()) {
        return Ok(None);
    }
    let Some((set, change)) = latest(connection, entity.table(), id)? else { return Ok(None) };
    let held: Vec<_> =
        entity.fields.iter().map(|field| (field, as_typed(field, row.value(field)))).collect();
    let fields: Vec<_> = held.iter().map(|(field, held)| (*field, held.as_deref())).collect();
    let authors = authors_of_fields(connection, operator, (entity, id), &fields, now)?;
    let outside = Author::outside();
    let is_theirs = !change.has_left(row) || authors.iter().any(|(_, author)| *author == outside);
    Ok(Some(if is_theirs { outside } else { Author::of(&set, operator, now) }))
}

/// Who deleted a record, where its last change is that, and where they may know.
pub fn deleted_by(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (entity, id): (&'static Entity, i64),
    now: NaiveDateTime,
) -> QueryResult<Option<Author>> {
    if !operator.may(Action::History, entity.table()) {
        return Ok(None);
    }
    let last = latest(connection, entity.table(), id)?;
    let deletion = last.filter(|(_, change)| change.kind() == Some(ChangeKind::Deleted));
    Ok(deletion.map(|(set, _)| Author::of(&set, operator, now)))
}

/// Who changed these rows last: of each its table, its id, and when that was. Two queries, however
/// many rows there are.
pub fn authors_of_rows(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    rows: &[(&'static str, i64, UtcTime)],
    now: NaiveDateTime,
) -> QueryResult<HashMap<(&'static str, i64), Author>> {
    let is_told =
        |(table, _, _): &&(&'static str, i64, UtcTime)| operator.may(Action::History, table);
    let rows: Vec<_> = rows.iter().filter(is_told).collect();
    let times: Vec<NaiveDateTime> = rows.iter().filter_map(|(_, _, at)| at.plain()).collect();
    // A row is changed at the very time that its change set has.
    let sets: Vec<ChangeSet> = change_sets::table
        .filter(change_sets::happened_at.eq_any(times))
        .select(ChangeSet::as_select())
        .load(connection)?;
    let ids: Vec<i64> = sets.iter().map(|set| set.id).collect();
    let subjects: Vec<(String, i64, i64)> = change_subjects::table
        .filter(change_subjects::entity.eq_any(rows.iter().map(|(table, _, _)| *table)))
        .filter(change_subjects::record_id.eq_any(rows.iter().map(|(_, id, _)| *id)))
        .filter(change_subjects::change_set_id.eq_any(ids))
        .select((
            change_subjects::entity,
            change_subjects::record_id,
            change_subjects::change_set_id,
        ))
        .load(connection)?;
    let author = |(table, id, at): &(&'static str, i64, UtcTime)| {
        let made = |set: &&ChangeSet| {
            set.happened_at == *at
                && subjects.iter().any(|(entity, record, change_set)| {
                    (entity.as_str(), *record, *change_set) == (*table, *id, set.id)
                })
        };
        let set = sets.iter().find(made)?;
        Some(((*table, *id), Author::of(set, operator, now)))
    };
    Ok(rows.into_iter().filter_map(author).collect())
}

fn is_own(change: &Change, entity: &Entity, id: i64) -> bool {
    change.entity == entity.table() && change.record_id == id
}
