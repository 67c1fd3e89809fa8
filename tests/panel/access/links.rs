//! One-time links: to set the panel up, to choose a password.

use chrono::TimeDelta;
use diesel::prelude::*;
use ureq::http::Method;

use super::{shown_link, sign_in, signed_in};
use crate::support::{Database, Form, PASSWORD, Panel, Person, Program, at_once};

crate::tests![
    the_first_operator_is_made_by_a_link_that_works_once,
    of_two_links_to_set_up_the_newer_works,
    a_link_to_set_up_is_void_once_there_is_an_operator,
    of_many_who_set_the_panel_up_at_once_one_does,
    the_rule_for_passwords_is_said_before_it_is_broken,
    a_weak_password_is_refused_with_the_reason,
    a_link_to_a_password_works_once_and_for_a_day,
    of_two_links_to_a_password_the_newer_works,
    a_link_to_a_password_lets_no_disabled_operator_in,
];

/// The path of the link to set up that the log shows.
fn set_up_link(program: &Program) -> String {
    let line = program.log_line("/set-up/");
    format!("/set-up/{}", line.rsplit('/').next().unwrap())
}

fn chosen(form: &Form, name: &str) -> Form {
    form.clone().fill_all(&[("name", name), ("password", PASSWORD), ("again", PASSWORD)])
}

fn the_first_operator_is_made_by_a_link_that_works_once(database: &Database) {
    let program = Program::start(database);
    let link = set_up_link(&program);
    let ada = Person::at(program.address());
    assert!(ada.open("/sign-in").visible().contains("set-up link"));
    ada.get("/movies").assert_status(303);
    ada.get("/set-up/made-up").assert_status(404);
    ada.get(&format!("/set-up/{}", "a".repeat(43))).assert_status(404);
    let form = ada.open(&link).form();
    let weak = form.clone().fill_all(&[("name", "Ada"), ("password", "1"), ("again", "1")]);
    ada.press(&weak, "Create account").assert_status(422);
    let home = ada.follow(&ada.press(&chosen(&form, "Ada"), "Create account"));
    assert!(home.has("form.sign-out"));
    let late = Person::at(program.address());
    late.get(&link).assert_status(404);
    late.press(&chosen(&form, "Eve"), "Create account").assert_status(404);
}

fn of_two_links_to_set_up_the_newer_works(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    let [older, newer] = programs.each_ref().map(set_up_link);
    let ada = Person::at(programs[0].address());
    ada.get(&older).assert_status(404);
    ada.open(&newer);
}

fn a_link_to_set_up_is_void_once_there_is_an_operator(database: &Database) {
    let program = Program::start(database);
    let link = set_up_link(&program);
    let eve = Person::at(program.address());
    let form = eve.open(&link).form();
    database.operator("Ada", &["admin"]);
    eve.get(&link).assert_status(404);
    eve.press(&chosen(&form, "Eve"), "Create account").assert_status(404);
}

fn of_many_who_set_the_panel_up_at_once_one_does(database: &Database) {
    use backlot::schema::operators;
    let program = Program::start(database);
    let link = set_up_link(&program);
    let form = Person::at(program.address()).open(&link).form();
    let mut answers = at_once(4, |index| {
        let form = chosen(&form, &format!("Operator {index}"));
        Person::at(program.address()).press(&form, "Create account").status
    });
    answers.sort_unstable();
    assert_eq!(answers, [303, 404, 404, 404]);
    let count: i64 = operators::table.count().get_result(&mut database.connect()).unwrap();
    assert_eq!(count, 1);
}

/// The link that an admin makes for a new operator.
pub(super) fn link_for(admin: &Person, name: &str) -> String {
    let form = admin.open("/operators").form_where("form.record");
    let page = admin.press(&form.fill("name", name).choose("role", "viewer"), "Add operator");
    page.assert_status(200);
    shown_link(&page)
}

fn new_password(form: &Form, password: &str) -> Form {
    form.clone().fill_all(&[("password", password), ("again", password)])
}

fn the_rule_for_passwords_is_said_before_it_is_broken(database: &Database) {
    let rule = "At least 12 characters of any kind, without the name, and not a common password.";
    let program = Program::start(database);
    let link = set_up_link(&program);
    let ada = Person::at(program.address());
    let set_up = ada.open(&link);
    assert_eq!(set_up.text("#password-hint"), rule);
    let weak = set_up.form().fill_all(&[("name", "Ada"), ("password", "weak"), ("again", "weak")]);
    let refused = ada.press(&weak, "Create account");
    refused.assert_status(422);
    assert_eq!(refused.error_of("password"), "Choose a password of at least 12 characters.");
    assert_eq!(refused.href(".problems a"), "#password");
    assert!(!refused.has("#name-error"));
    let other = chosen(&refused.form(), "Ada").fill("again", "another one");
    let refused = ada.press(&other, "Create account");
    assert_eq!(refused.error_of("again"), "The passwords do not match.");
    ada.follow(&ada.press(&chosen(&refused.form(), "Ada"), "Create account"));
    ada.learn_mark();
    for path in [link_for(&ada, "Benjamin").as_str(), "/account"] {
        let page = ada.open(path);
        assert_eq!(page.text("#password-hint"), rule, "{path}");
        assert_eq!(page.attributes("#password", "aria-describedby"), ["password-hint"]);
    }
}

fn a_weak_password_is_refused_with_the_reason(panel: &Panel) {
    let link = link_for(&panel.person(), "Benjamin");
    let ben = panel.visitor();
    let form = ben.open(&link).form();
    let too_long = "long enough ".repeat(11);
    for (password, reason) in [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        (too_long.as_str(), "at most 128"),
        ("my name is BENJAMIN", "the name"),
        ("password1234", "too common"),
        ("justinbieber", "too common"),
        ("Chelsea-2026!", "too common"),
        ("123456789012", "too common"),
        ("aaaaaaaaaaaa", "too common"),
    ] {
        let answer = ben.press(&new_password(&form, password), "Save");
        answer.assert_status(422);
        assert!(answer.problems()[0].contains(reason), "{password}: {:?}", answer.problems());
        assert_eq!([answer.error_of("password")][..], answer.problems());
        assert!(password.is_empty() || !answer.body.contains(password), "{password} is shown");
    }
    let unlike = form.clone().fill_all(&[("password", PASSWORD), ("again", "tumble winter")]);
    ben.press(&unlike, "Save").assert_status(422);
    // Blanks and any other characters count as they are.
    let odd = "  日本語 \u{1f511} \" ' & <b> %00  ";
    ben.press(&new_password(&form, odd), "Save").assert_status(303);
    sign_in(&ben, "Benjamin", odd.trim()).assert_status(422);
    sign_in(&ben, "Benjamin", odd).assert_status(303);
}

fn a_link_to_a_password_works_once_and_for_a_day(panel: &Panel) {
    let admin = panel.person();
    let link = link_for(&admin, "Ben");
    let ben = panel.visitor();
    let form = ben.open(&link).form();
    // Looking at it does not use it up, and neither does a program that fetches links.
    ben.request(Method::HEAD, &link, &[], "").assert_status(200);
    ben.press(&new_password(&form, PASSWORD), "Save").assert_status(303);
    let used = ben.get(&link);
    used.assert_status(404);
    assert!(used.visible().contains("has been used or has expired"), "{}", used.visible());
    ben.press(&new_password(&form, "quite another one"), "Save").assert_status(404);
    sign_in(&ben, "Ben", "quite another one").assert_status(422);
    let late = link_for(&admin, "Eve");
    panel.clock().advance(TimeDelta::hours(23));
    let form = ben.open(&late).form();
    panel.clock().advance(TimeDelta::hours(2));
    ben.get(&late).assert_status(404);
    ben.press(&new_password(&form, PASSWORD), "Save").assert_status(404);
}

fn of_two_links_to_a_password_the_newer_works(panel: &Panel) {
    let admin = panel.person();
    let older = link_for(&admin, "Ben");
    let newer = shown_link(&admin.post("/operators/2", "do=link"));
    assert_ne!(older, newer);
    panel.visitor().get(&older).assert_status(404);
    panel.visitor().open(&newer);
}

fn a_link_to_a_password_lets_no_disabled_operator_in(panel: &Panel) {
    let admin = panel.person();
    panel.database().operator("Ben", &["viewer"]);
    let before = shown_link(&admin.post("/operators/2", "do=link"));
    let ben = signed_in(panel, "Ben");
    admin.post("/operators/2", "do=disable").assert_status(303);
    ben.get(&before).assert_status(404);
    let after = shown_link(&admin.post("/operators/2", "do=link"));
    let form = ben.open(&after).form();
    ben.press(&new_password(&form, "quite another one"), "Save").assert_status(303);
    sign_in(&ben, "Ben", "quite another one").assert_status(422);
    ben.get("/movies").assert_status(303);
    admin.post("/operators/2", "do=enable").assert_status(303);
    sign_in(&ben, "Ben", "quite another one").assert_status(303);
}
