//! Signing in and out.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::NaiveDateTime;

use super::page::{AccountFormPage, Field};
use super::session::{add_cookie, begin, delayed};
use super::words;
use crate::access::{self, Credentials, Event, Kind, Requirement, Subjects};
use crate::db::{AnyConnection, composed};
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};

/// `GET /sign-in`
pub async fn show_sign_in(request: Request) -> Result<HttpResponse, Error> {
    let waiting =
        request.outside().read(|connection| Ok(!access::any_operator(connection)?)).await?;
    if waiting {
        return AccountFormPage::new(&request, words::WELCOME, "/sign-in", words::SIGN_IN)
            .note(words::NO_ACCOUNTS)
            .answer(&request, None);
    }
    let page = page(&request, &request.query, "");
    // Whoever comes by themselves knows that they are not signed in.
    let is_led_here = request.next().is_some_and(|next| !leads_to_form(&request, &next));
    let page = match is_led_here && has_ended(&request).await? {
        true => page.note(words::ENDED),
        false => page,
    };
    page.answer(&request, None)
}

/// Whether the browser carries a session that runs no more.
async fn has_ended(request: &Request) -> Result<bool, Error> {
    let (state, sessions) = (request.state(), request.client().sessions.clone());
    let (policy, now) = (state.policy.clone(), state.clock.now());
    let ended = request.outside().read(move |connection| {
        let admission = access::admit(connection, &sessions, &Requirement::Own, &policy, now)?;
        if !matches!(admission, access::Admission::Denied(access::Refusal::SignedOut)) {
            return Ok(false);
        }
        for session in &sessions {
            if access::ended_operator(connection, session)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    });
    Ok(ended.await?)
}

/// Whether that is a form that was kept.
fn leads_to_form(request: &Request, next: &ReturnTo) -> bool {
    next.as_str().starts_with(&request.site.url("/saved-forms/"))
}

fn page(request: &Request, inputs: &Inputs, name: &str) -> AccountFormPage {
    let next = ReturnTo::of(inputs, &request.site.base);
    // Whoever sent a form and sees this page instead must not think that it is lost.
    let leads_to_form = next.as_ref().is_some_and(|next| leads_to_form(request, next));
    AccountFormPage::new(request, words::SIGN_IN, "/sign-in", words::SIGN_IN)
        .note(if leads_to_form { words::FORM_KEPT } else { "" })
        .fields([Field::name(name), Field::password("password", words::PASSWORD)])
        .hidden(RETURN_TO, next.as_ref().map_or("", ReturnTo::as_str))
}

/// What is known after the attempt was counted.
enum Attempt {
    Delayed(NaiveDateTime),
    Counted(Subjects, Option<Credentials>),
}

/// `POST /sign-in`
///
/// # Errors
/// 503 where too many passwords are being checked.
pub async fn sign_in(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let signed_in = try_sign_in(&request, &form.0, &name).await;
    signed_in.map_err(|error| page(&request, &form.0, &name).given_back(&request, error))
}

async fn try_sign_in(
    request: &Request,
    inputs: &Inputs,
    name: &str,
) -> Result<HttpResponse, Error> {
    let password = inputs.get("password").unwrap_or_default();
    let (state, now) = (request.state(), request.state().clock.now());
    let _turn = state.sign_in_queue.wait().await.map_err(|_| Error::Overloaded)?;
    let (subjects, found) = match attempt(request, name, now).await? {
        Attempt::Delayed(until) => {
            note_delay(request, name, now).await?;
            return delayed(request, page(request, inputs, name), until);
        }
        Attempt::Counted(subjects, found) => (subjects, found),
    };
    let found = found.filter(|operator| operator.disabled_at.is_none());
    let stored =
        found.as_ref().and_then(|operator| operator.password_hash.clone().map(String::from));
    let fits = state.hasher.verify(password, stored.as_deref()).await;
    let fits = fits.map_err(|_| Error::Overloaded)?;
    let Some(operator) = found.filter(|_| fits) else {
        let event = Event::new(Kind::SignInFailed, now, &request.client().address).to(name);
        request.outside().write(move |connection| access::record(connection, &event)).await?;
        return page(request, inputs, name).answer(request, Some(words::WRONG_SIGN_IN.to_owned()));
    };
    if stored.is_some_and(|stored| state.hasher.is_outdated(&stored)) {
        let password = inputs.get("password").unwrap_or_default();
        upgrade(request, operator.id, password).await?;
    }
    if operator.totp_secret.is_some() {
        return super::code::ask(request, operator.id, subjects, inputs).await;
    }
    let next = ReturnTo::of(inputs, &request.site.base);
    begin(request, operator.id, &operator.name, subjects, next, None).await
}

async fn attempt(request: &Request, name: &str, now: NaiveDateTime) -> Result<Attempt, Error> {
    let (name, address) = (name.to_owned(), request.client().address.clone());
    let subjects = Subjects::of(&name, &address);
    let attempt = request.outside().write(move |connection| {
        if let Err(until) = access::count_attempt(connection, &subjects, now)? {
            return Ok(Attempt::Delayed(until));
        }
        let found = access::credentials(connection, &name)?;
        Ok(Attempt::Counted(subjects.clone(), found))
    });
    Ok(attempt.await?)
}

/// Notes that somebody must wait; a script that does not care is not noted each time.
async fn note_delay(request: &Request, name: &str, now: NaiveDateTime) -> Result<(), Error> {
    let address = &request.client().address;
    let line = format!("delayed {}", access::network(address));
    if !request.state().log_throttle.allows(&line, now) {
        return Ok(());
    }
    let event = Event::new(Kind::SignInDelayed, now, address).to(name);
    Ok(request.outside().write(move |connection| access::record(connection, &event)).await?)
}

/// Hashes the password anew, as strongly as is asked for now.
async fn upgrade(request: &Request, operator: i64, password: &str) -> Result<(), Error> {
    let hash = request.state().hasher.hash(composed(password)).await;
    let hash = hash.map_err(|_| Error::Overloaded)?;
    let work =
        move |connection: &mut AnyConnection| access::set_password(connection, operator, &hash);
    Ok(request.outside().write(work).await?)
}

/// `POST /sign-out`
pub async fn sign_out(request: Request, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let ended = request
        .write(Requirement::Own, move |connection, operator| {
            access::end(connection, operator.id, operator.session, now)?;
            let event = Event::new(Kind::SignedOut, now, &address).by(&operator.name);
            access::record(connection, &event)
        })
        .await;
    match ended {
        Ok(()) | Err(Error::SignedOut) => {}
        Err(error) => return Err(error),
    }
    let client = request.client();
    let mut answer = request.redirect("/sign-in", words::SIGNED_OUT);
    add_cookie(&mut answer, client.no_session_cookie());
    // A form that another tab still has open is then kept, as after a session that grew too old.
    let mark = request.form_mark().unwrap_or_default();
    if let Some(ended) = client.sessions.iter().find(|session| session.has_form_mark(&mark)) {
        add_cookie(&mut answer, client.ended_cookie(ended));
    }
    answer.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(answer)
}
