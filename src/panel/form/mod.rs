//! Forms: opened, filled in further without saving, sent, refused, saved.

pub mod conflict;
mod create;
pub mod deleted;
pub mod fieldset;
pub mod idempotency;
mod page;
mod record;
mod saved;
mod update;

use actix_web::HttpResponse;
use diesel::QueryResult;

pub use self::create::{SAVED_ALREADY, create};
pub use self::page::{Before, FormPage, FormPurpose, Opened, paths};
pub use self::saved::{after_saving, saved_notice};
pub use self::update::update;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::form::deleted::DeletedPage;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::Request;
use crate::panel::record::values::{Shown, unreadable_fields};
use crate::panel::record::{Record, opened_version};

/// `GET /movies/new`, where the query may fill in some fields.
///
/// # Errors
/// As the database.
pub async fn new<R: Resource>(request: Request) -> Result<HttpResponse, Error> {
    let inputs = request.query.clone();
    filled_in::<R>(request, FormPurpose::Create, inputs).await
}

/// `POST /movies/new`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_new<R: Resource>(request: Request, form: Form) -> Result<HttpResponse, Error> {
    filled_in::<R>(request, FormPurpose::Create, form.0).await
}

/// `POST /movies/1/edit`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_edit<R: Resource>(
    request: Request,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    filled_in::<R>(request, FormPurpose::Edit(id.0), form.0).await
}

async fn filled_in<R: Resource>(
    request: Request,
    purpose: FormPurpose,
    inputs: Inputs,
) -> Result<HttpResponse, Error> {
    let action = match purpose {
        FormPurpose::Create => Action::Create,
        FormPurpose::Edit(_) => opened_version(&inputs, "").map(|_| Action::Edit)?,
    };
    let typed = typed::<R>(purpose, &inputs);
    let record = typed.clone();
    let form = request
        .read(requirement::<R>(action), move |connection, operator| {
            let row = match purpose {
                FormPurpose::Create => None,
                FormPurpose::Edit(id) => match R::find(connection, id)? {
                    Some(row) => Some(row),
                    None => return Ok(None),
                },
            };
            let mut record = record.clone();
            if let Some(row) = &row {
                record.unreadable = unreadable_fields(row, Shown::All);
            }
            opened(connection, operator, row.as_ref(), &record).map(Some)
        })
        .await
        .map_err(|error| given_back::<R>(&request, purpose, &inputs, error))?;
    let Some(form) = form else {
        let page = DeletedPage::new(&request, R::NAMES);
        return page.with::<R>("", "", &typed.values).answer(&request);
    };
    FormPage::new(&request, R::NAMES, purpose, &inputs, form)?.answer(&request)
}

/// `GET /movies/1/edit`
///
/// # Errors
/// 404 where there is no such row.
pub async fn edit<R: Resource>(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let form = request
        .read(requirement::<R>(Action::Edit), move |connection, operator| {
            let Some(row) = R::find(connection, id.0)? else { return Ok(None) };
            let record = Record::stored(String::new(), Shown::All, &row);
            opened(connection, operator, Some(&row), &record).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = request.query.clone();
    FormPage::new(&request, R::NAMES, FormPurpose::Edit(id.0), &inputs, form)?.answer(&request)
}

/// What the form holds so far; a new record has no version and began with nothing.
fn typed<R: Resource>(purpose: FormPurpose, inputs: &Inputs) -> Record {
    let typed = Record::typed::<R>(inputs, String::new(), Shown::All);
    match purpose {
        FormPurpose::Create => Record { version: None, original: None, ..typed },
        FormPurpose::Edit(_) => typed,
    }
}

fn opened<R: Resource>(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: Option<&R>,
    record: &Record,
) -> QueryResult<Opened> {
    let fieldset = record.fieldset::<R>(connection, Shown::All, String::new(), None)?;
    Ok(Opened {
        called: row.map(|row| row.title(operator)).unwrap_or_default(),
        fieldsets: vec![fieldset],
    })
}

/// The error; where it is ours, with the form as it was sent as its page.
fn given_back<R: Resource>(
    request: &Request,
    purpose: FormPurpose,
    inputs: &Inputs,
    error: Error,
) -> Error {
    if !request.gives_back(&error) {
        return error;
    }
    let record = typed::<R>(purpose, inputs);
    let fieldsets = vec![record.unread_fieldset::<R>(Shown::All, String::new(), None)];
    let opened = Opened { called: String::new(), fieldsets };
    match FormPage::new(request, R::NAMES, purpose, inputs, opened) {
        Ok(page) => page.given_back(request, error),
        Err(_) => error,
    }
}
