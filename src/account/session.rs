//! Sessions as they begin: with a password, with a code, or with a link.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::page::AccountFormPage;
use super::words;
use crate::access::{self, Event, Kind, LinkPurpose, Requirement, Subjects, Token};
use crate::db::AnyConnection;
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::ReturnTo;

/// Begins a session, whatever session the browser carried before, and leads on.
pub(super) async fn begin(
    request: &Request,
    operator: i64,
    name: &str,
    subjects: Subjects,
    next: Option<ReturnTo>,
    pending: Option<Token>,
) -> Result<HttpResponse, Error> {
    let client = request.client().clone();
    let (state, now) = (request.state(), request.state().clock.now());
    let policy = state.policy.clone();
    let token = Token::random().ok_or(Error::Panicked)?;
    let (new, event) = (token.clone(), Event::new(Kind::SignedIn, now, &client.address).by(name));
    let begun = request
        .outside()
        .write(move |connection| {
            if let Some(pending) = &pending
                && !access::use_link(connection, pending, LinkPurpose::Code, now)?
            {
                return Ok(false);
            }
            access::reset_attempts(connection, &subjects, now)?;
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
    let mut answer = request.redirect_back(next.as_ref(), "/", "");
    add_cookie(&mut answer, request.client().session_cookie(&token));
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
        let admission = access::admit(connection, token, &Requirement::Own, policy, now)?;
        if let access::Admission::Granted(operator) = admission {
            access::end(connection, operator.id, operator.session, now)?;
        }
    }
    Ok(())
}

/// Has the browser keep a cookie, or drop it.
pub(super) fn add_cookie(answer: &mut HttpResponse, cookie: Cookie<'static>) {
    // The name and the value are plain ASCII of our own, so this cannot fail.
    let _ = answer.add_cookie(&cookie);
}

/// The answer to whoever must wait.
pub(super) fn delayed(
    request: &Request,
    page: AccountFormPage,
    until: NaiveDateTime,
) -> Result<HttpResponse, Error> {
    let seconds = (until - request.state().clock.now()).num_seconds().max(0) + 1;
    let problem = words::try_again_in(seconds);
    let mut answer = page.answer_with(request, StatusCode::TOO_MANY_REQUESTS, Some(problem))?;
    answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    Ok(answer)
}
