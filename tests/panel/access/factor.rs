//! The second factor.

use backlot::access::code_at;
use chrono::TimeDelta;

use super::{WRONG, heat, set_up_factor, sign_in, signed_in, status_with};
use crate::support::{Form, PASSWORD, Panel, Person, at_once};

crate::tests![
    a_second_factor_is_asked_for_and_no_code_works_twice,
    of_two_who_bring_the_same_code_at_once_one_gets_in,
    a_recovery_code_works_once_even_at_once,
    codes_cannot_be_tried_without_end,
    a_sign_in_that_was_begun_is_finished_once_and_in_time,
    adding_and_removing_it_takes_the_password_and_renews_the_session,
    everybody_sets_one_up_where_it_is_required,
    the_qr_code_is_drawn_by_the_page_itself,
];

/// Somebody who knows the password, before the form that asks for the code.
#[track_caller]
fn ask(panel: &Panel) -> (Person, Form) {
    let somebody = panel.visitor();
    let page = sign_in(&somebody, "Grace", PASSWORD);
    page.assert_status(200);
    somebody.get("/movies").assert_status(303);
    (somebody, page.form())
}

fn a_second_factor_is_asked_for_and_no_code_works_twice(panel: &Panel) {
    let begun = panel.clock().now();
    let (secret, page) = set_up_factor(panel, &panel.person());
    let codes = page.texts(".codes code");
    assert_eq!(codes.len(), 10);
    // Not even the code that it was set up with, or the one before, where the next began meanwhile.
    let first = code_at(&secret, begun).unwrap();
    let (zero, form) = ask(panel);
    zero.press(&form.fill("code", &first), "Sign in").assert_status(422);
    panel.clock().advance(TimeDelta::minutes(2));
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let (one, form) = ask(panel);
    one.press(&form.clone().fill("code", "000000"), "Sign in").assert_status(422);
    one.press(&form.clone().fill("code", &code), "Sign in").assert_status(303);
    one.open("/movies");
    let (two, form) = ask(panel);
    two.press(&form.fill("code", &code), "Sign in").assert_status(422);
    let (three, form) = ask(panel);
    three.press(&form.fill("code", &codes[0].to_uppercase()), "Sign in").assert_status(303);
    let (four, form) = ask(panel);
    four.press(&form.fill("code", &codes[0]), "Sign in").assert_status(422);
    four.get("/movies").assert_status(303);
}

fn of_two_who_bring_the_same_code_at_once_one_gets_in(panel: &Panel) {
    let (secret, _) = set_up_factor(panel, &panel.person());
    panel.clock().advance(TimeDelta::minutes(2));
    let asked = [ask(panel), ask(panel)];
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let mut answers = at_once(2, |index| {
        let (person, form) = &asked[index];
        person.press(&form.clone().fill("code", &code), "Sign in").status
    });
    answers.sort_unstable();
    assert_eq!(answers, [303, 422]);
}

fn a_recovery_code_works_once_even_at_once(panel: &Panel) {
    let (_, page) = set_up_factor(panel, &panel.person());
    let code = page.text(".codes code");
    let asked = [ask(panel), ask(panel)];
    let mut answers = at_once(2, |index| {
        let (person, form) = &asked[index];
        person.press(&form.clone().fill("code", &code), "Sign in").status
    });
    answers.sort_unstable();
    assert_eq!(answers, [303, 422]);
}

fn codes_cannot_be_tried_without_end(panel: &Panel) {
    let (secret, _) = set_up_factor(panel, &panel.person());
    // Each try has a sign-in of its own: that is no way round.
    let tried = || {
        let (person, form) = ask(panel);
        person.press(&form.fill("code", "000000"), "Sign in").status
    };
    assert_eq!([tried(), tried(), tried(), tried()], [422; 4]);
    heat(panel.database());
    assert_eq!([tried(), tried(), tried()], [422, 429, 429]);
    panel.clock().advance(TimeDelta::minutes(6));
    let (person, form) = ask(panel);
    let code = code_at(&secret, panel.clock().now()).unwrap();
    person.press(&form.fill("code", &code), "Sign in").assert_status(303);
}

fn a_sign_in_that_was_begun_is_finished_once_and_in_time(panel: &Panel) {
    let (secret, page) = set_up_factor(panel, &panel.person());
    let codes = page.texts(".codes code");
    let (person, form) = ask(panel);
    panel.clock().advance(TimeDelta::minutes(11));
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let late = person.press(&form.fill("code", &code), "Sign in");
    assert_eq!(late.location(), "/sign-in");
    let (person, form) = ask(panel);
    person.press(&form.clone().fill("code", &codes[0]), "Sign in").assert_status(303);
    let again = panel.visitor().press(&form.clone().fill("code", &codes[1]), "Sign in");
    assert_eq!(again.location(), "/sign-in");
    let forged = form.forge("pending", &"a".repeat(43)).fill("code", &codes[1]);
    assert_eq!(panel.visitor().press(&forged, "Sign in").location(), "/sign-in");
}

fn adding_and_removing_it_takes_the_password_and_renews_the_session(panel: &Panel) {
    panel.database().operator("Grace", &["admin"]);
    let grace = signed_in(panel, "Grace");
    let stolen = grace.cookie();
    let form = grace.open("/account/factor").form();
    let code = code_at(form.value("secret"), panel.clock().now()).unwrap();
    let without = form.clone().fill_all(&[("code", &code), ("password", WRONG)]);
    grace.press(&without, "Set up").assert_status(422);
    let short = form.forge("secret", "AAAAAAAA").fill("password", PASSWORD);
    grace.press(&short, "Set up").assert_status(422);
    assert!(!grace.open("/account").visible().contains("need a code"));
    let (_, page) = set_up_factor(panel, &grace);
    let renewed = grace.cookie();
    assert_ne!(renewed, stolen);
    assert_eq!(status_with(panel, &stolen, "/movies"), 303);
    assert_eq!(status_with(panel, &renewed, "/movies"), 200);
    // The page that shows the codes is of the renewed session.
    let mark = page.form_where("form.sign-out").value("mark").to_owned();
    grace.learn_mark();
    assert_eq!(grace.mark(), mark);
    let form = grace.open("/account/factor").form();
    let recovery = page.text(".codes code");
    let without = form.clone().fill_all(&[("code", &recovery), ("password", WRONG)]);
    grace.press(&without, "Remove").assert_status(422);
    let without = form.clone().fill_all(&[("code", "000000"), ("password", PASSWORD)]);
    grace.press(&without, "Remove").assert_status(422);
    let both = form.fill_all(&[("code", &recovery), ("password", PASSWORD)]);
    grace.press(&both, "Remove").assert_status(303);
    assert_eq!(status_with(panel, &renewed, "/movies"), 303);
    grace.open("/movies");
    sign_in(&panel.visitor(), "Grace", PASSWORD).assert_status(303);
}

fn everybody_sets_one_up_where_it_is_required(panel: &Panel) {
    let ada = panel.person();
    let ben = panel.person_who_is("Ben", &["viewer"]);
    let rule = ada.open("/operators").form_where("form[action$='/operators/factor']");
    ada.press(&rule.choose("required", "1"), "Save").assert_status(303);
    for (person, path) in [(&ben, "/movies"), (&ben, "/"), (&ada, "/operators"), (&ben, "/search")]
    {
        assert_eq!(person.get(path).location(), "/account/factor", "{path}");
    }
    let sent = "name=Alien&once=00000000000000000000000000000000";
    assert_eq!(ada.post("/movies", sent).location(), "/account/factor");
    ben.open("/account");
    set_up_factor(panel, &ben);
    ben.open("/movies");
    ada.get("/movies").assert_status(303);
    set_up_factor(panel, &ada);
    ada.learn_mark();
    let rule = ada.open("/operators").form_where("form[action$='/operators/factor']");
    ada.press(&rule.untick("required", "1"), "Save").assert_status(303);
    panel.person_who_is("Eve", &["viewer"]).open("/movies");
}

fn the_qr_code_is_drawn_by_the_page_itself(panel: &Panel) {
    let page = panel.person().open("/account/factor");
    assert!(page.has("svg.qr path"));
    assert!(!page.has("main img"));
    let secret = page.form().value("secret").to_owned();
    assert_eq!(secret.len(), 32);
    assert_ne!(panel.person().open("/account/factor").form().value("secret"), secret);
}
