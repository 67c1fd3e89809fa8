//! What a job is told of an import, and what its steps find then.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, lock};
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::Reason;
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::import::upload::requirement;
use crate::transfer::import::{dry_run, words};
use crate::transfer::jobs::{FORBIDDEN, Job, JobKind, NewJob, Turn, UNKNOWN};

/// What a job is told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parameters {
    /// The import.
    pub import: i64,
    /// Whether lines that are refused are left out, rather than all of it.
    pub skip: bool,
    /// Why it is imported, as somebody said it.
    pub reason: String,
}

/// Waits for the imports into an entity that are written at this moment: they write in turns, so none
/// makes what another is just making.
pub fn take_turn(connection: &mut AnyConnection, entity: &Entity) -> QueryResult<()> {
    lock(connection, &format!("import {}", entity.table()))
}

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
        title: words::check(&import.file_name),
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
        title: words::import_from(&entity.names.several(), &import.file_name),
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
        JobKind::CheckImport | JobKind::Import => parameters_of(job).map(|it| it.import),
        _ => None,
    }
}

/// What a step is about, or why it does nothing.
pub type Subject = Result<(&'static Entity, Import, Parameters), &'static str>;

/// What the job of a step is told.
pub fn told(turn: &Turn<'_>) -> Option<(&'static Entity, Parameters)> {
    Some((turn.register.entity(&turn.job.entity)?, parameters_of(turn.job)?))
}

/// What a job is told.
pub fn parameters_of(job: &Job) -> Option<Parameters> {
    serde_json::from_str(&job.parameters).ok()
}

/// What the step of a job is about, where its operator may go on with it.
pub fn subject(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Subject> {
    let (entity, mut import, parameters) = match found(connection, turn)? {
        Ok(found) => found,
        Err(problem) => return Ok(Err(problem)),
    };
    if turn.operator.meets(&requirement(entity)) {
        return Ok(Ok((entity, import, parameters)));
    }
    import.state = ImportState::Uploaded;
    FORBIDDEN.clone_into(&mut import.problem);
    store::save(connection, &import, turn.now)?;
    Ok(Err(FORBIDDEN))
}

/// What the step of a job is about, whoever goes on with it.
pub fn found(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Subject> {
    let Some((entity, parameters)) = told(turn) else { return Ok(Err(UNKNOWN)) };
    let import = store::find(connection, parameters.import)?;
    Ok(match import.filter(|import| import.job_id == Some(turn.job.id)) {
        Some(import) => Ok((entity, import, parameters)),
        None => Err(words::FILE_GONE),
    })
}
