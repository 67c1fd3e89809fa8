//! Writing a file: its head, its rows one after the other, its end. Nothing of it stays in memory.

use std::io::{self, Write};

use crate::transfer::format::value::FileValue;
use crate::transfer::format::{FileFormat, Separator, csv, json, xlsx};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The format.
    pub format: FileFormat,
    /// For CSV: what stands between two cells.
    pub separator: u8,
    /// For CSV: whether it begins with the mark by which Excel knows UTF-8.
    pub has_bom: bool,
    /// For CSV: whether an apostrophe is put before what a spreadsheet would take for a formula.
    pub is_guarded: bool,
}

impl Dialect {
    /// That format, as it is usual.
    pub fn of(format: FileFormat) -> Self {
        Self { format, separator: Separator::Comma.byte(), has_bom: false, is_guarded: true }
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

/// Begins a file with columns of these names.
///
/// # Errors
/// See [`WriteError`].
pub fn begin<'o>(
    dialect: Dialect,
    names: Vec<String>,
    out: impl Write + Send + 'o,
) -> Result<Box<dyn FileWriter + 'o>, WriteError> {
    Ok(match dialect.format {
        FileFormat::Csv => Box::new(csv::CsvFile::begin(dialect, &names, out)?),
        FileFormat::Xlsx => Box::new(xlsx::Workbook::begin(names, out)?),
        FileFormat::Json => Box::new(json::JsonFile::array(&names, out)),
        FileFormat::Ndjson => Box::new(json::JsonFile::lines(&names, out)),
    })
}
