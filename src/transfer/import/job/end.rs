//! Ending an import before it is done: all of it or nothing, unless only what is right was to be
//! imported.

use diesel::QueryResult;

use super::order::{Parameters, found, parameters_of, take_turn};
use super::stage::{Cause, Stage, stage, stopped};
use super::take_back::{begin_taking_back, take_back};
use crate::db::AnyConnection;
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::import::words;
use crate::transfer::jobs::{Act, Job, JobKind, JobState, Stepped, Turn};

/// Whether what a job has imported is taken back where it ends before it is done.
pub fn is_taken_back(job: &Job) -> bool {
    job.kind() == Some(JobKind::Import) && parameters_of(job).is_some_and(|it| !it.skip)
}

/// Ends an import that was cancelled or cannot go on, or goes on with taking back what it wrote.
pub fn end_step(_: &mut AnyConnection, _: &Turn<'_>) -> QueryResult<Act> {
    Ok(Box::new(|connection, turn| {
        let (entity, import, parameters) = match found(connection, turn)? {
            Ok(found) => found,
            Err(problem) => return Ok(Stepped::Ended(problem.to_owned())),
        };
        take_turn(connection, entity)?;
        let cause = match turn.job.state() {
            JobState::Failing => Cause::Because(turn.job.message.clone()),
            _ => Cause::Cancelled,
        };
        end(connection, turn, (import, &parameters), cause)
    }))
}

/// One step towards the end of an import that is not to go on.
pub fn end(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (mut import, parameters): (Import, &Parameters),
    cause: Cause,
) -> QueryResult<Stepped> {
    match stage(turn.job, parameters) {
        Some(Stage::TakingBack { undo, before, cause }) => {
            take_back(connection, turn, import, (undo, before, cause))
        }
        Some(Stage::Writing(_)) if !parameters.skip => {
            begin_taking_back(connection, turn, import, cause)
        }
        _ if turn.job.done == 0 => {
            let problem = words::nothing_written(import.format, &cause);
            stopped(connection, turn, &mut import, (&cause, &problem))
        }
        _ => {
            let (done, total) = (turn.job.done, turn.job.total);
            import.state = ImportState::Uploaded;
            import.problem = words::stopped(done, total.unwrap_or(done), turn.job.id);
            store::save(connection, &import, turn.now)?;
            Ok(Stepped::Ended(words::kept(&cause)))
        }
    }
}
