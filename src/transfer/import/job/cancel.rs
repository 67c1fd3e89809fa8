//! Ending an import that somebody has cancelled: all of it or nothing, unless only what is right was to
//! be imported.

use diesel::QueryResult;

use super::order::{found, parameters_of, take_turn};
use super::stage::{Cause, Stage, stage, stopped};
use super::take_back::{begin_taking_back, take_back};
use crate::db::AnyConnection;
use crate::transfer::import::store::{self, ImportState};
use crate::transfer::import::words;
use crate::transfer::jobs::{Act, Job, JobKind, Stepped, Turn};

/// Whether what a job has imported is taken back where it is cancelled.
pub fn is_taken_back(job: &Job) -> bool {
    job.kind() == Some(JobKind::Import) && parameters_of(job).is_some_and(|it| !it.skip)
}

/// Ends a cancelled import, or goes on with taking back what it wrote.
pub fn cancel_step(_: &mut AnyConnection, _: &Turn<'_>) -> QueryResult<Act> {
    Ok(Box::new(cancel))
}

fn cancel(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let (entity, mut import, parameters) = match found(connection, turn)? {
        Ok(found) => found,
        Err(problem) => return Ok(Stepped::Cancelled(problem.to_owned())),
    };
    take_turn(connection, entity)?;
    match stage(turn.job, &parameters) {
        Some(Stage::TakingBack { undo, before, cause }) => {
            take_back(connection, turn, import, (undo, before, cause))
        }
        Some(Stage::Writing(_)) if !parameters.skip => {
            begin_taking_back(connection, turn, import, Cause::Cancelled)
        }
        _ if turn.job.done == 0 => stopped(connection, turn, &mut import, words::NOTHING_IMPORTED),
        _ => {
            let (done, total) = (turn.job.done, turn.job.total);
            import.state = ImportState::Uploaded;
            import.problem = words::stopped(done, total.unwrap_or(done), turn.job.id);
            store::save(connection, &import, turn.now)?;
            Ok(Stepped::Cancelled(String::new()))
        }
    }
}
