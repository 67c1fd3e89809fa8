//! Who gets in, and what they may do there.

use chrono::TimeDelta;
use ureq::http::Method;

use crate::support::{Database, PASSWORD, Page, Panel, Person, Program};

crate::tests![
    whoever_is_not_signed_in_sees_nothing_but_the_sign_in,
    the_first_operator_is_made_by_a_link_that_works_once,
    a_name_and_a_password_let_in_and_signing_out_ends_it,
    an_unknown_name_and_a_wrong_password_get_the_same_answer,
    a_session_ends_when_it_is_idle_and_when_it_is_old,
    a_chosen_cookie_is_never_adopted,
    failures_slow_down_and_the_right_password_works_after,
    a_form_without_the_mark_of_its_session_changes_nothing,
    a_request_from_elsewhere_changes_nothing,
    next_leads_only_inside_the_panel,
    what_a_role_forbids_is_neither_shown_nor_done,
    a_form_whose_session_ended_keeps_nothing_from_others,
];

fn sign_in(person: &Person, name: &str, password: &str) -> Page {
    let form = person.open("/sign-in").form();
    person.press(&form.fill_all(&[("name", name), ("password", password)]), "Sign in")
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
        assert!(answer.location().starts_with("/sign-in?next=%2F"), "{}", answer.location());
        assert_eq!(answer.body, "");
    }
    for path in ["/movies", "/movies/1", "/movies/1/delete", "/movies/1/castings", "/sample-data"] {
        stranger
            .post(path, "name=Brazil&version=1&once=00000000000000000000000000000000")
            .assert_status(303);
    }
    let lost = stranger.get("/nonsense");
    lost.assert_status(404);
    assert!(!lost.has("nav"));
    assert_eq!(panel.person().open("/movies").names(), ["Alien"]);
}

fn the_first_operator_is_made_by_a_link_that_works_once(database: &Database) {
    let program = Program::start(database);
    let line = program.log_line("/set-up/");
    let link = format!("/set-up/{}", line.rsplit('/').next().unwrap());
    let ada = Person::at(program.address());
    assert!(ada.open("/sign-in").visible().contains("set it up"));
    ada.get("/set-up/made-up").assert_status(404);
    let form = ada.open(&link).form();
    let weak = form.clone().fill_all(&[("name", "Ada"), ("password", "1"), ("again", "1")]);
    ada.press(&weak, "Begin").assert_status(422);
    let chosen = form.fill_all(&[("name", "Ada"), ("password", PASSWORD), ("again", PASSWORD)]);
    let home = ada.follow(&ada.press(&chosen, "Begin"));
    assert!(home.has("form.sign-out"));
    let late = Person::at(program.address());
    late.get(&link).assert_status(404);
    late.press(&chosen, "Begin").assert_status(404);
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
    let wrong = sign_in(&stranger, "Ada", "this is not it at all");
    let unknown = sign_in(&stranger, "Bob", "this is not it at all");
    wrong.assert_status(422);
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.body.replace("Ada", "Bob"), unknown.body);
}

fn a_session_ends_when_it_is_idle_and_when_it_is_old(panel: &Panel) {
    let ada = panel.person();
    panel.clock().advance(TimeDelta::hours(7));
    ada.open("/movies");
    panel.clock().advance(TimeDelta::hours(9));
    ada.get("/movies").assert_status(303);
    let ben = panel.person();
    for _ in 0..28 {
        panel.clock().advance(TimeDelta::hours(6));
        if ben.get("/movies").status != 200 {
            return;
        }
        // The use is noted beside the answer.
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    ben.get("/movies").assert_status(303);
}

fn a_chosen_cookie_is_never_adopted(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = panel.visitor();
    let chosen = "a".repeat(43);
    let cookie = format!("backlot={chosen}");
    let form = ada.open("/sign-in").form().fill_all(&[("name", "Ada"), ("password", PASSWORD)]);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let headers = [kind, ("cookie", cookie.as_str())];
    let pairs = form.pressed("Sign in").pairs;
    let answer = ada.request(Method::POST, "/sign-in", &headers, &pairs);
    answer.assert_status(303);
    assert!(!answer.header("set-cookie").contains(&chosen));
    let forged = panel.visitor();
    for value in [chosen.as_str(), "", "1", "' OR 1=1 --"] {
        let cookie = format!("backlot={value}");
        let headers = [("cookie", cookie.as_str())];
        forged.request(Method::GET, "/movies", &headers, "").assert_status(303);
    }
}

fn failures_slow_down_and_the_right_password_works_after(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    let mut delayed = false;
    for _ in 0..12 {
        let answer = sign_in(&stranger, "Ada", "this is not it at all");
        if answer.status == 429 {
            assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
            assert!(answer.problems()[0].contains("Try again in"));
            delayed = true;
            break;
        }
    }
    assert!(delayed);
    sign_in(&stranger, "Ada", PASSWORD).assert_status(429);
    panel.clock().advance(TimeDelta::minutes(6));
    sign_in(&stranger, "Ada", PASSWORD).assert_status(303);
}

fn a_form_without_the_mark_of_its_session_changes_nothing(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let cookie = ada.cookie();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let headers = [kind, ("cookie", cookie.as_str())];
    for bad in [form.clone().without("mark"), form.clone().forge("mark", &ben.mark())] {
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

fn a_request_from_elsewhere_changes_nothing(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let pairs = form.pressed("Save").pairs;
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("origin", "http://evil.example"),
    ] {
        for path in ["/movies", "/sign-in", "/sign-out", "/nonsense"] {
            let answer = ada.request(Method::POST, path, &[kind, header], &pairs);
            answer.assert_status(403);
        }
    }
    assert!(ada.open("/movies").names().is_empty());
    let own = format!("http://{}", panel.address());
    let headers = [kind, ("origin", own.as_str())];
    ada.request(Method::POST, "/movies", &headers, &pairs).assert_status(303);
}

fn next_leads_only_inside_the_panel(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    for next in ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "%2F%2Fevil"]
    {
        let ada = panel.visitor();
        let form = ada.open("/sign-in").form().forge("next", next);
        let form = form.fill_all(&[("name", "Ada"), ("password", PASSWORD)]);
        assert_eq!(ada.press(&form, "Sign in").location(), "/", "{next}");
    }
}

fn what_a_role_forbids_is_neither_shown_nor_done(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney")]);
    ada.press(&ada.open("/movies/1/castings").form().choose("actor_id", "1"), "Add");
    let ben = panel.person_who_is("Ben", &["viewer"]);
    let list = ben.open("/movies");
    assert_eq!(list.names(), ["Alien"]);
    assert!(!list.has("a[href*='/new']") && !list.has("td.actions a"));
    for path in ["/movies/new", "/movies/1/edit", "/movies/1/delete", "/movies/1/castings"] {
        let page = ben.get(path);
        page.assert_status(403);
        page.assert_framed();
    }
    for path in ["/movies", "/movies/1", "/movies/1/delete", "/movies/1/castings"] {
        ben.post(path, "name=Brazil&version=1&once=00000000000000000000000000000000")
            .assert_status(403);
    }
    // Somebody who has no role at all.
    let eve = panel.person_who_is("Eve", &[]);
    for path in ["/", "/search?q=a"] {
        let page = eve.open(path);
        assert!(!page.body.contains("Alien") && !page.body.contains("Sigourney"), "{path}");
        assert!(!page.has("nav.sections a"));
    }
    eve.get("/movies").assert_status(403);
}

fn a_form_whose_session_ended_keeps_nothing_from_others(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    panel.clock().advance(TimeDelta::days(8));
    let answer = ada.press(&form, "Save");
    answer.assert_status(303);
    assert!(answer.location().starts_with("/sign-in?next=%2Fkept%2F"), "{}", answer.location());
    let later = panel.person();
    assert!(later.open("/movies").names().is_empty());
}
