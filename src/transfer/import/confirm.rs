//! Confirming a dry run: exactly what it found is written, all of it or nothing.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::before::Before;
use super::job::{RowName, new_import, take_turn};
use super::result::Typed;
use super::settings::Plan;
use super::store::{self, Import, ImportState};
use super::upload::requirement;
use super::{AT_ONCE, ImportId, apply, checked, dry_run, page_of, result, words};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, attempt};
use crate::panel::entity::definition::Entity;
use crate::panel::form::confirmed::Confirmed;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::record::history::{Occasion, Origin, Written};
use crate::panel::record::write::Writer;
use crate::transfer::jobs::to_new_job;

/// What became of it.
enum Outcome {
    Missing,
    /// It is not to be confirmed, or not any more.
    Elsewhere,
    Done(Message),
    /// It is a job of that number.
    Job(i64),
    /// The page is shown again.
    Refused(Box<result::Shown>, StatusCode, &'static str),
    /// A row comes to something else by now, and the dry run has begun anew.
    Changed(Box<Import>, RowName),
}

/// Why a part of the transaction is rolled back.
enum Stopped {
    Changed(RowName),
    Failed(QueryError),
}

impl From<QueryError> for Stopped {
    fn from(error: QueryError) -> Self {
        Self::Failed(error)
    }
}

/// `POST /cars/import/7/confirm`
///
/// # Errors
/// 404 where they have no such import, 409 where the dry run is another by now, 422 where lines are
/// refused.
pub async fn confirm(
    request: Request,
    entity: &'static Entity,
    id: ImportId,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (sent, skip) = (Confirmed::of(&inputs), inputs.get("skip").is_some());
    let again = inputs.get("again").is_some();
    let typed = Typed { reason: sent.reason.clone(), skip, again };
    let (now, register) = (request.state().clock.now(), request.site.register);
    let at_once = request.site.at_once;
    let outcome = request
        .write(requirement(entity), move |connection, operator| {
            take_turn(connection, entity)?;
            let Some(mut import) = super::own(connection, operator, entity, id)? else {
                return Ok(Outcome::Missing);
            };
            if import.state != ImportState::Checked || import.counts.written() == 0 {
                return Ok(Outcome::Elsewhere);
            }
            let before = Before::find(connection, entity, &import)?;
            let repeated = before.filter(|before| before.is_repeated && !again);
            if let Some((status, problem)) = objection(&import, &sent, skip, repeated.as_ref()) {
                let none = Inputs::default();
                let (at, about) = ((register, now), (entity, import));
                let shown = result::Shown::read(connection, operator, at, about, &none)?;
                return Ok(Outcome::Refused(Box::new(shown), status, problem));
            }
            let Ok(plan) = import.settings.plan(entity, operator) else {
                return Ok(Outcome::Elsewhere);
            };
            // Where something has changed, what was said is there when it is shown again.
            import.settings.reason.clone_from(&sent.reason.text);
            if import.counts.written() > at_once {
                let how = (skip, &sent.reason);
                new_import(connection, operator, (entity, &mut import), how, now)?;
                return Ok(Outcome::Job(import.job_id.unwrap_or_default()));
            }
            let occasion = Occasion::new(Origin::Import, now)
                .because(&sent.reason)
                .about(apply::root(entity, &import));
            let written = attempt(connection, |connection| {
                all(connection, operator, &plan, &import, occasion)
            });
            match written {
                Err(Stopped::Failed(error)) => Err(error),
                Err(Stopped::Changed(row)) => {
                    import.settings.stopped_at = row.line;
                    dry_run::begin(connection, &mut import, now)?;
                    Ok(Outcome::Changed(Box::new(import), row))
                }
                Ok(written) => {
                    import.state = ImportState::Imported;
                    import.change_set_id = written.as_ref().map(|written| written.change_set);
                    store::save(connection, &import, now)?;
                    let undo = written.and_then(|written| written.undoable(register, operator));
                    Ok(Outcome::Done(
                        Message::from(words::imported(&import.file_name, &import.counts))
                            .with_undo(undo),
                    ))
                }
            }
        })
        .await?;
    match outcome {
        Outcome::Missing => Err(Error::NotFound),
        Outcome::Elsewhere => Ok(request.redirect(&page_of(entity, id), "")),
        Outcome::Done(message) => Ok(request.redirect(&page_of(entity, id), message)),
        Outcome::Job(job) => Ok(to_new_job(&request, job)),
        Outcome::Changed(import, row) => {
            checked(&request, entity, &import, &words::changed(import.format, &row)).await
        }
        Outcome::Refused(shown, status, problem) => {
            result::with_typed(&request, entity, *shown, (status, problem), typed)
        }
    }
}

/// Why what was sent is not done.
fn objection(
    import: &Import,
    sent: &Confirmed,
    skip: bool,
    repeated: Option<&Before>,
) -> Option<(StatusCode, &'static str)> {
    match sent.objection(&import.mark()) {
        Some(StatusCode::CONFLICT) => Some((StatusCode::CONFLICT, words::CHANGED)),
        _ if import.counts.refused > 0 && !skip => {
            Some((StatusCode::UNPROCESSABLE_ENTITY, words::REFUSED))
        }
        objection => match repeated {
            Some(before) => Some((StatusCode::UNPROCESSABLE_ENTITY, before.problem())),
            None => objection.map(|status| (status, "")),
        },
    }
}

/// Writes all of it.
fn all(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    plan: &Plan,
    import: &Import,
    occasion: Occasion,
) -> Result<Option<Written>, Stopped> {
    let run = |writer: &mut Writer<'_>| all_batches(writer, plan, import);
    let (changed, written) = Writer::run(connection, operator, occasion, run)?;
    changed.map_or(Ok(written), |row| Err(Stopped::Changed(row)))
}

/// Returns the first row that comes to something else by now: somebody else may have been quicker.
fn all_batches(
    writer: &mut Writer<'_>,
    plan: &Plan,
    import: &Import,
) -> QueryResult<Option<RowName>> {
    let mut from = 0;
    loop {
        let asked = (from, AT_ONCE as i64);
        let rows = store::rows_to_write(writer.connection, import.id, asked)?;
        let Some(last) = rows.last() else { return Ok(None) };
        from = last.number + 1;
        apply::hold(writer.connection, plan, &rows)?;
        let asked = apply::ask(writer.connection, writer.operator, plan, rows)?;
        if let Some(row) = asked.others.first() {
            return Ok(Some(RowName::from(row)));
        }
        apply::write(writer, &asked.same)?;
    }
}
