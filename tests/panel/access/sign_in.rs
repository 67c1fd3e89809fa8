//! Signing in, and what is there for whoever has not.

use backlot::schema::operators;
use diesel::prelude::*;
use ureq::http::Method;

use super::{FORM, WRONG, sign_in, signed_in};
use crate::support::{Database, PASSWORD, Panel, Person, Program, at_once};

crate::tests![
    whoever_is_not_signed_in_sees_nothing_but_the_sign_in,
    what_is_wrong_with_a_request_is_told_to_nobody_else,
    a_name_and_a_password_let_in_and_signing_out_ends_it,
    the_name_has_the_focus_and_what_is_wrong_takes_it,
    an_unknown_name_and_a_wrong_password_get_the_same_answer,
    everybody_who_signs_in_at_the_same_moment_gets_in,
    a_password_is_the_same_however_its_letters_are_composed,
    a_password_is_hashed_anew_when_the_cost_has_risen,
    next_leads_only_inside_the_panel,
];

fn the_name_has_the_focus_and_what_is_wrong_takes_it(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = panel.visitor();
    let page = ada.open("/sign-in");
    assert_eq!(page.attributes("[autofocus]", "id"), ["name"]);
    let form = page.form().fill_all(&[("name", "Ada"), ("password", "wrong")]);
    let refused = ada.press(&form, "Sign in");
    assert_eq!(refused.attributes("[autofocus]", "class"), ["problems"]);
}

fn whoever_is_not_signed_in_sees_nothing_but_the_sign_in(panel: &Panel) {
    panel.person().add("movies", &[("name", "Alien")]);
    let stranger = panel.visitor();
    for path in [
        "/",
        "/search?q=alien",
        "/movies",
        "/movies/1",
        "/movies/77",
        "/movies/new",
        "/movies/1/edit",
        "/movies/1/delete",
        "/movies/1/castings",
        "/users/choose?q=a",
    ] {
        let answer = stranger.get(path);
        answer.assert_status(303);
        assert!(answer.location().starts_with("/sign-in?next=/"), "{}", answer.location());
        assert_eq!(answer.body, "");
    }
    for path in ["/movies", "/movies/1", "/movies/1/delete", "/movies/1/castings", "/sample-data"] {
        stranger
            .post(path, "name=Brazil&version=1&once=00000000000000000000000000000000")
            .assert_status(303);
    }
    assert_eq!(stranger.get("/nonsense").location(), "/sign-in");
    assert_eq!(panel.person().open("/movies").names(), ["Alien"]);
}

fn what_is_wrong_with_a_request_is_told_to_nobody_else(panel: &Panel) {
    let ada = panel.person();
    let stranger = panel.visitor();
    let many = "a=1&".repeat(3000);
    let large = format!("name={}", "x".repeat(2_200_000));
    let text = ("content-type", "text/plain");
    for (method, path, kind, body, status) in [
        (Method::GET, "/movies/abc", FORM, "", 404),
        (Method::GET, "/movies/1.5", FORM, "", 404),
        (Method::GET, "/movies?q=%ff", FORM, "", 400),
        (Method::GET, "/nonsense", FORM, "", 404),
        (Method::PUT, "/movies", FORM, "", 405),
        (Method::DELETE, "/movies/1", FORM, "", 405),
        (Method::POST, "/movies", text, "name=Alien", 415),
        (Method::POST, "/movies", FORM, "name=%zz", 400),
        (Method::POST, "/movies/abc", FORM, "name=Alien", 404),
        (Method::POST, "/movies", FORM, &many, 413),
        (Method::POST, "/movies", FORM, &large, 413),
        (Method::POST, "/saved-forms/abc", FORM, "", 405),
    ] {
        ada.request(method.clone(), path, &[kind], body).assert_status(status);
        let answer = stranger.request(method.clone(), path, &[kind], body);
        assert_eq!(answer.status, 303, "{method} {path}");
        assert_eq!((answer.location(), answer.body.as_str()), ("/sign-in", ""), "{method} {path}");
    }
    // The pages that lead to being signed in say what is wrong.
    stranger.request(Method::POST, "/sign-in", &[text], "name=Ada").assert_status(415);
    stranger.request(Method::PUT, "/sign-in", &[FORM], "").assert_status(405);
    stranger.get("/password/abc").assert_status(404);
}

fn a_name_and_a_password_let_in_and_signing_out_ends_it(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = panel.visitor();
    let answer = ada.get("/movies?q=a");
    let form = ada.open(answer.location()).form();
    let signed = ada.press(&form.fill_all(&[("name", "ada"), ("password", PASSWORD)]), "Sign in");
    assert_eq!(signed.location(), "/movies?q=a");
    let cookie = signed.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    ada.learn_mark();
    let stolen = panel.visitor();
    let session = ada.cookie();
    let with_it =
        |path: &str| stolen.request(Method::GET, path, &[("cookie", session.as_str())], "");
    with_it("/movies").assert_status(200);
    let out = ada.press(&ada.open("/").form_where("form.sign-out"), "Sign out");
    out.assert_status(303);
    assert!(out.header("clear-site-data").contains("cache"));
    with_it("/movies").assert_status(303);
    ada.get("/movies").assert_status(303);
}

fn an_unknown_name_and_a_wrong_password_get_the_same_answer(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    let unknown = sign_in(&stranger, "Bob", WRONG);
    unknown.assert_status(422);
    let names = |page: &crate::support::Page| {
        page.headers.keys().map(|name| name.as_str().to_owned()).collect::<Vec<_>>()
    };
    // Eve is disabled, and Ivy has not chosen a password yet.
    panel.database().operator("Eve", &["viewer"]);
    let admin = panel.person();
    admin.post("/operators/2", "do=disable").assert_status(303);
    admin.post("/operators", "name=Ivy&role=viewer").assert_status(200);
    for (name, password) in [("Ada", WRONG), ("Eve", WRONG), ("Eve", PASSWORD), ("Ivy", "")] {
        let wrong = sign_in(&stranger, name, password);
        assert_eq!(wrong.status, 422, "{name}");
        assert_eq!(wrong.body.replace(name, "Bob"), unknown.body);
        assert_eq!(names(&wrong), names(&unknown), "{name}");
    }
}

fn everybody_who_signs_in_at_the_same_moment_gets_in(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let answers = at_once(16, |_| sign_in(&panel.visitor(), "Ada", PASSWORD).status);
    assert_eq!(answers, [303; 16]);
}

fn a_password_is_the_same_however_its_letters_are_composed(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = signed_in(panel, "Ada");
    let form = ada.open("/account").form_where("form[action$='/account/password']");
    let (composed, decomposed) = ("caf\u{e9} am Rand der Welt", "cafe\u{301} am Rand der Welt");
    let typed = [("old", PASSWORD), ("password", composed), ("again", composed)];
    ada.press(&form.fill_all(&typed), "Change password").assert_status(303);
    for password in [composed, decomposed] {
        sign_in(&panel.visitor(), "Ada", password).assert_status(303);
    }
    sign_in(&panel.visitor(), "Ada", "CAF\u{c9} am Rand der Welt").assert_status(422);
}

fn a_password_is_hashed_anew_when_the_cost_has_risen(database: &Database) {
    let hash = || {
        let column = operators::table.select(operators::password_hash);
        column.first::<Option<String>>(&mut database.connect()).unwrap().unwrap()
    };
    let usual = Program::start(database);
    database.operator("Ada", &["admin"]);
    let before = hash();
    assert!(before.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{before}");
    sign_in(&Person::at(usual.address()), "Ada", PASSWORD).assert_status(303);
    assert_eq!(hash(), before);
    let stricter = Program::start_with(database, &[("PASSWORD_PASSES", "3")]);
    let ada = Person::at(stricter.address());
    sign_in(&ada, "Ada", WRONG).assert_status(422);
    assert_eq!(hash(), before);
    sign_in(&ada, "Ada", PASSWORD).assert_status(303);
    assert!(hash().starts_with("$argon2id$v=19$m=19456,t=3,p=1$"), "{}", hash());
    // A program with the lower cost takes it, and does not weaken it.
    sign_in(&Person::at(usual.address()), "Ada", PASSWORD).assert_status(303);
    assert!(hash().contains("t=3"));
}

fn next_leads_only_inside_the_panel(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let leads_to = |next: &str| {
        let ada = panel.visitor();
        let form = ada.open("/sign-in").form().forge("next", next);
        let form = form.fill_all(&[("name", "Ada"), ("password", PASSWORD)]);
        ada.press(&form, "Sign in").location().to_owned()
    };
    for next in [
        "",
        " ",
        "movies",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "//evil.example/movies",
        "/\\evil.example",
        "/\\/evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\tevil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/movies\r\nLocation: //evil.example",
        "/movies\0",
        " /movies",
        "/ /evil.example",
        "http://evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "http:\\\\evil.example",
        "ftp://evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "evil.example",
        "@evil.example",
        ":evil.example",
        ".evil.example",
        "?next=//evil.example",
        "#//evil.example",
        "%2F%2Fevil.example",
        "/../evil",
        "/./evil",
        "/movies/../../evil",
        "/%2e%2e/evil",
        "/.%2E//evil.example",
        "/mövies",
        "\u{ff0f}\u{ff0f}evil.example",
        "/\u{2028}evil",
    ] {
        assert_eq!(leads_to(next), "/", "{next:?}");
    }
    let own = format!("http://{}/movies", panel.address());
    assert_eq!(leads_to(&own), "/");
    assert_eq!(leads_to(&format!("/movies?q={}", "x".repeat(5000))), "/");
    let long = format!("/movies?q={}", "%D1%8F".repeat(255));
    for next in ["/", "/movies", "/movies?q=a%20b&page=2", "/users/1?next=%2Fusers", &long] {
        assert_eq!(leads_to(next), next);
    }
}
