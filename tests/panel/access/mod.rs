//! Who gets in, and what they may do there.

use backlot::access::code_at;
use chrono::TimeDelta;
use ureq::http::Method;

use crate::support::{Database, PASSWORD, Page, Panel, Person, Program, at_once};

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
    a_form_whose_session_ended_comes_back_to_whom_it_belongs,
    every_answer_carries_the_headers,
    a_second_factor_is_asked_for_and_no_code_works_twice,
    an_admin_adds_gives_roles_disables_and_removes,
    the_last_admin_stays,
    a_session_ended_on_one_instance_is_ended_on_the_other,
    a_role_of_ones_own_shows_just_what_it_allows,
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

fn a_form_whose_session_ended_comes_back_to_whom_it_belongs(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    panel.clock().advance(TimeDelta::days(8));
    let answer = ada.press(&form, "Save");
    answer.assert_status(303);
    assert!(answer.location().starts_with("/sign-in?next=%2Fkept%2F"), "{}", answer.location());
    let kept = answer.location().split_once("next=").unwrap().1.replace("%2F", "/");
    panel.person_who_is("Eve", &["admin"]).get(&kept).assert_status(404);
    let later = panel.person();
    assert!(later.open("/movies").names().is_empty());
    let form = later.open(&kept).form();
    assert_eq!(form.value("name"), "Alien");
    assert_eq!(later.save(&form).heading(), "Alien");
    panel.clock().advance(TimeDelta::minutes(61));
    later.get(&kept).assert_status(404);
}

fn every_answer_carries_the_headers(panel: &Panel) {
    let ada = panel.person();
    let sheet = ada.open("/").attributes("link[rel=stylesheet]", "href").remove(0);
    for path in ["/", "/sign-in", "/movies/77", "/nonsense", sheet.as_str()] {
        let page = ada.get(path);
        assert!(page.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!page.header("content-security-policy").contains("unsafe"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
        assert!(page.headers.get("permissions-policy").is_some());
        assert!(page.headers.get("server").is_none());
        assert!(page.headers.get("strict-transport-security").is_none());
    }
}

/// Sets up a second factor; returns its secret and the recovery codes.
fn set_up_factor(panel: &Panel, person: &Person) -> (String, Vec<String>) {
    let form = person.open("/account/factor").form_where("form[action$='/account/factor']");
    let secret = form.value("secret").to_owned();
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let page = person.press(&form.fill("code", &code), "Set it up");
    page.assert_status(200);
    (secret, page.texts(".codes code"))
}

fn a_second_factor_is_asked_for_and_no_code_works_twice(panel: &Panel) {
    let ada = panel.person();
    let (secret, codes) = set_up_factor(panel, &ada);
    assert_eq!(codes.len(), 10);
    panel.clock().advance(TimeDelta::minutes(2));
    let ask = || {
        let somebody = panel.visitor();
        let page = sign_in(&somebody, "Grace", PASSWORD);
        page.assert_status(200);
        somebody.get("/movies").assert_status(303);
        (somebody, page.form())
    };
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let (one, form) = ask();
    one.press(&form.clone().fill("code", "000000"), "Sign in").assert_status(422);
    one.press(&form.clone().fill("code", &code), "Sign in").assert_status(303);
    let (two, form) = ask();
    two.press(&form.fill("code", &code), "Sign in").assert_status(422);
    let (three, form) = ask();
    three.press(&form.fill("code", &codes[0].to_uppercase()), "Sign in").assert_status(303);
    let (four, form) = ask();
    four.press(&form.fill("code", &codes[0]), "Sign in").assert_status(422);
}

fn an_admin_adds_gives_roles_disables_and_removes(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/operators").form_where("form.record");
    let page = ada.press(&form.fill("name", "Ben").choose("role", "viewer"), "Add");
    page.assert_status(200);
    let link = page.text("[role=status] code");
    let ben = panel.visitor();
    let chosen = ben.open(&link).form().fill_all(&[("password", PASSWORD), ("again", PASSWORD)]);
    ben.press(&chosen, "Save").assert_status(303);
    ben.get(&link).assert_status(404);
    sign_in(&ben, "Ben", PASSWORD).assert_status(303);
    ben.open("/movies");
    ben.get("/movies/new").assert_status(403);
    ben.get("/operators").assert_status(403);
    ben.get("/security-log").assert_status(403);
    ada.post("/operators/2", "do=roles&role=editor").assert_status(303);
    ben.open("/movies/new");
    ada.post("/operators/2", "do=disable").assert_status(303);
    ben.get("/movies").assert_status(303);
    sign_in(&ben, "Ben", PASSWORD).assert_status(422);
    ada.post("/operators/2", "do=remove").assert_status(303);
    let log = ada.open("/security-log").visible();
    for words in ["operator added", "roles given", "operator disabled", "operator removed"] {
        assert!(log.contains(words), "{log}");
    }
    assert!(!log.contains(PASSWORD));
}

fn the_last_admin_stays(panel: &Panel) {
    let ada = panel.person();
    for act in ["do=disable", "do=remove", "do=roles&role=viewer"] {
        ada.post("/operators/1", act).assert_status(422);
    }
    let ben = panel.person_who_is("Ben", &["admin"]);
    let answers = at_once(2, |index| match index {
        0 => ada.post("/operators/2", "do=remove").status,
        _ => ben.post("/operators/1", "do=remove").status,
    });
    let removed = answers.iter().filter(|status| **status == 303).count();
    assert!(removed >= 1, "{answers:?}");
    let left = [&ada, &ben].iter().filter(|person| person.get("/operators").status == 200).count();
    assert_eq!(left, 1, "{answers:?}");
}

fn a_session_ended_on_one_instance_is_ended_on_the_other(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    let ada = programs[0].person();
    let cookie = ada.cookie();
    let there = Person::at(programs[1].address());
    let elsewhere =
        || there.request(Method::GET, "/movies", &[("cookie", cookie.as_str())], "").status;
    assert_eq!(elsewhere(), 200);
    ada.press(&ada.open("/").form_where("form.sign-out"), "Sign out").assert_status(303);
    assert_eq!(elsewhere(), 303);
}

fn a_role_of_ones_own_shows_just_what_it_allows(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney")]);
    ada.post("/movies/1/castings", "actor_id=1").assert_status(303);
    ada.post("/roles", "name=curator&allow=movies:see&allow=movies:delete").assert_status(303);
    let ben = panel.person_who_is("Ben", &["curator"]);
    for path in ["/", "/search?q=i", "/movies", "/movies/1", "/movies/1/delete"] {
        let page = ben.open(path);
        assert!(page.body.contains("Alien"), "{path}");
        for hidden in ["Sigourney", "Actors", "actors", "casting"] {
            assert!(!page.visible().contains(hidden), "{path} shows {hidden}: {}", page.visible());
        }
        assert!(!page.has("a[href*='/actors']"), "{path}");
    }
    for path in ["/actors", "/actors/1", "/actors/choose?q=a", "/movies/1/castings", "/movies/new"]
    {
        ben.get(path).assert_status(403);
    }
}
