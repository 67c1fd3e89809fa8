//! Signing in and out.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::page::{Field, FormPage};
use crate::access::{self, Credentials, Event, Kind, Need, Purpose, Subjects, Token};
use crate::db::AnyConnection;
use crate::panel::error::Error;
use crate::panel::frame::Visit;
use crate::panel::inputs::{Form, Inputs};
use crate::panel::next::{NEXT, Next};

/// The same sentence for an unknown name, a wrong password and a disabled operator.
const WRONG: &str = "Wrong name or password.";

/// `GET /sign-in`
///
/// # Errors
/// As the database.
pub async fn show_sign_in(visit: Visit) -> Result<HttpResponse, Error> {
    let waiting = visit.outside().read(|connection| Ok(!access::any_operator(connection)?)).await?;
    if waiting {
        let note = "There are no accounts yet. Open the set-up link in the log of the panel, or \
                    run backlot operator add NAME.";
        return FormPage::new(&visit, "Welcome to Backlot", "/sign-in", "Sign in")
            .note(note)
            .answer(&visit, None);
    }
    page(&visit, &visit.query, "").answer(&visit, None)
}

fn page(visit: &Visit, inputs: &Inputs, name: &str) -> FormPage {
    let next = Next::of(inputs, &visit.site.base);
    FormPage::new(visit, "Sign in", "/sign-in", "Sign in")
        .fields([Field::name(name), Field::password("password", "Password")])
        .hidden(NEXT, next.as_ref().map_or("", Next::as_str))
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
pub async fn sign_in(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let signed_in = try_sign_in(&visit, &form.0, &name).await;
    signed_in.map_err(|error| page(&visit, &form.0, &name).given_back(&visit, error))
}

async fn try_sign_in(visit: &Visit, inputs: &Inputs, name: &str) -> Result<HttpResponse, Error> {
    let password = inputs.get("password").unwrap_or_default();
    let (guard, now) = (visit.guard(), visit.guard().clock.now());
    let _turn = guard.turns.wait().await.map_err(|_| Error::Overloaded)?;
    let (subjects, found) = match attempt(visit, name, now).await? {
        Attempt::Delayed(until) => {
            note_delay(visit, name, now).await?;
            return delayed(visit, page(visit, inputs, name), until);
        }
        Attempt::Counted(subjects, found) => (subjects, found),
    };
    let found = found.filter(|operator| operator.disabled_at.is_none());
    let stored =
        found.as_ref().and_then(|operator| operator.password_hash.clone().map(String::from));
    let fits = guard.hasher.verify(password, stored.as_deref()).await;
    let fits = fits.map_err(|_| Error::Overloaded)?;
    let Some(operator) = found.filter(|_| fits) else {
        let event = Event::new(Kind::SignInFailed, now, &visit.client().address).to(name);
        visit.outside().write(move |connection| access::record(connection, &event)).await?;
        return page(visit, inputs, name).answer(visit, Some(WRONG.to_owned()));
    };
    if stored.is_some_and(|stored| guard.hasher.is_outdated(&stored)) {
        let password = inputs.get("password").unwrap_or_default();
        upgrade(visit, operator.id, password).await?;
    }
    if operator.totp_secret.is_some() {
        return super::code::ask(visit, operator.id, subjects, inputs).await;
    }
    let next = Next::of(inputs, &visit.site.base);
    begin(visit, operator.id, &operator.name, subjects, next, None).await
}

async fn attempt(visit: &Visit, name: &str, now: NaiveDateTime) -> Result<Attempt, Error> {
    let (name, address) = (name.to_owned(), visit.client().address.clone());
    let subjects = Subjects::of(&name, &address);
    let attempt = visit.outside().write(move |connection| {
        if let Err(until) = access::enter(connection, &subjects, now)? {
            return Ok(Attempt::Delayed(until));
        }
        let found = access::credentials(connection, &name)?;
        Ok(Attempt::Counted(subjects.clone(), found))
    });
    Ok(attempt.await?)
}

/// Notes that somebody must wait; a script that does not care is not noted each time.
async fn note_delay(visit: &Visit, name: &str, now: NaiveDateTime) -> Result<(), Error> {
    let address = &visit.client().address;
    let line = format!("delayed {}", access::network(address));
    if !visit.guard().rarely.allows(&line, now) {
        return Ok(());
    }
    let event = Event::new(Kind::SignInDelayed, now, address).to(name);
    Ok(visit.outside().write(move |connection| access::record(connection, &event)).await?)
}

/// The answer to whoever must wait.
pub(super) fn delayed(
    visit: &Visit,
    page: FormPage,
    until: NaiveDateTime,
) -> Result<HttpResponse, Error> {
    let seconds = (until - visit.guard().clock.now()).num_seconds().max(0) + 1;
    let problem = format!("Too many attempts. Try again in {seconds} seconds.");
    let mut answer = page.answer_with(visit, StatusCode::TOO_MANY_REQUESTS, Some(problem))?;
    answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    Ok(answer)
}

/// Hashes the password anew, as strongly as is asked for now.
async fn upgrade(visit: &Visit, operator: i64, password: &str) -> Result<(), Error> {
    use unicode_normalization::UnicodeNormalization as _;
    let hash = visit.guard().hasher.hash(password.nfc().collect()).await;
    let hash = hash.map_err(|_| Error::Overloaded)?;
    let work =
        move |connection: &mut AnyConnection| access::set_password(connection, operator, &hash);
    Ok(visit.outside().write(work).await?)
}

/// Begins a session, whatever session the browser carried before, and leads on.
///
/// # Errors
/// As the database.
pub(super) async fn begin(
    visit: &Visit,
    operator: i64,
    name: &str,
    subjects: Subjects,
    next: Option<Next>,
    pending: Option<Token>,
) -> Result<HttpResponse, Error> {
    let client = visit.client().clone();
    let (guard, now) = (visit.guard(), visit.guard().clock.now());
    let policy = guard.policy.clone();
    let token = Token::random().ok_or(Error::Panicked)?;
    let (new, event) = (token.clone(), Event::new(Kind::SignedIn, now, &client.address).by(name));
    let begun = visit
        .outside()
        .write(move |connection| {
            if let Some(pending) = &pending
                && !access::use_link(connection, pending, Purpose::Code, now)?
            {
                return Ok(false);
            }
            access::forgive(connection, &subjects, now)?;
            end_carried(connection, &client.sessions, &policy, now)?;
            let (address, browser) = (&client.address, &client.browser);
            access::begin(connection, new.clone(), operator, address, browser, now)?;
            access::record(connection, &event)?;
            Ok(true)
        })
        .await?;
    if !begun {
        return Err(Error::NotFound);
    }
    let mut answer = visit.redirect_back(next.as_ref(), "/", "");
    add_cookie(&mut answer, visit.client().session_cookie(&token));
    Ok(answer)
}

/// Ends the sessions that the browser carried, if they still run.
fn end_carried(
    connection: &mut AnyConnection,
    carried: &[Token],
    policy: &access::Policy,
    now: NaiveDateTime,
) -> QueryResult<()> {
    for token in carried {
        let token = std::slice::from_ref(token);
        let admission = access::admit(connection, token, &Need::Own, policy, now)?;
        if let access::Admission::Granted(who) = admission {
            access::end(connection, who.id, who.session, now)?;
        }
    }
    Ok(())
}

pub(super) fn add_cookie(answer: &mut HttpResponse, cookie: actix_web::cookie::Cookie<'static>) {
    // The name and the value are plain ASCII of our own, so this cannot fail.
    let _ = answer.add_cookie(&cookie);
}

/// `POST /sign-out`
///
/// # Errors
/// As the database.
pub async fn sign_out(visit: Visit, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let ended = visit
        .write(Need::Own, move |connection, who| {
            access::end(connection, who.id, who.session, now)?;
            let event = Event::new(Kind::SignedOut, now, &address).by(&who.name);
            access::record(connection, &event)
        })
        .await;
    match ended {
        Ok(()) | Err(Error::SignedOut) => {}
        Err(error) => return Err(error),
    }
    let mut answer = visit.redirect("/sign-in", super::SIGNED_OUT);
    add_cookie(&mut answer, visit.client().no_session_cookie());
    answer.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(answer)
}
