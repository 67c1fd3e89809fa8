//! What whoever watches over the program asks it.

use diesel::connection::SimpleConnection as _;
use ureq::http::Method;

use crate::support::{Database, Page, Panel, Person, Program};

crate::tests![
    whoever_asks_after_the_health_needs_no_session,
    health_is_asked_for_below_the_base_path,
    health_is_not_logged,
    a_panel_that_lacks_a_migration_is_not_ready,
];

const PATHS: [&str; 2] = ["/health/live", "/health/ready"];

/// Nothing but yes or no.
#[track_caller]
fn assert_health(answer: &Page, status: u16) {
    answer.assert_status(status);
    assert_eq!(answer.body, if status == 200 { "ok\n" } else { "not ready\n" });
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.headers.get("set-cookie").is_none());
}

/// Asks until the panel says so.
#[track_caller]
pub fn wait_until_ready(person: &Person, status: u16) {
    let began = std::time::Instant::now();
    while person.get("/health/ready").status != status {
        assert!(began.elapsed().as_secs() < 20, "it never answers {status}");
    }
    assert_health(&person.get("/health/ready"), status);
}

fn whoever_asks_after_the_health_needs_no_session(panel: &Panel) {
    for path in PATHS {
        assert_health(&panel.visitor().get(path), 200);
        assert_health(&panel.person().get(path), 200);
        let head = panel.visitor().request(Method::HEAD, path, &[], "");
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        let post = panel.visitor().request(Method::POST, path, &[], "");
        post.assert_status(405);
    }
}

fn health_is_asked_for_below_the_base_path(database: &Database) {
    let program = Program::start_with(database, &[("BASE_PATH", "/panel")]);
    let visitor = Person::at(program.address());
    for path in PATHS {
        assert_health(&visitor.get(&format!("/panel{path}")), 200);
        visitor.get(path).assert_status(404);
    }
}

fn health_is_not_logged(database: &Database) {
    let mut program = Program::start(database);
    let visitor = Person::at(program.address());
    PATHS.iter().for_each(|path| assert_health(&visitor.get(path), 200));
    visitor.open("/sign-in");
    let log = program.rest_of_log();
    assert!(log.iter().any(|line| line.contains("/sign-in")), "{log:#?}");
    assert!(!log.iter().any(|line| line.contains("/health")), "{log:#?}");
}

fn a_panel_that_lacks_a_migration_is_not_ready(database: &Database) {
    let program = Program::start(database);
    let visitor = Person::at(program.address());
    wait_until_ready(&visitor, 200);
    let mut connection = database.connect();
    let (take, give) = (
        "DELETE FROM __diesel_schema_migrations WHERE version = '20261122000006'",
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('20261122000006')",
    );
    connection.batch_execute(take).unwrap();
    wait_until_ready(&visitor, 503);
    program.log_line("not ready: migrations are pending");
    assert_health(&visitor.get("/health/live"), 200);
    connection.batch_execute(give).unwrap();
    wait_until_ready(&visitor, 200);
    // What only a newer program knows, this one does not lack.
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000001')";
    connection.batch_execute(newer).unwrap();
    assert_health(&visitor.get("/health/ready"), 200);
}
