//! Checking a file and importing it as jobs, where it is too much for one request.
//!
//! All or nothing holds for a job as well. First everything is asked again, and nothing written
//! where something comes to something else by now. What changes while it writes makes it take back
//! what it wrote, by an undo of its own change set.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::result::Error as QueryError;
use serde::{Deserialize, Serialize};

use super::store::{self, Import, ImportState};
use super::upload::requirement;
use super::{apply, dry_run};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, attempt, lock};
use crate::history::{self, Answers, Part, Taken};
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{
    Occasion, Origin, Reason, begin, find as find_set, of_change_set,
};
use crate::panel::record::write::Writer;
use crate::transfer::jobs::{
    Job, JobKind, JobProblem, NewJob, Progress, Stepped, Turn, set_change_set,
};

/// What a job is told.
#[derive(Debug, Serialize, Deserialize)]
struct Parameters {
    import: i64,
    /// Whether lines that are refused are left out, rather than all of it.
    skip: bool,
    /// Why it is imported, as somebody said it.
    reason: String,
}

/// Where a job is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Position {
    /// It asks again what the rows come to, from that one on.
    Asking(i64),
    /// It writes the rows from that one on.
    Writing(i64),
    /// It takes back what it wrote before that change, by that change set.
    TakingBack(i64, i64),
}

const UNKNOWN: &str = "This version of the program does not know such jobs.";
const GONE: &str = "The file is not there any more.";
const FORBIDDEN: &str = "The roles of the operator do not allow it any more.";
const CHANGED: &str = "Something changed since the file was checked, so nothing was imported. Check \
                       the file again.";
const TAKEN_BACK: &str = "Something changed while it was imported, so all that was imported was \
                          taken back. Check the file again.";
const NOT_TAKEN_BACK: &str = "Something changed while it was imported. What was imported was taken \
                              back, but for what others have changed since.";
/// What is said of a line that comes to something else by now.
const OVERTAKEN: &str = "It comes to something else since the file was checked.";

/// Makes the job that checks a file.
pub fn new_check(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (entity, import): (&'static Entity, &mut Import),
    now: NaiveDateTime,
) -> QueryResult<()> {
    let job = NewJob {
        kind: JobKind::CheckImport,
        entity: entity.table(),
        title: format!("Check {}", import.file_name),
        parameters: parameters(import, false, ""),
        total: None,
        change_set: None,
    };
    import.job_id = Some(job.insert(connection, operator, now)?);
    store::save(connection, import, now)
}

/// Makes the job that imports a file.
pub fn new_import(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (entity, import): (&'static Entity, &mut Import),
    (skip, reason): (bool, &Reason),
    now: NaiveDateTime,
) -> QueryResult<()> {
    let job = NewJob {
        kind: JobKind::Import,
        entity: entity.table(),
        title: format!("Import {}", apply::root(entity, import).title),
        parameters: parameters(import, skip, &reason.text),
        total: Some(import.counts.written()),
        // It begins when everything was asked again.
        change_set: None,
    };
    import.state = ImportState::Importing;
    import.job_id = Some(job.insert(connection, operator, now)?);
    store::save(connection, import, now)
}

fn parameters(import: &Import, skip: bool, reason: &str) -> String {
    dry_run::json(&Parameters { import: import.id, skip, reason: reason.to_owned() })
}

/// The import that a job is about.
pub fn import_of(job: &Job) -> Option<i64> {
    match job.kind()? {
        JobKind::CheckImport | JobKind::Import => {
            serde_json::from_str(&job.parameters).ok().map(|it: Parameters| it.import)
        }
        _ => None,
    }
}

/// What a step is about, or why it does nothing.
type Subject = Result<(&'static Entity, Import, Parameters), &'static str>;

fn subject(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Subject> {
    let entity = turn.register.entity(&turn.job.entity);
    let (Some(entity), Ok(parameters)) = (entity, serde_json::from_str(&turn.job.parameters))
    else {
        return Ok(Err(UNKNOWN));
    };
    let parameters: Parameters = parameters;
    let Some(mut import) = store::find(connection, parameters.import)? else {
        return Ok(Err(GONE));
    };
    if import.job_id != Some(turn.job.id) {
        return Ok(Err(GONE));
    }
    if turn.operator.meets(&requirement(entity)) {
        return Ok(Ok((entity, import, parameters)));
    }
    import.state = ImportState::Uploaded;
    FORBIDDEN.clone_into(&mut import.problem);
    store::save(connection, &import, turn.now)?;
    Ok(Err(FORBIDDEN))
}

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
    let most = usize::try_from(size).unwrap_or(1).clamp(1, MOST);
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

/// So many rows are checked or written by one step at most.
const MOST: usize = 1000;

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

/// Writes the next rows of a file.
pub fn import_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let (entity, import, parameters) = match subject(connection, turn)? {
        Ok(subject) => subject,
        Err(problem) => return Ok(Stepped::Stopped(problem.to_owned())),
    };
    // Two imports of one entity write in turns: neither makes what the other is just making.
    lock(connection, &format!("import {}", entity.table()))?;
    let position = match serde_json::from_str(&turn.job.position) {
        Ok(position) => position,
        // What is left out where it changed need not be asked before.
        Err(_) if parameters.skip => {
            return begin_writing(connection, turn, (entity, import), &parameters);
        }
        Err(_) => Position::Asking(0),
    };
    match position {
        Position::Asking(from) => ask(connection, turn, (entity, import), (&parameters, from)),
        Position::Writing(from) => {
            write(connection, turn, (entity, import), (parameters.skip, from))
        }
        Position::TakingBack(set, before) => take_back(connection, turn, import, (set, before)),
    }
}

fn at(position: Position) -> Progress {
    Progress { position: dry_run::json(&position), ..Progress::default() }
}

fn ask(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    (parameters, from): (&Parameters, i64),
) -> QueryResult<Stepped> {
    let size = turn.size.clamp(1, MOST as i64);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let Some(last) = rows.last().map(|row| row.number) else {
        return begin_writing(connection, turn, (entity, import), parameters);
    };
    let Ok(plan) = import.settings.plan(entity, turn.operator) else {
        return stopped(connection, turn, &mut import, CHANGED);
    };
    let asked = apply::ask(connection, turn.operator, &plan, rows)?;
    match asked.others.is_empty() {
        true => Ok(Stepped::Further(at(Position::Asking(last + 1)))),
        false => stopped(connection, turn, &mut import, CHANGED),
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
    Ok(Stepped::Further(at(Position::Writing(0))))
}

/// Ends it, and lets the file be checked again.
fn stopped(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    import: &mut Import,
    problem: &str,
) -> QueryResult<Stepped> {
    import.state = ImportState::Uploaded;
    problem.clone_into(&mut import.problem);
    import.change_set_id = None;
    store::save(connection, import, turn.now)?;
    Ok(Stepped::Stopped(problem.to_owned()))
}

fn write(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    (skip, from): (bool, i64),
) -> QueryResult<Stepped> {
    let size = turn.size.clamp(1, MOST as i64);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.state = ImportState::Imported;
        store::save(connection, &import, turn.now)?;
        return Ok(Stepped::Finished(at(Position::Writing(from))));
    };
    let (count, position) = (rows.len(), Position::Writing(last + 1));
    let Ok(plan) = import.settings.plan(entity, turn.operator) else {
        return begin_taking_back(connection, turn, import);
    };
    let occasion =
        Occasion { continues: turn.job.change_set_id, ..Occasion::new(Origin::Import, turn.now) };
    let only = rows.first().map(|row| (row.record_id, row.title.clone(), row.line));
    let attempted = attempt(connection, |connection| {
        let asked = apply::ask(connection, turn.operator, &plan, rows)?;
        if !asked.others.is_empty() && !skip {
            return Err(Stopped::Overtaken);
        }
        let done = asked.same.len() as i64;
        let run = |writer: &mut Writer<'_>| apply::write(writer, asked.same);
        let ((), written) = Writer::run(connection, turn.operator, occasion, run)?;
        if written.is_some_and(|written| written.is_overtaken) {
            return Err(Stopped::Overtaken);
        }
        let problems =
            asked.others.into_iter().map(|row| problem(row.record_id, row.title, row.line));
        Ok((done, problems.collect::<Vec<_>>()))
    });
    match attempted {
        Ok((done, problems)) => Ok(Stepped::Further(Progress { done, problems, ..at(position) })),
        Err(Stopped::Failed(error)) => Err(error),
        Err(Stopped::Overtaken) if !skip => begin_taking_back(connection, turn, import),
        Err(Stopped::Overtaken) if count > 1 => Ok(Stepped::Fewer),
        Err(Stopped::Overtaken) => {
            let problems = only.map(|(id, title, line)| problem(id, title, line));
            Ok(Stepped::Further(Progress {
                problems: problems.into_iter().collect(),
                ..at(position)
            }))
        }
    }
}

fn problem(record_id: Option<i64>, title: String, line: i64) -> JobProblem {
    JobProblem { record_id, title, reason: format!("Line {line}: {OVERTAKEN}") }
}

fn begin_taking_back(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    mut import: Import,
) -> QueryResult<Stepped> {
    let Some(set) = turn.job.change_set_id.filter(|_| turn.job.done > 0) else {
        return stopped(connection, turn, &mut import, CHANGED);
    };
    let undone = find_set(connection, set)?;
    let Some(undone) = undone else { return stopped(connection, turn, &mut import, CHANGED) };
    let occasion = Occasion {
        undoes: Some(set),
        ..Occasion::new(Origin::Undo, turn.now).about(history::root(turn.register, &undone))
    };
    let undo = begin(connection, turn.operator, occasion)?;
    Ok(Stepped::Further(at(Position::TakingBack(undo, i64::MAX))))
}

/// Takes back some of what was written, the last of it first.
fn take_back(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    mut import: Import,
    (undo, before): (i64, i64),
) -> QueryResult<Stepped> {
    let Some(set) = turn.job.change_set_id else {
        return stopped(connection, turn, &mut import, CHANGED);
    };
    let size = turn.size.clamp(1, MOST as i64);
    let changes = of_change_set(connection, set, before, size)?;
    let Some(last) = changes.last().map(|change| change.number) else {
        let sentence = match turn.job.refused {
            0 => TAKEN_BACK,
            _ => NOT_TAKEN_BACK,
        };
        return stopped(connection, turn, &mut import, sentence);
    };
    let count = changes.len();
    let occasion = Occasion {
        undoes: Some(set),
        continues: Some(undo),
        ..Occasion::new(Origin::Undo, turn.now)
    };
    let only = changes.first().map(|change| (change.record_id, change.title.clone()));
    let parts: Vec<Part> = changes.into_iter().map(Part::from).collect();
    let answers = Answers::default();
    let operator: &Arc<CurrentOperator> = turn.operator;
    let taken =
        history::take_back(connection, operator, turn.register, (occasion, &parts), &answers)?;
    let position = Position::TakingBack(undo, last);
    Ok(match taken {
        Taken::Back(_) | Taken::Nothing => Stepped::Further(at(position)),
        Taken::Asked(_) if count > 1 => Stepped::Fewer,
        Taken::Asked(_) => {
            let problem = only.map(|(id, title)| JobProblem {
                record_id: Some(id),
                title,
                reason: "It was changed since, and stays as it is.".to_owned(),
            });
            let problems = problem.into_iter().collect();
            Stepped::Further(Progress { problems, ..at(position) })
        }
    })
}
