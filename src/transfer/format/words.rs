//! What files are called, and what is said of them.

use super::{FileFormat, Separator};

/// What a format is called.
pub(super) fn format(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Csv => "CSV",
        FileFormat::Xlsx => "Excel (XLSX)",
        FileFormat::Json => "JSON",
        FileFormat::Ndjson => "JSON, one object per line (NDJSON)",
    }
}

/// What the rows of a file are counted in, as whoever looks for one of them does.
pub(super) fn place(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Csv | FileFormat::Ndjson => "line",
        FileFormat::Xlsx => "row",
        FileFormat::Json => "record",
    }
}

/// What a separator is called.
pub(super) fn separator(separator: Separator) -> &'static str {
    match separator {
        Separator::Comma => "Comma ,",
        Separator::Semicolon => "Semicolon ;",
        Separator::Tab => "Tab",
        Separator::Bar => "Bar |",
    }
}

/// What is said of a file whose name ends like that, which says one format, and which is in another.
pub(super) fn misnamed(end: &str, says: FileFormat, is: FileFormat) -> String {
    format!("It is called .{end}, which is {}, but it is {}. ", format(says), format(is))
}

/// What keeps a text out of a workbook.
pub(super) fn too_long(column: &str) -> String {
    format!(
        "A workbook holds at most 32,767 characters in a cell, and a text in the column {column} has \
         more. Choose CSV or JSON, or leave the column out."
    )
}
