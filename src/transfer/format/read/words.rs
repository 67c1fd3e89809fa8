//! What is said of files that are read.

use super::TextEncoding;
use crate::panel::entity::words::{capitalized, counted, grouped};

pub(super) const EMPTY: &str = "The file is empty.";
pub(super) const UTF_32: &str = "The file is written in UTF-32, which cannot be read. Save it as \
                                 UTF-8.";
pub(super) const NO_TABLE: &str =
    "This is no text, and no Excel workbook (.xlsx): it cannot be imported.";
pub(super) const NO_CSV: &str = "The file cannot be read as CSV.";
pub(super) const CUT_OFF: &str =
    "The file ends in the middle of a character: it is cut off. Upload all of it.";

pub(super) const SPREAD: &str = "The first JSON object goes over several lines. Write each object in \
                                 one line, or all of them in a list: [{…}, {…}].";
pub(super) const NO_OBJECT: &str = "This is no JSON object.";
pub(super) const LINE_OF_NO_OBJECT: &str = "This line holds JSON, but no object.";
pub(super) const LINE_OF_NO_JSON: &str = "This line is no JSON object, or is cut off.";
pub(super) const NO_LINES: &str = "No line of the file is a JSON object.";
pub(super) const OBJECT_CUT_OFF: &str = "The first object never ends: the file is cut off.";
pub(super) const ALL_NESTED: &str = "All that the objects of the file hold is nested: lists, or other \
                                     objects. Write one object for each record, with values in it: \
                                     [{…}, {…}].";
pub(super) const NO_LIST: &str = "The file holds no list of JSON objects.";
pub(super) const LIST_CUT_OFF: &str = "The list never ends: the file is cut off.";
pub(super) const BEHIND_LIST: &str = "Something stands behind the end of the list.";

pub(super) const DAMAGED: &str =
    "This is not a complete Excel workbook (.xlsx): it may be cut off or damaged.";
pub(super) const UNFOLDS: &str =
    "The workbook unfolds to more than can be read. Save the table in it as CSV.";
pub(super) const NO_SHEET: &str = "The workbook has no sheet.";
pub(super) const SHEET_TOO_LARGE: &str = "The sheet is too large to be imported.";
pub(super) const PROTECTED: &str = "This workbook is protected by a password. Open it with the \
                                    password, and save it without one.";
pub(super) const OLD_WORKBOOK: &str =
    "This is an old Excel workbook (.xls). Save it as .xlsx or CSV.";

pub(super) const PDF: &str = "This is a PDF. Save the table in it as .xlsx or CSV.";
pub(super) const COMPRESSED: &str = "This is a compressed file. Unpack it first.";
pub(super) const PICTURE: &str = "This is a picture.";
pub(super) const DATABASE: &str = "This is a database.";
pub(super) const WEB_PAGE: &str =
    "This is a web page or XML. Save the table in it as .xlsx or CSV.";

/// What an encoding is called.
pub(super) fn encoding(encoding: TextEncoding) -> &'static str {
    match encoding {
        TextEncoding::Utf8 => "UTF-8",
        TextEncoding::Utf16Le => "UTF-16, little-endian",
        TextEncoding::Utf16Be => "UTF-16, big-endian",
        TextEncoding::Windows1252 => "Windows-1252 (Western European)",
    }
}

/// What a column is called that has no name.
pub(super) fn column(number: usize) -> String {
    format!("Column {number}")
}

/// What is wrong with a file of too many columns: how many there are is not known, since no more than
/// its beginning was read.
pub(super) fn too_wide(most: usize) -> String {
    format!(
        "The file has more than {} columns, which is the most that can be imported. Remove those \
         that are not needed, or choose another separator.",
        grouped(most as i64)
    )
}

/// What is wrong with a row that has another number of cells than there are columns.
pub(super) fn uneven(cells: usize, columns: usize) -> String {
    let cells = counted(cells as i64, "cell", "cells");
    format!("This line has {cells}, and there are {columns} columns.")
}

pub(super) fn endless_quotes(line: u64) -> String {
    format!(
        "The quotes that begin in line {line} never end: the file is cut off, or a quote in it is \
         not doubled."
    )
}

/// What is wrong with a text that has a NUL in that line.
pub(super) fn nul(line: u64) -> String {
    format!("Line {line} holds a NUL, a character that no text has. Remove it from the file.")
}

/// What is wrong with a cell that is longer than any field, in that line or row or object.
pub(super) fn too_long(place: &str, line: u64, column: &str) -> String {
    format!(
        "{} {line} has more than 1 MB in {column}, and a cell has 1 MB at most.",
        capitalized(place)
    )
}

/// The same with a cell of a workbook of that name; empty where that is not known.
pub(super) fn too_long_a_cell(cell: &str) -> String {
    match cell {
        "" => "The workbook has a cell of more than 1 MB, and a cell has 1 MB at most.".to_owned(),
        cell => format!("Cell {cell} has more than 1 MB, and a cell has 1 MB at most."),
    }
}

/// What is wrong with a line that is not written in that encoding.
pub(super) fn other_encoding(line: u64, name: &str) -> String {
    format!("Line {line} is no {name} text. Choose another encoding, and read the file again.")
}

pub(super) fn no_json(record: u64, error: &str) -> String {
    format!("Record {record} is no JSON: {error}.")
}

pub(super) fn no_text(key: &str) -> String {
    format!("{key} holds half of a character, which cannot be imported.")
}

pub(super) fn nested(key: &str) -> String {
    format!("{key} holds nested values, which cannot be imported.")
}

pub(super) fn twice(key: &str) -> String {
    format!("This object says {key} twice.")
}

pub(super) fn new_key(key: &str) -> String {
    format!("The first objects of the file have no {key}.")
}

pub(super) fn too_wide_a_row(row: u32) -> String {
    format!("Row {row} has more than 1,000 cells.")
}

/// What is wrong with a cell of that name: `B3`.
pub(super) fn holds_the_error(cell: &str, error: &str) -> String {
    format!("Cell {cell} holds the error {error}.")
}

/// What is wrong with a cell whose formula was never worked out.
pub(super) fn has_no_result(cell: &str) -> String {
    format!(
        "Cell {cell} holds a formula without its result. Open the workbook in Excel or LibreOffice, \
         save it, and upload it again."
    )
}
