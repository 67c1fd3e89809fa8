//! The job that imports a file: it asks again what every row comes to, then writes.

use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::MOST;
use super::order::{Parameters, subject};
use super::stage::{Stage, stopped};
use super::take_back::{begin_taking_back, take_back};
use crate::db::{AnyConnection, lock};
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{Occasion, Origin, Reason, begin};
use crate::panel::record::write::Writer;
use crate::transfer::format::FileFormat;
use crate::transfer::import::apply;
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::import::words;
use crate::transfer::jobs::{JobProblem, Progress, Stepped, Turn, set_change_set};

/// Writes the next rows of a file.
pub fn import_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let (entity, import, parameters) = match subject(connection, turn)? {
        Ok(subject) => subject,
        Err(problem) => return Ok(Stepped::Stopped(problem.to_owned())),
    };
    // Two imports of one entity write in turns: neither makes what the other is just making.
    lock(connection, &format!("import {}", entity.table()))?;
    let stage = match serde_json::from_str(&turn.job.position) {
        Ok(stage) => stage,
        // What is left out where it changed need not be asked before.
        Err(_) if parameters.skip => {
            return begin_writing(connection, turn, (entity, import), &parameters);
        }
        Err(_) => Stage::Asking(0),
    };
    match stage {
        Stage::Asking(from) => ask(connection, turn, (entity, import), (&parameters, from)),
        Stage::Writing(from) => write(connection, turn, (entity, import), (parameters.skip, from)),
        Stage::TakingBack(set, before) => take_back(connection, turn, import, (set, before)),
    }
}

/// Why a part of the transaction is rolled back.
enum Stopped {
    Overtaken,
    Failed(QueryError),
}

impl From<QueryError> for Stopped {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::RollbackTransaction => Self::Overtaken,
            error => Self::Failed(error),
        }
    }
}

fn ask(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    (parameters, from): (&Parameters, i64),
) -> QueryResult<Stepped> {
    let size = turn.size.clamp(1, MOST);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let Some(last) = rows.last().map(|row| row.number) else {
        return begin_writing(connection, turn, (entity, import), parameters);
    };
    let Ok(plan) = import.settings.plan(entity, turn.operator) else {
        return stopped(connection, turn, &mut import, words::CHANGED_BEFORE);
    };
    let asked = apply::ask(connection, turn.operator, &plan, rows)?;
    match asked.others.is_empty() {
        true => Ok(Stepped::Further(Stage::Asking(last + 1).progress())),
        false => stopped(connection, turn, &mut import, words::CHANGED_BEFORE),
    }
}

/// Begins the change set that is written to.
fn begin_writing(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    parameters: &Parameters,
) -> QueryResult<Stepped> {
    let reason = Reason { text: parameters.reason.clone(), error: None };
    let root = apply::root(entity, &import);
    let occasion = Occasion::new(Origin::Import, turn.now).because(&reason).about(root);
    let change_set = begin(connection, turn.operator, occasion)?;
    set_change_set(connection, turn.job.id, change_set)?;
    import.change_set_id = Some(change_set);
    store::save(connection, &import, turn.now)?;
    Ok(Stepped::Further(Stage::Writing(0).progress()))
}

fn write(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    (skip, from): (bool, i64),
) -> QueryResult<Stepped> {
    let size = turn.size.clamp(1, MOST);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.state = ImportState::Imported;
        store::save(connection, &import, turn.now)?;
        return Ok(Stepped::Finished(Stage::Writing(from).progress()));
    };
    let stage = Stage::Writing(last + 1);
    let Ok(plan) = import.settings.plan(entity, turn.operator) else {
        return begin_taking_back(connection, turn, import);
    };
    let occasion =
        Occasion { continues: turn.job.change_set_id, ..Occasion::new(Origin::Import, turn.now) };
    let only = rows.first().map(|row| ((row.record_id, row.title.clone()), row.line));
    let attempted = turn.attempt(connection, |connection| {
        let asked = apply::ask(connection, turn.operator, &plan, rows)?;
        if !asked.others.is_empty() && !skip {
            return Err(Stopped::Overtaken);
        }
        let done = asked.same.len() as i64;
        let run = |writer: &mut Writer<'_>| apply::write(writer, &asked.same);
        let ((), written) = Writer::run(connection, turn.operator, occasion, run)?;
        if written.is_some_and(|written| written.is_overtaken) {
            return Err(Stopped::Overtaken);
        }
        let problems = asked
            .others
            .into_iter()
            .map(|row| problem((entity, import.format), (row.record_id, row.title), row.line));
        Ok((done, problems.collect::<Vec<_>>()))
    });
    match attempted {
        Ok((done, problems)) => {
            Ok(Stepped::Further(Progress { done, problems, ..stage.progress() }))
        }
        Err(Stopped::Failed(error)) => Err(error),
        Err(Stopped::Overtaken) if !turn.is_of_one() => Ok(Stepped::Fewer),
        Err(Stopped::Overtaken) if !skip => begin_taking_back(connection, turn, import),
        Err(Stopped::Overtaken) => {
            let problems =
                only.map(|(record, line)| problem((entity, import.format), record, line));
            Ok(Stepped::Further(Progress {
                problems: problems.into_iter().collect(),
                ..stage.progress()
            }))
        }
    }
}

fn problem(
    (entity, format): (&Entity, FileFormat),
    (record_id, title): (Option<i64>, String),
    line: i64,
) -> JobProblem {
    let sentence = words::of_row(format, line, words::OVERTAKEN);
    JobProblem::new(entity, record_id, title, sentence)
}
