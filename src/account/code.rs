//! The second step of signing in: a code from an authenticator, or a recovery code.

use actix_web::HttpResponse;

use super::page::{Field, FormPage};
use super::sign_in::{begin, delayed};
use crate::access::{self, Event, Kind, Purpose, Subjects, Token};
use crate::panel::error::Error;
use crate::panel::frame::Visit;
use crate::panel::inputs::{Form, Inputs};
use crate::panel::next::{NEXT, Next};

const PENDING: &str = "pending";

fn page(visit: &Visit, pending: &str, inputs: &Inputs) -> FormPage {
    let next = Next::of(inputs, &visit.site.base);
    FormPage::new(visit, "Enter a code", "/sign-in/code", "Sign in")
        .note("Enter the code that your authenticator app shows, or a recovery code.")
        .fields([Field::code()])
        .hidden(PENDING, pending)
        .hidden(NEXT, next.as_ref().map_or("", Next::as_str))
}

/// The page that asks for the code, after the password.
///
/// # Errors
/// As the database.
pub(super) async fn ask(
    visit: &Visit,
    operator: i64,
    subjects: Subjects,
    inputs: &Inputs,
) -> Result<HttpResponse, Error> {
    let (now, token) = (visit.guard().clock.now(), Token::random().ok_or(Error::Panicked)?);
    let pending = token.clone();
    let work = move |connection: &mut crate::db::AnyConnection| {
        access::forgive(connection, &subjects, now)?;
        access::make_link(connection, &token, Purpose::Code, Some(operator), now)
    };
    visit.outside().write(work).await?;
    page(visit, pending.as_str(), inputs).answer(visit, None)
}

enum Answer {
    Fits(i64, String, Subjects),
    Wrong,
    Delayed(chrono::NaiveDateTime),
    Expired,
}

/// `POST /sign-in/code`
///
/// # Errors
/// 404 where the sign-in that it belongs to has expired.
pub async fn code(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let pending = inputs.get(PENDING).and_then(Token::parse).ok_or(Error::NotFound)?;
    let typed = inputs.get("code").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let token = pending.clone();
    let failed = |error| page(&visit, pending.as_str(), &inputs).given_back(&visit, error);
    let answer = visit
        .outside()
        .write(move |connection| {
            let link = access::open_link(connection, &token, Purpose::Code, now)?;
            let Some(id) = link.and_then(|link| link.operator) else { return Ok(Answer::Expired) };
            let Some(operator) = access::find(connection, id)? else { return Ok(Answer::Expired) };
            let subjects = Subjects::of_code(&operator.name, &address);
            if let Err(until) = access::enter(connection, &subjects, now)? {
                return Ok(Answer::Delayed(until));
            }
            let event = |kind| Event::new(kind, now, &address).to(&operator.name);
            if access::accept_code(connection, id, &typed, now)? {
                return Ok(Answer::Fits(id, operator.name, subjects));
            }
            if access::use_code(connection, id, &typed, now)? {
                access::record(connection, &event(Kind::RecoveryUsed))?;
                return Ok(Answer::Fits(id, operator.name, subjects));
            }
            access::record(connection, &event(Kind::CodeFailed))?;
            Ok(Answer::Wrong)
        })
        .await
        .map_err(|error| failed(error.into()))?;
    match answer {
        Answer::Fits(id, name, subjects) => {
            let next = Next::of(&inputs, &visit.site.base);
            begin(&visit, id, &name, subjects, next, Some(pending.clone())).await.map_err(failed)
        }
        Answer::Wrong => {
            let problem = "This code is wrong or was already used.".to_owned();
            page(&visit, pending.as_str(), &inputs).answer(&visit, Some(problem))
        }
        Answer::Delayed(until) => delayed(&visit, page(&visit, pending.as_str(), &inputs), until),
        Answer::Expired => Ok(visit.redirect("/sign-in", super::TOOK_TOO_LONG)),
    }
}
