//! Importing: files become records, after a dry run that says what each row comes to.

pub mod broken;
pub mod command;
pub mod confirm;
pub mod files;
pub mod job;
pub mod rows;
pub mod stopped;
pub mod workbooks;

use crate::support::{Form, Page, Person};

/// Uploads a file, and sees the page on which its columns are put into fields.
#[track_caller]
fn uploaded(person: &Person, entity: &str, file_name: &str, bytes: impl AsRef<[u8]>) -> Page {
    let answer = person.upload(&format!("/{entity}/import"), file_name, bytes.as_ref());
    person.follow(&answer)
}

/// Uploads a file and has it checked as it is guessed, and sees what it comes to.
#[track_caller]
fn checked(person: &Person, entity: &str, file_name: &str, bytes: impl AsRef<[u8]>) -> Page {
    let columns = uploaded(person, entity, file_name, bytes);
    check(person, &columns)
}

/// Has the file of this page checked.
#[track_caller]
fn check(person: &Person, columns: &Page) -> Page {
    person.follow(&person.press(&columns.form_where("form.import"), "Check the file"))
}

/// How many rows are new, changed, unchanged and refused.
fn counts(page: &Page) -> Vec<String> {
    page.texts(".tabs a")
}

/// Confirms a dry run, and sees where that leads.
#[track_caller]
fn confirmed(person: &Person, page: &Page, button: &str) -> Page {
    person.follow(&person.press(&page.form_where("form.record"), button))
}

/// The form of this page, with records found by these columns.
#[track_caller]
fn find_by(columns: &Page, indexes: &[&str]) -> Form {
    let form = columns.form_where("form.import");
    indexes.iter().fold(form, |form, index| form.choose("find", index))
}
