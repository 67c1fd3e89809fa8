//! Many records at once: selected, changed together, at once or by a job.

pub mod anyway;
pub mod copy;
pub mod delete;
pub mod edit;
pub mod job;
pub mod link;
pub mod selection;
pub mod since;
pub mod ticks;
pub mod turns;
pub mod twice;

use diesel::connection::SimpleConnection as _;

use crate::support::{Database, Page, Panel, Person};

/// A panel that changes 20 records in one request.
pub struct Small(pub Panel);

impl From<Database> for Small {
    fn from(database: Database) -> Self {
        Self(Panel::with(database, &[("BULK_AT_ONCE", "20"), ("JOB_TAKEOVER", "1s")]))
    }
}

/// Variables of programs that change few records in one request, and take over what has died.
pub const SMALL: [(&str, &str); 3] =
    [("BULK_AT_ONCE", "20"), ("JOB_TAKEOVER", "1s"), ("HISTORY_SEAL_EVERY", "1s")];

/// Adds so many movies called "Movie 001" and so on, past the panel.
pub fn add_movies(database: &Database, count: usize) {
    let row = |number| {
        format!(
            "('Movie {number:03}', 'movie {number:03}', '2026-11-22 12:00:00', \
             '2026-11-22 12:00:00')"
        )
    };
    let rows: Vec<String> = (1..=count).map(row).collect();
    for batch in rows.chunks(500) {
        let insert = "INSERT INTO movies (name, name_key, created_at, updated_at) VALUES ";
        database.connect().batch_execute(&format!("{insert}{}", batch.join(", "))).unwrap();
    }
}

/// A panel with so many movies, and somebody at it.
pub fn with_movies(panel: &Panel, count: usize) -> Person {
    add_movies(panel.database(), count);
    panel.person()
}

/// Selects what that body says in the list of an entity, and sees where that leads.
#[track_caller]
pub fn select(person: &Person, entity: &str, body: &str) -> Page {
    person.follow(&person.post(&format!("/{entity}/selection"), body))
}

/// Chooses the record of that name where it is offered what a selection is linked with.
#[track_caller]
pub fn chosen(person: &Person, page: &Page, name: &str) -> Page {
    let at = page.texts(".choices strong").iter().position(|other| other == name);
    let at = at.unwrap_or_else(|| panic!("{name} is not offered on {}", page.visible()));
    person.open(&page.attributes(".choices a", "href")[at])
}

/// Looks at the page of a job until it has ended.
#[track_caller]
pub fn ended(person: &Person, path: &str) -> Page {
    loop {
        let page = person.open(path);
        if page.headers.get("refresh").is_none() {
            return page;
        }
    }
}

/// Begins a job that gives all records of an entity that name; returns its page.
#[track_caller]
pub fn rename_all(person: &Person, entity: &str, name: &str) -> String {
    let page = person.open(select(person, entity, "all=1").link("Edit"));
    let form = page.form().fill("do.name", "set").fill("name", name);
    let mut shown = person.press(&form, "Preview");
    // Where another job is at work, something else is to be shown each time.
    while shown.status != 303 {
        shown = person.press(&shown.form(), "Change");
    }
    shown.location().to_owned()
}

/// Presses "Undo" on the page of a job, and waits for the job that it becomes.
#[track_caller]
pub fn undone(person: &Person, job: &Page) -> Page {
    let undo = job.form_where("form[action*='/undo']");
    ended(person, person.press(&undo, "Undo").location())
}

/// What became of the records of a job: done, nothing to do, refused.
pub fn counts(page: &Page) -> Vec<String> {
    page.texts(".job dd").into_iter().take(3).collect()
}
