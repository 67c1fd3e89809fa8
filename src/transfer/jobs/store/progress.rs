//! How far a job has come, up to its end.

use std::time::Duration;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::job::Job;
use crate::db::AnyConnection;
use crate::schema::jobs;
use crate::transfer::jobs::problem::keep;
use crate::transfer::jobs::{JobState, Progress};

/// Sets the change set that the steps of a job write to from now on.
pub fn set_change_set(
    connection: &mut AnyConnection,
    job: i64,
    change_set: i64,
) -> QueryResult<()> {
    diesel::update(jobs::table.find(job))
        .set(jobs::change_set_id.eq(change_set))
        .execute(connection)
        .map(drop)
}

/// Sets how many records a job has changed, where it has taken back what it did.
pub fn set_done(connection: &mut AnyConnection, job: i64, done: i64) -> QueryResult<()> {
    diesel::update(jobs::table.find(job)).set(jobs::done.eq(done)).execute(connection).map(drop)
}

/// Says that a job is to end: at once where nobody has begun with it, and else when its next steps have
/// ended it. Returns whether it had not ended.
pub fn cancel(connection: &mut AnyConnection, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let open = jobs::table.find(id).filter(jobs::finished_at.is_null());
    let unbegun = open.filter(jobs::taken_by.is_null()).filter(jobs::started_at.is_null());
    let ended = diesel::update(unbegun)
        .set((jobs::state.eq(JobState::Cancelled.word()), jobs::finished_at.eq(now)))
        .execute(connection)?;
    let told = diesel::update(open.filter(jobs::state.ne(JobState::Failing.word())))
        .set(jobs::state.eq(JobState::Cancelling.word()))
        .execute(connection)?;
    Ok(ended + told > 0)
}

/// Says that a job is to end, because it cannot go on, and why.
pub fn fail(connection: &mut AnyConnection, id: i64, message: &str) -> QueryResult<()> {
    diesel::update(jobs::table.find(id))
        .set((jobs::state.eq(JobState::Failing.word()), jobs::message.eq(message)))
        .execute(connection)
        .map(drop)
}

/// Writes down what a step has done, and how long the one before it took.
pub fn note(
    connection: &mut AnyConnection,
    job: &Job,
    progress: &Progress,
    worked: Duration,
) -> QueryResult<()> {
    let worked = i64::try_from(worked.as_millis()).unwrap_or(i64::MAX);
    keep(connection, job.id, job.refused, &progress.problems)?;
    let refused = i64::try_from(progress.problems.len()).unwrap_or(i64::MAX);
    diesel::update(jobs::table.find(job.id))
        .set((
            jobs::position.eq(&progress.position),
            jobs::done.eq(job.done + progress.done),
            jobs::skipped.eq(job.skipped + progress.skipped),
            jobs::refused.eq(job.refused + refused),
            jobs::total.eq(progress.total.or(job.total)),
            jobs::worked.eq(job.worked.saturating_add(worked)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends a job.
pub fn finish(
    connection: &mut AnyConnection,
    id: i64,
    (state, message): (JobState, &str),
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(jobs::table.find(id))
        .set((
            jobs::state.eq(state.word()),
            jobs::message.eq(message),
            jobs::finished_at.eq(now),
            jobs::taken_by.eq(None::<String>),
        ))
        .execute(connection)
        .map(drop)
}
