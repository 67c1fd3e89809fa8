//! What one-time links lead to: setting up the panel, choosing a password.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};

use super::page::{Field, FormPage, chosen_password};
use crate::access::{self, Event, Kind, NameError, Purpose, Token};
use crate::db::lock;
use crate::panel::error::Error;
use crate::panel::frame::Visit;
use crate::panel::inputs::{Form, Inputs};

/// The secret in the path of a one-time link.
pub struct Secret(pub Token);

impl FromRequest for Secret {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let secret = request.match_info().get("secret").and_then(Token::parse);
        std::future::ready(secret.map(Self).ok_or(Error::NotFound))
    }
}

async fn open(visit: &Visit, secret: &Secret, purpose: Purpose) -> Result<access::Link, Error> {
    let (now, token) = (visit.guard().clock.now(), secret.0.clone());
    let found = visit
        .outside()
        .read(move |connection| access::open_link(connection, &token, purpose, now))
        .await?;
    found.ok_or(Error::NotFound)
}

fn set_up_page(visit: &Visit, secret: &Secret, name: &str) -> FormPage {
    let action = format!("/set-up/{}", secret.0.as_str());
    FormPage::new(visit, "Set up Backlot", &action, "Create account")
        .note("Create the first account: an admin, who can do everything.")
        .fields([Field::name(name)])
        .fields(Field::new_password())
}

/// `GET /set-up/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn show_set_up(visit: Visit, secret: Secret) -> Result<HttpResponse, Error> {
    open(&visit, &secret, Purpose::SetUp).await?;
    set_up_page(&visit, &secret, "").answer(&visit, None)
}

/// `POST /set-up/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn set_up(visit: Visit, secret: Secret, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default();
    let begun = try_set_up(&visit, &secret, &form.0, name).await;
    begun.map_err(|error| set_up_page(&visit, &secret, name).given_back(&visit, error))
}

async fn try_set_up(
    visit: &Visit,
    secret: &Secret,
    inputs: &Inputs,
    name: &str,
) -> Result<HttpResponse, Error> {
    open(visit, secret, Purpose::SetUp).await?;
    let page = set_up_page(visit, secret, name);
    let name = name.to_owned();
    let password = match chosen_password(inputs, &name) {
        Ok(password) => password,
        Err(problem) => {
            return page.refused(visit, StatusCode::UNPROCESSABLE_ENTITY, problem);
        }
    };
    let (guard, now) = (visit.guard(), visit.guard().clock.now());
    let hash = guard.hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let (link, client) = (secret.0.clone(), visit.client().clone());
    let session = Token::random().ok_or(Error::Panicked)?;
    let token = session.clone();
    let made: Option<Result<(), NameError>> = visit
        .outside()
        .write(move |connection| {
            // Of two who set it up at once, one is the first operator.
            lock(connection, "operators")?;
            if access::any_operator(connection)?
                || access::open_link(connection, &link, Purpose::SetUp, now)?.is_none()
            {
                return Ok(None);
            }
            let roles = ["admin".to_owned()];
            let account = match access::create(connection, &name, Some(&hash), &roles)? {
                Ok(account) => account,
                Err(error) => return Ok(Some(Err(error))),
            };
            access::use_link(connection, &link, Purpose::SetUp, now)?;
            let (address, browser) = (&client.address, &client.browser);
            access::begin(connection, token.clone(), account.id, address, browser, now)?;
            let event = |kind| Event::new(kind, now, address).by(&account.name);
            access::record(connection, &event(Kind::OperatorAdded).to(&account.name))?;
            access::record(connection, &event(Kind::SignedIn))?;
            Ok(Some(Ok(())))
        })
        .await?;
    match made {
        None => Err(Error::NotFound),
        Some(Err(problem)) => page.answer(visit, Some(problem.to_string())),
        Some(Ok(())) => {
            let notice = "Account created. Add others under Operators.";
            Ok(visit.redirect_into(&session, "/", notice))
        }
    }
}

fn password_page(visit: &Visit, secret: &Secret, name: &str) -> FormPage {
    let action = format!("/password/{}", secret.0.as_str());
    FormPage::new(visit, "Choose a password", &action, "Save")
        .note(&format!("For {name}. This link works once."))
        .of(name)
        .fields(Field::new_password())
}

/// Whose password a link is for.
async fn holder(visit: &Visit, secret: &Secret) -> Result<(i64, String), Error> {
    let link = open(visit, secret, Purpose::Password).await?;
    let id = link.operator.ok_or(Error::NotFound)?;
    let found = visit.outside().read(move |connection| access::find(connection, id)).await?;
    Ok((id, found.ok_or(Error::NotFound)?.name))
}

/// `GET /password/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn show_password(visit: Visit, secret: Secret) -> Result<HttpResponse, Error> {
    let (_, name) = holder(&visit, &secret).await?;
    password_page(&visit, &secret, &name).answer(&visit, None)
}

/// `POST /password/…`: every session of the operator ends.
///
/// # Errors
/// 404 where the link does not hold.
pub async fn set_password(visit: Visit, secret: Secret, form: Form) -> Result<HttpResponse, Error> {
    let (id, name) = holder(&visit, &secret).await?;
    let page = password_page(&visit, &secret, &name);
    let password = match chosen_password(&form.0, &name) {
        Ok(password) => password,
        Err(problem) => {
            return page.refused(&visit, StatusCode::UNPROCESSABLE_ENTITY, problem);
        }
    };
    let (guard, now) = (visit.guard(), visit.guard().clock.now());
    let hash = guard.hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let (token, address) = (secret.0.clone(), visit.client().address.clone());
    let set = visit
        .outside()
        .write(move |connection| {
            if !access::use_link(connection, &token, Purpose::Password, now)? {
                return Ok(false);
            }
            access::set_password(connection, id, &hash)?;
            access::end_all(connection, id, None, now)?;
            let event = Event::new(Kind::PasswordChanged, now, &address).by(&name).to(&name);
            access::record(connection, &event)?;
            Ok(true)
        })
        .await
        .map_err(|error| page.given_back(&visit, error.into()))?;
    match set {
        true => Ok(visit.redirect("/sign-in", super::PASSWORD_SET)),
        false => Err(Error::NotFound),
    }
}
