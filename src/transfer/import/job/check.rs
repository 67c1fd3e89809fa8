//! The job that says what importing a file comes to.

use diesel::QueryResult;

use super::MOST;
use super::order::{GONE, subject};
use crate::db::AnyConnection;
use crate::transfer::import::dry_run;
use crate::transfer::import::store::{Import, ImportState};
use crate::transfer::jobs::{Progress, Stepped, Turn};

/// Checks the next rows of a file.
pub fn check_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let Turn { register, operator, now, size, .. } = *turn;
    let mut import = match subject(connection, turn)? {
        Ok((_, import, _)) => import,
        Err(problem) => return Ok(Stepped::Stopped(problem.to_owned())),
    };
    if import.state != ImportState::Checking {
        return Ok(Stepped::Stopped(GONE.to_owned()));
    }
    let before = import.counts.total();
    let most = usize::try_from(size.clamp(1, MOST)).unwrap_or(1);
    dry_run::step(connection, operator, register, &mut import, (most, now))?;
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
            let total = i128::from(rows) * i128::from(import.size) / i128::from(import.position);
            i64::try_from(total).unwrap_or(i64::MAX).max(rows)
        }
        _ => rows,
    }
}
