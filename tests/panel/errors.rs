//! Requests that cannot be answered as asked: each gets its own page in the panel's frame.

use ureq::http::Method;

use crate::support::{Page, Panel, Person, raw};

crate::tests![
    what_is_not_there_is_a_page_that_says_so,
    broken_addresses_are_refused_with_a_page,
    bodies_that_are_no_form_are_refused_with_a_page,
    forms_too_large_are_refused_with_a_page,
    other_methods_are_refused_and_the_right_ones_named,
    head_is_get_without_a_body,
    an_address_too_long_is_refused_with_a_page,
];

/// An error page in the frame, with a way back, under that status, that nobody may store.
#[track_caller]
fn assert_error(page: &Page, status: u16) {
    page.assert_status(status);
    page.assert_framed();
    assert_eq!(page.link("Go to the home page"), "/");
    assert_eq!(page.header("cache-control"), "no-store");
}

fn what_is_not_there_is_a_page_that_says_so(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for id in [
        "0",
        "2",
        "-1",
        "abc",
        "1abc",
        "+1",
        "1.0",
        "999999999999999999999",
        "9223372036854775807",
        "é",
        "%E2%82%AC",
        "%00",
    ] {
        for page in ["", "/edit", "/delete"] {
            assert_error(&ada.get(&format!("/movies/{}{page}", id.replace('é', "%C3%A9"))), 404);
        }
    }
    for path in [
        "/nonsense",
        "/movies/1/nonsense",
        "/movies/1/edit/1",
        "/Movies",
        "/movies;x=1",
        "/.env",
        "/static/",
        "/movies/..",
    ] {
        assert_error(&ada.get(path), 404);
    }
    assert_error(&ada.post("/nonsense", "name=x"), 404);
    let form = ada.open("/movies/1/edit").form();
    ada.post("/movies/77", &form.pressed("Save").pairs).assert_status(404);
}

fn broken_addresses_are_refused_with_a_page(panel: &Panel) {
    let ada = panel.person();
    for query in ["q=%", "q=%4", "q=%zz", "q=%ff", "q=%C3%28", "%ff=1", "page=%ED%A0%80"] {
        assert_error(&ada.get(&format!("/movies?{query}")), 400);
        assert_error(&ada.get(&format!("/movies/new?{query}")), 400);
    }
    for path in ["/movies/%ff", "/movies/%", "/movies/%zz", "/%ff", "/movies/%C3%28/edit"] {
        let page = ada.get(path);
        assert!([400, 404].contains(&page.status), "{path}: {}", page.status);
        page.assert_framed();
    }
    for bytes in [
        &b"GET /movies/\xff HTTP/1.1\r\nhost: x\r\n\r\n"[..],
        b"GET /movies?q=\xff HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /mov ies HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        let answer = raw(panel.address(), bytes);
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert!(ada.open("/movies").visible().contains("Movies"));
}

fn bodies_that_are_no_form_are_refused_with_a_page(panel: &Panel) {
    let ada = panel.person();
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        for path in ["/movies", "/movies/new", "/movies/1", "/movies/1/delete"] {
            let headers: &[_] = if kind.is_empty() { &[] } else { &[("content-type", kind)] };
            assert_error(&ada.request(Method::POST, path, headers, "name=x"), 415);
        }
    }
    let form = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    for body in ["name=%ff", "name=%", "name=%zz&once=1", "%ff"] {
        assert_error(&ada.request(Method::POST, "/movies", &form, body), 400);
    }
    for body in ["", "=", "&&&", "name", "{\"name\":1}", "nonsense"] {
        assert_error(&ada.request(Method::POST, "/movies", &form, body), 400);
    }
}

fn forms_too_large_are_refused_with_a_page(panel: &Panel) {
    let ada = panel.person();
    let body = ada.open("/movies/new").form().fill("name", "Alien").pressed("Save").pairs;
    let many: String = (0..10_000).map(|index| format!("&field{index}=1")).collect();
    assert_error(&ada.post("/movies", &format!("{body}{many}")), 413);
    let large = "x".repeat(11 * 1024 * 1024);
    assert_error(&ada.post("/movies", &format!("{body}&more={large}")), 413);
    assert!(ada.open("/movies").names().is_empty());
}

fn other_methods_are_refused_and_the_right_ones_named(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for path in ["/movies", "/movies/new", "/movies/1", "/movies/1/edit", "/movies/1/delete"] {
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let page = ada.request(method.clone(), path, &[], "");
            assert_error(&page, 405);
            let allowed = page.header("allow").to_owned();
            for right in ["GET", "HEAD", "POST"] {
                assert!(allowed.contains(right), "{method} {path}: {allowed}");
            }
        }
    }
}

fn head_is_get_without_a_body(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    let head = |path: &str| ada.request(Method::HEAD, path, &[], "");
    for path in ["/movies", "/movies/new", "/movies/1", "/movies/1/edit", "/movies/1/delete"] {
        let answer = head(path);
        answer.assert_status(200);
        assert_eq!(answer.body, "", "{path}");
        assert_eq!(answer.header("content-type"), ada.open(path).header("content-type"));
    }
    head("/movies/77").assert_status(404);
    head("/nonsense").assert_status(404);
}

fn an_address_too_long_is_refused_with_a_page(panel: &Panel) {
    let ada = panel.person();
    assert_error(&long_search(&ada, 20_000), 414);
    long_search(&ada, 2_000).assert_status(200);
}

fn long_search(person: &Person, length: usize) -> Page {
    person.get(&format!("/movies?q={}", "x".repeat(length)))
}
