//! The user's form: the user, the profile and the cars together, saved in one transaction.

mod record;
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
use crate::panel::conflict::ConflictPage;
use crate::panel::error::Error;
use crate::panel::form::{
    Before, FormPage, Opened, Purpose, SAVED_ALREADY, UNKNOWN_VERSION, after_saving,
    opened_version, saved_notice,
};
use crate::panel::frame::Visit;
use crate::panel::gone::GonePage;
use crate::panel::id::Id;
use crate::panel::inputs::{Form, Inputs};
use crate::panel::need::need;
use crate::panel::once::{Accepted, TOKEN, Token};
use crate::panel::pager::grouped;
use crate::panel::part::element_id;
use crate::panel::values::{Shown, shown_fields};

/// How many cars of a user the form holds; the others are edited on their own pages.
const MOST_CARS: i64 = 50;

/// `GET /users/new`
///
/// # Errors
/// As the database.
pub async fn new(visit: Visit) -> Result<HttpResponse, Error> {
    let mut sent = Sent::read(&visit.query)?;
    sent.add_car();
    show(visit, Purpose::Create, sent).await
}

/// `POST /users/new`: the form comes back as it was sent, unsaved, perhaps with one more car.
///
/// # Errors
/// As the database.
pub async fn rework_new(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    rework(visit, Purpose::Create, form).await
}

/// `POST /users/1/edit`: the form comes back as it was sent, unsaved, perhaps with one more car.
///
/// # Errors
/// 400 where the form carries no version.
pub async fn rework_edit(visit: Visit, id: Id, form: Form) -> Result<HttpResponse, Error> {
    opened_version(&form.0, "")?;
    rework(visit, Purpose::Edit(id.0), form).await
}

async fn rework(mut visit: Visit, purpose: Purpose, form: Form) -> Result<HttpResponse, Error> {
    let mut sent = Sent::read(&form.0)?;
    if form.0.get("more").is_some() {
        sent.add_car();
    }
    visit.query = form.0;
    show(visit, purpose, sent).await
}

async fn show(visit: Visit, purpose: Purpose, sent: Sent) -> Result<HttpResponse, Error> {
    let action = match purpose {
        Purpose::Create => Action::Create,
        Purpose::Edit(_) => Action::Edit,
    };
    let opened = visit
        .read(need::<User>(action), move |connection, who| {
            if let Purpose::Edit(id) = purpose
                && User::find(connection, id)?.is_none()
            {
                return Ok(None);
            }
            opened(connection, purpose, &sent.clone().limited_to(who)).map(Some)
        })
        .await
        .map_err(|error| given_back(&visit, purpose, &visit.query, error))?;
    let inputs = visit.query.clone();
    match opened {
        Some(opened) => page(&visit, purpose, &inputs, opened)?.answer(&visit),
        None => {
            let sent = Sent::read(&inputs)?;
            sent.show_on(GonePage::new(&visit, User::NAMES)).answer(&visit)
        }
    }
}

/// `GET /users/1/edit`
///
/// # Errors
/// 404 where there is no such user.
pub async fn edit(visit: Visit, id: Id) -> Result<HttpResponse, Error> {
    let purpose = Purpose::Edit(id.0);
    let opened = visit
        .read(need::<User>(Action::Edit), move |connection, who| {
            let Some(sent) = Sent::stored(connection, who, id.0)? else { return Ok(None) };
            opened(connection, purpose, &sent).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = visit.query.clone();
    page(&visit, purpose, &inputs, opened)?.answer(&visit)
}

/// The form that holds `sent`, and what it says of the cars that it does not hold.
fn opened(
    connection: &mut AnyConnection,
    purpose: Purpose,
    sent: &Sent,
) -> QueryResult<(Opened, String)> {
    let user = match purpose {
        Purpose::Create => None,
        Purpose::Edit(id) => User::find(connection, id)?,
    };
    let called = user.map(|user| user.name()).unwrap_or_default();
    let parts = sent.parts(connection)?;
    Ok((Opened { called, parts }, note(connection, purpose, sent)?))
}

/// The error; where it is ours, with the form as it was sent as its page.
fn given_back(visit: &Visit, purpose: Purpose, inputs: &Inputs, error: Error) -> Error {
    if !visit.gives_back(&error) {
        return error;
    }
    let page = Sent::read(inputs).and_then(|sent| {
        let sent = match visit.who() {
            Some(who) => sent.limited_to(&who),
            None => sent,
        };
        let opened = Opened { called: String::new(), parts: sent.unread_parts() };
        page(visit, purpose, inputs, (opened, String::new()))
    });
    match page {
        Ok(page) => page.given_back(visit, error),
        Err(_) => error,
    }
}

fn page(
    visit: &Visit,
    purpose: Purpose,
    inputs: &Inputs,
    (opened, note): (Opened, String),
) -> Result<FormPage, Error> {
    let more_at = first_field_of(&next_car(opened.parts.iter().map(|part| part.prefix.as_str())));
    let page = FormPage::new(visit, User::NAMES, purpose, inputs, opened)?.with_note(&note);
    Ok(match visit.who().is_some_and(|who| may_change::<Car>(&who)) {
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
fn note(connection: &mut AnyConnection, purpose: Purpose, sent: &Sent) -> QueryResult<String> {
    let Purpose::Edit(id) = purpose else { return Ok(String::new()) };
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
pub async fn create(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = Token::of(&inputs)?;
    let sent = Sent::read(&inputs)?;
    let created = visit
        .write(need::<User>(Action::Create), move |connection, who| {
            let sent = sent.clone().limited_to(who);
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find::<User>(connection, who, location)?;
                    let opened = opened(connection, Purpose::Create, &sent)?;
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
        .map_err(|error| given_back(&visit, Purpose::Create, &inputs, error))?;
    match created {
        Created::Before(location) => Ok(visit.redirect(&location, SAVED_ALREADY)),
        Created::Otherwise(before, opened) => {
            page(&visit, Purpose::Create, &inputs.without(TOKEN), opened)?
                .made_before(&visit, User::NAMES, before)
                .answer(&visit)
        }
        Created::Now(Saved::Done { id, title, .. }) => {
            Ok(after_saving::<User>(&visit, &inputs, id, &format!("Added {title}.")))
        }
        Created::Now(saved) => refused(&visit, Purpose::Create, &inputs, saved),
    }
}

/// `POST /users/1`
///
/// # Errors
/// 400 where the form carries no version.
pub async fn update(visit: Visit, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    opened_version(&inputs, "")?;
    let sent = Sent::read(&inputs)?;
    let saved = visit
        .write(need::<User>(Action::Edit), move |connection, who| {
            save::update(connection, id.0, &sent.clone().limited_to(who))
        })
        .await
        .map_err(|error| given_back(&visit, Purpose::Edit(id.0), &inputs, error))?;
    match saved {
        Saved::Done { id, title, theirs } => {
            let notice = saved_notice(&title, &theirs);
            Ok(after_saving::<User>(&visit, &inputs, id, &notice))
        }
        saved => refused(&visit, Purpose::Edit(id.0), &inputs, saved),
    }
}

/// The page for a form that was not saved.
fn refused(
    visit: &Visit,
    purpose: Purpose,
    inputs: &Inputs,
    saved: Saved,
) -> Result<HttpResponse, Error> {
    match (saved, purpose) {
        (Saved::Refused { opened, overtaken }, _) => {
            page(visit, purpose, inputs, opened)?.overtaken(overtaken).answer(visit)
        }
        (Saved::Conflict(parts), Purpose::Edit(id)) => {
            ConflictPage::new(visit, User::NAMES, id, inputs, parts).answer(visit)
        }
        (Saved::Gone, Purpose::Edit(_)) => {
            let sent = Sent::read(inputs)?;
            sent.show_on(GonePage::new(visit, User::NAMES)).answer(visit)
        }
        _ => Err(UNKNOWN_VERSION),
    }
}
