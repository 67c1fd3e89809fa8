//! How far the job that imports a file has come, and how it ends too early.

use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use crate::db::AnyConnection;
use crate::transfer::import::dry_run::json;
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::jobs::{Progress, Stepped, Turn};

/// Where a job is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// It asks again what the rows come to, from that one on.
    Asking(i64),
    /// It writes the rows from that one on.
    Writing(i64),
    /// It takes back what it wrote before that change, by that change set.
    TakingBack(i64, i64),
}

impl Stage {
    /// Where the next step begins.
    pub fn progress(self) -> Progress {
        Progress { position: json(&self), ..Progress::default() }
    }
}

/// Ends it, and lets the file be checked again.
pub fn stopped(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    import: &mut Import,
    problem: &str,
) -> QueryResult<Stepped> {
    import.state = ImportState::Uploaded;
    problem.clone_into(&mut import.problem);
    store::save(connection, import, turn.now)?;
    Ok(Stepped::Stopped(problem.to_owned()))
}
