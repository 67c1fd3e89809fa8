//! Others lock what the panel needs, for longer than anybody waits: who needs just that waits, and
//! nobody else.

use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Product};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Database, Person, Program, Sending, at_once};

crate::tests![
    who_waits_for_a_table_starves_nobody,
    who_waits_for_a_row_starves_nobody,
    a_lock_that_lasts_gets_a_page_that_says_so,
    who_waits_for_a_lock_in_vain_waits_no_longer_for_the_others,
];

/// Twice as many as there are connections.
const WAITING: usize = 8;

fn product(database: &Database) -> Product {
    Address::parse(database.url()).unwrap().product()
}

/// A second session that has run these statements, and keeps what they lock until it is dropped.
fn held(database: &Database, statements: &str) -> AnyConnection {
    let mut connection = database.connect();
    connection.batch_execute(statements).unwrap();
    connection
}

fn lock_movies(database: &Database) -> AnyConnection {
    held(
        database,
        match product(database) {
            Product::Sqlite => "BEGIN IMMEDIATE",
            Product::Postgres => "BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE",
            Product::Mysql => "LOCK TABLES movies WRITE",
        },
    )
}

/// Ada sends the forms all at once; Ben looks at other pages as long as the lock is held. Returns
/// the status of each answer.
fn send_past(lock: AnyConnection, ada: &Person, ben: &Person, sent: &[Sending]) -> Vec<u16> {
    std::thread::scope(|scope| {
        let send = |form: &'_ Sending| ada.post(&form.action, &form.pairs).status;
        let waiting: Vec<_> = sent.iter().map(|form| scope.spawn(move || send(form))).collect();
        let reading = scope.spawn(|| ada.get("/movies").status);
        for _ in 0..50 {
            ben.open("/actors");
        }
        drop(lock);
        assert_eq!(reading.join().unwrap(), 200);
        waiting.into_iter().map(|answer| answer.join().unwrap()).collect()
    })
}

fn pressed(person: &Person, path: &str, name: &str) -> Sending {
    person.open(path).form().fill("name", name).pressed("Save")
}

fn who_waits_for_a_table_starves_nobody(database: &Database) {
    let program = Program::start_with(database, &[("DATABASE_LOCK_TIMEOUT", "40s")]);
    let (ada, ben) = (program.person(), program.person());
    let form = |number| pressed(&ada, "/movies/new", &format!("Movie {number}"));
    let forms: Vec<_> = (0..WAITING).map(form).collect();
    let statuses = send_past(lock_movies(database), &ada, &ben, &forms);
    assert_eq!(statuses, [303; WAITING]);
    let count: i64 = movies::table.count().get_result(&mut database.connect()).unwrap();
    assert_eq!(count, WAITING as i64);
}

fn who_waits_for_a_row_starves_nobody(database: &Database) {
    let program = Program::start_with(database, &[("DATABASE_LOCK_TIMEOUT", "40s")]);
    let (ada, ben) = (program.person(), program.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let form = |number| pressed(&ada, &format!("{path}/edit"), &format!("Alien {number}"));
    let forms: Vec<_> = (0..WAITING).map(form).collect();
    let begin = match product(database) {
        Product::Sqlite => "BEGIN IMMEDIATE",
        Product::Postgres | Product::Mysql => "BEGIN",
    };
    let row = held(database, &format!("{begin}; UPDATE movies SET updated_at = created_at"));
    let mut statuses = send_past(row, &ada, &ben, &forms);
    // One of them was first; the others are asked what is to be kept.
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303);
    assert_eq!(statuses[1..], [409; WAITING - 1]);
}

fn a_lock_that_lasts_gets_a_page_that_says_so(database: &Database) {
    let limits = [("DATABASE_LOCK_TIMEOUT", "1s"), ("DATABASE_STATEMENT_TIMEOUT", "10m")];
    let program = Program::start_with(database, &limits);
    let ada = program.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let lock = lock_movies(database);
    let refused = ada.press(&form, "Save");
    refused.assert_status(503);
    refused.assert_a_page();
    assert!(refused.header("retry-after").parse::<u32>().is_ok());
    match product(database) {
        // Who reads a file waits for nobody.
        Product::Sqlite => ada.get("/movies").assert_status(200),
        Product::Postgres | Product::Mysql => ada.get("/movies").assert_status(503),
    }
    drop(lock);
    assert_eq!(ada.save(&form).heading(), "Alien");
}

fn who_waits_for_a_lock_in_vain_waits_no_longer_for_the_others(database: &Database) {
    let program = Program::start_with(database, &[("DATABASE_LOCK_TIMEOUT", "1s")]);
    let ada = program.person();
    let form = |number| pressed(&ada, "/movies/new", &format!("Movie {number}"));
    let forms: Vec<_> = (0..WAITING).map(form).collect();
    let _lock = lock_movies(database);
    let began = Instant::now();
    let send = |number: usize| ada.post(&forms[number].action, &forms[number].pairs).status;
    assert_eq!(at_once(WAITING, send), [503; WAITING]);
    // One after the other, they would take a second each.
    assert!(began.elapsed() < Duration::from_secs(7), "{:?}", began.elapsed());
}
