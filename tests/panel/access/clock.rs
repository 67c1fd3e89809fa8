//! A clock that was wrong for a moment: what was stored meanwhile keeps nobody out, and in.

use backlot::access::code_at;
use backlot::schema::attempts;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::dsl::max;
use diesel::prelude::*;

use super::commands::done;
use super::links::link_for;
use super::{WRONG, heat, set_up_factor, sign_in, signed_in};
use crate::support::{PASSWORD, Panel};

crate::tests![
    a_sign_in_while_the_clock_was_ahead_keeps_nobody_out,
    failures_while_the_clock_was_ahead_keep_nobody_out,
    no_stored_time_makes_a_wait_longer_than_the_longest,
    a_second_factor_set_up_while_the_clock_was_ahead_works,
    a_session_that_began_while_the_clock_was_ahead_has_ended,
    a_link_made_while_the_clock_was_ahead_does_not_hold,
    a_clock_that_is_a_little_ahead_is_believed,
    a_reset_lets_in_whoever_was_throttled,
];

/// Does it while the clock is a day ahead.
fn ahead<T>(panel: &Panel, work: impl FnOnce() -> T) -> T {
    panel.clock().advance(TimeDelta::days(1));
    let outcome = work();
    panel.clock().advance(TimeDelta::days(-1));
    outcome
}

fn a_sign_in_while_the_clock_was_ahead_keeps_nobody_out(panel: &Panel) {
    for name in ["Ada", "Ben"] {
        panel.database().operator(name, &["admin"]);
    }
    ahead(panel, || signed_in(panel, "Ada"));
    for name in ["Ada", "Ben"] {
        sign_in(&panel.visitor(), name, WRONG).assert_status(422);
        sign_in(&panel.visitor(), name, PASSWORD).assert_status(303);
    }
}

fn failures_while_the_clock_was_ahead_keep_nobody_out(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    ahead(panel, || {
        sign_in(&stranger, "Ada", WRONG).assert_status(422);
        heat(panel.database());
        sign_in(&stranger, "Ada", WRONG).assert_status(422);
        sign_in(&stranger, "Ada", PASSWORD).assert_status(429);
    });
    sign_in(&stranger, "Ada", PASSWORD).assert_status(303);
    let latest: Option<NaiveDateTime> = attempts::table
        .select(max(attempts::last_at))
        .first(&mut panel.database().connect())
        .unwrap();
    assert!(latest.unwrap() <= panel.clock().now());
}

fn no_stored_time_makes_a_wait_longer_than_the_longest(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    sign_in(&panel.visitor(), "Ada", WRONG).assert_status(422);
    let far = panel.clock().now() + TimeDelta::days(300);
    diesel::update(attempts::table)
        .set(attempts::free_at.eq(far))
        .execute(&mut panel.database().connect())
        .unwrap();
    let answer = sign_in(&panel.visitor(), "Ada", PASSWORD);
    answer.assert_status(429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() <= 301);
    panel.clock().advance(TimeDelta::minutes(6));
    sign_in(&panel.visitor(), "Ada", PASSWORD).assert_status(303);
}

fn a_second_factor_set_up_while_the_clock_was_ahead_works(panel: &Panel) {
    let (secret, _) = ahead(panel, || set_up_factor(panel, &panel.person()));
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let bring = |code: &str| {
        let person = panel.visitor();
        let form = sign_in(&person, "Grace", PASSWORD).form();
        person.press(&form.fill("code", code), "Sign in").status
    };
    assert_eq!([bring(&code), bring(&code)], [303, 422]);
}

fn a_session_that_began_while_the_clock_was_ahead_has_ended(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let ada = ahead(panel, || {
        let ada = signed_in(panel, "Ada");
        ada.open("/movies");
        ada
    });
    ada.get("/movies").assert_status(303);
    let ada = signed_in(panel, "Ada");
    assert_eq!(ada.open("/account").texts("table tbody tr").len(), 1);
}

fn a_link_made_while_the_clock_was_ahead_does_not_hold(panel: &Panel) {
    let link = ahead(panel, || link_for(&panel.person(), "Ada"));
    panel.visitor().get(&link).assert_status(404);
    let link = link_for(&panel.person(), "Ben");
    panel.visitor().open(&link);
}

fn a_clock_that_is_a_little_ahead_is_believed(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    panel.clock().advance(TimeDelta::minutes(4));
    let ada = signed_in(panel, "Ada");
    let link = link_for(&panel.person(), "Ben");
    panel.clock().advance(TimeDelta::minutes(-4));
    ada.open("/movies");
    panel.visitor().open(&link);
    sign_in(&panel.visitor(), "Ada", PASSWORD).assert_status(303);
}

fn a_reset_lets_in_whoever_was_throttled(panel: &Panel) {
    for name in ["100%_Ada\\", "Ben"] {
        panel.database().operator(name, &["admin"]);
        sign_in(&panel.visitor(), name, WRONG).assert_status(422);
    }
    let count = || attempts::table.count().get_result::<i64>(&mut panel.database().connect());
    assert_eq!(count(), Ok(5));
    heat(panel.database());
    sign_in(&panel.visitor(), "100%_Ada\\", WRONG).assert_status(422);
    sign_in(&panel.visitor(), "100%_Ada\\", PASSWORD).assert_status(429);
    done(panel.database(), &["reset", "100%_ada\\"], "a quite new one\n");
    // What others failed at is theirs.
    assert_eq!(count(), Ok(2));
    sign_in(&panel.visitor(), "100%_Ada\\", "a quite new one").assert_status(303);
}
