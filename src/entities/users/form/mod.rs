//! The user's form: the user, the profile and the cars together, saved in one transaction.

mod save;
mod sent;

use actix_web::HttpResponse;
use diesel::QueryResult;

use self::save::Saved;
use self::sent::{Sent, may_change, next_car};
use super::User;
use crate::access::Action;
use crate::db::AnyConnection;
use crate::entities::cars::{self, Car};
use crate::panel::Resource as _;
use crate::panel::entity::requirement::requirement;
use crate::panel::form::conflict::ConflictPage;
use crate::panel::form::deleted::DeletedPage;
use crate::panel::form::fieldset::element_id;
use crate::panel::form::idempotency::{Accepted, IDEMPOTENCY_KEY, IdempotencyKey};
use crate::panel::form::{
    Before, FormPage, FormPurpose, Opened, SAVED_ALREADY, after_saving, saved_notice,
};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::Request;
use crate::panel::list::pager::grouped;
use crate::panel::record::values::{Shown, shown_fields};
use crate::panel::record::{UNKNOWN_VERSION, opened_version};

/// How many cars of a user the form holds; the others are edited on their own pages.
const MOST_CARS: i64 = 50;

/// `GET /users/new`
///
/// # Errors
/// As the database.
pub async fn new(request: Request) -> Result<HttpResponse, Error> {
    let mut sent = Sent::read(&request.query)?;
    sent.add_car();
    show(request, FormPurpose::Create, sent).await
}

/// `POST /users/new`: the form comes back as it was sent, unsaved, perhaps with one more car.
///
/// # Errors
/// As the database.
pub async fn rework_new(request: Request, form: Form) -> Result<HttpResponse, Error> {
    rework(request, FormPurpose::Create, form).await
}

/// `POST /users/1/edit`: the form comes back as it was sent, unsaved, perhaps with one more car.
///
/// # Errors
/// 400 where the form carries no version.
pub async fn rework_edit(request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    opened_version(&form.0, "")?;
    rework(request, FormPurpose::Edit(id.0), form).await
}

async fn rework(
    mut request: Request,
    purpose: FormPurpose,
    form: Form,
) -> Result<HttpResponse, Error> {
    let mut sent = Sent::read(&form.0)?;
    if form.0.get("more").is_some() {
        sent.add_car();
    }
    request.query = form.0;
    show(request, purpose, sent).await
}

async fn show(request: Request, purpose: FormPurpose, sent: Sent) -> Result<HttpResponse, Error> {
    let action = match purpose {
        FormPurpose::Create => Action::Create,
        FormPurpose::Edit(_) => Action::Edit,
    };
    let opened = request
        .read(requirement::<User>(action), move |connection, operator| {
            if let FormPurpose::Edit(id) = purpose
                && User::find(connection, id)?.is_none()
            {
                return Ok(None);
            }
            opened(connection, purpose, &sent.clone().limited_to(operator)).map(Some)
        })
        .await
        .map_err(|error| given_back(&request, purpose, &request.query, error))?;
    let inputs = request.query.clone();
    match opened {
        Some(opened) => page(&request, purpose, &inputs, opened)?.answer(&request),
        None => {
            let sent = Sent::read(&inputs)?;
            sent.show_on(DeletedPage::new(&request, User::NAMES)).answer(&request)
        }
    }
}

/// `GET /users/1/edit`
///
/// # Errors
/// 404 where there is no such user.
pub async fn edit(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let purpose = FormPurpose::Edit(id.0);
    let opened = request
        .read(requirement::<User>(Action::Edit), move |connection, operator| {
            let Some(sent) = Sent::stored(connection, operator, id.0)? else { return Ok(None) };
            opened(connection, purpose, &sent).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = request.query.clone();
    page(&request, purpose, &inputs, opened)?.answer(&request)
}

/// The form that holds `sent`, and what it says of the cars that it does not hold.
fn opened(
    connection: &mut AnyConnection,
    purpose: FormPurpose,
    sent: &Sent,
) -> QueryResult<(Opened, String)> {
    let user = match purpose {
        FormPurpose::Create => None,
        FormPurpose::Edit(id) => User::find(connection, id)?,
    };
    let called = user.map(|user| user.name()).unwrap_or_default();
    let fieldsets = sent.fieldsets(connection)?;
    Ok((Opened { called, fieldsets }, note(connection, purpose, sent)?))
}

/// The error; where it is ours, with the form as it was sent as its page.
fn given_back(request: &Request, purpose: FormPurpose, inputs: &Inputs, error: Error) -> Error {
    if !request.gives_back(&error) {
        return error;
    }
    let page = Sent::read(inputs).and_then(|sent| {
        let sent = match request.operator() {
            Some(operator) => sent.limited_to(&operator),
            None => sent,
        };
        let opened = Opened { called: String::new(), fieldsets: sent.unread_fieldsets() };
        page(request, purpose, inputs, (opened, String::new()))
    });
    match page {
        Ok(page) => page.given_back(request, error),
        Err(_) => error,
    }
}

fn page(
    request: &Request,
    purpose: FormPurpose,
    inputs: &Inputs,
    (opened, note): (Opened, String),
) -> Result<FormPage, Error> {
    let more_at =
        first_field_of(&next_car(opened.fieldsets.iter().map(|fieldset| fieldset.prefix.as_str())));
    let page = FormPage::new(request, User::NAMES, purpose, inputs, opened)?.with_note(&note);
    Ok(match request.operator().is_some_and(|operator| may_change::<Car>(&operator)) {
        true => page.with_more("Add another car", more_at),
        false => page,
    })
}

/// The id of the field that a row of cars begins with.
fn first_field_of(prefix: &str) -> String {
    let first = shown_fields::<Car>(Shown::Within).next().map_or("", |field| field.name);
    element_id(&format!("{prefix}{first}"))
}

/// What the form says of the cars that it does not hold.
fn note(connection: &mut AnyConnection, purpose: FormPurpose, sent: &Sent) -> QueryResult<String> {
    let FormPurpose::Edit(id) = purpose else { return Ok(String::new()) };
    if !sent.has_cars {
        return Ok(String::new());
    }
    let total = cars::count(connection, id)?;
    if total <= MOST_CARS {
        return Ok(String::new());
    }
    let total = grouped(total);
    Ok(format!(
        "This user has {total} cars. The first {MOST_CARS} are here; the others are edited from \
         the page of the user."
    ))
}

/// What became of a form for a new user.
enum Created {
    /// It was saved, or refused.
    Now(Saved),
    /// The same form made that before.
    Before(String),
    /// The form made that before with other values, and is shown again with these.
    Otherwise(Before, (Opened, String)),
}

/// `POST /users`
///
/// # Errors
/// 400 where the form carries no token.
pub async fn create(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = IdempotencyKey::of(&inputs)?;
    let sent = Sent::read(&inputs)?;
    let created = request
        .write(requirement::<User>(Action::Create), move |connection, operator| {
            let sent = sent.clone().limited_to(operator);
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find::<User>(connection, operator, location)?;
                    let opened = opened(connection, FormPurpose::Create, &sent)?;
                    return Ok(Created::Otherwise(before, opened));
                }
                None => {}
            }
            let saved = save::create(connection, &sent)?;
            if let Saved::Done { id, .. } = &saved {
                token.accept(connection, &format!("/{}/{id}", User::NAMES.path))?;
            }
            Ok(Created::Now(saved))
        })
        .await
        .map_err(|error| given_back(&request, FormPurpose::Create, &inputs, error))?;
    match created {
        Created::Before(location) => Ok(request.redirect(&location, SAVED_ALREADY)),
        Created::Otherwise(before, opened) => {
            page(&request, FormPurpose::Create, &inputs.without(IDEMPOTENCY_KEY), opened)?
                .made_before(&request, User::NAMES, before)
                .answer(&request)
        }
        Created::Now(Saved::Done { id, title, .. }) => {
            Ok(after_saving::<User>(&request, &inputs, id, &format!("Added {title}.")))
        }
        Created::Now(saved) => refused(&request, FormPurpose::Create, &inputs, saved),
    }
}

/// `POST /users/1`
///
/// # Errors
/// 400 where the form carries no version.
pub async fn update(request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    opened_version(&inputs, "")?;
    let sent = Sent::read(&inputs)?;
    let saved = request
        .write(requirement::<User>(Action::Edit), move |connection, operator| {
            save::update(connection, id.0, &sent.clone().limited_to(operator))
        })
        .await
        .map_err(|error| given_back(&request, FormPurpose::Edit(id.0), &inputs, error))?;
    match saved {
        Saved::Done { id, title, theirs } => {
            let notice = saved_notice(&title, &theirs);
            Ok(after_saving::<User>(&request, &inputs, id, &notice))
        }
        saved => refused(&request, FormPurpose::Edit(id.0), &inputs, saved),
    }
}

/// The page for a form that was not saved.
fn refused(
    request: &Request,
    purpose: FormPurpose,
    inputs: &Inputs,
    saved: Saved,
) -> Result<HttpResponse, Error> {
    match (saved, purpose) {
        (Saved::Refused { opened, overtaken }, _) => {
            page(request, purpose, inputs, opened)?.overtaken(overtaken).answer(request)
        }
        (Saved::Conflict(fieldsets), FormPurpose::Edit(id)) => {
            ConflictPage::new(request, User::NAMES, id, inputs, fieldsets).answer(request)
        }
        (Saved::Deleted, FormPurpose::Edit(_)) => {
            let sent = Sent::read(inputs)?;
            sent.show_on(DeletedPage::new(request, User::NAMES)).answer(request)
        }
        _ => Err(UNKNOWN_VERSION),
    }
}
