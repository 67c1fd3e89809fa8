//! A walk through every kind of page, with checkers that look at each.

use backlot::access::{self, LinkPurpose, Token, code_at};
use backlot::db::retried;
use chrono::TimeDelta;

use crate::driver::Browser;
use crate::inspector::{Checkers, Inspector};
use crate::support::{PASSWORD, Panel};

/// What somebody may type who means no good, or writes from right to left, or without blanks.
const HOSTILE: &str = "</title><b>\"'&amp;\u{202e} \u{5d0}\u{5d1}\u{5d2} \u{1f47d} Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
const MAIN: &str = "main form[method=post]:not(.undo)";

pub async fn no_checker_finds_fault_with_any_page(
    browser: &Browser,
    panel: &Panel,
    checkers: Checkers,
) {
    let mut inspector = Inspector::new(browser, panel, checkers).await;
    set_up(&mut inspector, panel).await;
    nothing_yet(&mut inspector).await;
    fill(panel);
    lists(&mut inspector).await;
    records(&mut inspector).await;
    forms(&mut inspector).await;
    somebody_else(&mut inspector, panel).await;
    let secret = own_account(&mut inspector, panel).await;
    operators(&mut inspector).await;
    errors(&mut inspector).await;
    outside(&mut inspector, panel, &secret).await;
    inspector.finish().await;
}

async fn set_up(inspector: &mut Inspector<'_>, panel: &Panel) {
    inspector.open("/sign-in").await;
    let token = Token::random().expect("randomness");
    let now = panel.clock().now();
    retried(&mut panel.database().connect(), |connection| {
        access::make_link(connection, &token, LinkPurpose::SetUp, None, now)
    })
    .expect("a link");
    inspector.open(&format!("/set-up/{}", token.as_str())).await;
    let typed = |password| [("name", "Grace"), ("password", password), ("again", password)];
    inspector.send(MAIN, &typed("short"), "Create account").await;
    inspector.send(MAIN, &typed(PASSWORD), "Create account").await;
}

async fn nothing_yet(inspector: &mut Inspector<'_>) {
    for path in ["/users", "/movies", "/search", "/search?q=x", "/cars/new", "/profiles/new"] {
        inspector.open(path).await;
    }
}

/// The sample data, and records with what nobody should type.
fn fill(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    ada.add(
        "users",
        &[
            ("first_name", HOSTILE),
            ("last_name", HOSTILE),
            ("profile.country", HOSTILE),
            (
                "profile.email",
                "a.quite.long.name.of.somebody@a.quite.long.name.of.a.host.example.com",
            ),
            ("cars.0.name", HOSTILE),
            ("cars.0.color", HOSTILE),
        ],
    );
    ada.add("movies", &[("name", HOSTILE)]);
    ada.add("actors", &[("name", HOSTILE)]);
}

async fn lists(inspector: &mut Inspector<'_>) {
    for path in [
        "/",
        "/search?q=Llanfair",
        "/users?sort=-created",
        "/users?sort=-age&page=2&size=25",
        "/users?where=age.gt.30&where=cars.least.2&columns=age,cars,country&q=an",
        "/users?where=age.eq.x&where=nothing",
        "/users?test=age.between&value=x&to=y",
        "/users?q=zqx",
        "/users/count",
        "/users/count?q=an&where=age.gt.30",
        "/profiles?sort=-created",
        "/cars?sort=-created",
        "/cars?test=user_id.is&value=an",
        "/movies?sort=-created",
        "/actors",
        "/cars/export?q=a",
        "/users/import",
        "/jobs",
        "/activity",
        "/movies/trash",
    ] {
        inspector.open(path).await;
    }
    inspector.open("/movies?q=a&sort=-name").await;
    let view = "form[aria-label='Save this view']";
    inspector.send(view, &[("name", "")], "Save view").await;
    inspector.send(view, &[("name", HOSTILE.get(..40).unwrap_or("x"))], "Save view").await;
}

async fn records(inspector: &mut Inspector<'_>) {
    for path in [
        "/users/1",
        "/users/501",
        "/users/501/delete",
        "/profiles/501",
        "/cars/1",
        "/movies/1",
        "/movies/201",
        "/movies/1/delete",
        "/actors/1",
        "/actors/1/castings?q=a",
        "/movies/201/castings?q=zqx",
    ] {
        inspector.open(path).await;
    }
}

async fn forms(inspector: &mut Inspector<'_>) {
    for path in ["/users/501/edit", "/profiles/1/edit", "/cars/1/edit", "/movies/201/edit"] {
        inspector.open(path).await;
    }
    inspector.open("/users/new").await;
    inspector.send(MAIN, &[("first_name", "")], "Add another car").await;
    let wrong = [("age", "x"), ("profile.email", "x"), ("cars.1.name", HOSTILE)];
    inspector.send(MAIN, &wrong, "Save").await;
    for path in ["/users?where=age.gt.30", "/cars/new?user_id=1", "/profiles/new"] {
        inspector.open_without_scripts(path).await;
    }
    inspector.open("/cars/new").await;
    inspector.browser.type_into("input[role=combobox]", "a").await;
    inspector.browser.find("[role=listbox]:not([hidden]) [role=option]").await;
    inspector.look_again("the options of a combobox").await;
    inspector.send(MAIN, &[("name", HOSTILE)], "Save").await;
    inspector.send(MAIN, &[], "Choose…").await;
    inspector.send(MAIN, &[("choose.q", "zqx")], "Search").await;
    inspector.send(MAIN, &[], "Back to the form").await;
    inspector.open("/movies/1/castings").await;
    inspector.send(MAIN, &[], "Add").await;
}

/// Pages that somebody else's work leads to.
async fn somebody_else(inspector: &mut Inspector<'_>, panel: &Panel) {
    let ben = panel.person();
    inspector.open("/users/2/edit").await;
    ben.save(&ben.edit("/users/2", &[("first_name", "Ben's"), ("profile.country", "Peru")]));
    let mine = [("first_name", HOSTILE), ("profile.country", HOSTILE)];
    inspector.send(MAIN, &mine, "Save").await;
    inspector.open("/movies/2/edit").await;
    let question = ben.open("/movies/2/delete");
    let title = question.text("h1").replace("Delete ", "").replace('?', "");
    ben.follow(&ben.press(&question.form(), &format!("Delete {title}")));
    inspector.send(MAIN, &[("name", HOSTILE)], "Save").await;
    inspector.open("/users/3/delete").await;
    ben.save(&ben.edit("/users/3", &[("first_name", "Ben's")]));
    inspector.send(MAIN, &[], "Delete").await;
}

/// Returns the secret of the second factor that is set up.
async fn own_account(inspector: &mut Inspector<'_>, panel: &Panel) -> String {
    inspector.open("/account").await;
    let password = "form[action$='/account/password']";
    inspector.send(password, &[("old", "x")], "Change password").await;
    inspector.open("/account/factor").await;
    inspector.send(MAIN, &[("code", "1"), ("password", PASSWORD)], "Set up").await;
    let secret = inspector.browser.value("input[name=secret]").await;
    let code = code_at(&secret, panel.clock().now()).expect("a code");
    inspector.send(MAIN, &[("code", &code), ("password", PASSWORD)], "Set up").await;
    inspector.open("/account/factor").await;
    inspector.send(MAIN, &[("code", "1"), ("password", PASSWORD)], "Remove").await;
    secret
}

async fn operators(inspector: &mut Inspector<'_>) {
    inspector.open("/operators").await;
    let new = "form.record";
    inspector.send(new, &[("name", "Grace")], "Add operator").await;
    inspector.send(new, &[("name", "Ben </b>"), ("role", "viewer")], "Add operator").await;
    inspector.open("/roles").await;
    inspector.send(new, &[("name", "?")], "Add role").await;
    let role = [("name", "curator"), ("allow", "movies:see"), ("allow", "movies:edit")];
    inspector.send(new, &role, "Add role").await;
    inspector.open("/security-log").await;
}

async fn errors(inspector: &mut Inspector<'_>) {
    let long = format!("/search?q={}", "x".repeat(17_000));
    for path in ["/nothing", "/movies/999999", "/search?q=%zz", "/sign-out", &long] {
        inspector.open(path).await;
    }
}

/// The pages of whoever is not signed in, or not any more.
async fn outside(inspector: &mut Inspector<'_>, panel: &Panel, secret: &str) {
    inspector.open("/movies/new").await;
    panel.clock().advance(TimeDelta::days(8));
    inspector.send(MAIN, &[("name", HOSTILE)], "Save").await;
    inspector.send(MAIN, &[("name", "Grace"), ("password", "x")], "Sign in").await;
    inspector.send(MAIN, &[("name", "Grace"), ("password", PASSWORD)], "Sign in").await;
    inspector.send(MAIN, &[("code", "1")], "Sign in").await;
    let code = code_at(secret, panel.clock().now()).expect("a code");
    inspector.send(MAIN, &[("code", &code)], "Sign in").await;
    panel.database().operator("Eve", &["viewer"]);
    inspector.open("/sign-in").await;
    inspector.send(MAIN, &[("name", "Eve"), ("password", PASSWORD)], "Sign in").await;
    inspector.open("/movies/new").await;
    inspector.open("/movies/1").await;
}
