//! The second factor of the own account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::access::{self, Event, Kind, Need};
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::Form;

#[derive(Template)]
#[template(path = "account/factor.html")]
struct FactorPage {
    chrome: Chrome,
    has_factor: bool,
    /// What the authenticator is given.
    secret: String,
    /// The side of the QR code, and the corners of its dark squares.
    side: i32,
    squares: Vec<(i32, i32)>,
    problem: Option<&'static str>,
    /// Shown once, right after they are made.
    codes: Vec<String>,
}

const WRONG: &str = "This code does not fit. Look at the time of the authenticator.";

/// `GET /account/factor`
///
/// # Errors
/// Where there is no randomness.
pub async fn factor(visit: Visit) -> Result<HttpResponse, Error> {
    let secret = access::new_secret().ok_or(Error::Panicked)?;
    show(&visit, secret, None, Vec::new()).await
}

async fn show(
    visit: &Visit,
    secret: String,
    problem: Option<&'static str>,
    codes: Vec<String>,
) -> Result<HttpResponse, Error> {
    let (name, has_factor) = visit
        .read(Need::Own, |connection, who| {
            let found = access::find(connection, who.id)?;
            let has = found.is_some_and(|operator| operator.totp_secret.is_some());
            Ok((who.name.clone(), has))
        })
        .await?;
    let uri = access::secret_uri(&secret, &name);
    let code = QrCode::encode_text(&uri, QrCodeEcc::Medium).map_err(|_| Error::Panicked)?;
    let side = code.size();
    let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let view = FactorPage {
        chrome: visit.chrome("Second factor", ""),
        has_factor,
        secret,
        squares: places.filter(|(x, y)| code.get_module(*x, *y)).collect(),
        side,
        problem,
        codes,
    };
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    visit.page(status, &view)
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
        return show(&visit, secret, Some(WRONG), Vec::new()).await;
    };
    let key = secret.clone();
    let codes = visit
        .write(Need::Own, move |connection, who| {
            // Replacing a factor needs the old one: a stolen session must not take it over.
            let found = access::find(connection, who.id)?;
            if found.is_some_and(|operator| operator.totp_secret.is_some()) {
                return Ok(None);
            }
            access::set_secret(connection, who.id, Some(&key), step)?;
            let event = Event::new(Kind::FactorAdded, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))?;
            access::new_codes(connection, who.id)
        })
        .await?;
    match codes {
        Some(codes) => show(&visit, secret, None, codes).await,
        None => show(&visit, secret, Some("Remove the present one first."), Vec::new()).await,
    }
}

/// `POST /account/factor/remove`
///
/// # Errors
/// As the database.
pub async fn remove_factor(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let typed = form.0.get("code").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let removed = visit
        .write(Need::Own, move |connection, who| {
            let name = format!("code of {}", who.name);
            let subjects = access::Subjects::of(connection, &name, Some(who.id), &address, now)?;
            if access::enter(connection, &subjects, now)?.is_err()
                || !(access::accept_code(connection, who.id, &typed, now)?
                    || access::use_code(connection, who.id, &typed, now)?)
            {
                return Ok(false);
            }
            access::forgive(connection, &subjects)?;
            access::set_secret(connection, who.id, None, 0)?;
            let event = Event::new(Kind::FactorRemoved, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))?;
            Ok(true)
        })
        .await?;
    match removed {
        true => Ok(visit.redirect("/account", "Signing in asks for the password alone.")),
        false => {
            let secret = access::new_secret().ok_or(Error::Panicked)?;
            show(&visit, secret, Some(WRONG), Vec::new()).await
        }
    }
}
