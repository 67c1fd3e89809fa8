//! What one-time links lead to: setting up the panel, choosing a password.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};

use super::page::{AccountFormPage, Field, chosen_password};
use super::words;
use crate::access::{self, Event, Kind, LinkPurpose, NameError, Token};
use crate::db::lock;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;

/// The secret in the path of a one-time link.
pub struct Secret(pub Token);

impl FromRequest for Secret {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(http_request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let secret = http_request.match_info().get("secret").and_then(Token::parse);
        std::future::ready(secret.map(Self).ok_or(Error::NotFound))
    }
}

async fn open(
    request: &Request,
    secret: &Secret,
    purpose: LinkPurpose,
) -> Result<access::Link, Error> {
    let (now, token) = (request.state().clock.now(), secret.0.clone());
    let found = request
        .outside()
        .read(move |connection| access::open_link(connection, &token, purpose, now))
        .await?;
    found.ok_or(Error::LinkVoid)
}

fn set_up_page(request: &Request, secret: &Secret, name: &str) -> AccountFormPage {
    let action = format!("/set-up/{}", secret.0.as_str());
    AccountFormPage::new(request, words::SET_UP, &action, words::CREATE_ACCOUNT)
        .note(words::FIRST_ACCOUNT)
        .fields([Field::name(name)])
        .fields(Field::new_password())
}

/// `GET /set-up/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn show_set_up(request: Request, secret: Secret) -> Result<HttpResponse, Error> {
    open(&request, &secret, LinkPurpose::SetUp).await?;
    set_up_page(&request, &secret, "").answer(&request, None)
}

/// `POST /set-up/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn set_up(request: Request, secret: Secret, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default();
    let begun = try_set_up(&request, &secret, &form.0, name).await;
    begun.map_err(|error| set_up_page(&request, &secret, name).given_back(&request, error))
}

async fn try_set_up(
    request: &Request,
    secret: &Secret,
    inputs: &Inputs,
    name: &str,
) -> Result<HttpResponse, Error> {
    open(request, secret, LinkPurpose::SetUp).await?;
    let page = set_up_page(request, secret, name);
    let name = name.to_owned();
    let password = match chosen_password(inputs, &name) {
        Ok(password) => password,
        Err(problem) => {
            return page.refused(request, StatusCode::UNPROCESSABLE_ENTITY, problem);
        }
    };
    let (state, now) = (request.state(), request.state().clock.now());
    let hash = state.hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let (link, client) = (secret.0.clone(), request.client().clone());
    let session = Token::random().ok_or(Error::Panicked)?;
    let token = session.clone();
    let made: Option<Result<(), NameError>> = request
        .outside()
        .write(move |connection| {
            // Of two who set it up at once, one is the first operator.
            lock(connection, "operators")?;
            if access::any_operator(connection)?
                || access::open_link(connection, &link, LinkPurpose::SetUp, now)?.is_none()
            {
                return Ok(None);
            }
            let roles = ["admin".to_owned()];
            let account = match access::create(connection, &name, Some(&hash), &roles)? {
                Ok(account) => account,
                Err(error) => return Ok(Some(Err(error))),
            };
            access::use_link(connection, &link, LinkPurpose::SetUp, now)?;
            let (address, browser) = (&client.address, &client.browser);
            access::begin(connection, token.clone(), account.id, address, browser, now)?;
            let event = |kind| Event::new(kind, now, address).by(&account.name);
            access::record(connection, &event(Kind::OperatorAdded).to(&account.name))?;
            access::record(connection, &event(Kind::SignedIn))?;
            Ok(Some(Ok(())))
        })
        .await?;
    match made {
        None => Err(Error::LinkVoid),
        Some(Err(problem)) => page.answer(request, Some(problem.to_string())),
        Some(Ok(())) => Ok(request.redirect_into(&session, "/", words::ACCOUNT_CREATED)),
    }
}

fn password_page(request: &Request, secret: &Secret, name: &str) -> AccountFormPage {
    let action = format!("/password/{}", secret.0.as_str());
    AccountFormPage::new(request, words::CHOOSE_PASSWORD, &action, words::SAVE)
        .note(&words::works_once(name))
        .of(name)
        .fields(Field::new_password())
}

/// Whose password a link is for.
async fn holder(request: &Request, secret: &Secret) -> Result<(i64, String), Error> {
    let link = open(request, secret, LinkPurpose::Password).await?;
    let id = link.operator.ok_or(Error::LinkVoid)?;
    let found = request.outside().read(move |connection| access::find(connection, id)).await?;
    Ok((id, found.ok_or(Error::LinkVoid)?.name))
}

/// `GET /password/…`
///
/// # Errors
/// 404 where the link does not hold.
pub async fn show_password(request: Request, secret: Secret) -> Result<HttpResponse, Error> {
    let (_, name) = holder(&request, &secret).await?;
    password_page(&request, &secret, &name).answer(&request, None)
}

/// `POST /password/…`: every session of the operator ends.
///
/// # Errors
/// 404 where the link does not hold.
pub async fn set_password(
    request: Request,
    secret: Secret,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (id, name) = holder(&request, &secret).await?;
    let page = password_page(&request, &secret, &name);
    let password = match chosen_password(&form.0, &name) {
        Ok(password) => password,
        Err(problem) => {
            return page.refused(&request, StatusCode::UNPROCESSABLE_ENTITY, problem);
        }
    };
    let (state, now) = (request.state(), request.state().clock.now());
    let hash = state.hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let (token, address) = (secret.0.clone(), request.client().address.clone());
    let set = request
        .outside()
        .write(move |connection| {
            if !access::use_link(connection, &token, LinkPurpose::Password, now)? {
                return Ok(false);
            }
            access::set_password(connection, id, &hash)?;
            access::end_all(connection, id, None, now)?;
            let event = Event::new(Kind::PasswordChanged, now, &address).by(&name).to(&name);
            access::record(connection, &event)?;
            Ok(true)
        })
        .await
        .map_err(|error| page.given_back(&request, error.into()))?;
    match set {
        true => Ok(request.redirect("/sign-in", words::PASSWORD_SAVED)),
        false => Err(Error::LinkVoid),
    }
}
