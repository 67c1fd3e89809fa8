//! The page for each error status: what happened, in a person's words, and a way back.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::CurrentOperator;
use crate::panel::http::layout::{Layout, Site, request_id};

#[derive(Template)]
#[template(path = "shared/error.html")]
struct ErrorPage<'a> {
    layout: Layout,
    status: u16,
    heading: &'a str,
    sentence: &'a str,
    /// Shown where the failure is ours, to be told to whoever runs the panel.
    request_id: Option<String>,
}

/// The same answer with a page as its body, whose words are its own as far as there are some.
pub fn fill(
    response: ServiceResponse<BoxBody>,
    operator: Option<Arc<CurrentOperator>>,
    (own_heading, own_sentence): (Option<&'static str>, Option<&'static str>),
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let Some(site) = response.request().app_data::<web::Data<Site>>() else { return response };
    let (usual_heading, usual_sentence) = words(status);
    let heading = own_heading.unwrap_or(usual_heading);
    let page = ErrorPage {
        layout: Layout::of_failure(site, operator, heading),
        status: status.as_u16(),
        heading,
        sentence: own_sentence.unwrap_or(usual_sentence),
        request_id: status.is_server_error().then(|| request_id(response.request())),
    };
    let Ok(html) = page.render() else { return response };
    let (request, old) = response.into_parts();
    let mut new = HttpResponse::build(status);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = old.headers().get(&name) {
            new.insert_header((name, value.clone()));
        }
    }
    // Every page says which methods it answers; static files leave it out.
    if status == StatusCode::METHOD_NOT_ALLOWED && !old.headers().contains_key(header::ALLOW) {
        new.insert_header((header::ALLOW, "GET, HEAD"));
    }
    new.content_type("text/html; charset=utf-8");
    ServiceResponse::new(request, new.body(html))
}

/// Heading and sentence for a status.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => (
            "This request cannot be read",
            "Something in the address or in the form is not as the panel sends it. \
             Go back, reload the page and try again.",
        ),
        403 => ("This is not allowed", "You may not do this here."),
        404 => {
            ("There is nothing here", "The address is mistyped, or the record has been deleted.")
        }
        405 => (
            "This cannot be done here",
            "The address exists, but it does not answer this kind of request.",
        ),
        408 => (
            "The form took too long to arrive",
            "The connection was too slow, so the request was given up. Nothing was saved.",
        ),
        409 => (
            "This has changed meanwhile",
            "Somebody else was quicker. Go back, reload the page and try again.",
        ),
        413 => (
            "This form is too large",
            "It has more text or more fields than the panel takes at once. Nothing was saved.",
        ),
        414 => ("This address is too long", "Shorten the search and try again."),
        415 => (
            "This is not a form",
            "The panel takes the forms of its own pages, and this was something else. \
             Nothing was saved.",
        ),
        422 => ("This cannot be saved as it is", "Go back and look at the form again."),
        507 => (
            "The disk is full",
            "The disk of the database is full. Try again once there is room on it.",
        ),
        503 => (
            "The panel is busy",
            "The database did not answer in time. Nothing was saved. Try again in a few seconds.",
        ),
        _ if status.is_server_error() => (
            "Something went wrong on our side",
            "Nothing was saved. The cause is in the log of the panel, under the number below.",
        ),
        _ => ("This request cannot be answered", "Go back and try again."),
    }
}
