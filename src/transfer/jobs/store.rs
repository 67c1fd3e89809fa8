//! The rows of jobs.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::problem::keep;
use super::{JobKind, JobState, Progress};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Backend, Stored, UtcTime, last_insert_id};
use crate::schema::{job_problems, jobs};

/// A job.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(Backend))]
pub struct Job {
    /// The number.
    pub id: i64,
    #[diesel(deserialize_as = Stored<String>)]
    kind: String,
    /// The table of the records that it is about.
    #[diesel(deserialize_as = Stored<String>)]
    pub entity: String,
    /// What it does, in words: "Delete 12,000 cars".
    #[diesel(deserialize_as = Stored<String>)]
    pub title: String,
    /// Whose it is.
    pub operator_id: i64,
    /// What they are called.
    #[diesel(deserialize_as = Stored<String>)]
    pub operator: String,
    /// What exactly is to be done, in the job's own words.
    #[diesel(deserialize_as = Stored<String>)]
    pub parameters: String,
    #[diesel(deserialize_as = Stored<String>)]
    state: String,
    /// Where the next step begins, in the job's own words; empty at first.
    #[diesel(deserialize_as = Stored<String>)]
    pub position: String,
    /// The change set that it writes to, if it writes to one.
    pub change_set_id: Option<i64>,
    /// How many records there are in all, where that is known.
    pub total: Option<i64>,
    /// How many records were changed.
    pub done: i64,
    /// How many were left alone, because nothing was to be done.
    pub skipped: i64,
    /// How many were refused.
    pub refused: i64,
    /// Why it ended, where that is to be said.
    #[diesel(deserialize_as = Stored<String>)]
    pub message: String,
    /// For how long it was worked on, in milliseconds.
    pub worked: i64,
    /// When it was made.
    pub created_at: UtcTime,
    /// When it ended.
    pub finished_at: Option<UtcTime>,
}

/// A job that is to be.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// The table of the records that it is about.
    pub entity: &'static str,
    /// What it does, in words.
    pub title: String,
    /// What exactly is to be done, in the job's own words.
    pub parameters: String,
    /// How many records there are, where that is known.
    pub total: Option<i64>,
    /// The change set that its steps write to, begun by [`history::begin`] in the same transaction:
    /// whatever others change from now on has a greater number, and is not overwritten.
    ///
    /// [`history::begin`]: crate::panel::record::history::begin
    pub change_set: Option<i64>,
}

/// A job that has not ended, and who has it: what tells a sign of life from none.
pub(super) type Held = (i64, Option<String>, i64);

/// How long a job is kept that has ended.
const KEPT: TimeDelta = TimeDelta::days(30);
/// So many rows are deleted at once.
const BATCH: i64 = 1000;

impl Job {
    /// What it does; `None` for what this program does not know.
    pub fn kind(&self) -> Option<JobKind> {
        JobKind::of_word(&self.kind)
    }

    /// How far it has come.
    pub fn state(&self) -> JobState {
        JobState::of_word(&self.state).unwrap_or(JobState::Failed)
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.finished_at.is_some()
    }

    /// Whether they may see it and cancel it: their own, or, where they manage operators, any.
    pub fn is_up_to(&self, operator: &CurrentOperator) -> bool {
        self.operator_id == operator.id || operator.manages()
    }

    /// How many records were looked at.
    pub fn looked_at(&self) -> i64 {
        self.done.saturating_add(self.skipped).saturating_add(self.refused)
    }
}

impl NewJob {
    /// The job that has not ended and does the very same.
    pub fn twin(&self, connection: &mut AnyConnection) -> QueryResult<Option<i64>> {
        jobs::table
            .filter(jobs::finished_at.is_null())
            .filter(jobs::kind.eq(self.kind.word()))
            .filter(jobs::entity.eq(self.entity))
            .filter(jobs::parameters.eq(&self.parameters))
            .select(jobs::id)
            .first(connection)
            .optional()
    }

    /// Writes it down, to be taken up; returns its number.
    pub fn insert(
        &self,
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        now: NaiveDateTime,
    ) -> QueryResult<i64> {
        diesel::insert_into(jobs::table)
            .values((
                (
                    jobs::kind.eq(self.kind.word()),
                    jobs::entity.eq(self.entity),
                    jobs::title.eq(&self.title),
                    jobs::operator_id.eq(operator.id),
                    jobs::operator.eq(&operator.name),
                    jobs::parameters.eq(&self.parameters),
                    jobs::state.eq(JobState::Waiting.word()),
                    jobs::position.eq(""),
                ),
                (
                    jobs::total.eq(self.total),
                    jobs::change_set_id.eq(self.change_set),
                    jobs::done.eq(0),
                    jobs::skipped.eq(0),
                    jobs::refused.eq(0),
                    jobs::message.eq(""),
                    jobs::beat.eq(0),
                    jobs::worked.eq(0),
                    jobs::created_at.eq(now),
                ),
            ))
            .execute(connection)?;
        last_insert_id(connection)
    }
}

/// The job of that number.
pub fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Job>> {
    jobs::table.find(id).select(Job::as_select()).first(connection).optional()
}

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

/// The job that has not ended and writes to that change set.
pub fn writes_to(connection: &mut AnyConnection, change_set: i64) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::change_set_id.eq(change_set))
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// The job that has not ended and imports into that table.
pub fn importing(connection: &mut AnyConnection, table: &str) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::kind.eq(JobKind::Import.word()))
        .filter(jobs::entity.eq(table))
        .order(jobs::id)
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// The jobs before that one, the latest first: of one operator, or of all.
pub(super) fn latest(
    connection: &mut AnyConnection,
    operator: Option<i64>,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<Job>> {
    let mut query = jobs::table.filter(jobs::id.lt(before)).into_boxed::<Backend>();
    if let Some(operator) = operator {
        query = query.filter(jobs::operator_id.eq(operator));
    }
    query.order(jobs::id.desc()).limit(limit).select(Job::as_select()).load(connection)
}

/// Says that a job is to end: at once where nobody works on it. Returns whether it had not ended.
pub(super) fn cancel(
    connection: &mut AnyConnection,
    id: i64,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let open = jobs::table.find(id).filter(jobs::finished_at.is_null());
    let ended = diesel::update(open.filter(jobs::taken_by.is_null()))
        .set((jobs::state.eq(JobState::Cancelled.word()), jobs::finished_at.eq(now)))
        .execute(connection)?;
    let told = diesel::update(open)
        .set(jobs::state.eq(JobState::Cancelling.word()))
        .execute(connection)?;
    Ok(ended + told > 0)
}

/// The jobs that can be gone on with, the oldest first. Of several imports into one entity that is
/// the oldest: each would find what the other has just made, and take back all of its own.
pub(super) fn open(connection: &mut AnyConnection) -> QueryResult<Vec<Held>> {
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
pub(super) fn take(
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
pub(super) fn beat(
    connection: &mut AnyConnection,
    id: i64,
    instance: &str,
) -> QueryResult<Option<Job>> {
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
pub(super) fn release(connection: &mut AnyConnection, id: i64, instance: &str) -> QueryResult<()> {
    let own = jobs::table.find(id).filter(jobs::taken_by.eq(instance));
    diesel::update(own).set(jobs::taken_by.eq(None::<String>)).execute(connection).map(drop)
}

/// Writes down what a step has done, and how long the one before it took.
pub(super) fn note(
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
pub(super) fn finish(
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

/// The oldest job that ended too long ago to be kept.
pub fn oldest(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.lt(now - KEPT))
        .order(jobs::id)
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// Forgets some problems of the oldest one, and itself where none is left.
pub fn forget(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    let Some(job) = oldest(connection, now)? else { return Ok(()) };
    let of_job = job_problems::table.filter(job_problems::job_id.eq(job));
    let last: Option<i64> =
        of_job.select(diesel::dsl::max(job_problems::number)).first(connection)?;
    let forgotten = match last {
        Some(last) => {
            diesel::delete(of_job.filter(job_problems::number.gt(last - BATCH))).execute(connection)
        }
        None => diesel::delete(jobs::table.find(job)).execute(connection),
    };
    forgotten.map(drop)
}
