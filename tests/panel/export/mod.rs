//! Exporting: what a list holds becomes a file.

pub mod command;
pub mod download;
pub mod transfer;

use crate::support::{Database, Page, Person, command};

/// Adds some records of everything.
fn seed(database: &Database) {
    command(database, &["seed", "--users", "60", "--cars", "150"]);
}

/// Asks for the file of a list by the form of its page, with these fields of the form set.
#[track_caller]
fn downloaded(person: &Person, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = person.open(path).form_where("form.record");
    let form = fields.iter().fold(form, |form, (name, value)| match *name {
        "bom" | "live" => form.choose(name, value),
        _ => form.fill(name, value),
    });
    let file = person.press(&form, "Download");
    file.assert_status(200);
    file
}

/// The rows of CSV, the head among them.
fn cells(text: &str, separator: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|record| record.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// What stands in one column.
#[track_caller]
fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let index = rows[0].iter().position(|other| other == name);
    let index = index.unwrap_or_else(|| panic!("no {name} among {:?}", rows[0]));
    rows[1..].iter().map(|row| row[index].clone()).collect()
}
