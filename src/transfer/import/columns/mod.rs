//! The page on which the columns of a file are put into fields.

mod form;
mod page;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use self::form::{reading, settings, sheet};
pub use self::page::{Shown, page};
use super::arrive::{chosen, headed};
use super::store::{self, Import, ImportState};
use super::upload::requirement;
use super::{ImportId, checked, page_of};
use crate::panel::entity::definition::Entity;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::request::Request;

/// `GET /cars/import/7/columns`
///
/// # Errors
/// 404 where they have no such import.
pub async fn show(
    request: Request,
    entity: &'static Entity,
    id: ImportId,
) -> Result<HttpResponse, Error> {
    let shown = request
        .read(requirement(entity), move |connection, operator| {
            let Some(import) = super::own(connection, operator, entity, id)? else {
                return Ok(None);
            };
            match import.state {
                ImportState::Uploaded | ImportState::Checked => {
                    Shown::read(connection, operator, import).map(|shown| Some(Some(shown)))
                }
                _ => Ok(Some(None)),
            }
        })
        .await?;
    match shown.ok_or(Error::NotFound)? {
        Some(shown) => page(&request, entity, shown, StatusCode::OK),
        None => Ok(request.redirect(&page_of(entity, id), "")),
    }
}

/// `POST /cars/import/7/columns`: reads the file in another way, or checks what it comes to.
///
/// # Errors
/// 404 where they have no such import, 422 where something is to be chosen otherwise.
pub async fn choose(
    request: Request,
    entity: &'static Entity,
    id: ImportId,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (reads, now) = (inputs.get("do") == Some("read"), request.state().clock.now());
    let outcome = request
        .write(requirement(entity), move |connection, operator| {
            let Some(mut import) = super::own(connection, operator, entity, id)? else {
                return Ok(None);
            };
            if !matches!(import.state, ImportState::Uploaded | ImportState::Checked) {
                return Ok(Some(Outcome::Elsewhere));
            }
            let mut reading = reading(&import, &inputs);
            let sheet = sheet(&import, &inputs);
            let is_other = sheet != import.settings.sheet;
            if is_other {
                import.settings.sheet = sheet;
                reading = headed(connection, (operator, entity), &import, reading)?;
            }
            // Whoever chose another way to read it has not seen what its columns are then.
            if reads
                || is_other
                || inputs.get("header").is_some()
                    && reading != import.settings.reading(import.format)
            {
                import.settings = chosen(connection, (operator, entity), &import, &reading)?;
                import.state = ImportState::Uploaded;
                import.problem = String::new();
                store::save(connection, &import, now)?;
                return Ok(Some(Outcome::Read));
            }
            let chosen = settings(&import, entity, &inputs);
            let planned = chosen.and_then(|settings| {
                import.settings = settings;
                import.settings.plan(entity, operator)
            });
            match planned {
                Ok(_) => {
                    super::dry_run::begin(connection, &mut import, now)?;
                    Ok(Some(Outcome::Begun(Box::new(import))))
                }
                Err(problem) => {
                    import.problem = problem;
                    let shown = Shown::read(connection, operator, import)?;
                    Ok(Some(Outcome::Refused(Box::new(shown))))
                }
            }
        })
        .await?;
    match outcome.ok_or(Error::NotFound)? {
        Outcome::Elsewhere => Ok(request.redirect(&page_of(entity, id), "")),
        Outcome::Read => Ok(request.redirect(&format!("{}/columns", page_of(entity, id)), "")),
        Outcome::Refused(shown) => page(&request, entity, *shown, StatusCode::UNPROCESSABLE_ENTITY),
        Outcome::Begun(import) => checked(&request, entity, &import, "").await,
    }
}

/// What became of the form.
enum Outcome {
    /// It cannot be read otherwise any more.
    Elsewhere,
    /// The file is read in another way.
    Read,
    Refused(Box<Shown>),
    /// The dry run has begun.
    Begun(Box<Import>),
}
