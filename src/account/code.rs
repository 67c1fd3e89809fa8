//! The second step of signing in: a code from an authenticator, or a recovery code.

use actix_web::HttpResponse;

use super::page::{AccountFormPage, Field};
use super::session::{begin, delayed};
use super::words;
use crate::access::{self, Event, Kind, LinkPurpose, Subjects, Token};
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};

const PENDING: &str = "pending";

fn page(request: &Request, pending: &str, inputs: &Inputs) -> AccountFormPage {
    let next = ReturnTo::of(inputs, &request.site.base);
    AccountFormPage::new(request, words::ENTER_A_CODE, "/sign-in/code", words::SIGN_IN)
        .note(words::WHICH_CODE)
        .fields([Field::code()])
        .hidden(PENDING, pending)
        .hidden(RETURN_TO, next.as_ref().map_or("", ReturnTo::as_str))
}

/// The page that asks for the code, after the password.
pub(super) async fn ask(
    request: &Request,
    operator: i64,
    subjects: Subjects,
    inputs: &Inputs,
) -> Result<HttpResponse, Error> {
    let (now, token) = (request.state().clock.now(), Token::random().ok_or(Error::Panicked)?);
    let pending = token.clone();
    let work = move |connection: &mut crate::db::AnyConnection| {
        access::reset_attempts(connection, &subjects, now)?;
        access::make_link(connection, &token, LinkPurpose::Code, Some(operator), now)
    };
    request.outside().write(work).await?;
    page(request, pending.as_str(), inputs).answer(request, None)
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
pub async fn code(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let pending = inputs.get(PENDING).and_then(Token::parse).ok_or(Error::NotFound)?;
    let typed = inputs.get("code").unwrap_or_default().to_owned();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let token = pending.clone();
    let failed = |error| page(&request, pending.as_str(), &inputs).given_back(&request, error);
    let answer = request
        .outside()
        .write(move |connection| {
            let link = access::open_link(connection, &token, LinkPurpose::Code, now)?;
            let Some(id) = link.and_then(|link| link.operator) else { return Ok(Answer::Expired) };
            let Some(operator) = access::find(connection, id)? else { return Ok(Answer::Expired) };
            let subjects = Subjects::of_code(&operator.name, &address);
            if let Err(until) = access::count_attempt(connection, &subjects, now)? {
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
            let next = ReturnTo::of(&inputs, &request.site.base);
            begin(&request, id, &name, subjects, next, Some(pending.clone())).await.map_err(failed)
        }
        Answer::Wrong => {
            let problem = words::WRONG_OR_USED_CODE.to_owned();
            page(&request, pending.as_str(), &inputs).answer(&request, Some(problem))
        }
        Answer::Delayed(until) => {
            delayed(&request, page(&request, pending.as_str(), &inputs), until)
        }
        Answer::Expired => Ok(request.redirect("/sign-in", words::TOOK_TOO_LONG)),
    }
}
