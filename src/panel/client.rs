//! Who is at the other end: the address, the scheme, the browser, and the session it carries.
//!
//! `X-Forwarded-For` and `X-Forwarded-Proto` are believed from the configured proxies alone, and
//! of the former only the last entry that is not a proxy itself: anybody can send these headers.
//! `Forwarded` is never read.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::access::{Policy, Token};

/// The other end of one request.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address.
    pub address: String,
    /// Whether the browser speaks TLS, to us or to a proxy that is trusted.
    pub secure: bool,
    /// What the browser calls itself.
    pub browser: String,
    /// The session it carries, which may have ended.
    pub session: Option<Token>,
    base: String,
}

impl Client {
    /// Reads a request.
    pub fn of(request: &HttpRequest, policy: &Policy, base: &str) -> Self {
        let browser = request.headers().get(header::USER_AGENT);
        let mut client = Self {
            address: address(request, policy),
            secure: is_secure(request, policy),
            browser: browser.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned(),
            session: None,
            base: base.to_owned(),
        };
        let cookie = request.cookie(client.cookie_name());
        client.session = cookie.and_then(|cookie| Token::parse(cookie.value()));
        client
    }

    /// The cookie that carries a session.
    pub fn session_cookie(&self, token: &Token) -> Cookie<'static> {
        self.cookie(token.as_str().to_owned())
    }

    /// The cookie that takes it away.
    pub fn no_session_cookie(&self) -> Cookie<'static> {
        let mut cookie = self.cookie(String::new());
        cookie.make_removal();
        cookie
    }

    /// Browsers hold a cookie of these prefixes to what it promises (RFC 6265bis, 4.1.3).
    fn cookie_name(&self) -> &'static str {
        match (self.secure, self.base.is_empty()) {
            (true, true) => "__Host-backlot",
            (true, false) => "__Secure-backlot",
            (false, _) => "backlot",
        }
    }

    fn cookie(&self, value: String) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), value)
            .path(if self.base.is_empty() { "/".to_owned() } else { self.base.clone() })
            .secure(self.secure)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish()
    }
}

/// The address that a request comes from.
pub fn address(request: &HttpRequest, policy: &Policy) -> String {
    let trusted = |address: &IpAddr| policy.trusted_proxies.contains(address);
    let address = match is_proxied(request, policy) {
        true => forwarded_for(request, trusted).or(peer(request)),
        false => peer(request),
    };
    address.map_or_else(|| "unix".to_owned(), |address| address.to_string())
}

/// Whether the browser speaks TLS, to us or to a proxy that is trusted.
pub fn is_secure(request: &HttpRequest, policy: &Policy) -> bool {
    is_proxied(request, policy) && last_value(request, "x-forwarded-proto") == Some("https")
}

/// Whether a request comes by way of a proxy that is trusted.
fn is_proxied(request: &HttpRequest, policy: &Policy) -> bool {
    peer(request).is_some_and(|peer| policy.trusted_proxies.contains(&peer))
}

fn peer(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|peer| peer.ip().to_canonical())
}

fn forwarded_for(request: &HttpRequest, trusted: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let headers = request.headers().get_all("x-forwarded-for");
    let entries: Vec<&str> = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let addresses = entries.iter().rev().map_while(|entry| entry.parse::<IpAddr>().ok());
    addresses.map(|address| address.to_canonical()).find(|address| !trusted(address))
}

fn last_value<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let value = request.headers().get_all(name).last()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn client(peer: &str, headers: &[(&str, &str)]) -> Client {
        let request = TestRequest::default().peer_addr(format!("{peer}:4000").parse().unwrap());
        let request =
            headers.iter().fold(request, |request, header| request.append_header(*header));
        let policy = Policy {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()],
            ..Policy::default()
        };
        Client::of(&request.to_http_request(), &policy, "")
    }

    #[test]
    fn nobody_can_make_up_an_address_or_a_scheme() {
        let forged = [
            ("x-forwarded-for", "9.9.9.9"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=9"),
        ];
        let stranger = client("1.2.3.4", &forged);
        assert_eq!((stranger.address.as_str(), stranger.secure), ("1.2.3.4", false));
        let proxied = client(
            "10.0.0.1",
            &[("x-forwarded-for", "9.9.9.9, 5.6.7.8, 10.0.0.2"), ("x-forwarded-proto", "https")],
        );
        assert_eq!((proxied.address.as_str(), proxied.secure), ("5.6.7.8", true));
        assert_eq!(client("10.0.0.1", &[("x-forwarded-for", "nonsense")]).address, "10.0.0.1");
    }
}
