//! Requests that come from elsewhere, and forms that are not of this session.

use ureq::http::Method;

use super::FORM;
use crate::support::{Database, PASSWORD, Panel, Person, Program};

crate::tests![
    a_form_without_the_mark_of_its_session_changes_nothing,
    only_what_comes_from_our_own_pages_may_change_anything,
    behind_a_proxy_that_changes_the_host_forms_are_taken_once_that_is_known,
    no_page_is_refused_for_where_its_link_stands,
    signing_in_and_out_are_covered_too,
    no_get_changes_anything,
    the_mark_never_stands_in_an_address,
];

fn a_form_without_the_mark_of_its_session_changes_nothing(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let cookie = ada.cookie();
    let headers = [FORM, ("cookie", cookie.as_str())];
    let mark = ada.mark();
    let token = ada.session();
    for bad in [
        form.clone().without("mark"),
        form.clone().forge("mark", &ben.mark()),
        form.clone().forge("mark", ""),
        form.clone().forge("mark", &mark[1..]),
        form.clone().forge("mark", &mark.to_uppercase()),
        form.clone().forge("mark", &format!("{mark}0")),
        form.clone().forge("mark", &token),
        form.clone().without("mark").forge("Mark", &mark),
    ] {
        let pairs = bad.pressed("Save").pairs;
        let answer = panel.visitor().request(Method::POST, "/movies", &headers, &pairs);
        answer.assert_status(403);
        answer.assert_framed();
    }
    let in_query = format!("/movies?mark={}", ada.mark());
    let pairs = form.clone().without("mark").pressed("Save").pairs;
    panel.visitor().request(Method::POST, &in_query, &headers, &pairs).assert_status(403);
    assert!(ada.open("/movies").names().is_empty());
    ada.save(&form);
}

/// Sends what changes nothing, with these headers.
fn status_of(person: &Person, method: Method, headers: &[(&str, &str)]) -> u16 {
    let body = format!("name=Grace&mark={}", person.mark());
    person.request(method, "/account/name", &[&[FORM], headers].concat(), &body).status
}

fn only_what_comes_from_our_own_pages_may_change_anything(panel: &Panel) {
    let ada = panel.person();
    let own = format!("http://{}", panel.address());
    let port = panel.address().port();
    let sites = [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site")];
    let origins = [
        None,
        Some(own.clone()),
        Some("null".to_owned()),
        Some("http://evil.example".to_owned()),
        Some(format!("http://127.0.0.1:{}", port - 1)),
        Some("http://127.0.0.1".to_owned()),
        Some(format!("{own}.evil.example")),
        Some(format!("http://evil127.0.0.1:{port}")),
        Some(format!("http://evil.example/{own}")),
        Some(format!("http://{}@evil.example", panel.address())),
        Some("127.0.0.1".to_owned()),
        Some(String::new()),
    ];
    for site in sites {
        for origin in &origins {
            let mut headers = Vec::new();
            headers.extend(site.map(|site| ("sec-fetch-site", site)));
            headers.extend(origin.as_deref().map(|origin| ("origin", origin)));
            let ours = match (site, origin.as_deref()) {
                (_, Some("null")) | (Some("same-site" | "cross-site"), _) => false,
                (Some(_), _) | (None, None) => true,
                (None, Some(origin)) => origin == own,
            };
            let post = status_of(&ada, Method::POST, &headers);
            assert_eq!(post, if ours { 303 } else { 403 }, "POST {headers:?}");
            for method in [Method::PUT, Method::PATCH, Method::DELETE] {
                let status = status_of(&ada, method.clone(), &headers);
                assert_eq!(status, if ours { 405 } else { 403 }, "{method} {headers:?}");
            }
        }
    }
}

fn behind_a_proxy_that_changes_the_host_forms_are_taken_once_that_is_known(database: &Database) {
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    // As nginx passes a request on, if it is told nothing else.
    let changed = [FORM, ("host", "backend:3000"), ("origin", "http://panel.lan")];
    let forwarded = ("x-forwarded-host", "panel.lan");
    for (variable, value, headers, status) in [
        ("TRUSTED_PROXIES", "127.0.0.1", vec![forwarded], 303),
        ("TRUSTED_PROXIES", "127.0.0.1", vec![("x-forwarded-host", "other.lan")], 403),
        ("TRUSTED_PROXIES", "", vec![forwarded], 403),
        ("PUBLIC_URL", "http://panel.lan/", vec![], 303),
        ("PUBLIC_URL", "https://panel.lan", vec![], 403),
    ] {
        let program = Program::start_with(database, &[(variable, value)]);
        database.operator("Ada", &["admin"]);
        let headers = [&changed[..], &headers].concat();
        let person = Person::at(program.address());
        let answer = person.request(Method::POST, "/sign-in", &headers, &pairs);
        answer.assert_status(status);
        if status == 403 {
            let line = program.log_line("http://panel.lan");
            for told in [&line, &answer.visible()] {
                for name in ["proxy_set_header Host", "TRUSTED_PROXIES", "PUBLIC_URL"] {
                    assert!(told.contains(name), "{told}");
                }
            }
        }
    }
}

fn no_page_is_refused_for_where_its_link_stands(panel: &Panel) {
    let ada = panel.person();
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil.example"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(ada.request(method, "/movies", &[header], "").status, 200, "{header:?}");
        }
    }
}

fn signing_in_and_out_are_covered_too(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let (ada, stranger) = (panel.person(), panel.visitor());
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("origin", "http://evil.example"),
    ] {
        let answer = stranger.request(Method::POST, "/sign-in", &[FORM, header], &pairs);
        answer.assert_status(403);
        assert!(answer.headers.get("set-cookie").is_none());
        let body = format!("mark={}", ada.mark());
        for path in ["/sign-out", "/movies", "/nonsense", "/set-up/x", "/sign-in/code"] {
            ada.request(Method::POST, path, &[FORM, header], &body).assert_status(403);
        }
    }
    ada.request(Method::POST, "/sign-out", &[FORM], "").assert_status(403);
    ada.open("/movies");
}

fn no_get_changes_anything(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.post("/operators", "name=Ben&role=viewer").assert_status(200);
    let mark = ada.mark();
    for path in [
        "/movies/1/delete",
        "/movies/1",
        "/sign-out",
        "/account/sessions/end",
        "/account/name",
        "/operators/2",
        "/roles/delete",
        "/sample-data",
    ] {
        for method in [Method::GET, Method::HEAD] {
            let asked = format!("{path}?mark={mark}&name=Eve&version=1&do=remove&_method=POST");
            let over = [("x-http-method-override", "POST")];
            assert!(matches!(ada.request(method, &asked, &over, "").status, 200 | 405), "{path}");
        }
    }
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
    assert_eq!(ada.open("/operators").names(), ["Ben", "Grace"]);
}

fn the_mark_never_stands_in_an_address(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for path in ["/", "/movies", "/movies?q=a", "/movies/1", "/movies/1/edit", "/search?q=a"] {
        let page = ada.open(path);
        for (selector, name) in [("a", "href"), ("form", "action"), ("button", "formaction")] {
            let addresses = page.attributes(selector, name);
            assert!(!addresses.iter().any(|address| address.contains(&ada.mark())), "{path}");
        }
        // A form that is sent by GET would put it there, unless it comes with the button that posts.
        let by_get = "form:not([method=post]) [name=mark]:not(button[formmethod=post])";
        assert!(!page.has(by_get), "{path}");
    }
}
