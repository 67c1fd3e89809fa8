//! The second factor of the own account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::confirm::confirm;
use super::page::{Field, Problem};
use super::sign_in::add_cookie;
use crate::access::{self, Event, Kind, Need, Token};
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::Form;

#[derive(Template)]
#[template(path = "account/factor.html")]
struct FactorPage {
    chrome: Chrome,
    /// Whose it is.
    name: String,
    step: Step,
    fields: [Field; 2],
    problem: Option<Problem>,
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

const TITLE: &str = "Second factor";
const ERROR: &str = "Error: Second factor";
const WRONG: &str = "Wrong code. Check that the clock of your phone is right.";

/// `GET /account/factor`
///
/// # Errors
/// Where there is no randomness.
pub async fn factor(visit: Visit) -> Result<HttpResponse, Error> {
    let secret = access::new_secret().ok_or(Error::Panicked)?;
    show(&visit, secret, None).await
}

/// The page that shows the secret, or asks for a code to remove it.
async fn show(
    visit: &Visit,
    secret: String,
    problem: Option<Problem>,
) -> Result<HttpResponse, Error> {
    let (name, has_factor) = visit
        .read(Need::Own, |connection, who| {
            let found = access::find(connection, who.id)?;
            let has = found.is_some_and(|operator| operator.totp_secret.is_some());
            Ok((who.name.clone(), has))
        })
        .await?;
    let step = if has_factor { Step::Remove } else { Step::Add(Secret::new(secret, &name)?) };
    let (status, title) = match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, ERROR),
        None => (StatusCode::OK, TITLE),
    };
    visit.page(status, &view(visit.chrome(title, ""), step, problem))
}

fn view(chrome: Chrome, step: Step, problem: Option<Problem>) -> FactorPage {
    let fields = [Field::code(), Field::password("password", "Your password")];
    let name = chrome.who.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    FactorPage { chrome, name, step, fields, problem }
}

/// The recovery codes, in the session that goes on under that token.
fn show_codes(visit: &Visit, codes: Vec<String>, token: &Token) -> Result<HttpResponse, Error> {
    let chrome = visit.chrome(TITLE, "").under(token);
    let mut answer = visit.page(StatusCode::OK, &view(chrome, Step::Codes(codes), None))?;
    add_cookie(&mut answer, visit.client().session_cookie(token));
    Ok(answer)
}

/// `POST /account/factor`: a code shows that the authenticator has the secret.
///
/// # Errors
/// As the database.
pub async fn add_factor(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let secret = inputs.get("secret").unwrap_or_default().to_owned();
    let typed = inputs.get("code").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    // 160 bits, as this page makes them: a shorter secret could be guessed.
    let step = access::step_of(&secret, &typed, 0, now).filter(|_| secret.len() == 32);
    let Some(step) = step else {
        return show(&visit, secret, Some(Problem::at("code", WRONG))).await;
    };
    if let Err(problem) = confirm(&visit, inputs.get("password").unwrap_or_default()).await? {
        return show(&visit, secret, Some(Problem::at("password", problem))).await;
    }
    let key = secret.clone();
    let token = Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    let codes = visit
        .write(Need::Own, move |connection, who| {
            // Replacing a factor needs the old one: a stolen session must not take it over.
            let found = access::find(connection, who.id)?;
            if found.is_some_and(|operator| operator.totp_secret.is_some()) {
                return Ok(None);
            }
            access::set_secret(connection, who.id, Some(&key), step)?;
            access::renew(connection, who.session, &new)?;
            let event = Event::new(Kind::FactorAdded, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))?;
            access::new_codes(connection, who.id)
        })
        .await?;
    match codes {
        Some(codes) => show_codes(&visit, codes, &token),
        None => {
            show(
                &visit,
                secret,
                Some(Problem::at("code", "Remove the current second factor first.")),
            )
            .await
        }
    }
}

/// `POST /account/factor/remove`
///
/// # Errors
/// As the database.
pub async fn remove_factor(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let typed = form.0.get("code").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    if let Err(problem) = confirm(&visit, form.0.get("password").unwrap_or_default()).await? {
        let secret = access::new_secret().ok_or(Error::Panicked)?;
        return show(&visit, secret, Some(Problem::at("password", problem))).await;
    }
    let token = Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    let removed = visit
        .write(Need::Own, move |connection, who| {
            let subjects = access::Subjects::of_code(&who.name, &address);
            if access::enter(connection, &subjects, now)?.is_err()
                || !(access::accept_code(connection, who.id, &typed, now)?
                    || access::use_code(connection, who.id, &typed, now)?)
            {
                let event = Event::new(Kind::CodeFailed, now, &address).by(&who.name);
                access::record(connection, &event.to(&who.name))?;
                return Ok(false);
            }
            access::forgive(connection, &subjects, now)?;
            access::set_secret(connection, who.id, None, 0)?;
            access::renew(connection, who.session, &new)?;
            let event = Event::new(Kind::FactorRemoved, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))?;
            Ok(true)
        })
        .await?;
    match removed {
        true => Ok(visit.redirect_into(&token, "/account", "Second factor removed.")),
        false => {
            let secret = access::new_secret().ok_or(Error::Panicked)?;
            show(&visit, secret, Some(Problem::at("code", WRONG))).await
        }
    }
}
