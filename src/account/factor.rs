//! The second factor of the own account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::confirm::confirm;
use super::page::{Field, FormProblem};
use super::session::add_cookie;
use super::words;
use crate::access::{self, Event, Kind, Requirement, Token};
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

#[derive(Template)]
#[template(path = "account/factor.html")]
struct FactorPage {
    layout: Layout,
    /// Whose it is.
    name: String,
    step: Step,
    fields: [Field; 2],
    problem: Option<FormProblem>,
}

/// What there is to do.
enum Step {
    Add(Secret),
    Remove,
    /// To write down the recovery codes, shown once, right after they are made.
    Codes(Vec<String>),
}

/// What the authenticator is given.
struct Secret {
    text: String,
    /// The side of the QR code, and the corners of its dark squares.
    side: i32,
    squares: Vec<(i32, i32)>,
}

impl Secret {
    fn new(text: String, name: &str) -> Result<Self, Error> {
        let uri = access::secret_uri(&text, name);
        let code = QrCode::encode_text(&uri, QrCodeEcc::Medium).map_err(|_| Error::Panicked)?;
        let side = code.size();
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let squares = places.filter(|(x, y)| code.get_module(*x, *y)).collect();
        Ok(Self { text, side, squares })
    }

    /// In groups of four, to be typed.
    fn groups(&self) -> impl Iterator<Item = &str> {
        (0..self.text.len()).step_by(4).filter_map(|start| self.text.get(start..start + 4))
    }
}

/// `GET /account/factor`
///
/// # Errors
/// Where there is no randomness.
pub async fn factor(request: Request) -> Result<HttpResponse, Error> {
    let secret = access::new_secret().ok_or(Error::Panicked)?;
    show(&request, secret, None).await
}

/// The page that shows the secret, or asks for a code to remove it.
async fn show(
    request: &Request,
    secret: String,
    problem: Option<FormProblem>,
) -> Result<HttpResponse, Error> {
    let (name, has_factor) = request
        .read(Requirement::Own, |connection, operator| {
            let found = access::find(connection, operator.id)?;
            let has = found.is_some_and(|operator| operator.totp_secret.is_some());
            Ok((operator.name.clone(), has))
        })
        .await?;
    let step = if has_factor { Step::Remove } else { Step::Add(Secret::new(secret, &name)?) };
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let title = title(words::SECOND_FACTOR, problem.is_some());
    request.page(status, &view(request.layout(title, ""), step, problem))
}

fn view(layout: Layout, step: Step, problem: Option<FormProblem>) -> FactorPage {
    let fields = [Field::code(), Field::password("password", words::YOUR_PASSWORD)];
    let name = layout.operator.as_ref().map(|operator| operator.name.clone()).unwrap_or_default();
    FactorPage { layout, name, step, fields, problem }
}

/// The recovery codes, in the session that goes on under that token.
fn show_codes(request: &Request, codes: Vec<String>, token: &Token) -> Result<HttpResponse, Error> {
    let layout = request.layout(words::SECOND_FACTOR, "").under(token);
    let mut answer = request.page(StatusCode::OK, &view(layout, Step::Codes(codes), None))?;
    add_cookie(&mut answer, request.client().session_cookie(token));
    Ok(answer)
}

/// `POST /account/factor`: a code shows that the authenticator has the secret.
pub async fn add_factor(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let secret = inputs.get("secret").unwrap_or_default().to_owned();
    let typed = inputs.get("code").unwrap_or_default().to_owned();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    // 160 bits, as this page makes them: a shorter secret could be guessed.
    let step = access::step_of(&secret, &typed, 0, now).filter(|_| secret.len() == 32);
    let Some(step) = step else {
        return show(&request, secret, Some(FormProblem::at("code", words::WRONG_CODE))).await;
    };
    if let Err(problem) = confirm(&request, inputs.get("password").unwrap_or_default()).await? {
        return show(&request, secret, Some(FormProblem::at("password", problem))).await;
    }
    let key = secret.clone();
    let token = Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    let codes = request
        .write(Requirement::Own, move |connection, operator| {
            // Replacing a factor needs the old one: a stolen session must not take it over.
            let found = access::find(connection, operator.id)?;
            if found.is_some_and(|operator| operator.totp_secret.is_some()) {
                return Ok(None);
            }
            access::set_secret(connection, operator.id, Some(&key), step)?;
            access::renew(connection, operator.session, &new)?;
            let event = Event::new(Kind::FactorAdded, now, &address).by(&operator.name);
            access::record(connection, &event.to(&operator.name))?;
            access::new_codes(connection, operator.id)
        })
        .await?;
    match codes {
        Some(codes) => show_codes(&request, codes, &token),
        None => show(&request, secret, Some(FormProblem::at("code", words::HAS_FACTOR))).await,
    }
}

/// `POST /account/factor/remove`
pub async fn remove_factor(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let typed = form.0.get("code").unwrap_or_default().to_owned();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    if let Err(problem) = confirm(&request, form.0.get("password").unwrap_or_default()).await? {
        let secret = access::new_secret().ok_or(Error::Panicked)?;
        return show(&request, secret, Some(FormProblem::at("password", problem))).await;
    }
    let token = Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    let removed = request
        .write(Requirement::Own, move |connection, operator| {
            let subjects = access::Subjects::of_code(&operator.name, &address);
            if access::count_attempt(connection, &subjects, now)?.is_err()
                || !(access::accept_code(connection, operator.id, &typed, now)?
                    || access::use_code(connection, operator.id, &typed, now)?)
            {
                let event = Event::new(Kind::CodeFailed, now, &address).by(&operator.name);
                access::record(connection, &event.to(&operator.name))?;
                return Ok(false);
            }
            access::reset_attempts(connection, &subjects, now)?;
            access::set_secret(connection, operator.id, None, 0)?;
            access::renew(connection, operator.session, &new)?;
            let event = Event::new(Kind::FactorRemoved, now, &address).by(&operator.name);
            access::record(connection, &event.to(&operator.name))?;
            Ok(true)
        })
        .await?;
    match removed {
        true => Ok(request.redirect_into(&token, "/account", words::FACTOR_REMOVED)),
        false => {
            let secret = access::new_secret().ok_or(Error::Panicked)?;
            show(&request, secret, Some(FormProblem::at("code", words::WRONG_CODE))).await
        }
    }
}
