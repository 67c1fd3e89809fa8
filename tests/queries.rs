//! A page runs as many queries for many rows as for a few, and a list no more than three. One that
//! is searched or filtered runs as many as its way to the rows takes.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends at what it does not expect")]

#[expect(dead_code, unused_imports, reason = "the other tests use more of it")]
#[path = "support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use backlot::entities::REGISTER;
use diesel::connection::{
    InstrumentationEvent, SimpleConnection as _, set_default_instrumentation,
};
use support::{Panel, Person, Source};

/// Every query of this process; the only test of this program is the only one to make any.
static QUERIES: AtomicUsize = AtomicUsize::new(0);

fn counted(person: &Person, path: &str) -> usize {
    person.open(path);
    let before = QUERIES.load(Ordering::SeqCst);
    person.open(path);
    QUERIES.load(Ordering::SeqCst) - before
}

/// The lists, with what they are asked for in addition.
const LISTS: [&str; 6] = [
    "/users?size=200",
    "/profiles?size=200",
    "/cars?size=200",
    "/movies?size=200",
    "/actors?size=200",
    "/movies?page=last",
];

/// Lists that are searched or filtered. How many rows come into question decides the way to them,
/// so that the number of queries is not the same for a few and for many.
const SEARCHES: [&str; 4] = [
    "/users?where=age.none&where=cars.none&sort=-updated&size=200",
    "/users?q=ex&columns=updated,first_name",
    "/movies?q=extra",
    "/search?q=a",
];

const PAGES: [&str; 7] = [
    "/",
    "/users/1",
    "/users/1/edit",
    "/users/1/delete",
    "/movies/1",
    "/movies/1/castings",
    "/movies/1/delete",
];

fn count_queries() {
    set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            // What the program does by itself is none of a page's.
            let is_of_page =
                |query: String| !query.contains("seal_number") && !query.contains("taken_by");
            if let InstrumentationEvent::StartQuery { query, .. } = event
                && is_of_page(query.to_string())
            {
                QUERIES.fetch_add(1, Ordering::SeqCst);
            }
        }))
    })
    .expect("nobody else counts");
}

/// A thousand more rows of everything, beside those with the id 1.
fn add_a_thousand(panel: &Panel) {
    let stamps = "'2026-11-22 12:00:00', '2026-11-22 12:00:00'";
    let mut connection = panel.database().connect();
    for (table, columns, values) in [
        ("users", "id, first_name, first_name_key", "n, 'Extra ' || n, 'extra ' || n"),
        ("movies", "id, name, name_key", "n, 'Extra ' || n, 'extra ' || n"),
        ("actors", "id, name, name_key", "n, 'Extra ' || n, 'extra ' || n"),
        ("profiles", "user_id, user_key, country, country_key", "n, 'extra ' || n, 'Togo', 'togo'"),
        (
            "cars",
            "user_id, user_key, name, name_key, color, color_key",
            "1, 'ann', 'Extra', 'extra', 'aqua', 'aqua'",
        ),
    ] {
        connection
            .batch_execute(&format!(
                "WITH RECURSIVE numbers (n) AS \
                 (SELECT 1001 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000) \
                 INSERT INTO {table} ({columns}, created_at, updated_at) \
                 SELECT {values}, {stamps} FROM numbers"
            ))
            .expect(table);
    }
    connection
        .batch_execute(
            "INSERT INTO castings (movie_id, actor_id, created_at) \
             SELECT 1, id, created_at FROM actors WHERE id > 1000",
        )
        .expect("castings");
}

/// Columns that are remembered, and views of every list.
fn add_views(person: &Person) {
    for entity in REGISTER.names().map(|names| names.path) {
        person.post(&format!("/{entity}/columns"), "show=created").assert_status(303);
        for (name, role) in [("One", ""), ("Two", "admin"), ("Three", "viewer")] {
            let body = format!("name={name}&role={role}&q={name}");
            person.post(&format!("/{entity}/views"), &body).assert_status(303);
        }
    }
}

#[test]
fn a_page_runs_as_many_queries_for_many_rows_as_for_a_few() {
    count_queries();
    let panel = Panel::from(Source::open("sqlite").ok().expect("SQLite").database());
    let ada = panel.person();
    let form =
        ada.open("/users/new").form().fill("first_name", "Ann").fill("profile.country", "Ghana");
    ada.save(&form.fill("cars.0.name", "Extra mini").fill("cars.0.color", "aqua"));
    ada.add("users", &[("first_name", "Extra")]);
    let movie = ada.add("movies", &[("name", "Extra")]).path;
    let form = ada.open(&format!("{movie}/castings?q=Abe")).form();
    ada.follow(&ada.press(&form, "Create the actor"));
    let all = || LISTS.into_iter().chain(PAGES).map(|path| (path, counted(&ada, path)));
    let few: Vec<_> = all().collect();
    add_a_thousand(&panel);
    add_views(&ada);
    let many: Vec<_> = all().collect();
    assert_eq!(many, few, "a page runs other queries for more rows");
    for (path, queries) in many {
        let most = if LISTS.contains(&path) { 3 } else { 20 };
        assert!((1..=most).contains(&queries), "{path} runs {queries} queries");
    }
    for path in SEARCHES {
        // What belongs to the rows of a search is asked once for each relation.
        let most = if path.starts_with("/search") { 30 } else { 8 };
        let queries = counted(&ada, path);
        assert!((4..=most).contains(&queries), "{path} runs {queries} queries");
    }
}
