//! The page for each error status: what happened, in a person's words, and a way back.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::CurrentOperator;
use crate::panel::http::layout::{Layout, Site};
use crate::panel::http::request_id::request_id;
use crate::panel::http::words;

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
    let (usual_heading, usual_sentence) = words::of_status(status);
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
