//! Throttling: failures slow down, and lock nobody out.

use std::ops::Deref;

use backlot::schema::attempts;
use chrono::TimeDelta;
use diesel::dsl::max;
use diesel::prelude::*;
use ureq::http::Method;

use super::{FORM, WRONG, heat, sign_in};
use crate::support::{Database, PASSWORD, Page, Panel, Person, Program};

crate::tests![
    failures_slow_down_and_the_right_password_works_after,
    waits_grow_and_are_bounded,
    failures_count_by_name_from_wherever_they_come,
    failures_count_by_address_whatever_the_name,
    what_others_do_elsewhere_locks_nobody_out,
    an_own_account_is_no_way_to_forget_failures,
    an_address_is_not_whatever_somebody_claims,
    failures_count_on_every_instance,
    the_own_password_cannot_be_tried_without_end,
];

/// A panel behind a proxy that is trusted: people come from where they say.
struct Proxied(Panel);

impl From<Database> for Proxied {
    fn from(database: Database) -> Self {
        Self(Panel::with(database, &[("TRUSTED_PROXIES", "127.0.0.1")]))
    }
}

impl Deref for Proxied {
    type Target = Panel;

    fn deref(&self) -> &Panel {
        &self.0
    }
}

/// Tries to sign in from that address.
fn attempt(person: &Person, address: &str, name: &str, password: &str) -> Page {
    let pairs = format!("name={name}&password={}", password.replace(' ', "+"));
    person.request(Method::POST, "/sign-in", &[FORM, ("x-forwarded-for", address)], &pairs)
}

/// Fails until it is told to wait; returns the seconds.
#[track_caller]
fn fail_until_delayed(person: &Person, address: &str, name: &str) -> i64 {
    for _ in 0..50 {
        let answer = attempt(person, address, name, WRONG);
        if answer.status == 429 {
            return answer.header("retry-after").parse().unwrap();
        }
        answer.assert_status(422);
    }
    panic!("nobody had to wait");
}

fn failures_slow_down_and_the_right_password_works_after(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    for _ in 0..5 {
        sign_in(&stranger, "Ada", WRONG).assert_status(422);
    }
    heat(panel.database());
    sign_in(&stranger, "Ada", WRONG).assert_status(422);
    let answer = sign_in(&stranger, "Ada", PASSWORD);
    answer.assert_status(429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(answer.problems()[0].contains("Try again in"), "{:?}", answer.problems());
    panel.clock().advance(TimeDelta::minutes(6));
    sign_in(&stranger, "Ada", PASSWORD).assert_status(303);
    // A success forgets them: the next slip is free again.
    sign_in(&panel.visitor(), "Ada", WRONG).assert_status(422);
    sign_in(&panel.visitor(), "Ada", PASSWORD).assert_status(303);
}

fn waits_grow_and_are_bounded(panel: &Proxied) {
    let stranger = panel.visitor();
    let mut waits = Vec::new();
    for _ in 0..12 {
        let seconds = fail_until_delayed(&stranger, "203.0.113.9", "Ada");
        waits.push(seconds);
        panel.clock().advance(TimeDelta::seconds(seconds + 1));
    }
    assert!(waits.is_sorted(), "{waits:?}");
    assert!(waits[0] <= 3 && waits[11] >= 290 && waits[11] <= 301, "{waits:?}");
}

fn failures_count_by_name_from_wherever_they_come(panel: &Proxied) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    let address = |number| format!("198.51.100.{number}");
    for number in 0..30 {
        attempt(&stranger, &address(number), "Ada", WRONG).assert_status(422);
    }
    let again: Vec<u16> =
        (0..30).map(|number| attempt(&stranger, &address(number), "Ada", WRONG).status).collect();
    assert_eq!(again, [429; 30]);
    // Another name is none of it.
    attempt(&stranger, &address(1), "Ben", WRONG).assert_status(422);
}

fn failures_count_by_address_whatever_the_name(panel: &Proxied) {
    let stranger = panel.visitor();
    let addresses = ["2001:db8::1", "2001:db8::ffff:1", "2001:db8::2", "2001:db8:0:0:9::"];
    let mut answers = Vec::new();
    for (number, address) in (0..40).zip(addresses.iter().cycle()) {
        answers.push(attempt(&stranger, address, &format!("Name {number}"), WRONG).status);
    }
    // The first waits are short, and may be over by the next attempt.
    let looked_at = answers.iter().filter(|status| **status == 422).count();
    assert!(answers.starts_with(&[422; 20]) && looked_at <= 26, "{answers:?}");
    attempt(&stranger, "2001:db8:0:1::1", "Name 40", WRONG).assert_status(422);
}

fn what_others_do_elsewhere_locks_nobody_out(panel: &Proxied) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    let rage = || {
        for number in 0..40 {
            attempt(&stranger, &format!("198.51.100.{number}"), "Ada", WRONG);
        }
    };
    rage();
    // Whoever types the password right at once notices nothing.
    attempt(&stranger, "203.0.113.9", "Ada", PASSWORD).assert_status(303);
    // Whoever does not waits for five minutes at most, however the others go on.
    rage();
    attempt(&stranger, "203.0.113.9", "Ada", WRONG).assert_status(422);
    for _ in 0..5 {
        rage();
        panel.clock().advance(TimeDelta::minutes(1));
    }
    rage();
    attempt(&stranger, "203.0.113.9", "Ada", PASSWORD).assert_status(303);
}

fn an_own_account_is_no_way_to_forget_failures(panel: &Proxied) {
    panel.database().operator("Ada", &["admin"]);
    panel.database().operator("Mallory", &["viewer"]);
    let stranger = panel.visitor();
    let mut guesses = 0;
    for number in 0..60 {
        if attempt(&stranger, "203.0.113.9", &format!("Name {number}"), WRONG).status == 422 {
            guesses += 1;
        }
        attempt(&stranger, "203.0.113.9", "Mallory", PASSWORD);
    }
    assert!(guesses <= 26, "{guesses}");
}

fn an_address_is_not_whatever_somebody_claims(panel: &Panel) {
    let stranger = panel.visitor();
    let claimed = |number| format!("198.51.100.{number}");
    attempt(&stranger, &claimed(1), "Ada", WRONG).assert_status(422);
    heat(panel.database());
    attempt(&stranger, &claimed(2), "Ada", WRONG).assert_status(422);
    attempt(&stranger, &claimed(3), "Ada", WRONG).assert_status(429);
}

fn failures_count_on_every_instance(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    database.operator("Ada", &["admin"]);
    let people = programs.each_ref().map(|program| Person::at(program.address()));
    for number in 0..5 {
        sign_in(&people[number % 2], "Ada", WRONG).assert_status(422);
    }
    let most = attempts::table.select(max(attempts::failures));
    assert_eq!(most.first::<Option<i32>>(&mut database.connect()), Ok(Some(5)));
    heat(database);
    sign_in(&people[0], "Ada", WRONG).assert_status(422);
    for person in &people {
        sign_in(person, "Ada", PASSWORD).assert_status(429);
    }
}

fn the_own_password_cannot_be_tried_without_end(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/account").form_where("form[action$='/account/password']");
    let change = |old| {
        let new = "a quite new one";
        let typed = [("old", old), ("password", new), ("again", new)];
        ada.press(&form.clone().fill_all(&typed), "Change password")
    };
    change(WRONG).assert_status(422);
    heat(panel.database());
    change(WRONG).assert_status(422);
    let answer = change(PASSWORD);
    assert!(answer.problems()[0].contains("Too many attempts"), "{:?}", answer.problems());
    panel.clock().advance(TimeDelta::minutes(6));
    change(PASSWORD).assert_status(303);
}
