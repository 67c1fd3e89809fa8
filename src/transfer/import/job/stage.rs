//! How far the job that imports a file has come, and how it ends too early.

use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::order::Parameters;
use crate::db::AnyConnection;
use crate::transfer::import::dry_run::json;
use crate::transfer::import::store::{self, Import, ImportRow, ImportState};
use crate::transfer::jobs::{Job, Progress, Stepped, Turn};

/// Where a job is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// It asks again what the rows come to, from that one on.
    Asking(i64),
    /// It writes the rows from that one on.
    Writing(i64),
    /// It takes back what it wrote before that change, by that change set.
    TakingBack {
        /// The change set that takes it back.
        undo: i64,
        /// The number of the last change that was taken back.
        before: i64,
        /// Why.
        cause: Cause,
    },
}

/// Why an import does not go on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Cause {
    /// Somebody has cancelled it.
    Cancelled,
    /// This row comes to something else by now.
    Row(RowName),
    /// It cannot go on, and what is said of that.
    Because(String),
    /// All come to something else: it is about other fields, or their operator may do less.
    Plan,
}

/// A row of a file, as it is told which one is meant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RowName {
    /// Its line.
    pub line: i64,
    /// What its record is called.
    pub title: String,
}

impl From<&ImportRow> for RowName {
    fn from(row: &ImportRow) -> Self {
        Self { line: row.line, title: row.title.clone() }
    }
}

impl Stage {
    /// Where the next step begins.
    pub fn progress(&self) -> Progress {
        Progress { position: json(self), ..Progress::default() }
    }
}

/// Where a job is. One that leaves out what changed need not ask before, nor does one of a command,
/// which has checked the file a moment ago.
pub fn stage(job: &Job, parameters: &Parameters) -> Option<Stage> {
    match position(job) {
        Some(stage) => Some(stage),
        None if parameters.skip || job.is_of_command() => None,
        None => Some(Stage::Asking(0)),
    }
}

/// Where its steps have left a job; `None` before the first.
pub fn position(job: &Job) -> Option<Stage> {
    serde_json::from_str(&job.position).ok()
}

/// Ends it, and lets the file be checked again, which shows first what has stopped it.
pub fn stopped(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    import: &mut Import,
    (cause, problem): (&Cause, &str),
) -> QueryResult<Stepped> {
    import.settings.stopped_at = match cause {
        Cause::Row(row) => row.line,
        Cause::Cancelled | Cause::Because(_) | Cause::Plan => 0,
    };
    import.state = ImportState::Uploaded;
    problem.clone_into(&mut import.problem);
    store::save(connection, import, turn.now)?;
    Ok(match turn.job.state().is_ending() {
        true => Stepped::Ended(problem.to_owned()),
        false => Stepped::Stopped(problem.to_owned()),
    })
}
