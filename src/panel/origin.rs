//! Requests from elsewhere: whatever may change something comes from our own pages.
//!
//! The rule is that of Go's `CrossOriginProtection`: browsers say by `Sec-Fetch-Site` where a
//! request comes from; where that is missing (plain HTTP on a network, or no browser at all), an
//! `Origin` must be our own host. The mark in every form is required besides.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, Uri};
use actix_web::middleware::Next;

use super::error::Error;

/// Refuses what comes from elsewhere with 403.
///
/// # Errors
/// As what lies behind it.
pub async fn ours_alone<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_safe(request.method()) || is_ours(request.headers(), host(request.request())) {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    Ok(request.into_response(HttpResponse::from_error(Error::Foreign)))
}

/// Whether a request of that method changes nothing.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// The scheme and the host under which the browser reaches the panel: as it says itself, or else as
/// its request is addressed.
pub fn address(request: &HttpRequest, secure: bool) -> String {
    let origin = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    match origin.filter(|origin| origin.contains("://")) {
        Some(origin) => origin.to_owned(),
        None => {
            let scheme = if secure { "https" } else { "http" };
            format!("{scheme}://{}", host(request).unwrap_or("localhost"))
        }
    }
}

fn host(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| request.uri().host())
}

fn is_ours(headers: &HeaderMap, host: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let mut origins = headers.get_all(header::ORIGIN);
    let origin = origins.next().map(|value| value.to_str().unwrap_or("?"));
    if origins.next().is_some() || origin == Some("null") {
        return false;
    }
    match (text("sec-fetch-site"), origin) {
        (Some("same-origin" | "none"), _) | (None, None) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => {
            let authority =
                origin.parse::<Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string));
            authority.is_some_and(|authority| {
                host.is_some_and(|host| host.eq_ignore_ascii_case(&authority))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn ours(pairs: &[(&str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        is_ours(&headers, Some("panel.example:3000"))
    }

    #[test]
    fn the_browser_says_where_it_comes_from() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("sec-fetch-site", "none")]));
        for elsewhere in ["cross-site", "same-site", "", "Same-Origin"] {
            let own = ("origin", "http://panel.example:3000");
            assert!(!ours(&[("sec-fetch-site", elsewhere), own]), "{elsewhere}");
        }
    }

    #[test]
    fn without_that_the_origin_is_our_host() {
        assert!(ours(&[]));
        assert!(ours(&[("origin", "http://panel.example:3000")]));
        assert!(ours(&[("origin", "https://PANEL.example:3000")]));
        for origin in [
            "null",
            "",
            "http://panel.example",
            "http://panel.example:3001",
            "http://evil.example",
            "http://panel.example:3000.evil.example",
            "http://evil-panel.example:3000",
            "panel.example:3000.evil.example",
        ] {
            assert!(!ours(&[("origin", origin)]), "{origin}");
        }
        assert!(!ours(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        let own = ("origin", "http://panel.example:3000");
        assert!(!ours(&[own, ("origin", "http://evil.example")]));
    }
}
