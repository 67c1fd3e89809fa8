//! How values and files stand to each other: what the columns of a file are called, how a value is
//! written in each format, and how it is read again.

pub mod column;
mod csv;
pub mod formula;
mod json;
pub mod read;
pub mod value;
mod words;
pub mod write;
mod xlsx;

use crate::db::worded;

worded! {
    /// A format that files are written and read in. The word is the end of a file's name as well.
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
        /// A vertical bar.
        Bar = "bar",
    }
}

impl FileFormat {
    /// What it is called.
    pub fn label(self) -> &'static str {
        words::format(self)
    }

    /// What is said of a file of that name that is in this format, where its name says another.
    pub fn misnamed(self, name: &str) -> Option<String> {
        let (_, end) = name.rsplit_once('.')?;
        let named = match end.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Self::Csv,
            "jsonl" => Self::Ndjson,
            word => Self::of_word(word)?,
        };
        // What begins with an object may be one, or one a line.
        let is_other = named != self && (self.is_table() || named.is_table());
        is_other.then(|| words::misnamed(end, named, self))
    }

    /// What its rows are counted in, as whoever looks for one of them does.
    pub fn place(self) -> &'static str {
        words::place(self)
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

    /// Whether the columns have their names in the first row, if they have any.
    pub fn is_table(self) -> bool {
        match self {
            Self::Csv | Self::Xlsx => true,
            Self::Json | Self::Ndjson => false,
        }
    }
}

impl Separator {
    /// What it is called.
    pub fn label(self) -> &'static str {
        words::separator(self)
    }

    /// The character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}
