//! Forms: opened, filled in further without saving, sent, refused, saved.

mod create;
mod page;
mod saved;
mod update;

use actix_web::HttpResponse;
use diesel::QueryResult;

pub use self::create::{SAVED_ALREADY, create};
pub use self::page::{Before, FormPage, Opened, Purpose, paths};
pub use self::saved::{after_saving, saved_notice};
pub use self::update::update;
use super::check::Errors;
use super::error::Error;
use super::frame::Visit;
use super::gone::GonePage;
use super::id::Id;
use super::inputs::{Form, Inputs};
use super::need::need;
use super::part::{Filled, Part, VERSION};
use super::resource::Resource;
use super::values::{Shown, Values, unreadable_fields};
use crate::access::{Action, Who};
use crate::db::{AnyConnection, UNREADABLE_VERSION};

/// `GET /movies/new`, where the query may fill in some fields.
///
/// # Errors
/// As the database.
pub async fn new<R: Resource>(visit: Visit) -> Result<HttpResponse, Error> {
    let inputs = visit.query.clone();
    filled_in::<R>(visit, Purpose::Create, inputs).await
}

/// `POST /movies/new`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_new<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    filled_in::<R>(visit, Purpose::Create, form.0).await
}

/// `POST /movies/1/edit`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_edit<R: Resource>(
    visit: Visit,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    filled_in::<R>(visit, Purpose::Edit(id.0), form.0).await
}

async fn filled_in<R: Resource>(
    visit: Visit,
    purpose: Purpose,
    inputs: Inputs,
) -> Result<HttpResponse, Error> {
    let (action, version) = match purpose {
        Purpose::Create => (Action::Create, None),
        Purpose::Edit(_) => (Action::Edit, Some(opened_version(&inputs, "")?)),
    };
    let sent = inputs.clone();
    let form = visit
        .read(need::<R>(action), move |connection, who| {
            let row = match purpose {
                Purpose::Create => None,
                Purpose::Edit(id) => match R::find(connection, id)? {
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
            opened(connection, who, row.as_ref(), &filled).map(Some)
        })
        .await
        .map_err(|error| given_back::<R>(&visit, purpose, &inputs, error))?;
    let Some(form) = form else {
        let typed = Values::typed::<R>(&inputs, "", Shown::All);
        return GonePage::new(&visit, R::NAMES).with::<R>("", "", &typed).answer(&visit);
    };
    FormPage::new(&visit, R::NAMES, purpose, &inputs, form)?.answer(&visit)
}

/// `GET /movies/1/edit`
///
/// # Errors
/// 404 where there is no such row.
pub async fn edit<R: Resource>(visit: Visit, id: Id) -> Result<HttpResponse, Error> {
    let form = visit
        .read(need::<R>(Action::Edit), move |connection, who| {
            let Some(row) = R::find(connection, id.0)? else { return Ok(None) };
            let values = Values::of_row(&row, Shown::All);
            let filled = Filled {
                prefix: "",
                values: &values,
                original: Some(&values),
                version: Some(row.stamps().version),
                errors: &Errors::default(),
            };
            opened(connection, who, Some(&row), &filled).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = visit.query.clone();
    FormPage::new(&visit, R::NAMES, Purpose::Edit(id.0), &inputs, form)?.answer(&visit)
}

fn opened<R: Resource>(
    connection: &mut AnyConnection,
    who: &Who,
    row: Option<&R>,
    filled: &Filled<'_>,
) -> QueryResult<Opened> {
    let mut part = Part::new::<R>(connection, Shown::All, filled)?;
    part.note_unreadable(&row.map(|row| unreadable_fields(row, Shown::All)).unwrap_or_default());
    Ok(Opened { called: row.map(|row| row.title(who)).unwrap_or_default(), parts: vec![part] })
}

/// The error; where it is ours, with the form as it was sent as its page.
fn given_back<R: Resource>(
    visit: &Visit,
    purpose: Purpose,
    inputs: &Inputs,
    error: Error,
) -> Error {
    if !visit.gives_back(&error) {
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
    let parts = vec![Part::unread::<R>(Shown::All, &filled)];
    let opened = Opened { called: String::new(), parts };
    match FormPage::new(visit, R::NAMES, purpose, inputs, opened) {
        Ok(page) => page.given_back(visit, error),
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
