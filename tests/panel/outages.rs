//! A server that goes away, comes back, or is too busy: the panel says so and recovers by itself.
//!
//! The server is reached through a wire that a test can cut, which a client cannot tell from a
//! server that stops and starts again. An SQLite file cannot go away in this manner.

use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Product};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::health::wait_until_ready;
use crate::support::{Database, Person, Program, Wire, at_once};

crate::tests![
    a_server_that_comes_back_is_used_again_within_seconds,
    a_write_that_the_server_leaves_alone_is_not_half_done,
    a_server_that_hangs_or_is_gone_is_waited_for_once,
    a_statement_over_its_time_limit_gets_a_page_that_says_so,
    a_pool_run_dry_leaves_the_panel_ready,
    a_panel_whose_server_is_gone_is_alive_and_not_ready,
    a_server_that_says_nothing_is_not_waited_for_by_the_health_check,
];

/// A program at the end of a wire, with little patience; nothing on SQLite.
fn wired(database: &Database) -> Option<(Wire, Program)> {
    Wire::program(database, &[])
}

/// Asks until the page is there again; returns how long that took.
fn recovery(person: &Person, path: &str) -> Duration {
    let began = Instant::now();
    while person.get(path).status != 200 {
        assert!(began.elapsed() < Duration::from_secs(20), "it does not recover");
    }
    began.elapsed()
}

#[track_caller]
fn assert_unavailable(person: &Person, path: &str) -> String {
    let began = Instant::now();
    let page = person.get(path);
    page.assert_status(503);
    page.assert_a_page();
    assert!(page.header("retry-after").parse::<u32>().is_ok());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    page.visible()
}

/// Holds every row of the movies, so that whoever reads or writes them waits.
fn lock_movies(database: &Database) -> AnyConnection {
    let mut connection = database.connect();
    let statement = match Address::parse(database.url()).unwrap().product() {
        Product::Mysql => "LOCK TABLES movies WRITE",
        _ => "BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE",
    };
    connection.batch_execute(statement).unwrap();
    connection
}

fn a_server_that_comes_back_is_used_again_within_seconds(database: &Database) {
    let Some((wire, program)) = wired(database) else { return };
    let ada = program.person();
    ada.open("/movies");
    wire.cut();
    for _ in 0..3 {
        assert_unavailable(&ada, "/movies");
    }
    wire.mend();
    let time = recovery(&ada, "/movies");
    assert!(time < Duration::from_secs(5), "{time:?}");
}

fn a_write_that_the_server_leaves_alone_is_not_half_done(database: &Database) {
    let Some((wire, program)) = wired(database) else { return };
    let ada = program.person();
    let sending = ada.open("/movies/new").form().fill("name", "Alien").pressed("Save");
    let lock = lock_movies(database);
    let status = std::thread::scope(|scope| {
        let post = scope.spawn(|| ada.try_post(&sending.action, &sending.pairs).unwrap().status);
        // In the midst of the transaction, which waits for the table.
        std::thread::sleep(Duration::from_millis(500));
        wire.cut();
        post.join().unwrap()
    });
    assert_eq!(status, 503);
    drop(lock);
    wire.mend();
    recovery(&ada, "/movies");
    let count: i64 = movies::table.count().get_result(&mut database.connect()).unwrap();
    assert_eq!(count, 0);
    // The same form, sent again, is accepted as if for the first time.
    ada.try_post(&sending.action, &sending.pairs).unwrap().assert_status(303);
}

fn a_server_that_hangs_or_is_gone_is_waited_for_once(database: &Database) {
    let Some((wire, program)) = wired(database) else { return };
    let people: Vec<Person> = (0..6).map(|_| program.person()).collect();
    people[0].open("/movies");
    let everybody_asks = || {
        let began = Instant::now();
        // Some of them wait for the server, the others for a connection.
        at_once(people.len(), |index| assert_unavailable(&people[index], "/movies"));
        // The limit is two seconds; one after the other, the two waits would take four.
        assert!(began.elapsed() < Duration::from_millis(3900), "{:?}", began.elapsed());
    };
    let hanging = wire.held();
    everybody_asks();
    drop(hanging);
    recovery(&people[0], "/movies");
    wire.cut();
    everybody_asks();
}

fn a_statement_over_its_time_limit_gets_a_page_that_says_so(database: &Database) {
    let Some((_wire, program)) = wired(database) else { return };
    let ada = program.person();
    let lock = lock_movies(database);
    let words = assert_unavailable(&ada, "/movies");
    assert!(words.contains("took longer than it may"), "{words}");
    drop(lock);
    ada.open("/movies");
}

/// Keeps whoever reads the actors busy for a while.
pub fn slow_actors(database: &Database, seconds: u32) {
    let sleep = match Address::parse(database.url()).unwrap().product() {
        Product::Mysql => format!("sleep({seconds})"),
        _ => format!("0 + length(pg_sleep({seconds})::text)"),
    };
    for statement in [
        "ALTER TABLE actors RENAME TO others".to_owned(),
        format!(
            "CREATE VIEW actors AS SELECT others.* FROM (SELECT {sleep} AS slept) AS one \
             LEFT JOIN others ON slept = 0"
        ),
    ] {
        database.connect().batch_execute(&statement).unwrap();
    }
}

fn a_pool_run_dry_leaves_the_panel_ready(database: &Database) {
    let Some((_wire, program)) = wired(database) else { return };
    let [ada, ben, grace] = [(); 3].map(|()| program.person());
    slow_actors(database, 4);
    std::thread::scope(|scope| {
        for person in [&ada, &ben] {
            scope.spawn(|| person.get("/actors").status);
        }
        while grace.get("/movies").status != 503 {}
        Person::at(program.address()).open("/health/ready");
    });
}

fn a_panel_whose_server_is_gone_is_alive_and_not_ready(database: &Database) {
    let Some((wire, program)) = wired(database) else { return };
    let visitor = Person::at(program.address());
    wait_until_ready(&visitor, 200);
    wire.cut();
    wait_until_ready(&visitor, 503);
    visitor.open("/health/live");
    wire.mend();
    wait_until_ready(&visitor, 200);
}

fn a_server_that_says_nothing_is_not_waited_for_by_the_health_check(database: &Database) {
    let Some((wire, program)) = wired(database) else { return };
    let visitor = Person::at(program.address());
    wait_until_ready(&visitor, 200);
    let hanging = wire.held();
    wait_until_ready(&visitor, 503);
    visitor.open("/health/live");
    drop(hanging);
    wait_until_ready(&visitor, 200);
}
