//! Forms: opened, filled in further without saving, sent, refused, saved.

pub mod conflict;
mod create;
pub mod deleted;
pub mod fieldset;
pub mod idempotency;
mod page;
mod saved;
mod update;

use actix_web::HttpResponse;
use diesel::QueryResult;

pub use self::create::{SAVED_ALREADY, create};
pub use self::page::{Before, FormPage, FormPurpose, Opened, paths};
pub use self::saved::{after_saving, saved_notice};
pub use self::update::update;
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, UNREADABLE_VERSION};
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::form::deleted::DeletedPage;
use crate::panel::form::fieldset::{Fieldset, Filled, VERSION};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::Request;
use crate::panel::record::check::Errors;
use crate::panel::record::values::{Shown, Values, unreadable_fields};

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
    let (action, version) = match purpose {
        FormPurpose::Create => (Action::Create, None),
        FormPurpose::Edit(_) => (Action::Edit, Some(opened_version(&inputs, "")?)),
    };
    let sent = inputs.clone();
    let form = request
        .read(requirement::<R>(action), move |connection, operator| {
            let row = match purpose {
                FormPurpose::Create => None,
                FormPurpose::Edit(id) => match R::find(connection, id)? {
                    Some(row) => Some(row),
                    None => return Ok(None),
                },
            };
            let original = Values::original::<R>(&sent, "", Shown::All);
            let filled = Filled {
                prefix: "",
                values: &Values::typed::<R>(&sent, "", Shown::All),
                original: original.as_ref(),
                version,
                errors: &Errors::default(),
            };
            opened(connection, operator, row.as_ref(), &filled).map(Some)
        })
        .await
        .map_err(|error| given_back::<R>(&request, purpose, &inputs, error))?;
    let Some(form) = form else {
        let typed = Values::typed::<R>(&inputs, "", Shown::All);
        return DeletedPage::new(&request, R::NAMES).with::<R>("", "", &typed).answer(&request);
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
            let values = Values::of_row(&row, Shown::All);
            let filled = Filled {
                prefix: "",
                values: &values,
                original: Some(&values),
                version: Some(row.stamps().version),
                errors: &Errors::default(),
            };
            opened(connection, operator, Some(&row), &filled).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = request.query.clone();
    FormPage::new(&request, R::NAMES, FormPurpose::Edit(id.0), &inputs, form)?.answer(&request)
}

fn opened<R: Resource>(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: Option<&R>,
    filled: &Filled<'_>,
) -> QueryResult<Opened> {
    let mut fieldset = Fieldset::new::<R>(connection, Shown::All, filled)?;
    fieldset
        .note_unreadable(&row.map(|row| unreadable_fields(row, Shown::All)).unwrap_or_default());
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
    let original = Values::original::<R>(inputs, "", Shown::All);
    let filled = Filled {
        prefix: "",
        values: &Values::typed::<R>(inputs, "", Shown::All),
        original: original.as_ref(),
        version: opened_version(inputs, "").ok(),
        errors: &Errors::default(),
    };
    let fieldsets = vec![Fieldset::unread::<R>(Shown::All, &filled)];
    let opened = Opened { called: String::new(), fieldsets };
    match FormPage::new(request, R::NAMES, purpose, inputs, opened) {
        Ok(page) => page.given_back(request, error),
        Err(_) => error,
    }
}

/// The version that a form was opened at.
///
/// # Errors
/// 400 where the form carries none: saving it could undo what another wrote.
pub fn opened_version(inputs: &Inputs, prefix: &str) -> Result<i32, Error> {
    inputs
        .get(&format!("{prefix}{VERSION}"))
        .and_then(|text| text.parse().ok())
        .filter(|version| *version > 0 || *version == UNREADABLE_VERSION)
        .ok_or(UNKNOWN_VERSION)
}

/// The answer to a form that does not say which version it was opened at.
pub const UNKNOWN_VERSION: Error = Error::BadRequest(
    "The form does not say which version of the record it was opened at, so saving it could undo \
     somebody else's work. Open it again from the panel.",
);
