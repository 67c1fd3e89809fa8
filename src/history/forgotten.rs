//! The page in the place of what the history has forgotten.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::words;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::record::history::seal::Forgotten;

#[derive(Template)]
#[template(path = "history/forgotten.html")]
struct ForgottenPage {
    layout: Layout,
    sentence: String,
    /// Where it leads back to, and what that is called.
    back: (String, &'static str),
}

/// Answers that what is asked for was there and was forgotten: 410.
///
/// # Errors
/// Where the page cannot be rendered.
pub fn forgotten_page(
    request: &Request,
    forgotten: &Forgotten,
    (path, name): (&str, &'static str),
) -> Result<HttpResponse, Error> {
    let page = ForgottenPage {
        layout: request.layout(words::FORGOTTEN, ""),
        sentence: forgotten_since(request, forgotten),
        back: (request.site.url(path), name),
    };
    request.page(StatusCode::GONE, &page)
}

/// What is forgotten, and since when.
pub fn forgotten_since(request: &Request, forgotten: &Forgotten) -> String {
    let when = When::of(forgotten.at, request.state().clock.now());
    let zone = request.clock().zone(request.operator().as_deref());
    words::forgotten(forgotten.before, when, &zone)
}
