//! Who is at the other end: the address, the scheme, the browser, and the sessions it carries.
//!
//! `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` are believed from the configured
//! proxies alone, and of the first only the last entry that is not a proxy itself: anybody can send
//! these headers. `Forwarded` is never read.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use url::Url;

use crate::access::{Policy, SAVED_FORM_LIFE, Token};
use crate::panel::entity::zone::Zone;
use crate::panel::http::notice::Notice;

/// The other end of one request.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address.
    pub address: String,
    /// What the browser calls itself.
    pub browser: String,
    /// The sessions it carries, which may have ended: one, unless a neighbour of this host has set
    /// cookies of the same name.
    pub sessions: Vec<Token>,
    /// The sessions that somebody has signed out of in it a while ago: they let nobody in, and tell
    /// whose a form is that another tab still had open.
    pub ended: Vec<Token>,
    /// The message that it brings from the form before.
    pub notice: Option<Notice>,
    /// The time zone that its clock is set to, where a script has told.
    pub zone: Option<Zone>,
    cookies: Cookies,
}

/// What the panel's own cookies have in common.
#[derive(Clone, Debug)]
struct Cookies {
    /// Whether the browser speaks TLS.
    secure: bool,
    /// The port that the browser asks at, if its address shows one. Cookies are not kept apart by
    /// ports (RFC 6265, 8.5), so panels that differ in nothing else differ in the name.
    port: Option<u16>,
    base: String,
}

/// So many cookies of our name are looked at: whoever sets more of them signs people out.
const MOST_SESSIONS: usize = 20;

impl Client {
    /// Reads a request to a panel under that path.
    pub fn of(request: &HttpRequest, policy: &Policy, base: &str) -> Self {
        let secure = is_secure(request, policy);
        let scheme = if secure { "https" } else { "http" };
        let site =
            host(request, policy).and_then(|host| Url::parse(&format!("{scheme}://{host}")).ok());
        let port = site.and_then(|site| site.port());
        let cookies = Cookies { secure, port, base: base.to_owned() };
        let browser = request.headers().get(header::USER_AGENT);
        let sessions = cookies.values(request, "").filter_map(Token::parse);
        let ended = cookies.values(request, ENDED).filter_map(Token::parse);
        let notice = cookies.values(request, NOTICE).find_map(Notice::parse);
        Self {
            address: address(request, policy),
            browser: browser.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned(),
            sessions: sessions.take(MOST_SESSIONS).collect(),
            ended: ended.take(MOST_SESSIONS).collect(),
            notice,
            zone: values(request, ZONE).find_map(Zone::named),
            cookies,
        }
    }

    /// The cookie that carries a session.
    pub fn session_cookie(&self, token: &Token) -> Cookie<'static> {
        self.cookies.cookie("", token.as_str().to_owned())
    }

    /// The cookie that takes it away.
    pub fn no_session_cookie(&self) -> Cookie<'static> {
        removal(self.cookies.cookie("", String::new()))
    }

    /// The cookie that carries a session that has ended, for as long as a form of it is kept.
    pub fn ended_cookie(&self, token: &Token) -> Cookie<'static> {
        let mut cookie = self.cookies.cookie(ENDED, token.as_str().to_owned());
        cookie.set_max_age(Duration::minutes(SAVED_FORM_LIFE.num_minutes()));
        cookie
    }

    /// The cookie that carries a message to the next page.
    pub fn notice_cookie(&self, notice: &Notice) -> Cookie<'static> {
        let mut cookie = self.cookies.cookie(NOTICE, notice.to_string());
        cookie.set_max_age(Notice::LIFE);
        cookie
    }

    /// The cookie that takes it away.
    pub fn no_notice_cookie(&self) -> Cookie<'static> {
        removal(self.cookies.cookie(NOTICE, String::new()))
    }
}

/// What the name of the cookie for messages has in its middle.
const NOTICE: &str = "-notice";
/// The cookie by which a script tells the time zone: it is no secret, and the same for every panel.
const ZONE: &str = "backlot-zone";
/// The same of the cookie for a session that has ended.
const ENDED: &str = "-ended";

fn removal(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}

impl Cookies {
    /// Browsers hold a cookie of these prefixes to what it promises (RFC 6265bis, 4.1.3).
    fn name(&self, kind: &str) -> String {
        let prefix = match (self.secure, self.base.is_empty()) {
            (true, true) => "__Host-",
            (true, false) => "__Secure-",
            (false, _) => "",
        };
        let port = self.port.map(|port| format!("-{port}")).unwrap_or_default();
        format!("{prefix}backlot{kind}{port}")
    }

    fn cookie(&self, kind: &str, value: String) -> Cookie<'static> {
        Cookie::build(self.name(kind), value)
            .path(if self.base.is_empty() { "/".to_owned() } else { self.base.clone() })
            .secure(self.secure)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish()
    }

    /// The values of our cookie of that kind.
    fn values<'a>(
        &self,
        request: &'a HttpRequest,
        kind: &str,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        values(request, self.name(kind))
    }
}

/// The values of the cookies of that name. Others are the neighbours' and may be anything: not even
/// text is certain.
fn values<'a, N: AsRef<str>>(
    request: &'a HttpRequest,
    name: N,
) -> impl Iterator<Item = &'a str> + use<'a, N> {
    let headers = request.headers().get_all(header::COOKIE);
    let pairs = headers.flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(move |pair| {
        let name = name.as_ref().as_bytes();
        let value = pair.trim_ascii().strip_prefix(name)?.strip_prefix(b"=")?;
        std::str::from_utf8(value).ok()
    })
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

/// The host, with its port, that the browser asks for, as far as that is known.
pub fn host<'a>(request: &'a HttpRequest, policy: &Policy) -> Option<&'a str> {
    let forwarded = is_proxied(request, policy).then(|| last_value(request, "x-forwarded-host"));
    forwarded.flatten().or_else(|| passed_host(request))
}

/// The host that the request itself names: a proxy may have changed it.
pub fn passed_host(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| request.uri().host())
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
    let addresses = entries.iter().rev().map_while(|entry| address_in(entry));
    addresses.map(|address| address.to_canonical()).find(|address| !trusted(address))
}

/// The address of an entry, which some proxies write with its port, and then in brackets where it
/// has colons.
fn address_in(entry: &str) -> Option<IpAddr> {
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    entry.parse().ok().or_else(with_port).or_else(in_brackets)
}

fn last_value<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let value = request.headers().get_all(name).last()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;

    use super::*;

    fn request(peer: &str, headers: &[(&str, &str)]) -> HttpRequest {
        let request = TestRequest::default().peer_addr(format!("{peer}:4000").parse().unwrap());
        let add = |request: TestRequest, (name, value): &(&str, &str)| {
            request.append_header((*name, HeaderValue::from_bytes(value.as_bytes()).unwrap()))
        };
        headers.iter().fold(request, add).to_http_request()
    }

    fn policy() -> Policy {
        let proxies = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        Policy { trusted_proxies: proxies, ..Policy::default() }
    }

    fn client(peer: &str, headers: &[(&str, &str)]) -> Client {
        Client::of(&request(peer, headers), &policy(), "")
    }

    #[test]
    fn nobody_can_make_up_an_address_a_scheme_or_a_host() {
        let forged = [
            ("x-forwarded-for", "9.9.9.9"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "evil.example:9"),
            ("forwarded", "for=9;host=evil.example"),
            ("host", "panel.example"),
        ];
        let stranger = client("1.2.3.4", &forged);
        assert_eq!((stranger.address.as_str(), stranger.cookies.secure), ("1.2.3.4", false));
        assert_eq!(host(&request("1.2.3.4", &forged), &policy()), Some("panel.example"));
        let forwarded = [
            ("x-forwarded-for", "9.9.9.9, 5.6.7.8, 10.0.0.2"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "evil.example, panel.example:8443"),
        ];
        let proxied = client("10.0.0.1", &forwarded);
        assert_eq!((proxied.address.as_str(), proxied.cookies.secure), ("5.6.7.8", true));
        assert_eq!(proxied.cookies.port, Some(8443));
        assert_eq!(client("10.0.0.1", &[("x-forwarded-for", "nonsense")]).address, "10.0.0.1");
        for (entry, address) in
            [("5.6.7.8:4711", "5.6.7.8"), ("[2001:db8::1]:4711", "2001:db8::1"), ("[::2]", "::2")]
        {
            assert_eq!(client("10.0.0.1", &[("x-forwarded-for", entry)]).address, address);
        }
    }

    #[test]
    fn a_cookie_is_named_after_its_prefix_and_the_port_that_the_browser_shows() {
        let tls = ("x-forwarded-proto", "https");
        for (base, headers, name) in [
            ("", vec![("host", "panel.example")], "backlot"),
            ("", vec![("host", "panel.example:80")], "backlot"),
            ("", vec![("host", "[::1]:3000")], "backlot-3000"),
            ("", vec![], "backlot"),
            ("", vec![("host", "no host")], "backlot"),
            ("", vec![tls, ("host", "panel.example:443")], "__Host-backlot"),
            ("", vec![tls, ("host", "panel.example:8443")], "__Host-backlot-8443"),
            ("/panel", vec![tls, ("host", "panel.example")], "__Secure-backlot"),
        ] {
            let client = Client::of(&request("10.0.0.1", &headers), &policy(), base);
            assert_eq!(client.cookies.name(""), name, "{headers:?}");
        }
    }

    #[test]
    fn only_our_own_cookies_are_read_and_each_of_them_is() {
        let [one, other] = [Token::random().unwrap(), Token::random().unwrap()];
        let first = format!("n=v; backlot={} ;backlot-notice=; Backlot=no", one.as_str());
        let second = format!("backlot2=x;;=; backlot=short; backlot={}", other.as_str());
        let client = client("1.2.3.4", &[("cookie", &first), ("cookie", &second)]);
        assert_eq!(client.sessions, [one.clone(), other]);
        let mut bytes = b"n=caf\xe9; m=\"; backlot=".to_vec();
        bytes.extend(one.as_str().bytes());
        let value = HeaderValue::from_bytes(&bytes).unwrap();
        let request = TestRequest::default().append_header(("cookie", value)).to_http_request();
        assert_eq!(Client::of(&request, &policy(), "").sessions, [one]);
    }
}
