//! Reading files, a piece at a time: a piece is read from where the last one ended, whatever process
//! reads it, and what is in memory is a piece and never a file.

mod delimited;
mod encoding;
mod guess;
mod long_text;
mod objects;
mod spreadsheet;
mod unfold;
mod words;

pub use self::encoding::TextEncoding;
pub use self::guess::SAMPLE;
pub use self::guess::{Sniffed, guess_header, guess_separator, sniff};
pub use self::spreadsheet::{Sheet, flatten};
use crate::transfer::format::FileFormat;

/// A row has at most so many bytes.
pub const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// A cell has at most so many bytes: what is longer fits into no field, and would only be carried
/// along.
pub const LONGEST_CELL: usize = 1024 * 1024;

/// A file has at most so many columns.
pub const WIDEST: usize = 1000;

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How it holds its rows.
    pub format: FileFormat,
    /// How it writes characters.
    pub encoding: TextEncoding,
    /// What stands between two cells of a line.
    pub separator: u8,
    /// The line that names the columns: what stands before it is no row. 0 where none does.
    pub header: u64,
    /// Whether an apostrophe before what a spreadsheet would take for a formula belongs to the
    /// text: in CSV that was written without a guard.
    pub is_live: bool,
}

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'b> {
    /// The bytes.
    pub bytes: &'b [u8],
    /// Where in the file they begin.
    pub position: u64,
    /// The line at which they begin, counted from 1.
    pub line: u64,
    /// Whether the file ends with them.
    pub is_last: bool,
}

/// A row of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRow {
    /// The line that it begins at, counted from 1; of a workbook, the row of the sheet; of a list of
    /// JSON objects, which of them it is.
    pub line: u64,
    /// What it has for each column: nothing where it says nothing of it.
    pub cells: Vec<Option<String>>,
    /// What is wrong with all of it.
    pub problem: Option<String>,
}

/// The rows of a piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRows {
    /// The rows, in their order.
    pub rows: Vec<FileRow>,
    /// How many bytes they take; what is left of the piece is to be read with what follows it.
    pub bytes: u64,
    /// How many lines they take.
    pub lines: u64,
}

/// Why a file cannot be read: a sentence for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem(pub String);

impl FileProblem {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// How many lines end in a text: by CR, by LF, or by both.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = |(index, byte): &(usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes.iter().enumerate().filter(ends).count() as u64
}

/// The rows of a piece, at most so many; none where not even one of them is complete in it.
///
/// # Errors
/// Where the file cannot be read on from there.
pub fn rows(
    reading: &Reading,
    columns: &[String],
    piece: Piece<'_>,
    most: usize,
) -> Result<FileRows, FileProblem> {
    let (text, bom) = encoding::decode(reading.encoding, piece)?;
    let mut read = match reading.format {
        FileFormat::Csv => delimited::rows(reading, columns.len(), (&text, piece), most)?,
        FileFormat::Ndjson => objects::lines(columns, (&text, piece), most),
        FileFormat::Json => objects::array(columns, (&text, piece), most)?,
        FileFormat::Xlsx => spreadsheet::rows(reading, columns.len(), &text, most),
    };
    ensure_short(reading.format, columns, &read.rows)?;
    if read.bytes == 0 && !piece.is_last {
        // The mark is read again, so that the first row is known as such.
        return Ok(read);
    }
    let taken = usize::try_from(read.bytes).ok().and_then(|end| text.get(..end));
    read.bytes = bom + encoding::length(reading.encoding, taken.unwrap_or(&text));
    Ok(read)
}

/// Makes sure that no cell is longer than any field.
fn ensure_short(
    format: FileFormat,
    columns: &[String],
    rows: &[FileRow],
) -> Result<(), FileProblem> {
    for row in rows {
        let is_long =
            |cell: &Option<String>| cell.as_ref().is_some_and(|it| it.len() > LONGEST_CELL);
        if let Some(index) = row.cells.iter().position(is_long) {
            let column = columns.get(index).cloned().unwrap_or_else(|| words::column(index + 1));
            return Err(FileProblem::new(words::too_long(format.place(), row.line, &column)));
        }
    }
    Ok(())
}

/// The names of the columns, as far as the first piece of a file tells them.
///
/// # Errors
/// As [`rows`].
pub fn columns(reading: &Reading, piece: Piece<'_>) -> Result<Vec<String>, FileProblem> {
    let (text, _) = encoding::decode(reading.encoding, piece)?;
    let first = match reading.format {
        FileFormat::Csv => delimited::first(reading, &text)?,
        FileFormat::Xlsx => spreadsheet::first(reading, &text),
        FileFormat::Ndjson => objects::keys_of_lines(&text)?,
        FileFormat::Json => objects::keys_of_array(&text)?,
    };
    if first.len() > WIDEST {
        return Err(FileProblem::new(words::too_wide(WIDEST)));
    }
    if !reading.format.is_table() {
        return Ok(first);
    }
    let name = |(index, cell): (usize, String)| match cell.trim() {
        name if reading.header > 0 && !name.is_empty() => name.to_owned(),
        _ => words::column(index + 1),
    };
    Ok(first.into_iter().enumerate().map(name).collect())
}
