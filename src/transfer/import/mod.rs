//! Importing: a file is uploaded, its columns are put into fields, a dry run says what each of its
//! rows comes to, and just that is done.

mod apply;
mod arrive;
mod before;
pub mod columns;
pub mod command;
pub mod confirm;
mod dry_run;
mod evaluate;
mod example;
mod forget;
mod job;
mod lookup;
pub mod refused;
mod remarks;
pub mod result;
mod settings;
mod store;
mod target;
pub mod upload;
mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel::QueryResult;

pub use self::command::{Given, How};
pub use self::example::example;
pub use self::forget::{forget, oldest};
pub use self::job::{check_step, end_step, has_left_some, import_of, import_step, is_taken_back};
pub use self::settings::EmptyCells;
pub use self::store::Import;
use self::store::ImportState;
use self::upload::requirement;
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, now};
use crate::panel::entity::definition::Entity;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::request::Request;
use crate::transfer::jobs::{self, Job};

/// The number of an import in a path.
pub type ImportId = Id;

/// A step of a check takes no longer.
const LONGEST_STEP: TimeDelta = TimeDelta::seconds(30);

/// So many rows are checked by one transaction of a request.
const AT_ONCE: usize = 500;

/// The page of an import, below the base.
fn page_of(entity: &Entity, id: ImportId) -> String {
    format!("/{}/import/{}", entity.table(), id.0)
}

/// Their own import of that number into that entity, if its file is still there.
fn own(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &Entity,
    id: ImportId,
) -> QueryResult<Option<Import>> {
    let is_theirs = |import: &Import| {
        import.operator_id == Some(operator.id)
            && import.entity == entity.table()
            && !matches!(import.state, ImportState::Arriving | ImportState::Removed)
    };
    let Some(mut import) = store::find(connection, id.0)?.filter(is_theirs) else {
        return Ok(None);
    };
    if !matches!(import.state, ImportState::Checking | ImportState::Importing) {
        return Ok(Some(import));
    }
    let job = match import.job_id {
        Some(job) => jobs::find(connection, job)?,
        None => None,
    };
    let is_left = match &job {
        Some(job) => job.has_ended(),
        // The request that checked it has broken off.
        None => import.updated_at.get().is_none_or(|at| now() - at > LONGEST_STEP),
    };
    if is_left {
        import.problem = match (import.state, job) {
            (ImportState::Importing, Some(job)) => broken_off(&job),
            _ => words::NOT_CHECKED.to_owned(),
        };
        import.state = ImportState::Uploaded;
    }
    Ok(Some(import))
}

/// What is said of an import whose job was cancelled, or failed.
fn broken_off(job: &Job) -> String {
    match job.done {
        0 => words::NOTHING_IMPORTED.to_owned(),
        done => words::stopped(done, job.total.unwrap_or(done), job.id),
    }
}

/// `GET /cars/import/7`: whatever is to be done next.
///
/// # Errors
/// 404 where they have no such import.
pub async fn show(
    request: Request,
    entity: &'static Entity,
    id: ImportId,
) -> Result<HttpResponse, Error> {
    let asked = request.query.clone();
    let at = (request.site.register, request.state().clock.now());
    let shown = request
        .read(requirement(entity), move |connection, operator| {
            let Some(import) = own(connection, operator, entity, id)? else { return Ok(None) };
            Ok(Some(match import.state {
                ImportState::Arriving | ImportState::Uploaded | ImportState::Removed => {
                    Shown::Columns(Box::new(columns::Shown::read(connection, operator, import)?))
                }
                ImportState::Checking
                | ImportState::Checked
                | ImportState::Importing
                | ImportState::Imported => {
                    let about = (entity, import);
                    Shown::Result(Box::new(result::Shown::read(
                        connection, operator, at, about, &asked,
                    )?))
                }
            }))
        })
        .await?;
    match shown.ok_or(Error::NotFound)? {
        Shown::Columns(shown) => columns::page(&request, entity, *shown, StatusCode::OK),
        Shown::Result(shown) => result::page(&request, entity, *shown, (StatusCode::OK, "")),
    }
}

enum Shown {
    Columns(Box<columns::Shown>),
    Result(Box<result::Shown>),
}

/// A file of so many bytes at most is checked by one request.
const CHECKED_AT_ONCE: i64 = 1024 * 1024;

/// Checks what a file comes to whose dry run has begun, and leads to the page that says it, or to
/// that of the job that checks it.
async fn checked(
    request: &Request,
    entity: &'static Entity,
    import: &Import,
    message: &str,
) -> Result<HttpResponse, Error> {
    let (id, register) = (import.id, request.site.register);
    let now = request.state().clock.now();
    if import.size() > CHECKED_AT_ONCE {
        let job = request
            .write(requirement(entity), move |connection, operator| {
                let Some(mut import) = store::find(connection, id)? else { return Ok(None) };
                job::new_check(connection, operator, (entity, &mut import), now)?;
                Ok(import.job_id)
            })
            .await?;
        return Ok(jobs::to_new_job(request, job.ok_or(Error::NotFound)?));
    }
    while let Some(looked) = request
        .read(requirement(entity), move |connection, operator| match store::find(connection, id)? {
            Some(import) if import.state == ImportState::Checking => {
                dry_run::look(connection, operator, register, import, AT_ONCE).map(Some)
            }
            _ => Ok(None),
        })
        .await?
    {
        let keep = move |connection: &mut _, _: &_| looked.keep(connection, now);
        request.write(requirement(entity), keep).await?;
    }
    Ok(request.redirect(&page_of(entity, Id(id)), message))
}
