//! The panel as people and programs meet it: over HTTP, on a database of its own for each test.
//!
//! The same tests run on every database at hand: on SQLite always, on the server that
//! `TEST_POSTGRES_URL` names, on the one that `TEST_MYSQL_URL` names. Each database gets a summary
//! of its own. `TEST_DATABASES=sqlite,mysql` runs just those, and fails where one is not there.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at what it does not expect"
)]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod altered;
mod backend;
mod backup;
mod bounded;
mod bulk;
mod castings;
mod choosing;
mod columns;
mod commands;
mod commits;
mod conflicts;
mod days;
mod deletion;
mod derived;
mod errors;
mod export;
mod failures;
mod filters;
mod forms;
mod frame;
mod framing;
mod health;
mod history;
mod home;
mod idempotency;
mod import;
mod lists;
mod locked;
mod movies;
mod neighbors;
mod numbering;
mod other_processes;
mod outages;
mod paging;
mod permissions;
mod process;
mod recreated;
mod refusals;
mod related;
mod schema;
mod search;
mod search_related;
mod text;
mod times;
mod uncommitted;
mod unreadable;
mod user_conflicts;
mod users;
mod values;
mod views;
mod ways;
mod weight;
mod words;
mod years;

use std::process::ExitCode;

use support::Test;

fn tests() -> impl Iterator<Item = &'static Test> {
    [
        access::clock::TESTS,
        access::commands::TESTS,
        access::cookies::TESTS,
        access::cross_site::TESTS,
        access::factor::TESTS,
        access::headers::TESTS,
        access::saved_forms::TESTS,
        access::limits::TESTS,
        access::links::TESTS,
        access::log::TESTS,
        access::operators::TESTS,
        access::sessions::TESTS,
        access::sign_in::TESTS,
        access::throttling::TESTS,
        altered::TESTS,
        backend::TESTS,
        backup::TESTS,
        bounded::TESTS,
        bulk::anyway::TESTS,
        bulk::copy::TESTS,
        bulk::delete::TESTS,
        bulk::edit::TESTS,
        bulk::job::TESTS,
        bulk::link::TESTS,
        bulk::selection::TESTS,
        bulk::since::TESTS,
        bulk::ticks::TESTS,
        bulk::turns::TESTS,
        bulk::twice::TESTS,
        commands::TESTS,
        derived::TESTS,
        schema::TESTS,
        search::TESTS,
        search_related::TESTS,
        frame::TESTS,
        framing::TESTS,
        health::TESTS,
        history::activity::TESTS,
        history::activity_filters::TESTS,
        history::along::TESTS,
        history::authors::TESTS,
        history::change_set::TESTS,
        history::forgotten::TESTS,
        history::past::TESTS,
        history::past_unknown::TESTS,
        history::prune::TESTS,
        history::record::TESTS,
        history::refused::TESTS,
        history::replay::TESTS,
        history::restore::TESTS,
        history::seal::TESTS,
        history::trash::TESTS,
        history::twice::TESTS,
        history::undo::TESTS,
        history::undo_asked::TESTS,
        history::unseen::TESTS,
        home::TESTS,
        movies::TESTS,
        castings::choose::TESTS,
        castings::create::TESTS,
        castings::many::TESTS,
        castings::meanwhile::TESTS,
        lists::TESTS,
        locked::TESTS,
        neighbors::TESTS,
        numbering::TESTS,
        paging::TESTS,
        filters::TESTS,
        forms::TESTS,
        text::TESTS,
        times::TESTS,
        uncommitted::TESTS,
        unreadable::TESTS,
        years::TESTS,
        refusals::TESTS,
        related::TESTS,
        idempotency::TESTS,
        import::command::TESTS,
        import::confirm::TESTS,
        import::files::TESTS,
        import::broken::TESTS,
        import::job::TESTS,
        import::rows::TESTS,
        import::stopped::TESTS,
        import::workbooks::TESTS,
        permissions::TESTS,
        outages::TESTS,
        commits::TESTS,
        export::command::TESTS,
        export::download::TESTS,
        export::transfer::TESTS,
        failures::TESTS,
        conflicts::TESTS,
        errors::TESTS,
        users::TESTS,
        columns::TESTS,
        values::TESTS,
        views::TESTS,
        weight::TESTS,
        ways::TESTS,
        words::TESTS,
        user_conflicts::TESTS,
        recreated::TESTS,
        choosing::TESTS,
        days::TESTS,
        deletion::TESTS,
        process::TESTS,
        other_processes::TESTS,
    ]
    .into_iter()
    .flatten()
}

fn main() -> ExitCode {
    support::run_suite(tests)
}
