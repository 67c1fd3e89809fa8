//! Writing a file: its head, its rows one after the other, its end. Nothing of it stays in memory.

use std::io::{self, Write};

use crate::db::worded;
use crate::transfer::format::column::FileColumn;
use crate::transfer::format::value::FileValue;
use crate::transfer::format::{csv, json, xlsx};

worded! {
    /// A format that records are taken out in. The word is the end of a file's name as well.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FileFormat {
        /// Cells with a separator between them (RFC 4180).
        Csv = "csv",
        /// A workbook, as Excel and LibreOffice have it.
        Xlsx = "xlsx",
        /// An array of JSON objects.
        Json = "json",
        /// A JSON object a line.
        Ndjson = "ndjson",
    }
}

worded! {
    /// What stands between two cells of CSV.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Separator {
        /// As in RFC 4180.
        Comma = "comma",
        /// As Excel has it where the comma stands before decimals.
        Semicolon = "semicolon",
        /// A tabulator.
        Tab = "tab",
    }
}

impl FileFormat {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "Excel (XLSX)",
            Self::Json => "JSON",
            Self::Ndjson => "JSON, one object per line (NDJSON)",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

impl Separator {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Comma => "Comma",
            Self::Semicolon => "Semicolon",
            Self::Tab => "Tab",
        }
    }

    /// The character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The format.
    pub format: FileFormat,
    /// For CSV: what stands between two cells.
    pub separator: Separator,
    /// For CSV: whether it begins with the mark by which Excel knows UTF-8.
    pub has_bom: bool,
    /// For CSV: whether an apostrophe is put before what a spreadsheet would take for a formula.
    pub is_guarded: bool,
}

#[cfg(test)]
impl Dialect {
    /// That format, as it is usual.
    pub fn of(format: FileFormat) -> Self {
        Self { format, separator: Separator::Comma, has_bom: false, is_guarded: true }
    }
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Nobody takes it any more, or there is no room for it.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// The format cannot hold it; the sentence is for whoever asked for it.
    #[error("{0}")]
    Unfit(String),
}

/// A file that is being written.
pub trait FileWriter {
    /// Writes a row.
    ///
    /// # Errors
    /// See [`WriteError`].
    fn row(&mut self, values: &[FileValue<'_>]) -> Result<(), WriteError>;

    /// Hands on what was written so far, as far as the format has it.
    ///
    /// # Errors
    /// As whatever takes it.
    fn flush(&mut self) -> Result<(), WriteError>;

    /// Writes the end.
    ///
    /// # Errors
    /// See [`WriteError`].
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// Begins a file with these columns.
///
/// # Errors
/// See [`WriteError`].
pub fn begin<'o>(
    dialect: Dialect,
    columns: &[FileColumn],
    out: impl Write + Send + 'o,
) -> Result<Box<dyn FileWriter + 'o>, WriteError> {
    let names: Vec<String> = columns.iter().map(|column| column.name()).collect();
    Ok(match dialect.format {
        FileFormat::Csv => Box::new(csv::CsvFile::begin(dialect, &names, out)?),
        FileFormat::Xlsx => Box::new(xlsx::Workbook::begin(names, out)?),
        FileFormat::Json => Box::new(json::JsonFile::array(&names, out)),
        FileFormat::Ndjson => Box::new(json::JsonFile::lines(&names, out)),
    })
}
