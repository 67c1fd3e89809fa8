//! Which instance has a job: of several, one at a time.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::job::{Job, find};
use crate::db::{AnyConnection, Stored};
use crate::schema::jobs;
use crate::transfer::jobs::{JobKind, JobState};

/// A job that has not ended, and who has it: what tells a sign of life from none.
pub type Held = (i64, Option<String>, i64);

/// The jobs that can be gone on with, the oldest first. Of several imports into one entity that is
/// the oldest: each would find what the other has just made, and take back all of its own.
pub fn open(connection: &mut AnyConnection) -> QueryResult<Vec<Held>> {
    type Open = (i64, Option<Stored<String>>, i64, Stored<String>, Stored<String>);
    let rows: Vec<Open> = jobs::table
        .filter(jobs::finished_at.is_null())
        .order(jobs::id)
        .limit(100)
        .select((jobs::id, jobs::taken_by, jobs::beat, jobs::kind, jobs::entity))
        .load(connection)?;
    let mut imported = BTreeSet::new();
    let held = |(id, by, beat, kind, entity): Open| {
        let is_import = JobKind::of_word(&String::from(kind)) == Some(JobKind::Import);
        let is_next = !is_import || imported.insert(String::from(entity));
        is_next.then(|| (id, by.map(String::from), beat))
    };
    Ok(rows.into_iter().filter_map(held).collect())
}

/// Takes a job up, if it is still as it was seen: of several instances one comes by it.
pub fn take(
    connection: &mut AnyConnection,
    (id, beat): (i64, i64),
    (instance, now): (&str, NaiveDateTime),
) -> QueryResult<bool> {
    let seen = jobs::table.find(id).filter(jobs::beat.eq(beat));
    let taken = diesel::update(seen.filter(jobs::finished_at.is_null()))
        .set((jobs::taken_by.eq(instance), jobs::beat.eq(beat + 1)))
        .execute(connection)?;
    let own = jobs::table.find(id).filter(jobs::taken_by.eq(instance));
    diesel::update(own.filter(jobs::state.eq(JobState::Waiting.word())))
        .set((jobs::state.eq(JobState::Running.word()), jobs::started_at.eq(now)))
        .execute(connection)?;
    Ok(taken > 0)
}

/// Gives a sign of life, and holds the job for the rest of the transaction; `None` where it is
/// another's by now, or has ended.
pub fn beat(connection: &mut AnyConnection, id: i64, instance: &str) -> QueryResult<Option<Job>> {
    let own = jobs::table
        .find(id)
        .filter(jobs::taken_by.eq(instance))
        .filter(jobs::finished_at.is_null());
    match diesel::update(own).set(jobs::beat.eq(jobs::beat + 1)).execute(connection)? {
        0 => Ok(None),
        _ => find(connection, id),
    }
}

/// Gives a job back, for the next instance to go on with.
pub fn release(connection: &mut AnyConnection, id: i64, instance: &str) -> QueryResult<()> {
    let own = jobs::table.find(id).filter(jobs::taken_by.eq(instance));
    diesel::update(own).set(jobs::taken_by.eq(None::<String>)).execute(connection).map(drop)
}
