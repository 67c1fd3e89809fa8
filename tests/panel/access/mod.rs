//! Who gets in, and what they may do there.

pub mod clock;
pub mod commands;
pub mod cookies;
pub mod cross_site;
pub mod factor;
pub mod headers;
pub mod limits;
pub mod links;
pub mod log;
pub mod operators;
pub mod saved_forms;
pub mod sessions;
pub mod sign_in;
pub mod throttling;

use backlot::access::code_at;
use backlot::schema::attempts;
use chrono::TimeDelta;
use diesel::prelude::*;
use ureq::http::Method;

use crate::support::{Database, PASSWORD, Page, Panel, Person};

/// The type of the body of a form.
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// Nobody's password.
const WRONG: &str = "this is not it at all";

/// Signs in by the page.
#[track_caller]
pub fn sign_in(person: &Person, name: &str, password: &str) -> Page {
    let form = person.open("/sign-in").form();
    person.press(&form.fill_all(&[("name", name), ("password", password)]), "Sign in")
}

/// Somebody new who has signed in by the page, with the password alone.
#[track_caller]
fn signed_in(panel: &Panel, name: &str) -> Person {
    let person = panel.visitor();
    sign_in(&person, name, PASSWORD).assert_status(303);
    person.learn_mark();
    person
}

/// The path of the one-time link that the page shows, host and all.
#[track_caller]
fn shown_link(page: &Page) -> String {
    let link = page.text("[role=status] code");
    assert_eq!(page.href("[role=status] a"), link);
    let (_, path) =
        link.strip_prefix("http://").and_then(|link| link.split_once('/')).expect("a host");
    format!("/{path}")
}

/// Asks for a page with that very cookie, from another browser.
#[track_caller]
fn status_with(panel: &Panel, cookie: &str, path: &str) -> u16 {
    panel.visitor().request(Method::GET, path, &[("cookie", cookie)], "").status
}

/// As if failures had gone before, whose waits are over: after one more, the wait is longer than any
/// test takes.
fn heat(database: &Database) {
    let long_ago = backlot::db::now() - TimeDelta::days(1);
    let heated = diesel::update(attempts::table)
        .set((attempts::failures.eq(12), attempts::free_at.eq(long_ago)))
        .execute(&mut database.connect());
    assert!(heated.unwrap() > 0, "nothing had failed before");
}

/// Sets up a second factor; returns its secret and the page that shows the recovery codes.
#[track_caller]
fn set_up_factor(panel: &Panel, person: &Person) -> (String, Page) {
    let form = person.open("/account/factor").form();
    let secret = form.value("secret").to_owned();
    let code = code_at(&secret, panel.clock().now()).unwrap();
    let form = form.fill_all(&[("code", &code), ("password", PASSWORD)]);
    let page = person.press(&form, "Set up");
    page.assert_status(200);
    (secret, page)
}
