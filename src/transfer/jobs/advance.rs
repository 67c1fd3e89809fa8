//! One step of a job, and a job from its beginning to its end for a command.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::pace::{Pace, STEP};
use super::pause::Pauses;
use super::store;
use super::{Act, Job, JobState, Stepped, StepsOf, Turn, words};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, now, pause_of_writers, retried};
use crate::panel::entity::register::Register;

/// What became of a step.
pub(super) enum Advanced {
    /// There is more to do: when the step began, and the pause behind it for others to write.
    Further(Instant, Duration),
    /// It is to be tried with one record.
    Fewer,
    /// The job has ended, or is another's by now.
    Over,
}

/// What a step is told beside the job: how many records it takes on, how long the one before it took,
/// and the time.
pub(super) type Told = (i64, Duration, NaiveDateTime);

/// Why a step is rolled back as a whole: one of its records stands in the way.
#[derive(Debug, thiserror::Error)]
#[error("one of several records stands in the way")]
struct InTheWay;

/// What became of a step whose transaction was rolled back.
pub(super) fn rolled_back(error: QueryError) -> QueryResult<Advanced> {
    match error {
        QueryError::QueryBuilderError(cause) if cause.is::<InTheWay>() => Ok(Advanced::Fewer),
        error => Err(error),
    }
}

/// What a step has read before its transaction.
pub(super) struct Looked {
    act: Act,
    /// The state of the job that it is a step of.
    state: JobState,
}

/// What the next step of a job reads before its transaction; `None` where there is none.
pub(super) fn look(
    connection: &mut AnyConnection,
    (register, steps): (&'static Register, StepsOf),
    id: i64,
    (size, _, now): Told,
) -> QueryResult<Option<Looked>> {
    let Some(job) = store::find(connection, id)? else { return Ok(None) };
    let (Some(operator), Some(kind)) = (operator_of(connection, &job)?, job.kind()) else {
        return Ok(None);
    };
    let (operator, until, state) = (&Arc::new(operator), Instant::now() + STEP, job.state());
    let turn = Turn { register, operator, now, job: &job, size, until };
    let step = match state {
        state if state.is_ending() => steps(kind).end,
        _ => steps(kind).go_on,
    };
    Ok(Some(Looked { act: step(connection, &turn)?, state }))
}

/// Whose job it is, with what they may do by now, if they may sign in. Whoever may not can do
/// nothing, but a job of theirs still ends in their name.
fn operator_of(connection: &mut AnyConnection, job: &Job) -> QueryResult<Option<CurrentOperator>> {
    if job.is_of_command() {
        return Ok(Some(CurrentOperator::of_command_line()));
    }
    let operator = CurrentOperator::with_id(connection, job.operator_id)?;
    let is_ending = job.state().is_ending();
    Ok(operator.or_else(|| is_ending.then(|| CurrentOperator::gone(&job.operator))))
}

/// One step of a job that this instance has, to be called in a transaction, with what it has read
/// before; [`rolled_back`] tells what its error means.
pub(super) fn advance(
    connection: &mut AnyConnection,
    (register, looked): (&'static Register, Option<&Looked>),
    (id, instance): (i64, &str),
    (size, worked, now): Told,
) -> QueryResult<Advanced> {
    let began = Instant::now();
    let Some(job) = store::beat(connection, id, instance)? else { return Ok(Advanced::Over) };
    let over = |connection: &mut AnyConnection, state, message: &str| {
        store::finish(connection, id, (state, message), now).map(|()| Advanced::Over)
    };
    let further = Ok(Advanced::Further(began, Duration::ZERO));
    let Some(operator) = operator_of(connection, &job)? else {
        store::fail(connection, id, words::OPERATOR_GONE)?;
        return further;
    };
    if job.kind().is_none() {
        return over(connection, JobState::Failed, words::UNKNOWN);
    }
    // Where it could not be looked at a moment ago, or is to end since, it is looked at again.
    let Some(Looked { act, .. }) = looked.filter(|looked| looked.state == job.state()) else {
        return further;
    };
    let operator = &Arc::new(operator);
    let turn = Turn { register, operator, now, job: &job, size, until: began + STEP };
    match act(connection, &turn)? {
        Stepped::Fewer if !turn.is_of_one() => {
            Err(QueryError::QueryBuilderError(Box::new(InTheWay)))
        }
        Stepped::Fewer => over(connection, JobState::Failed, words::STUCK),
        Stepped::Stopped(message) => over(connection, JobState::Failed, &message),
        Stepped::Ended(message) => {
            let message = if message.is_empty() { &job.message } else { &message };
            match job.state() {
                JobState::Cancelling => over(connection, JobState::Cancelled, message),
                _ => over(connection, JobState::Failed, message),
            }
        }
        Stepped::Further(progress) => {
            store::note(connection, &job, &progress, worked)?;
            Ok(Advanced::Further(began, pause_of_writers(connection)))
        }
        Stepped::Finished(progress) => {
            store::note(connection, &job, &progress, worked)?;
            over(connection, JobState::Done, "")
        }
    }
}

/// Goes on with a job until it ends, for a command that has just made it; `show` is told how far it
/// is, and says whether it is to go on. Where the command is killed, an instance that serves takes it
/// up.
pub fn work_off(
    connection: &mut AnyConnection,
    register: &'static Register,
    steps: StepsOf,
    job: i64,
    show: &mut dyn FnMut(&Job) -> ControlFlow<()>,
) -> QueryResult<Job> {
    let instance = format!("command {}", std::process::id());
    retried(connection, |connection| store::take(connection, (job, 0), (&instance, now())))?;
    let (mut pace, mut worked) = (Pace::new(), Duration::ZERO);
    let mut pauses = Pauses::new(connection)?;
    loop {
        let began = Instant::now();
        let (id, told) = ((job, instance.as_str()), (pace.size(), worked, now()));
        let looked = look(connection, (register, steps), job, told)?;
        let with = (register, looked.as_ref());
        let step = |connection: &mut _| advance(connection, with, id, told);
        match retried(connection, step).or_else(rolled_back)? {
            Advanced::Over => break,
            Advanced::Fewer => pace = Pace::new(),
            Advanced::Further(began, _) => pauses.make(connection, &mut pace, began.elapsed())?,
        }
        worked = began.elapsed();
        let Some(found) = store::find(connection, job)? else { continue };
        if show(&found).is_break() && !found.state().is_ending() {
            // The next steps end it.
            retried(connection, |connection| store::cancel(connection, job, now()))?;
        }
    }
    store::find(connection, job)?.ok_or(diesel::result::Error::NotFound)
}
