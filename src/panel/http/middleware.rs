//! What happens around every request: its id, its log line, its last resort, its error page.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{Condition, Logger, Next};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use futures_util::FutureExt as _;

use crate::access::AccessState;
use crate::panel::http::authorization::{self, sent};
use crate::panel::http::client;
use crate::panel::http::error::Error;
use crate::panel::http::error_page;
use crate::panel::http::failure::{self, Failure};
use crate::panel::http::layout::Site;
use crate::panel::http::origin::is_safe;
use crate::panel::http::request_id::{RequestId, request_id};
use crate::panel::http::return_to::with_next;
use crate::panel::http::url::without_secret;

/// The header that carries the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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

/// Where the lines of requests go.
const ACCESS_LOG: &str = "backlot::access";

/// One line a request, in the Common Log Format, with the request's id behind it. What is asked for
/// at the `quiet` paths is not logged. Where nobody wants these lines, none is put together.
pub fn logger(quiet: impl IntoIterator<Item = String>) -> Condition<Logger> {
    let format = "%{address}xi - %{operator}xo %{time}xi \"%{line}xi\" %s %b %{x-request-id}o";
    let logger = quiet
        .into_iter()
        .fold(Logger::new(format), Logger::exclude)
        .log_target(ACCESS_LOG)
        .custom_request_replace("address", |request| address(request.request()))
        .custom_response_replace("operator", |response| {
            let operator = authorization::known(response.request());
            operator.map_or_else(|| "-".to_owned(), |operator| one_word(&operator.name))
        })
        .custom_request_replace("line", |request| line(request.request()))
        .custom_request_replace("time", |_| {
            chrono::Utc::now().format("[%d/%b/%Y:%H:%M:%S %z]").to_string()
        });
    Condition::new(log::log_enabled!(target: ACCESS_LOG, log::Level::Info), logger)
}

/// Where a request comes from.
fn address(request: &HttpRequest) -> String {
    let state = request.app_data::<web::Data<AccessState>>();
    state.map_or_else(|| "-".to_owned(), |state| client::address(request, &state.policy))
}

/// A name as one field of a line: what could end the field, or look like another, is written as the
/// hexadecimal digits of its bytes, as nginx does.
fn one_word(name: &str) -> String {
    let mut word = String::with_capacity(name.len());
    for c in name.chars() {
        let is_plain =
            c.is_alphanumeric() || matches!(c, '.' | '_' | '@' | '+') || c == '-' && name != "-";
        match is_plain {
            true => word.push(c),
            false => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                word.extend(bytes.map(|byte| format!("\\x{byte:02x}")));
            }
        }
    }
    word
}

/// The first line of a request, without the secret of a one-time link.
fn line(request: &HttpRequest) -> String {
    let uri = without_secret(request.uri().to_string());
    format!("{} {uri} {:?}", request.method(), request.version())
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

/// Marks an answer that is complete as it is, whatever its status: a program reads it.
#[derive(Clone, Copy, Debug)]
pub struct Complete;

/// Puts a page in the panel's frame where an answer is an error and no page yet, and logs the
/// cause of what is our failure.
pub async fn with_error_pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let is_complete = response.response().extensions().contains::<Complete>();
    if !(status.is_client_error() || status.is_server_error()) || is_complete {
        return Ok(response);
    }
    match way_in(&response).await {
        Ok(Some(way)) => Ok(see_other(response, way)),
        Ok(None) => Ok(with_page(response).await),
        Err(error) => {
            let (request, _) = response.into_parts();
            let failed = ServiceResponse::new(request, HttpResponse::from_error(error));
            Ok(with_page(failed).await)
        }
    }
}

async fn with_page(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let (status, request) = (response.status(), response.request());
    let error = response.response().error();
    if status.is_server_error() {
        let cause = error.map_or_else(|| status.to_string(), ToString::to_string);
        let id = request_id(request);
        log::error!("{} {} failed: {cause:?} {id}", request.method(), request.path());
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let error = error.and_then(|error| error.as_error::<Error>());
    let own = (error.and_then(Error::heading), error.and_then(Error::sentence));
    // A database that gave no answer is not asked a second time, for the sake of the frame.
    let operator = match status {
        StatusCode::SERVICE_UNAVAILABLE => authorization::known(request),
        _ => authorization::look(request).await,
    };
    if status.is_server_error() && !is_safe(request.method()) {
        let failure = Failure::of(error, sent::outcome(request), request_id(request));
        let sent = sent::sent_form(request);
        return failure::page(response, operator, failure, sent);
    }
    match &operator {
        Some(operator) if status == StatusCode::FORBIDDEN => {
            authorization::note_refusal(request, operator).await;
        }
        // Who is asking counts before what is asked: what is wrong with it is told nobody else.
        None if status.is_client_error() && status != StatusCode::FORBIDDEN => {
            if let Some(way) = sign_in_first(&response) {
                return see_other(response, way);
            }
        }
        _ => {}
    }
    error_page::fill(response, operator, own)
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
///
/// # Errors
/// Where the form could not be kept.
async fn way_in(response: &ServiceResponse<BoxBody>) -> Result<Option<String>, Error> {
    let request = response.request();
    let Some(site) = request.app_data::<web::Data<Site>>() else { return Ok(None) };
    Ok(match response.response().error().and_then(|error| error.as_error::<Error>()) {
        Some(Error::FactorMissing) => Some(site.url("/account/factor")),
        Some(Error::SignedOut) if is_safe(request.method()) => {
            let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
            Some(with_next(&site.url("/sign-in"), here))
        }
        Some(Error::SignedOut) => Some(match sent::save_form(request).await? {
            Some(token) => {
                let saved = site.url(&format!("/saved-forms/{}", token.as_str()));
                with_next(&site.url("/sign-in"), &saved)
            }
            None => site.url("/sign-in"),
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_of_the_log() {
        for (name, word) in [
            ("Grace", "Grace"),
            ("ada@example.com", "ada@example.com"),
            ("Jean-Luc", "Jean-Luc"),
            ("Łódź", "Łódź"),
            ("Grace Hopper", r"Grace\x20Hopper"),
            ("-", r"\x2d"),
            ("a\"] \\n", r"a\x22\x5d\x20\x5cn"),
            ("a\u{202e}b", r"a\xe2\x80\xaeb"),
        ] {
            assert_eq!(one_word(name), word);
        }
    }
}
