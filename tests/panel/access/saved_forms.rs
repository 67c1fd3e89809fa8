//! Forms that are sent after their session has ended.

use backlot::schema::saved_forms;
use chrono::TimeDelta;
use diesel::prelude::*;
use ureq::http::Method;

use super::{FORM, signed_in};
use crate::support::{PASSWORD, Page, Panel, session_cookie};

crate::tests![
    a_form_whose_session_ended_comes_back_to_whom_it_belongs,
    signing_out_in_another_tab_keeps_the_form_as_well,
    whoever_is_led_to_the_sign_in_is_told_that_the_session_has_ended,
    a_kept_form_is_for_one_operator_and_one_hour,
    no_form_with_a_secret_is_ever_kept,
    nothing_is_kept_for_whoever_never_was_signed_in,
    what_may_not_be_changed_any_more_is_named_as_it_was_typed,
];

/// Where the kept form is found, after signing in.
#[track_caller]
fn saved_at(answer: &Page) -> String {
    answer.assert_status(303);
    assert!(answer.location().starts_with("/sign-in?next=/saved-forms/"), "{}", answer.location());
    answer.location().split_once("next=").unwrap().1.to_owned()
}

fn count(panel: &Panel) -> i64 {
    saved_forms::table.count().get_result(&mut panel.database().connect()).unwrap()
}

fn a_form_whose_session_ended_comes_back_to_whom_it_belongs(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = signed_in(panel, "Ada");
    let typed = "Alien \u{1f47d} & <b> \"quoted\" 100%";
    let form = ada.open("/movies/new").form().fill("name", typed);
    panel.clock().advance(TimeDelta::days(8));
    let answer = ada.press(&form, "Save");
    saved_at(&answer);
    // The sign-in leads straight back to it.
    let page = ada.open(answer.location());
    let note =
        "Your session has ended. Sign in to get back the form that you sent; it is not saved yet.";
    assert_eq!(page.text("main p.notice"), note);
    let mistyped =
        ada.press(&page.form().fill_all(&[("name", "Ada"), ("password", "no")]), "Sign in");
    assert_eq!(mistyped.text("main p.notice"), note);
    assert!(!ada.open("/sign-in").has("main p.notice"));
    let form = page.form();
    let signed = ada.press(&form.fill_all(&[("name", "Ada"), ("password", PASSWORD)]), "Sign in");
    let page = ada.follow(&signed);
    let note = "Your session had ended when you sent this form. It is not saved yet.";
    assert_eq!(page.text("main p.notice"), note);
    assert!(page.has("form[data-guard=unsaved]"));
    let form = page.form();
    ada.learn_mark();
    assert_eq!(form.value("name"), typed);
    assert!(ada.open("/movies").names().is_empty());
    assert_eq!(ada.save(&form).heading(), typed);
}

fn signing_out_in_another_tab_keeps_the_form_as_well(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = signed_in(panel, "Ada");
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let home = ada.open("/").form_where("form.sign-out");
    ada.press(&home, "Sign out").assert_status(303);
    ada.get("/movies").assert_status(303);
    let answer = ada.press(&form, "Save");
    let path = saved_at(&answer);
    assert!(ada.open(answer.location()).text("main p.notice").starts_with("Your session has end"));
    // What tells whose form it was lets nobody in, and gives nobody else the form.
    ada.get(&path).assert_status(303);
    panel.person_who_is("Eve", &["admin"]).get(&path).assert_status(404);
    let form = ada.open(answer.location()).form();
    let signed = ada.press(&form.fill_all(&[("name", "Ada"), ("password", PASSWORD)]), "Sign in");
    let page = ada.follow(&signed);
    assert_eq!(page.form().value("name"), "Alien");
    let form = page.form();
    ada.learn_mark();
    assert_eq!(ada.save(&form).heading(), "Alien");
}

fn whoever_is_led_to_the_sign_in_is_told_that_the_session_has_ended(panel: &Panel) {
    let note = "Your session has ended. Sign in to go on where you were.";
    let ada = panel.person();
    // Nobody who is signed in, or never was, is told so.
    assert!(!ada.open("/sign-in?next=/movies").has("main p.notice"));
    let stranger = panel.visitor();
    let answer = stranger.get("/movies?q=a");
    assert!(!stranger.open(answer.location()).has("main p.notice"));
    panel.clock().advance(TimeDelta::days(8));
    let answer = ada.get("/movies?q=a");
    assert_eq!(ada.open(answer.location()).text("main p.notice"), note);
    assert!(!ada.open("/sign-in").has("main p.notice"));
}

fn a_kept_form_is_for_one_operator_and_one_hour(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    panel.clock().advance(TimeDelta::days(8));
    let path = saved_at(&ada.press(&form, "Save"));
    let later = panel.person();
    for stranger in [panel.person_who_is("Eve", &["admin"]), panel.person_who_is("Ivy", &[])] {
        let answer = stranger.get(&path);
        answer.assert_status(404);
        assert!(!answer.body.contains("Alien"));
    }
    assert!(panel.visitor().get(&path).location().starts_with("/sign-in"));
    later.get(&format!("/saved-forms/{}", "a".repeat(43))).assert_status(404);
    panel.clock().advance(TimeDelta::minutes(59));
    assert_eq!(later.open(&path).form().value("name"), "Alien");
    panel.clock().advance(TimeDelta::minutes(2));
    later.get(&path).assert_status(404);
    // It is not only hidden by then: the next that is kept takes its place.
    let form = later.open("/movies/new").form().fill("name", "Brazil");
    panel.clock().advance(TimeDelta::days(8));
    saved_at(&later.press(&form, "Save"));
    assert_eq!(count(panel), 1);
}

fn no_form_with_a_secret_is_ever_kept(panel: &Panel) {
    let ada = panel.person();
    let account = ada.open("/account");
    let new = "a quite new one";
    let password = account.form_where("form[action$='/account/password']").fill_all(&[
        ("old", PASSWORD),
        ("password", new),
        ("again", new),
    ]);
    let factor = ada.open("/account/factor").form();
    panel.clock().advance(TimeDelta::days(8));
    assert_eq!(ada.press(&password, "Change password").location(), "/sign-in");
    assert_eq!(ada.press(&factor, "Set up").location(), "/sign-in");
    assert_eq!(count(panel), 0);
}

fn nothing_is_kept_for_whoever_never_was_signed_in(panel: &Panel) {
    let ada = panel.person();
    let stranger = panel.visitor();
    let made_up = format!("{}={}", session_cookie(panel.address()), "a".repeat(43));
    for cookie in ["", made_up.as_str()] {
        let headers = [FORM, ("cookie", cookie)];
        let body = format!("name=Alien&mark={}", ada.mark());
        let answer = stranger.request(Method::POST, "/movies", &headers, &body);
        assert_eq!(answer.location(), "/sign-in");
    }
    // Nor for a form of somebody else's session, nor for one who was disabled.
    let ben = panel.person_who_is("Ben", &["editor"]);
    let headers = [FORM, ("cookie", &ben.cookie()[..])];
    let (own, other) =
        (format!("name=Alien&mark={}", ben.mark()), format!("name=Alien&mark={}", ada.mark()));
    ada.post("/operators/2", "do=disable").assert_status(303);
    for body in [own, other] {
        let answer = stranger.request(Method::POST, "/movies", &headers, &body);
        assert_eq!(answer.location(), "/sign-in");
    }
    assert_eq!(count(panel), 0);
}

fn what_may_not_be_changed_any_more_is_named_as_it_was_typed(panel: &Panel) {
    let ada = panel.person();
    let path = ada.save(&ada.open("/users/new").form().fill("first_name", "Kofi")).path;
    let all = |entity: &str| {
        let actions = ["see", "create", "edit", "delete"];
        actions.map(|action| format!("&allow={entity}:{action}")).concat()
    };
    let role = |name: &str, allowed: String| {
        ada.post("/roles", &format!("name={name}{allowed}")).assert_status(303);
    };
    role("whole", all("users") + &all("cars") + &all("profiles"));
    role("part", all("users"));
    panel.database().operator("Ben", &["whole"]);
    let ben = signed_in(panel, "Ben");
    let form = ben.press(&ben.open(&format!("{path}/edit")).form(), "Add another car").form();
    let form = form.fill_all(&[
        ("last_name", "Annan"),
        ("cars.0.name", "Beetle"),
        ("cars.0.color", "blue"),
        ("profile.country", "Ghana"),
    ]);
    panel.give_roles("Ben", &["part"]);
    let answer = ben.press(&form, "Save");
    saved_at(&answer);
    let form = ben.open(answer.location()).form();
    let signed = ben.press(&form.fill_all(&[("name", "Ben"), ("password", PASSWORD)]), "Sign in");
    let page = ben.follow(&signed);
    let note = page.text("main p.notice");
    for part in [
        "You may not change cars, so what you had typed for them was left out: Beetle, blue.",
        "You may not change profiles, so what you had typed for them was left out: Ghana.",
    ] {
        assert!(note.contains(part), "{note}");
    }
    assert_eq!(page.form().value("last_name"), "Annan");
}
