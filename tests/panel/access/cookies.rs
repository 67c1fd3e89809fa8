//! Cookies, which a panel shares with whatever else is served under its host or beside it.

use std::net::SocketAddr;

use backlot::access::signature;
use ureq::http::Method;

use super::{FORM, sign_in};
use crate::support::{Database, PASSWORD, Page, Panel, Person, Program, raw, session_cookie};

crate::tests![
    cookies_of_neighbours_sign_nobody_out,
    each_cookie_of_our_name_is_tried,
    panels_on_one_host_have_cookies_of_their_own,
    a_message_that_a_neighbour_has_set_is_not_shown,
    whoever_signs_out_is_told_so,
    a_message_is_bound_to_the_host_where_a_trusted_proxy_speaks_tls,
];

fn cookies_of_neighbours_sign_nobody_out(panel: &Panel) {
    let own = panel.person().cookie();
    for neighbour in
        [&b"n=caf\xe9"[..], b"n", b"=", b";;", b"n=\"", b"n=%ff%00", b"backlot=x", b"\xff"]
    {
        for [first, second] in [[neighbour, own.as_bytes()], [own.as_bytes(), neighbour]] {
            let head = "GET /movies HTTP/1.1\r\nhost: ";
            let host = panel.address().to_string();
            let parts = [head.as_bytes(), host.as_bytes(), b"\r\ncookie: ", first, b"; ", second];
            let end = b"\r\nconnection: close\r\n\r\n";
            let answer = raw(panel.address(), &[&parts.concat(), &end[..]].concat());
            assert!(answer.starts_with("HTTP/1.1 200 "), "{neighbour:?}: {answer}");
        }
    }
}

fn each_cookie_of_our_name_is_tried(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["admin"]));
    let form = ben.open("/movies/new").form().fill("name", "Alien").pressed("Save");
    let name = session_cookie(panel.address());
    let nobody = format!("{name}={}", "a".repeat(43));
    for cookies in [
        [nobody.clone(), ben.cookie()],
        [format!("{name}=short"), ben.cookie()],
        [ben.cookie(), nobody],
    ] {
        let cookies = cookies.join("; ");
        let page = panel.visitor().request(Method::GET, "/account", &[("cookie", &cookies)], "");
        page.assert_status(200);
        assert!(page.text("header").contains("Ben"));
    }
    // A form is saved in the session that it was opened in, whichever comes first.
    let cookies = [ada.cookie(), ben.cookie()].join("; ");
    let headers = [FORM, ("cookie", cookies.as_str())];
    let pairs = format!("{}&mark={}", form.pairs, ben.mark());
    panel.visitor().request(Method::POST, "/movies", &headers, &pairs).assert_status(303);
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
}

/// The cookie that an answer sets, by the begin of its name.
#[track_caller]
fn cookie_of<'a>(answer: &'a Page, name: &str) -> &'a str {
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap());
    cookies.find(|cookie| cookie.starts_with(name)).unwrap_or_else(|| panic!("no cookie {name}"))
}

fn panels_on_one_host_have_cookies_of_their_own(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    database.operator("Ada", &["admin"]);
    let cookies = programs.each_ref().map(|program| {
        let signed = sign_in(&Person::at(program.address()), "Ada", PASSWORD);
        let cookie = cookie_of(&signed, "backlot").to_owned();
        cookie.split(';').next().unwrap().to_owned()
    });
    let names = cookies.each_ref().map(|cookie| cookie.split('=').next().unwrap());
    assert_ne!(names[0], names[1]);
    for program in &programs {
        for cookies in [cookies.join("; "), [&cookies[1][..], &cookies[0]].join("; ")] {
            let visitor = Person::at(program.address());
            let headers = [("cookie", cookies.as_str())];
            visitor.request(Method::GET, "/movies", &headers, "").assert_status(200);
        }
    }
}

/// Opens a page with a message that somebody put there.
fn notices(address: SocketAddr, path: &str, session: &str, message: &str) -> Vec<String> {
    let name = session_cookie(address).replace("backlot", "backlot-notice");
    let cookies = format!("{session}; {name}={message}; backlot-notice={message}");
    let page = Person::at(address).request(Method::GET, path, &[("cookie", &cookies)], "");
    page.assert_status(200);
    page.notices()
}

fn a_message_that_a_neighbour_has_set_is_not_shown(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["viewer"]));
    let text = "Call 555-0199 to go on";
    // A message without a change set to take back.
    let value = format!(".{text}");
    let (own, of_another) = (signature(&ada.mark(), &value), signature(&ben.mark(), &value));
    let encoded = value.replace(' ', "%20");
    for (path, session) in [("/movies", ada.cookie()), ("/sign-in", String::new())] {
        for message in [
            encoded.clone(),
            format!(".{encoded}"),
            format!("0.{encoded}"),
            format!("{of_another}.{encoded}"),
            format!("{own}.{encoded}!"),
            format!("{own}.7{encoded}"),
            format!("{}.{encoded}", own.to_uppercase()),
        ] {
            let shown = notices(panel.address(), path, &session, &message);
            assert!(shown.is_empty(), "{path} {message}: {shown:?}");
        }
    }
    let believed = format!("{own}.{encoded}");
    assert_eq!(notices(panel.address(), "/movies", &ada.cookie(), &believed), [text]);
    assert!(notices(panel.address(), "/sign-in", "", &believed).is_empty());
}

fn whoever_signs_out_is_told_so(panel: &Panel) {
    let ada = panel.person();
    let out = ada.post("/sign-out", "");
    assert_eq!(ada.follow(&out).notices(), ["You are signed out."]);
    assert!(ada.open("/sign-in").notices().is_empty());
}

fn a_message_is_bound_to_the_host_where_a_trusted_proxy_speaks_tls(database: &Database) {
    for (base, name, path) in [("", "__Host-", "/"), ("/panel", "__Secure-", "/panel")] {
        let variables = [("TRUSTED_PROXIES", "127.0.0.1"), ("BASE_PATH", base)];
        let program = Program::start_with(database, &variables);
        database.operator("Ada", &["admin"]);
        let proxied = |cookies: &str, path: &str, body: &str| {
            let method = if body.is_empty() { Method::GET } else { Method::POST };
            let headers = [
                FORM,
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "panel.example"),
                ("cookie", cookies),
            ];
            Person::at(program.address()).request(method, &format!("{base}{path}"), &headers, body)
        };
        let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
        let signed = proxied("", "/sign-in", &pairs);
        let session = cookie_of(&signed, name).split(';').next().unwrap();
        let mark =
            proxied(session, "/account", "").form_where("form.sign-out").value("mark").to_owned();
        let saved = proxied(session, "/account/name", &format!("name=Ada&mark={mark}"));
        let notice = cookie_of(&saved, &format!("{name}backlot-notice="));
        for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", &format!("; Path={path};")] {
            assert!(format!("{notice};").contains(part), "{notice} lacks {part}");
        }
        assert!(!notice.contains("Domain"), "{notice}");
        let both = format!("{session}; {}", notice.split(';').next().unwrap());
        let page = proxied(&both, "/account", "");
        assert_eq!(page.notices().len(), 1);
        // It is shown once: the answer takes it away by the same name.
        assert!(cookie_of(&page, &format!("{name}backlot-notice=;")).contains("Max-Age=0"));
    }
}
