//! Sessions: how they begin, go on under another token, and end.

use backlot::schema::sessions;
use chrono::TimeDelta;
use diesel::prelude::*;
use ureq::http::Method;

use super::{FORM, sign_in, signed_in, status_with};
use crate::support::{Database, PASSWORD, Panel, Person, Program, session_cookie};

crate::tests![
    a_session_ends_when_it_is_idle,
    a_session_ends_when_it_is_old_however_much_it_is_used,
    a_chosen_cookie_is_never_adopted,
    a_cookie_that_is_not_a_session_lets_nobody_in,
    signing_in_again_ends_the_session_before,
    a_new_password_ends_the_other_sessions_and_renews_this_one,
    sessions_are_listed_and_ended_one_by_one_or_all_others_at_once,
    nobody_ends_the_session_of_another,
    other_roles_take_a_new_sign_in,
    a_session_ended_on_one_instance_is_ended_on_the_other,
    the_cookie_is_bound_to_the_host_where_a_trusted_proxy_speaks_tls,
    nobody_can_claim_tls_or_an_address_past_the_proxy,
];

fn a_session_ends_when_it_is_idle(panel: &Panel) {
    let ada = panel.person();
    panel.clock().advance(TimeDelta::minutes(7 * 60 + 59));
    ada.open("/movies");
    let ben = panel.person();
    panel.clock().advance(TimeDelta::minutes(8 * 60 + 1));
    ben.get("/movies").assert_status(303);
}

fn a_session_ends_when_it_is_old_however_much_it_is_used(panel: &Panel) {
    let ada = panel.person();
    let used = || {
        let now = panel.clock().now();
        let mut connection = panel.database().connect();
        diesel::update(sessions::table)
            .set(sessions::seen_at.eq(now))
            .execute(&mut connection)
            .unwrap();
    };
    for _ in 0..27 {
        panel.clock().advance(TimeDelta::hours(6));
        used();
        ada.open("/movies");
    }
    panel.clock().advance(TimeDelta::hours(7));
    used();
    ada.get("/movies").assert_status(303);
}

fn a_chosen_cookie_is_never_adopted(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let chosen = format!("{}={}", session_cookie(panel.address()), "a".repeat(43));
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    let headers = [FORM, ("cookie", chosen.as_str())];
    let answer = panel.visitor().request(Method::POST, "/sign-in", &headers, &pairs);
    answer.assert_status(303);
    assert!(!answer.header("set-cookie").starts_with(&chosen));
    assert_eq!(status_with(panel, &chosen, "/movies"), 303);
}

fn a_cookie_that_is_not_a_session_lets_nobody_in(panel: &Panel) {
    let ada = panel.person();
    let (token, own) = (ada.session(), session_cookie(panel.address()));
    assert_eq!(status_with(panel, &format!("{own}={token}"), "/movies"), 200);
    let other = if token.starts_with('a') { 'b' } else { 'a' };
    let hash: String = sessions::table
        .select(sessions::token_hash)
        .first(&mut panel.database().connect())
        .unwrap();
    for forged in [
        "",
        "1",
        "' OR 1=1 --",
        "%00",
        &token[1..],
        &format!("{token}a"),
        &format!("{other}{}", &token[1..]),
        &token.to_uppercase(),
        &hash,
        &ada.mark(),
        &"a".repeat(43),
        &"a".repeat(10_000),
    ] {
        assert_eq!(status_with(panel, &format!("{own}={forged}"), "/movies"), 303, "{forged}");
    }
    for name in ["Backlot", "__Host-backlot", "__Secure-backlot", "backlot", "backlot-notice"] {
        for name in [name.to_owned(), own.replace("backlot", name)] {
            let is_own = name == own;
            let status = status_with(panel, &format!("{name}={token}"), "/movies");
            assert_eq!(status, if is_own { 200 } else { 303 }, "{name}");
        }
    }
}

fn signing_in_again_ends_the_session_before(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = signed_in(panel, "Ada");
    let before = ada.cookie();
    assert_eq!(status_with(panel, &before, "/movies"), 200);
    sign_in(&ada, "Ada", PASSWORD).assert_status(303);
    assert_ne!(ada.cookie(), before);
    assert_eq!(status_with(panel, &before, "/movies"), 303);
}

fn a_new_password_ends_the_other_sessions_and_renews_this_one(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let (here, there) = (signed_in(panel, "Ada"), signed_in(panel, "Ada"));
    let (stolen, ids) = (here.cookie(), session_ids(panel));
    let form = here.open("/account").form_where("form[action$='/account/password']");
    let change = |old, new| {
        let typed = [("old", old), ("password", new), ("again", new)];
        here.press(&form.clone().fill_all(&typed), "Change password")
    };
    change("not the old one", "a quite new one").assert_status(422);
    change(PASSWORD, "short").assert_status(422);
    there.open("/movies");
    change(PASSWORD, "a quite new one").assert_status(303);
    assert_eq!(there.get("/movies").status, 303);
    assert_eq!(status_with(panel, &stolen, "/movies"), 303);
    here.open("/movies");
    // It is the same session: how old it may grow does not begin anew.
    assert_eq!(session_ids(panel), ids);
    sign_in(&panel.visitor(), "Ada", PASSWORD).assert_status(422);
    sign_in(&panel.visitor(), "Ada", "a quite new one").assert_status(303);
}

fn session_ids(panel: &Panel) -> Vec<i64> {
    sessions::table
        .order(sessions::id)
        .select(sessions::id)
        .load(&mut panel.database().connect())
        .unwrap()
}

fn sessions_are_listed_and_ended_one_by_one_or_all_others_at_once(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let browser = ("user-agent", "Mosaic/1.0 <b>");
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    let old = panel.visitor();
    old.request(Method::POST, "/sign-in", &[FORM, browser], &pairs).assert_status(303);
    let others: Vec<Person> = (0..2).map(|_| signed_in(panel, "Ada")).collect();
    let ada = signed_in(panel, "Ada");
    let page = ada.open("/account");
    let rows = page.rows();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows.iter().all(|row| row[0] == "127.0.0.1"), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row[1] == browser.1).count(), 1, "{rows:?}");
    assert_eq!(
        page.texts("#sessions td:last-child").iter().filter(|text| *text == "This session").count(),
        1
    );
    let first = "#sessions tbody tr:last-child form";
    ada.press(&page.form_where(first), "End").assert_status(303);
    old.get("/movies").assert_status(303);
    ada.press(&page.form_where(first), "End").assert_status(404);
    assert_eq!(ada.open("/account").rows().len(), 3);
    let rest = ada.open("/account").form_where("form[action$='/sessions/end']");
    ada.press(&rest, "End all other sessions").assert_status(303);
    for other in &others {
        other.get("/movies").assert_status(303);
    }
    assert_eq!(ada.open("/account").rows().len(), 1);
}

fn nobody_ends_the_session_of_another(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["admin"]));
    for id in session_ids(panel) {
        ben.post(&format!("/account/sessions/{id}/end"), "");
    }
    ada.open("/movies");
}

fn other_roles_take_a_new_sign_in(panel: &Panel) {
    let ada = panel.person();
    ada.post("/roles", "name=curator&allow=movies:see").assert_status(303);
    panel.database().operator("Ben", &["viewer"]);
    let ben = signed_in(panel, "Ben");
    ada.post("/operators/2", "do=roles&role=viewer").assert_status(303);
    ben.open("/movies");
    ada.post("/operators/2", "do=roles&role=curator").assert_status(303);
    ben.get("/movies").assert_status(303);
    let ben = signed_in(panel, "Ben");
    ada.post("/roles", "name=curator&version=1&allow=movies:see").assert_status(303);
    ben.open("/movies");
    ada.post("/roles", "name=curator&version=2&allow=movies:create").assert_status(303);
    assert_eq!(ben.get("/movies").status, 303);
    let ben = signed_in(panel, "Ben");
    ben.open("/movies/new").assert_status(200);
}

fn a_session_ended_on_one_instance_is_ended_on_the_other(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    let ada = programs[0].person();
    let there = Person::at(programs[1].address());
    let cookie = format!("{}={}", session_cookie(programs[1].address()), ada.session());
    let elsewhere =
        || there.request(Method::GET, "/movies", &[("cookie", cookie.as_str())], "").status;
    assert_eq!(elsewhere(), 200);
    ada.press(&ada.open("/").form_where("form.sign-out"), "Sign out").assert_status(303);
    assert_eq!(elsewhere(), 303);
}

/// Asks as a proxy does that passes on what it was told.
fn proxied(
    person: &Person,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> crate::support::Page {
    let method = if body.is_empty() { Method::GET } else { Method::POST };
    person.request(method, path, &[&[FORM], headers].concat(), body)
}

const OVER_TLS: [(&str, &str); 3] = [
    ("x-forwarded-proto", "https"),
    ("x-forwarded-for", "203.0.113.9"),
    ("x-forwarded-host", "panel.example"),
];

const BELOW: &str = "max-age=63072000; includeSubDomains";

fn the_cookie_is_bound_to_the_host_where_a_trusted_proxy_speaks_tls(database: &Database) {
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    let proxy = ("TRUSTED_PROXIES", "127.0.0.1");
    for (base, name, path) in
        [("", "__Host-backlot", "/"), ("/panel", "__Secure-backlot", "/panel")]
    {
        let below = ("HSTS_SUBDOMAINS", if base.is_empty() { "" } else { "true" });
        let program = Program::start_with(database, &[proxy, ("BASE_PATH", base), below]);
        database.operator("Ada", &["admin"]);
        let ada = Person::at(program.address());
        let signed = proxied(&ada, &format!("{base}/sign-in"), &OVER_TLS, &pairs);
        signed.assert_status(303);
        let cookie = signed.header("set-cookie");
        assert!(cookie.starts_with(&format!("{name}=")), "{cookie}");
        for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", &format!("; Path={path};")] {
            assert!(format!("{cookie};").contains(part), "{cookie} lacks {part}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        let strict = signed.header("strict-transport-security");
        assert_eq!(strict, if base.is_empty() { "max-age=63072000" } else { BELOW });
        let held = cookie.split(';').next().unwrap();
        let movies = format!("{base}/movies");
        let with_it = [&OVER_TLS[..], &[("cookie", held)]].concat();
        proxied(&ada, &movies, &with_it, "").assert_status(200);
        // What came over TLS is no session on plain HTTP, and the address is the browser's.
        proxied(&ada, &movies, &[("cookie", held)], "").assert_status(303);
        let account = proxied(&ada, &format!("{base}/account"), &with_it, "");
        assert!(account.rows().iter().any(|row| row[0] == "203.0.113.9"), "{:?}", account.rows());
    }
}

fn nobody_can_claim_tls_or_an_address_past_the_proxy(database: &Database) {
    let pairs = format!("name=Ada&password={}", PASSWORD.replace(' ', "+"));
    for trusted in ["", "10.1.2.3"] {
        let program = Program::start_with(database, &[("TRUSTED_PROXIES", trusted)]);
        database.operator("Ada", &["admin"]);
        let ada = Person::at(program.address());
        let forged = [&OVER_TLS[..], &[("forwarded", "for=203.0.113.9;proto=https")]].concat();
        let signed = proxied(&ada, "/sign-in", &forged, &pairs);
        let cookie = signed.header("set-cookie");
        assert!(cookie.starts_with(&format!("{}=", session_cookie(program.address()))), "{cookie}");
        assert!(!cookie.contains("Secure"), "{cookie}");
        assert!(signed.headers.get("strict-transport-security").is_none());
        assert!(ada.open("/account").rows().iter().all(|row| row[0] == "127.0.0.1"));
    }
}
