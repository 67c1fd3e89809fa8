//! What takes long to read is read before the transaction that writes: on SQLite, whoever else
//! writes waits for that.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends at what it does not expect")]

#[expect(dead_code, unused_imports, reason = "the other tests use more of it")]
#[path = "support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use support::{Page, Panel, Person, Source};

/// How often movies were read while nothing was locked, and while the file was.
static READ: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

fn count_reads() {
    set_default_instrumentation(|| {
        let mut is_locked = false;
        Some(Box::new(move |event: InstrumentationEvent<'_>| {
            let InstrumentationEvent::StartQuery { query, .. } = event else { return };
            let query = query.to_string();
            match query.as_str() {
                "BEGIN IMMEDIATE" => is_locked = true,
                "COMMIT" | "ROLLBACK" => is_locked = false,
                query if query.contains("FROM `movies`") => {
                    READ[usize::from(is_locked)].fetch_add(1, Ordering::SeqCst);
                }
                _ => {}
            }
        }))
    })
    .expect("nobody else counts");
}

/// How often movies are read meanwhile: while nothing is locked, and while the file is.
fn reads(what: impl FnOnce()) -> [usize; 2] {
    let before = READ.each_ref().map(|read| read.load(Ordering::SeqCst));
    what();
    let after = READ.each_ref().map(|read| read.load(Ordering::SeqCst));
    [after[0] - before[0], after[1] - before[1]]
}

/// Has the file checked, by a job where it is too large for one request, and sees what it comes to.
fn check(ada: &Person, columns: &Page) -> Page {
    let form = columns.form_where("form.import").choose("find", "0");
    let mut page = ada.follow(&ada.press(&form, "Check the file"));
    while page.headers.get("refresh").is_some() {
        page = ada.open(&page.path);
    }
    match page.path.starts_with("/jobs") {
        true => ada.open(page.link("The file")),
        false => page,
    }
}

#[test]
fn the_rows_of_a_file_are_looked_at_before_what_they_come_to_is_written_down() {
    count_reads();
    let panel = Panel::from(Source::open("sqlite").ok().expect("SQLite").database());
    let ada = panel.person();
    let [_, locked] = reads(|| drop(ada.add("movies", &[("name", "Film 7")])));
    assert!(locked > 0, "a form is saved under the lock");
    for (rows, filling) in [(1200, 1), (6000, 200)] {
        let lines = (0..rows).map(|number| format!("Film {number},{}\n", "x".repeat(filling)));
        let file = format!("name,{filling} x\n{}", lines.collect::<String>());
        let answer = ada.upload("/movies/import", "films.csv", file.as_bytes());
        let columns = ada.follow(&answer);
        let [free, locked] = reads(|| {
            let page = check(&ada, &columns);
            assert_eq!(page.texts(".tabs a")[2], "Unchanged 1");
        });
        assert!(free > 0 && locked == 0, "{rows} rows: {free} free, {locked} locked");
    }
}
