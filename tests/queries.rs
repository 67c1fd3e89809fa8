//! A page runs as many queries for many rows as for a few.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends at what it does not expect")]

#[expect(dead_code, unused_imports, reason = "the other tests use more of it")]
#[path = "panel/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use support::{Panel, Person, Source};

/// Every query of this process; the only test of this program is the only one to make any.
static QUERIES: AtomicUsize = AtomicUsize::new(0);

fn counted(person: &Person, path: &str) -> usize {
    person.open(path);
    let before = QUERIES.load(Ordering::SeqCst);
    person.open(path);
    QUERIES.load(Ordering::SeqCst) - before
}

const PAGES: [&str; 13] = [
    "/",
    "/search?q=a",
    "/users?size=200",
    "/profiles?size=200",
    "/cars?size=200",
    "/movies?size=200",
    "/actors?size=200",
    "/users/1",
    "/users/1/edit",
    "/users/1/delete",
    "/movies/1",
    "/movies/1/castings",
    "/movies/1/delete",
];

#[test]
fn a_page_runs_as_many_queries_for_many_rows_as_for_a_few() {
    set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                QUERIES.fetch_add(1, Ordering::SeqCst);
            }
        }))
    })
    .unwrap();
    let panel = Panel::from(Source::open("sqlite").ok().expect("SQLite").database());
    let ada = panel.person();
    let form =
        ada.open("/users/new").form().fill("first_name", "Ann").fill("profile.country", "Ghana");
    ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "aqua"));
    let movie = ada.add("movies", &[("name", "Alan")]).path;
    let form = ada.open(&format!("{movie}/castings?q=Abe")).form();
    ada.follow(&ada.press(&form, "Create the actor"));
    let few = PAGES.map(|path| counted(&ada, path));
    for number in 0..30 {
        let name = format!("Extra {number}");
        let form = ada.open(&format!("{movie}/castings?q={}", name.replace(' ', "+"))).form();
        ada.follow(&ada.press(&form, "Create the actor"));
        ada.add("movies", &[("name", &name)]);
        ada.add("users", &[("first_name", &name), ("profile.country", "Togo")]);
        let form = ada.open("/cars/new?user_id=1").form();
        ada.save(&form.fill("name", &name).fill("color", "aqua"));
    }
    let many = PAGES.map(|path| counted(&ada, path));
    for ((path, few), many) in PAGES.into_iter().zip(few).zip(many) {
        assert_eq!(many, few, "{path} runs other queries for more rows");
        assert!((1..=20).contains(&many), "{path} runs {many} queries");
    }
}
