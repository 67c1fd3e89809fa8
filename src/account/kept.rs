//! A form that was sent after its session had ended, given back to whom it belongs.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::links::Secret;
use crate::access::{self, Kept, Need};
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::Inputs;

#[derive(Template)]
#[template(path = "account/kept.html")]
struct KeptPage {
    chrome: Chrome,
    action: String,
    fields: Inputs,
}

/// The kept form: where it was sent to, and its fields.
///
/// # Errors
/// 404 where there is none of that secret for who is asking.
pub async fn take_kept(visit: &Visit, secret: &Secret) -> Result<(String, Inputs), Error> {
    let (now, token) = (visit.guard().clock.now(), secret.0.clone());
    let kept = visit
        .read(Need::SignedIn, move |connection, who| {
            access::take_kept(connection, &token, who.id, now)
        })
        .await?;
    let Kept { path, body } = kept.ok_or(Error::NotFound)?;
    Ok((path, Inputs::parse(&body)?))
}

/// The page that offers to send a kept form again, where it has no page of its own to go back to.
///
/// # Errors
/// Where the template fails.
pub fn show_kept(visit: &Visit, action: String, fields: Inputs) -> Result<HttpResponse, Error> {
    let chrome = visit.chrome("Your form was kept", "");
    visit.page(StatusCode::OK, &KeptPage { chrome, action, fields })
}
