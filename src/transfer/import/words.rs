//! What is said of imports, beside the templates.

use super::job::{Cause, RowName};
use super::store::{Counts, Outcome};
use crate::panel::entity::names::Names;
use crate::panel::entity::words::{capitalized, counted, grouped};
use crate::transfer::format::FileFormat;

pub(super) const CHOOSE_FILE: &str = "Choose a file.";
pub(super) const INCOMPLETE: &str = "The file did not arrive completely. Send it again.";
pub(super) const DISK_FULL: &str =
    "The disk of the server is full, so the file was not kept. Nothing was imported.";
pub(super) const NOT_KEPT: &str = "The server could not keep the file. Nothing was imported.";
pub(super) const SHEET_EMPTY: &str = "No sheet of the workbook has rows.";
pub(super) const NO_ROWS: &str = "The file has no rows.";
pub(super) const NO_SUCH_RECORDS: &str = "There are no such records any more.";
pub(super) const AS_WINDOWS_1252: &str = "It is read as Windows-1252, as it is no UTF-8. Where \
                                          letters look wrong, choose another encoding.";
pub(super) const NO_COLUMN: &str = "Records are to be found by a column that the file does not \
                                    have. Tick those by which they are.";
pub(super) const NO_ID: &str = "Records are to be found by their id, and no column is.";
pub(super) const NOTHING_TO_FIND_BY: &str = "Without this, it is not known which record it is.";
pub(super) const OVERTAKEN: &str = "It comes to something else since the file was checked.";

/// What is said where somebody was quicker than who confirms.
pub(super) const CHANGED: &str = "Something changed since the file was checked, so nothing was \
                                  imported. This is what it comes to now.";
/// The same where it is known what that was about.
pub(super) fn changed(format: FileFormat, row: &RowName) -> String {
    format!(
        "{} since the file was checked, so nothing was imported. This is what it comes to now.",
        changed_row(format, row)
    )
}

/// What is said where lines are refused, and nobody said to leave them out.
pub(super) const REFUSED: &str = "Some lines are refused, so nothing was imported. Correct them and \
                                  upload the file again, or tick that they are left out.";
/// What is said where an earlier import has added the same, and nobody said to add it once more.
pub(super) const REPEATED: &str = "Records from this very file were imported before and would be \
                                   added once more, so nothing was imported. Undo that import \
                                   first, or tick that it is imported all the same.";
/// The same where that import is still being written.
pub(super) const REPEATED_BESIDE: &str = "This very file is being imported just now, and its records \
                                          would be added once more, so nothing was imported. Wait \
                                          until that has ended, or tick that it is imported all the \
                                          same.";
/// What is said of a check that was stopped.
pub(super) const NOT_CHECKED: &str = "The file was not checked to its end.";
pub(super) const NOTHING_IMPORTED: &str = "The import was stopped before anything was imported.";

/// What a job says whose file is gone, or another job's.
pub(super) const FILE_GONE: &str = "The file is not there any more.";

/// What is to be done where something came to something else.
const CHECK_AGAIN: &str = "Check the file again to see what it comes to now.";

/// What a job says that does not go on, and has written nothing...
pub(super) fn nothing_written(format: FileFormat, cause: &Cause) -> String {
    match cause {
        Cause::Cancelled => NOTHING_IMPORTED.to_owned(),
        Cause::Because(reason) => format!("{reason} Nothing was imported."),
        Cause::Plan | Cause::Row(_) => format!(
            "{} since the file was checked, so nothing was imported. {CHECK_AGAIN}",
            what_changed(format, cause)
        ),
    }
}

/// ...and one that has taken back what it wrote, all of it or what it could.
pub(super) fn taken_back(format: FileFormat, cause: &Cause, is_all: bool) -> String {
    let but = "taken back, but for what others have changed since.";
    match (cause, is_all) {
        (Cause::Cancelled, true) => {
            "Nothing was kept: all that was imported before was taken back.".to_owned()
        }
        (Cause::Cancelled, false) => format!("What was imported before was {but}"),
        (Cause::Because(reason), true) => format!("{reason} All that was imported was taken back."),
        (Cause::Because(reason), false) => format!("{reason} What was imported was {but}"),
        (Cause::Plan | Cause::Row(_), true) => format!(
            "{} while it was imported, so all that was imported was taken back. {CHECK_AGAIN}",
            what_changed(format, cause)
        ),
        (Cause::Plan | Cause::Row(_), false) => format!(
            "{} while it was imported. What was imported was {but}",
            what_changed(format, cause)
        ),
    }
}

/// What a job says that has ended too early and keeps what it wrote; nothing where its page says it
/// anyway.
pub(super) fn kept(cause: &Cause) -> String {
    match cause {
        Cause::Because(reason) => format!("{reason} What was imported before stays."),
        Cause::Cancelled | Cause::Plan | Cause::Row(_) => String::new(),
    }
}

/// What is said where the row is shown first that stopped an import.
pub(super) fn stopped_at(format: FileFormat, row: &RowName) -> String {
    let row = named_row(format, row);
    format!("{} stopped the import. It comes first, as it is now.", capitalized(&row))
}

/// "Something changed", or what did where that is known.
fn what_changed(format: FileFormat, cause: &Cause) -> String {
    match cause {
        Cause::Row(row) => changed_row(format, row),
        _ => "Something changed".to_owned(),
    }
}

/// "What line 62 (Alien) is about changed"
fn changed_row(format: FileFormat, row: &RowName) -> String {
    format!("What {} is about changed", named_row(format, row))
}

/// "line 62 (Alien)"
fn named_row(format: FileFormat, RowName { line, title }: &RowName) -> String {
    let place = format.place();
    match title.as_str() {
        "" => format!("{place} {line}"),
        title => format!("{place} {line} ({title})"),
    }
}

/// What a command calls the file that is piped into it.
pub(super) const PIPED: &str = "standard input";

/// The heading of the page that a file is uploaded on.
pub(super) fn import(several: &str) -> String {
    format!("Import {several}")
}

/// The heading of the pages of a file.
pub(super) fn import_from(several: &str, file: &str) -> String {
    format!("Import {several} from {file}")
}

/// What the job does that checks a file.
pub(super) fn check(file: &str) -> String {
    format!("Check {file}")
}

/// What is imported: "12 cars from list.csv".
pub(super) fn from_file(names: Names, count: i64, file: &str) -> String {
    format!("{} from {file}", counted(count, names.one, &names.several()))
}

pub(super) fn too_large(largest: u64) -> String {
    format!(
        "The file is larger than {}, which is the most that can be imported at once.",
        size(largest)
    )
}

/// `1 GB`, `512 MB`
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    let unit = UNITS.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    unit.map_or_else(|| format!("{bytes} bytes"), |(unit, name)| format!("{} {name}", bytes / unit))
}

/// What a column is put into that holds the id, or of a reference the id or what that is called.
pub(super) const ID: &str = "Id";

pub(super) fn by_id(label: &str) -> String {
    format!("{label}, by id")
}

pub(super) fn by_name(label: &str) -> String {
    format!("{label}, by name")
}

/// The same of what a record has one of.
pub(super) fn of_part(one: &str, label: &str) -> String {
    format!("{}: {label}", capitalized(one))
}

pub(super) fn twice(target: &str) -> String {
    format!("Two columns are put into {target}.")
}

/// What is said where no column is put into a field: some of those that there are.
pub(super) fn no_target(columns: &[String]) -> String {
    let named: Vec<&str> = columns.iter().take(10).map(String::as_str).collect();
    let others = if columns.len() > named.len() { " and others" } else { "" };
    format!(
        "Choose a field for at least one column. The columns of the file are: {}{others}.",
        named.join(", ")
    )
}

pub(super) fn not_put(label: &str) -> String {
    format!("Records are to be found by {label}, and no column is put into it.")
}

/// What is wrong with a row that has no end.
pub(super) fn endless(line: i64) -> String {
    format!(
        "What begins in line {line} does not end: a row has 16 MB at most. Quotes may not be closed, \
         or the separator may be another."
    )
}

/// What is wrong with a row that is about the same record as that one.
pub(super) fn same(format: FileFormat, first: i64, one: &str) -> String {
    format!("{} {first} is about the same {one} already.", capitalized(format.place()))
}

/// What is said of a row of a file.
pub(super) fn of_row(format: FileFormat, line: i64, sentence: &str) -> String {
    format!("{} {line}: {sentence}", capitalized(format.place()))
}

/// What is wrong with a field.
pub(super) fn of_field(label: &str, sentence: &str) -> String {
    format!("{label}: {sentence}")
}

pub(super) fn none_called(one: &str, text: &str) -> String {
    format!("No {one} is called “{text}”.")
}

/// What is wrong with a name that several have, and what can be written in its place.
pub(super) fn several_called(several: &str, text: &str, ids: &[i64]) -> String {
    let first = ids.first().copied().unwrap_or_default();
    format!(
        "Several {several} are called “{text}”: {}. Write the id in place of the name, such as \
         #{first}.",
        those(ids)
    )
}

pub(super) fn several_hold(several: &str, ids: &[i64]) -> String {
    format!("Several {several} hold this: {}.", those(ids))
}

/// Some records by their ids, of which five are named.
fn those(ids: &[i64]) -> String {
    let named: Vec<String> = ids.iter().map(i64::to_string).collect();
    let others = if ids.len() > 5 { " and perhaps others" } else { "" };
    format!("those with the ids {}{others}", named.join(", "))
}

pub(super) fn none_with_id(one: &str, id: &str) -> String {
    format!("There is no {one} with the id {id}.")
}

/// "This user already has a profile."
pub(super) fn has_one(owner: &str, a: &str) -> String {
    format!("This {owner} already has {a}. Edit that one.")
}

pub(super) fn fixed(label: &str, one: &str) -> String {
    format!("{label} of a {one} cannot be changed.")
}

pub(super) fn may_not_add(several: &str) -> String {
    format!("Your roles do not allow you to add {several}.")
}

pub(super) fn may_not_change(several: &str) -> String {
    format!("Your roles do not allow you to change {several}.")
}

/// What the rows of a file come to, over those that do.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Created => "New",
        Outcome::Changed => "Changed",
        Outcome::Unchanged => "Unchanged",
        Outcome::Refused => "Refused",
    }
}

/// All of it: `12 new, 3 changed, 4 unchanged, 1 refused`.
pub(super) fn counts(counts: &Counts) -> String {
    let Counts { created, changed, unchanged, refused } = *counts;
    let [created, changed] = [created, changed].map(grouped);
    let [unchanged, refused] = [unchanged, refused].map(grouped);
    format!("{created} new, {changed} changed, {unchanged} unchanged, {refused} refused")
}

/// What the button does.
pub(super) fn button(names: Names, counts: &Counts) -> String {
    let count = |number| counted(number, names.one, &names.several());
    match (counts.created, counts.changed) {
        (created, 0) => format!("Add {}", count(created)),
        (0, changed) => format!("Change {}", count(changed)),
        (created, changed) => format!("Add {} and change {}", count(created), grouped(changed)),
    }
}

/// So many records: "1,200 movies".
pub(super) fn records(names: Names, count: i64) -> String {
    counted(count, names.one, &names.several())
}

/// What is said of a field that holds nothing then.
pub(super) const EMPTY: &str = "empty";

/// What is said of a record that is not given one: "no profile".
pub(super) fn no(one: &str) -> String {
    format!("no {one}")
}

/// What a command says where an earlier import has added the same.
pub(super) fn repeated(records: &str, change_set: Option<i64>) -> String {
    let undo = change_set
        .map(|change_set| format!("Undo that in the panel, at /activity/{change_set}, or find"))
        .unwrap_or_else(|| "Find".to_owned());
    format!(
        "{records} from this very file were imported before, and would be added once more. {undo} \
         records by --match, or say --again"
    )
}

/// So many lines.
pub(super) fn lines(count: i64) -> String {
    counted(count, "line", "lines")
}

/// What is said when it is done.
pub(super) fn imported(file: &str, counts: &Counts) -> String {
    let [created, changed] = [counts.created, counts.changed].map(grouped);
    let imported = format!("Imported {file}: {created} new, {changed} changed.");
    match counts.refused {
        0 => imported,
        refused => format!("{imported} {} left out.", grouped(refused)),
    }
}

/// What is said of an import whose job ended too early.
pub(super) fn stopped(done: i64, total: i64, job: i64) -> String {
    format!(
        "The import was stopped when {} of {} were imported. Undo them on the page of job {job} and \
         check the file again, or find records by a column, which leaves those as they are.",
        grouped(done),
        grouped(total)
    )
}

/// The name of the file with the lines that were refused.
pub(super) fn refused_file(stem: &str, ending: &str) -> String {
    format!("{stem} refused.{ending}")
}

/// What a command says where a job is at it.
pub(super) fn still_importing(job: i64, several: &str) -> String {
    format!(
        "job {job} is still importing {several}: let it end, or cancel it in the panel; where it was \
         broken off, a panel that serves brings it to its end"
    )
}

/// What a command says of columns that are put into nothing.
pub(super) fn left_out(columns: &[&str]) -> String {
    format!("Left out, since no field is called so: {}.", columns.join(", "))
}

/// What a command says of columns of which another one is put into the same field.
pub(super) fn said_twice(columns: &[&str]) -> String {
    format!("Left out, since another column is put into the same field: {}.", columns.join(", "))
}

/// What a command says of a file.
pub(super) fn of_file(file: &str, problem: &str) -> String {
    format!("{file}: {problem}")
}

pub(super) fn no_column(name: &str, columns: &[String]) -> String {
    format!("there is no column {name:?}; there are: {}", columns.join(", "))
}

pub(super) fn no_sheet(name: &str, sheets: &[&str]) -> String {
    match sheets {
        [] => format!("there is no sheet {name:?}: the file is no workbook"),
        _ => format!("there is no sheet {name:?}; there are: {}", sheets.join(", ")),
    }
}

/// Which sheet of a workbook is read, and which are left out: "Sheet 1 of 3: Cars."
pub(super) fn sheet(number: usize, name: &str, sheets: &[&str]) -> String {
    let count = sheets.len();
    let others: Vec<&str> = sheets.iter().copied().filter(|other| *other != name).collect();
    format!("Sheet {number} of {count}: {name}. Left out: {}.", others.join(", "))
}

pub(super) fn no_field(name: &str, fields: &[String]) -> String {
    format!("there is no field {name:?}; there are: {}", fields.join(", "))
}
