//! The job that says what importing a file comes to.

use diesel::QueryResult;

use super::MOST;
use super::order::{import_of, subject};
use crate::db::AnyConnection;
use crate::transfer::import::dry_run::{self, Looked};
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::import::words;
use crate::transfer::jobs::{Act, Progress, Stepped, Turn};

/// Checks the next rows of a file: they are looked at before the transaction that keeps what they
/// come to.
pub fn check_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Act> {
    let Turn { register, operator, job, size, .. } = *turn;
    let import = match import_of(job) {
        Some(import) => store::find(connection, import)?,
        None => None,
    };
    let is_own =
        |import: &Import| import.job_id == Some(job.id) && import.state == ImportState::Checking;
    let most = usize::try_from(size.clamp(1, MOST)).unwrap_or(1);
    let looked = match import.filter(is_own) {
        Some(import) => Some(dry_run::look(connection, operator, register, import, most)?),
        None => None,
    };
    Ok(Box::new(move |connection, turn| keep(connection, turn, looked.as_ref())))
}

fn keep(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    looked: Option<&Looked>,
) -> QueryResult<Stepped> {
    let import = match subject(connection, turn)? {
        Ok((_, import, _)) => import,
        Err(problem) => return Ok(Stepped::Stopped(problem.to_owned())),
    };
    let Some(looked) = looked.filter(|_| import.state == ImportState::Checking) else {
        return Ok(Stepped::Stopped(words::FILE_GONE.to_owned()));
    };
    let before = import.counts.total();
    let import = looked.keep(connection, turn.now)?;
    let rows = import.counts.total();
    let progress = Progress {
        position: import.position.to_string(),
        done: rows - before,
        total: Some(estimated(&import, rows)),
        ..Progress::default()
    };
    Ok(match import.state {
        ImportState::Checking => Stepped::Further(progress),
        ImportState::Checked => Stepped::Finished(progress),
        _ => Stepped::Stopped(import.problem),
    })
}

/// How many rows there will be, as far as the bytes tell.
fn estimated(import: &Import, rows: i64) -> i64 {
    match (import.state, import.position) {
        (ImportState::Checking, 1..) => {
            let total = i128::from(rows) * i128::from(import.size()) / i128::from(import.position);
            i64::try_from(total).unwrap_or(i64::MAX).max(rows)
        }
        _ => rows,
    }
}
