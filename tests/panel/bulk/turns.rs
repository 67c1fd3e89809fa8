//! Jobs beside each other: of one program, and of several.

use std::time::{Duration, Instant};

use backlot::schema::jobs;
use diesel::prelude::*;

use super::{SMALL, add_movies, counts, ended, rename_all, select};
use crate::support::{Database, Page, Person, Program, number};

crate::tests![
    a_small_job_does_not_wait_for_a_large_one,
    a_program_that_was_only_slow_does_nothing_twice,
    a_deletion_that_was_only_slow_does_nothing_twice,
];

fn a_small_job_does_not_wait_for_a_large_one(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 6000);
    let ada = program.person();
    for number in 0..25 {
        ada.add("actors", &[("name", &format!("Actor {number}"))]);
    }
    let large = rename_all(&ada, "movies", "Alike");
    let small = rename_all(&ada, "actors", "Alike");
    assert_eq!(counts(&ended(&ada, &small)), ["25", "0", "0"]);
    assert_eq!(counts(&ended(&ada, &large)), ["6,000", "0", "0"]);
    let ends: Vec<i64> = jobs::table
        .order(jobs::finished_at)
        .select(jobs::id)
        .load(&mut database.connect())
        .unwrap();
    assert_eq!(ends, [2, 1], "the small one ended first");
}

/// Who works on the only job.
fn worker(database: &Database) -> Option<String> {
    jobs::table.select(jobs::taken_by).first(&mut database.connect()).unwrap()
}

/// Lets a program stand still in the midst of its job until another has taken it, or cannot, as it
/// holds what the other waits for; then lets it go on, and waits for the end.
fn stopped_for_a_while(database: &Database, one: &Program, ada: &Person, job: &str) -> Page {
    let done = || -> i64 { jobs::table.select(jobs::done).first(&mut database.connect()).unwrap() };
    while done() == 0 {}
    let first = worker(database);
    one.signal("STOP");
    let began = Instant::now();
    while worker(database) == first && began.elapsed() < Duration::from_secs(4) {}
    one.signal("CONT");
    ended(ada, job)
}

fn a_program_that_was_only_slow_does_nothing_twice(database: &Database) {
    let [one, two] = [(); 2].map(|()| Program::start_with(database, &SMALL));
    add_movies(database, 3000);
    let job = rename_all(&one.person(), "movies", "Alike");
    let ada = two.person();
    let page = stopped_for_a_while(database, &one, &ada, &job);
    assert_eq!(counts(&page), ["3,000", "0", "0"]);
    let twice = "(SELECT count(*) FROM movies WHERE version <> 2)";
    assert_eq!(number(&mut database.connect(), twice), 0);
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM changes)"), 3000);
}

fn a_deletion_that_was_only_slow_does_nothing_twice(database: &Database) {
    let [one, two] = [(); 2].map(|()| Program::start_with(database, &SMALL));
    add_movies(database, 3000);
    let question = one.person().open(select(&one.person(), "movies", "all=1").link("Delete"));
    let job = one.person().press(&question.form(), "Delete").location().to_owned();
    let page = stopped_for_a_while(database, &one, &two.person(), &job);
    assert_eq!(counts(&page), ["3,000", "0", "0"]);
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM movies)"), 0);
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM changes)"), 3000);
}
