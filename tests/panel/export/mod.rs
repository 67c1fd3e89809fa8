//! Exporting: what a list holds becomes a file.

pub mod command;
pub mod download;
pub mod transfer;

use crate::support::{Database, command};

/// Adds some records of everything.
fn seed(database: &Database) {
    command(database, &["seed", "--users", "60", "--cars", "150"]);
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
