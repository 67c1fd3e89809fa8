//! Taking back what an import has written that cannot go on.

use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::QueryResult;

use super::MOST;
use super::stage::{Cause, Stage, position, stopped};
use crate::db::AnyConnection;
use crate::history;
use crate::panel::record::history::{Occasion, Origin, begin, find, of_change_set};
use crate::transfer::import::store::Import;
use crate::transfer::import::words;
use crate::transfer::jobs::{Job, Progress, Stepped, Turn, set_done};
use crate::transfer::undo::{Reversed, take_back as take_changes_back};

/// Whether a job that has ended was taking back what it wrote by that change set, and did not come to
/// the end of it.
pub fn has_left_some(job: &Job, change_set: i64) -> bool {
    let is_by = |stage| matches!(stage, Stage::TakingBack { undo, .. } if undo == change_set);
    // At the end, it has done no more than what could not be taken back.
    job.has_ended() && job.done > job.refused && position(job).is_some_and(is_by)
}

/// Begins with it, where anything was written.
pub fn begin_taking_back(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    mut import: Import,
    cause: Cause,
) -> QueryResult<Stepped> {
    let undone = match turn.job.change_set_id.filter(|_| turn.job.done > 0) {
        Some(set) => find(connection, set)?,
        None => None,
    };
    let Some(undone) = undone else {
        let problem = words::nothing_written(import.format, &cause);
        return stopped(connection, turn, &mut import, (&cause, &problem));
    };
    let occasion = Occasion {
        undoes: vec![undone.id],
        ..Occasion::new(Origin::Undo, turn.now).about(history::root(turn.register, &undone))
    };
    let undo = begin(connection, turn.operator, occasion)?;
    Ok(Stepped::Further(Stage::TakingBack { undo, before: i64::MAX, cause }.progress()))
}

/// Takes back some of what was written, the last of it first.
pub fn take_back(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    mut import: Import,
    (undo, before, cause): (i64, i64, Cause),
) -> QueryResult<Stepped> {
    let Some(set) = turn.job.change_set_id else {
        let problem = words::nothing_written(import.format, &cause);
        return stopped(connection, turn, &mut import, (&cause, &problem));
    };
    let changes = of_change_set(connection, set, before, turn.size.clamp(1, MOST))?;
    let Some(last) = changes.last().map(|change| change.number) else {
        // What others have changed since is all that is left of it.
        set_done(connection, turn.job.id, turn.job.refused)?;
        let sentence = words::taken_back(import.format, &cause, turn.job.refused == 0);
        return stopped(connection, turn, &mut import, (&cause, &sentence));
    };
    let occasion = Occasion {
        undoes: vec![set],
        continues: Some(undo),
        ..Occasion::new(Origin::Undo, turn.now)
    };
    let tables: BTreeSet<&str> = changes.iter().map(|change| change.entity.as_str()).collect();
    let operator = &Arc::new(turn.operator.undoing(tables.into_iter()));
    let turn = &Turn { operator, ..*turn };
    let progress = Stage::TakingBack { undo, before: last, cause }.progress();
    Ok(match take_changes_back(connection, turn, occasion, changes)? {
        Reversed::Back { .. } => Stepped::Further(progress),
        Reversed::Refused(problem) => {
            Stepped::Further(Progress { problems: vec![problem], ..progress })
        }
        Reversed::Fewer => Stepped::Fewer,
    })
}
