//! A form that was sent after its session had ended, given back to whom it belongs.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::links::Secret;
use super::words;
use crate::access::{self, Requirement, SavedForm};
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;

#[derive(Template)]
#[template(path = "account/saved_form.html")]
struct SavedFormPage {
    layout: Layout,
    action: String,
    fields: Inputs,
}

/// The saved form: where it was sent to, and its fields.
///
/// # Errors
/// 404 where there is none of that secret for who is asking.
pub async fn take_saved_form(
    request: &Request,
    secret: &Secret,
) -> Result<(String, Inputs), Error> {
    let (now, token) = (request.state().clock.now(), secret.0.clone());
    let saved_form = request
        .read(Requirement::SignedIn, move |connection, operator| {
            access::take_saved_form(connection, &token, operator.id, now)
        })
        .await?;
    let SavedForm { path, body } = saved_form.ok_or(Error::NotFound)?;
    Ok((path, Inputs::parse(&body)?))
}

/// The page that offers to send a saved form again, where it has no page of its own to go back to.
///
/// # Errors
/// Where the template fails.
pub fn show_saved_form(
    request: &Request,
    action: String,
    fields: Inputs,
) -> Result<HttpResponse, Error> {
    let layout = request.layout(words::YOUR_FORM_WAS_KEPT, "");
    request.page(StatusCode::OK, &SavedFormPage { layout, action, fields })
}
