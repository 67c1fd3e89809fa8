//! What every answer carries.

use ureq::http::Method;

use super::FORM;
use crate::support::{Page, Panel, Person};

crate::tests![every_answer_carries_the_headers, static_files_are_kept_and_pages_are_not];

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; \
                      trusted-types 'none'";

/// Who asks by which method for what, with which header and body, and the status of the answer.
type Request<'a> = (&'a Person, Method, &'a str, (&'a str, &'a str), &'a str, u16);

#[track_caller]
fn assert_headers(answer: &Page) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{}", answer.path);
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"));
    assert_eq!(answer.header("x-request-id").len(), 16);
    for name in ["server", "x-powered-by", "strict-transport-security", "via"] {
        assert!(answer.headers.get(name).is_none(), "{} has {name}", answer.path);
    }
}

fn every_answer_carries_the_headers(panel: &Panel) {
    let (ada, stranger) = (panel.person(), panel.visitor());
    let eve = panel.person_who_is("Eve", &[]);
    let sheet = ada.open("/").attributes("link[rel=stylesheet]", "href").remove(0);
    let folder = sheet.rsplit_once('/').unwrap().0;
    let large = format!("name={}", "x".repeat(2_200_000));
    let long = format!("/movies?q={}", "x".repeat(20_000));
    let text = ("content-type", "text/plain");
    let (missing, hidden) = (format!("{folder}/none.css"), format!("{folder}/.hidden"));
    let (folder, up) = (format!("{folder}/"), format!("{folder}/%2e%2e/Cargo.toml"));
    let requests: &[Request<'_>] = &[
        (&ada, Method::GET, "/", FORM, "", 200),
        (&ada, Method::HEAD, "/movies", FORM, "", 200),
        (&ada, Method::GET, "/movies/", FORM, "", 200),
        (&stranger, Method::GET, "/sign-in", FORM, "", 200),
        (&stranger, Method::GET, "/movies", FORM, "", 303),
        (&stranger, Method::POST, "/sign-in", FORM, "name=Ada&password=x", 422),
        (&ada, Method::GET, "/movies?q=%ff", FORM, "", 400),
        (&ada, Method::POST, "/sign-out", FORM, "", 403),
        (&ada, Method::POST, "/movies", ("origin", "null"), "", 403),
        (&eve, Method::GET, "/movies", FORM, "", 403),
        (&ada, Method::GET, "/movies/77", FORM, "", 404),
        (&ada, Method::GET, "/nonsense", FORM, "", 404),
        (&ada, Method::PUT, "/movies", FORM, "", 405),
        (&ada, Method::OPTIONS, "/movies", FORM, "", 405),
        (&ada, Method::TRACE, "/movies", FORM, "", 405),
        (&ada, Method::POST, "/movies", FORM, &large, 413),
        (&ada, Method::GET, &long, FORM, "", 414),
        (&ada, Method::POST, "/movies", text, "name=Alien", 415),
        (&stranger, Method::GET, &sheet, FORM, "", 200),
        (&stranger, Method::HEAD, &sheet, FORM, "", 200),
        (&stranger, Method::GET, &sheet, ("range", "bytes=0-9"), "", 200),
        (&stranger, Method::GET, &sheet, ("if-none-match", "*"), "", 304),
        (&stranger, Method::POST, &sheet, FORM, "", 405),
        (&stranger, Method::GET, &missing, FORM, "", 404),
        (&stranger, Method::GET, &hidden, FORM, "", 404),
        (&stranger, Method::GET, &folder, FORM, "", 404),
        (&stranger, Method::GET, &up, FORM, "", 404),
    ];
    for (person, method, path, header, body, status) in requests {
        let answer = person.request(method.clone(), path, &[*header], body);
        assert_eq!(answer.status, *status, "{method} {path}");
        assert_headers(&answer);
        if *status == 405 {
            assert!(answer.header("allow").contains("GET"), "{method} {path}");
        }
        if !answer.body.is_empty() {
            assert!(answer.header("content-type").contains("charset=utf-8"), "{method} {path}");
        }
    }
    ada.learn_mark();
    let saved = ada.post("/movies", "name=Alien&once=00000000000000000000000000000000");
    saved.assert_status(303);
    assert_headers(&saved);
    assert_headers(&ada.post("/movies/1", "name=Brazil&version=7"));
    assert_headers(&ada.post("/sign-out", ""));
}

fn static_files_are_kept_and_pages_are_not(panel: &Panel) {
    let ada = panel.person();
    let sheet = ada.open("/").attributes("link[rel=stylesheet]", "href").remove(0);
    let missing = sheet.replace("style", "missing");
    let cached = |path: &str| ada.get(path).header("cache-control").to_owned();
    assert_eq!(cached(&sheet), "public, max-age=31536000, immutable");
    for path in ["/", "/sign-in", "/movies", "/movies/77", "/nonsense", "/account", &missing] {
        assert_eq!(cached(path), "no-store", "{path}");
    }
    assert_eq!(panel.visitor().get("/movies").header("cache-control"), "no-store");
}
