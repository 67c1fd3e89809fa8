//! One more entity, with a field of every kind: whatever the panel does with its own entities, it
//! does with any that is declared, on every database.
//!
//! An engineer writes what stands in `invoices.rs` and in `migrations/`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at what it does not expect"
)]

#[expect(dead_code, unused_imports, reason = "the other suite uses more of it")]
#[path = "../support/mod.rs"]
mod support;

mod bulk;
mod filters;
mod import;
mod invoices;
mod lists;
mod parents;
mod past;
mod records;
mod sorting;
mod transfer;
mod unreadable;
mod workbooks;

use std::ops::Deref;
use std::process::ExitCode;
use std::sync::LazyLock;

use backlot::db;
use backlot::entities::{actors, cars, castings, movies, profiles, users};
use backlot::panel::entity::definition::Entity;
use backlot::panel::entity::register::Register;
use backlot::panel::entity::relation::Link;
use diesel::connection::SimpleConnection as _;

use support::{Database, Page, Panel, Person, Test};

static ENTITIES: [&Entity; 6] = [
    &users::USERS,
    &profiles::PROFILES,
    &cars::CARS,
    &invoices::INVOICES,
    &movies::MOVIES,
    &actors::ACTORS,
];
static LINKS: [&Link; 1] = [&castings::CASTINGS];
static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::of(&ENTITIES, &LINKS));

/// A panel that has invoices.
pub struct Invoices(Panel);

impl From<Database> for Invoices {
    fn from(database: Database) -> Self {
        let mut connection = database.connect();
        db::run_pending(&mut connection).expect("the migrations");
        let migration = match product(&database) {
            "sqlite" => include_str!("migrations/sqlite.sql"),
            "postgres" => include_str!("migrations/postgres.sql"),
            _ => include_str!("migrations/mysql.sql"),
        };
        connection.batch_execute(migration).expect("the migration of invoices");
        Self(Panel::serving(database, &[], &REGISTER))
    }
}

impl Deref for Invoices {
    type Target = Panel;

    fn deref(&self) -> &Panel {
        &self.0
    }
}

impl Invoices {
    /// Runs statements as another program would, which may do what this one never does.
    fn execute(&self, statements: &str) {
        let mut connection = self.database().connect();
        if product(self.database()) == "mysql" {
            connection.batch_execute("SET SESSION sql_mode = ''").expect("the mode");
        }
        connection.batch_execute(statements).expect(statements);
    }
}

/// The scheme of the database's address.
fn product(database: &Database) -> &'static str {
    match database.url().split(':').next() {
        Some("sqlite") => "sqlite",
        Some("postgres" | "postgresql") => "postgres",
        _ => "mysql",
    }
}

/// Adds a user of that first name; returns the id.
fn add_user(ada: &Person, name: &str) -> String {
    let path = ada.add("users", &[("first_name", name)]).path;
    path.rsplit('/').next().expect("an id").to_owned()
}

/// What an invoice must have.
const REQUIRED: [(&str, &str); 5] = [
    ("number", "1"),
    ("amount", "10"),
    ("issued_on", "2026-11-25"),
    ("is_paid", "no"),
    ("status", "draft"),
];

/// Adds an invoice to a user: what it must have, and these fields.
#[track_caller]
fn add(ada: &Person, user: &str, fields: &[(&str, &str)]) -> Page {
    let form = ada.open(&format!("/invoices/new?user_id={user}")).form();
    ada.save(&form.fill_all(&REQUIRED).fill_all(fields))
}

/// What the page of a record says, by label.
fn shown(page: &Page, label: &str) -> String {
    let (labels, values) = (page.texts("dl dt"), page.texts("dl dd"));
    let place = labels.iter().position(|it| it == label);
    place.and_then(|place| values.get(place)).unwrap_or_else(|| panic!("no {label}")).clone()
}

/// What can be selected in a field of the form.
fn selectable(page: &Page, name: &str) -> Vec<String> {
    page.attributes(&format!("select[name='{name}'] option"), "value")
}

fn tests() -> impl Iterator<Item = &'static Test> {
    [
        records::TESTS,
        lists::TESTS,
        sorting::TESTS,
        bulk::TESTS,
        filters::TESTS,
        import::TESTS,
        parents::TESTS,
        past::TESTS,
        transfer::TESTS,
        unreadable::TESTS,
        workbooks::TESTS,
    ]
    .into_iter()
    .flatten()
}

fn main() -> ExitCode {
    // The first register counts: what belongs to a user is known from now on.
    LazyLock::force(&REGISTER);
    support::run_suite(tests)
}
