//! Requests from elsewhere: whatever may change something comes from our own pages.
//!
//! The rule is that of Go's `CrossOriginProtection`: browsers say by `Sec-Fetch-Site` where a
//! request comes from; where that is missing (plain HTTP on a network, or no browser at all), an
//! `Origin` must be our own host. The mark in every form is required besides.
//!
//! Our own host is what the request names, what a trusted proxy says that it named, or what
//! `PUBLIC_URL` is.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use url::Url;

use crate::access::{AccessState, Policy};
use crate::panel::http::client;
use crate::panel::http::error::Error;

/// Refuses what comes from elsewhere with 403.
pub async fn ours_alone<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let refusal = match is_safe(request.method()) {
        true => None,
        false => refusal(request.request()),
    };
    match refusal {
        None => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
        // The error itself goes along, so that the page can say what is wrong.
        Some(error) => {
            Ok(ServiceResponse::new(request.into_parts().0, HttpResponse::from_error(error)))
        }
    }
}

/// Whether a request of that method changes nothing.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// The scheme and the host under which the browser reaches the panel: as the configuration has it,
/// as the browser says itself, or else as its request is addressed.
pub fn address(request: &HttpRequest, policy: &Policy) -> String {
    if let Some(origin) = &policy.public_origin {
        return origin.ascii_serialization();
    }
    let origin = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    match origin.filter(|origin| origin.contains("://")) {
        Some(origin) => origin.to_owned(),
        None => {
            let scheme = if client::is_secure(request, policy) { "https" } else { "http" };
            format!("{scheme}://{}", client::host(request, policy).unwrap_or("localhost"))
        }
    }
}

/// Why a request that may change something is refused, if it is.
fn refusal(request: &HttpRequest) -> Option<Error> {
    let state = request.app_data::<Data<AccessState>>()?;
    let policy = &state.policy;
    let (asked, passed) = (client::host(request, policy), client::passed_host(request));
    let source = source(request.headers());
    let origin = match &source {
        Source::Ours => return None,
        Source::Elsewhere => return Some(Error::Foreign),
        Source::Origin(origin) => origin,
    };
    let is_public = policy.public_origin.as_ref().is_some_and(|public| *public == origin.origin());
    if is_public || [asked, passed].into_iter().flatten().any(|host| is_at(origin, host)) {
        return None;
    }
    if state.log_throttle.allows("foreign-form", state.clock.now()) {
        log::warn!(
            "refused a form from {:?}, which reached the panel as one for {:?}. If that is the \
             panel's own address, let the proxy pass the host on (nginx: proxy_set_header Host \
             $http_host), or name it in TRUSTED_PROXIES and let it send X-Forwarded-Host, or set \
             PUBLIC_URL",
            origin.origin().ascii_serialization(),
            asked.unwrap_or_default(),
        );
    }
    Some(Error::OtherHost)
}

/// Where a request comes from.
enum Source {
    /// A page of ours, or no page at all.
    Ours,
    /// Somebody else's page.
    Elsewhere,
    /// A page at that origin, which may be ours.
    Origin(Url),
}

fn source(headers: &HeaderMap) -> Source {
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?"));
    let mut origins = headers.get_all(header::ORIGIN);
    let origin = origins.next().map(|value| value.to_str().unwrap_or("?"));
    if origins.next().is_some() || origin == Some("null") {
        return Source::Elsewhere;
    }
    match (site, origin) {
        (Some("same-origin" | "none"), _) | (None, None) => Source::Ours,
        (Some(_), _) => Source::Elsewhere,
        (None, Some(origin)) => {
            let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
            Url::parse(origin).ok().filter(is_web).map_or(Source::Elsewhere, Source::Origin)
        }
    }
}

/// Whether an origin is at that host and port. A port that is left out is the usual one; letter
/// case, a dot at the end and the manner of writing an address do not count.
fn is_at(origin: &Url, host: &str) -> bool {
    let name = |url: &Url| url.host_str().map(|host| host.trim_end_matches('.').to_owned());
    let asked = Url::parse(&format!("{}://{host}", origin.scheme()));
    asked.is_ok_and(|asked| {
        name(&asked) == name(origin)
            && asked.port_or_known_default() == origin.port_or_known_default()
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn ours(pairs: &[(&str, &str)]) -> bool {
        ours_at("panel.example:3000", pairs)
    }

    /// Whether a request for that host with these headers, by way of a proxy, is ours.
    fn ours_at(host: &str, pairs: &[(&str, &str)]) -> bool {
        let policy = Policy {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            public_origin: Some(Url::parse("https://public.example").unwrap().origin()),
            ..Policy::default()
        };
        let request = TestRequest::default()
            .peer_addr("10.0.0.1:4000".parse().unwrap())
            .insert_header(("host", host))
            .app_data(Data::new(AccessState::new(policy)));
        let add = |request: TestRequest, header: &(&str, &str)| request.append_header(*header);
        refusal(&pairs.iter().fold(request, add).to_http_request()).is_none()
    }

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        for (host, origin) in [
            ("panel.example", "http://panel.example"),
            ("panel.example:80", "http://panel.example"),
            ("panel.example", "http://panel.example:80"),
            ("panel.example:443", "https://panel.example"),
            ("PANEL.example.", "http://panel.EXAMPLE"),
            ("panel.example", "http://panel.example."),
            ("[::1]:3000", "http://[::1]:3000"),
            ("[0:0::0:1]:3000", "http://[::1]:3000"),
            ("192.168.1.9:3000", "http://192.168.1.9:3000"),
            ("backend:3000", "https://public.example"),
        ] {
            assert!(ours_at(host, &[("origin", origin)]), "{host} {origin}");
        }
        for (host, origin) in [
            ("panel.example", "http://panel.example:3000"),
            ("panel.example:3000", "http://panel.example"),
            ("panel.example:80", "https://panel.example"),
            ("[::1]:3000", "http://[::2]:3000"),
            ("", "http://panel.example"),
            ("backend:3000", "http://public.example"),
        ] {
            assert!(!ours_at(host, &[("origin", origin)]), "{host} {origin}");
        }
    }

    #[test]
    fn a_trusted_proxy_says_which_host_was_asked_for() {
        let forwarded = ("x-forwarded-host", "evil.example, panel.example");
        assert!(ours_at("backend:3000", &[forwarded, ("origin", "http://panel.example")]));
        assert!(!ours_at("backend:3000", &[forwarded, ("origin", "http://evil.example")]));
        assert!(ours_at(
            "panel.example",
            &[("x-forwarded-host", "other"), ("origin", "http://panel.example")]
        ));
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
