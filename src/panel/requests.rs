//! What happens around every request: its id, its log line, its last resort, its error page.

use std::fmt;
use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{Logger, Next};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use futures_util::FutureExt as _;

use super::error::Error;
use super::frame::{Site, with_next};
use super::origin::is_safe;
use super::{door, error_page};

/// The header that carries the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names one request in the log and on an error page.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(u64);

impl RequestId {
    fn random() -> Self {
        // Without randomness the id is useless but harmless: it names, it does not protect.
        Self(getrandom::u64().unwrap_or_default())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

/// Gives every request its id, and the answer the same one.
pub async fn with_id<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let id = RequestId::random();
    request.extensions_mut().insert(id);
    let mut response = next.call(request).await?;
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

/// One line a request, in the Common Log Format, with the request's id behind it.
pub fn logger() -> Logger {
    Logger::new("%a - - %{time}xi \"%{line}xi\" %s %b %{x-request-id}o")
        .log_target("backlot::access")
        .custom_request_replace("line", |request| line(request.request()))
        .custom_request_replace("time", |_| {
            chrono::Utc::now().format("[%d/%b/%Y:%H:%M:%S %z]").to_string()
        })
}

/// The first line of a request, without the secret of a one-time link.
fn line(request: &HttpRequest) -> String {
    let uri = without_secret(request.uri().to_string());
    format!("{} {uri} {:?}", request.method(), request.version())
}

/// A path without the secret of a one-time link.
pub(super) fn without_secret(uri: String) -> String {
    let secret = ["/set-up/", "/password/", "/kept/"]
        .iter()
        .find_map(|link| uri.find(link).map(|start| start + link.len()));
    let shown = secret.and_then(|start| uri.get(..start)).map(|path| format!("{path}…"));
    shown.unwrap_or(uri)
}

/// Turns a panic of a handler into an error page; without it the connection would just be closed.
///
/// It stands around each resource, not around the whole program: it keeps the request, and routing
/// needs the request to itself.
pub async fn without_panics<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let kept = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(response) => response.map(ServiceResponse::map_into_boxed_body),
        Err(_) => Ok(ServiceResponse::new(kept, HttpResponse::from_error(Error::Panicked))),
    }
}

/// Puts a page in the panel's frame where an answer is an error and no page yet, and logs the
/// cause of what is our failure.
pub async fn with_error_pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return Ok(response);
    }
    let error = response.response().error();
    if status.is_server_error() {
        let cause = error.map_or_else(|| status.to_string(), ToString::to_string);
        let id = super::frame::request_id(response.request());
        let request = response.request();
        log::error!("{} {} failed: {cause:?} {id}", request.method(), request.path());
    }
    let sentence = error.and_then(|error| error.as_error::<Error>()).and_then(Error::sentence);
    if let Some(way) = way_in(&response).await {
        return Ok(see_other(response, way));
    }
    // A database that gave no answer is not asked a second time, for the sake of the frame.
    let who = match status {
        StatusCode::SERVICE_UNAVAILABLE => door::known(response.request()),
        _ => door::look(response.request()).await,
    };
    match &who {
        Some(who) if status == StatusCode::FORBIDDEN => {
            door::note_refusal(response.request(), who).await;
        }
        // Who is asking counts before what is asked: what is wrong with it is told nobody else.
        None if status.is_client_error() && status != StatusCode::FORBIDDEN => {
            if let Some(way) = sign_in_first(&response) {
                return Ok(see_other(response, way));
            }
        }
        _ => {}
    }
    Ok(error_page::fill(response, who, sentence))
}

fn see_other(response: ServiceResponse<BoxBody>, way: String) -> ServiceResponse<BoxBody> {
    let (request, _) = response.into_parts();
    let answer = HttpResponse::SeeOther().insert_header((header::LOCATION, way)).finish();
    ServiceResponse::new(request, answer)
}

/// Where somebody who is not signed in is led from a request that would be refused anyway.
fn sign_in_first(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let request = response.request();
    let site = request.app_data::<web::Data<Site>>()?;
    (!site.is_open(request.path())).then(|| site.url("/sign-in"))
}

/// Where somebody is led who must sign in first, or set up a second factor; a form that was sent
/// is kept meanwhile.
async fn way_in(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let request = response.request();
    let site = request.app_data::<web::Data<Site>>()?;
    match response.response().error().and_then(|error| error.as_error::<Error>()) {
        Some(Error::FactorMissing) => Some(site.url("/account/factor")),
        Some(Error::SignedOut) if is_safe(request.method()) => {
            let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
            Some(with_next(&site.url("/sign-in"), here))
        }
        Some(Error::SignedOut) => Some(match door::keep_form(request).await {
            Some(token) => {
                let kept = site.url(&format!("/kept/{}", token.as_str()));
                with_next(&site.url("/sign-in"), &kept)
            }
            None => site.url("/sign-in"),
        }),
        _ => None,
    }
}
