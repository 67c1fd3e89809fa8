//! A file on its way into the database, where every instance can read it: looked at, a workbook
//! turned into lines, and kept in pieces.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use sha2::{Digest as _, Sha256};

use super::refused::PROBLEM;
use super::settings::{ID, NEW, Settings};
use super::store::{Import, arrived, bytes, remembered};
use super::target::{Part, Target};
use super::words;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::transfer::format::FileFormat;
use crate::transfer::format::read::{
    FileProblem, FileRow, LONGEST_ROW, Piece, Reading, SAMPLE, Sheet, Sniffed, TextEncoding,
    columns, flatten, guess_header, guess_separator, rows, sniff,
};

/// So much of a file is looked at to tell what it is.
const LOOKED_AT: usize = 64 * 1024;
/// So many rows of it are shown where its columns are put into fields.
const SHOWN: usize = 3;

/// A file as it is kept.
pub struct Arrived {
    /// What it is.
    pub sniffed: Sniffed,
    /// A digest of it.
    pub digest: String,
    /// What is kept of it: itself, or the lines of a workbook.
    pub file: File,
    /// The sheets of a workbook.
    pub sheets: Vec<Sheet>,
}

/// Why a file is not taken.
#[derive(Debug)]
pub enum Refused {
    /// Something is wrong with it.
    Problem(FileProblem),
    /// It could not be read or written on our side.
    Failed(std::io::Error),
}

impl From<FileProblem> for Refused {
    fn from(problem: FileProblem) -> Self {
        Self::Problem(problem)
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Looks at a file; what is kept of it stands in that folder.
///
/// # Errors
/// Where it cannot be imported, or not be read.
pub fn look_at(mut file: File, folder: &Path) -> Result<Arrived, Refused> {
    file.seek(SeekFrom::Start(0))?;
    let mut first = Vec::new();
    file.by_ref().take(LOOKED_AT as u64).read_to_end(&mut first)?;
    let sniffed = sniff(&first)?;
    if sniffed.format == FileFormat::Csv {
        // One with too many columns is none that anybody goes on with.
        columns(&guessed(sniffed, &first), first_piece(&first, i64::MAX))?;
    }
    file.seek(SeekFrom::Start(0))?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; LOOKED_AT];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    let digest = data_encoding::HEXLOWER.encode(&digest.finalize());
    file.seek(SeekFrom::Start(0))?;
    if sniffed.format != FileFormat::Xlsx {
        return Ok(Arrived { sniffed, digest, file, sheets: Vec::new() });
    }
    let mut lines = std::io::BufWriter::new(tempfile::tempfile_in(folder)?);
    let sheets = flatten(file, &mut lines)??;
    let mut lines = lines.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    if sheets.is_empty() {
        return Err(FileProblem(words::SHEET_EMPTY.to_owned()).into());
    }
    lines.seek(SeekFrom::Start(0))?;
    Ok(Arrived { sniffed, digest, file: lines, sheets })
}

/// Notes that all of a file is there, and guesses how it is read and what its columns are put into;
/// or as the operator has chosen it for such a file before.
pub fn settle(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
    (import, sniffed): (&Import, Sniffed),
    (digest, now): (&str, NaiveDateTime),
) -> QueryResult<()> {
    let first = bytes(connection, import, 0, LOOKED_AT)?;
    let reading = headed(connection, (operator, entity), import, guessed(sniffed, &first))?;
    let settings = chosen(connection, (operator, entity), import, &reading)?;
    arrived(connection, import.id, (import.file_size, digest), &settings, now)
}

/// The same way of reading a file, with the line that seems to name its columns.
pub fn headed(
    connection: &mut AnyConnection,
    (operator, entity): (&CurrentOperator, &'static Entity),
    import: &Import,
    reading: Reading,
) -> QueryResult<Reading> {
    let targets = Target::all(entity, operator);
    let is_name = |name: &str| Target::guessed(&targets, name, None).is_some();
    let sample = sample_of(connection, import, &reading)?;
    Ok(Reading { header: guess_header(&sample, is_name), ..reading })
}

/// How a file seems to be read that begins like that, before it is known where its columns are named.
fn guessed(sniffed: Sniffed, first: &[u8]) -> Reading {
    let text = String::from_utf8_lossy(first);
    let is_wide = matches!(sniffed.encoding, TextEncoding::Utf16Le | TextEncoding::Utf16Be);
    let text = if is_wide { text.replace('\0', "") } else { text.into_owned() };
    Reading {
        format: sniffed.format,
        encoding: sniffed.encoding,
        separator: guess_separator(&text),
        header: 0,
        is_live: false,
    }
}

/// The first rows of a file, whatever they are: what names the columns is among them.
pub fn sample_of(
    connection: &mut AnyConnection,
    import: &Import,
    reading: &Reading,
) -> QueryResult<Vec<FileRow>> {
    let first = bytes(connection, import, 0, LOOKED_AT)?;
    let (piece, reading) =
        (first_piece(&first, import.size()), Reading { header: 0, ..reading.clone() });
    Ok(rows(&reading, &[], piece, SAMPLE).map(|read| read.rows).unwrap_or_default())
}

/// The first bytes of a file of that size.
fn first_piece(bytes: &[u8], size: i64) -> Piece<'_> {
    Piece { bytes, position: 0, line: 1, is_last: bytes.len() as i64 >= size }
}

/// How a file begins.
#[derive(Default)]
pub struct Beginning {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Some rows.
    pub rows: Vec<FileRow>,
}

/// How a file begins that is read like that.
pub fn look_into(
    connection: &mut AnyConnection,
    import: &Import,
    reading: &Reading,
) -> QueryResult<Result<Beginning, FileProblem>> {
    let mut size = LOOKED_AT;
    loop {
        let first = bytes(connection, import, 0, size)?;
        let piece = first_piece(&first, import.size());
        let read = columns(reading, piece).and_then(|columns| {
            Ok(Beginning { rows: rows(reading, &columns, piece, SHOWN)?.rows, columns })
        });
        let is_cut = match &read {
            Ok(read) => read.rows.is_empty(),
            // There are no objects before the first one is whole.
            Err(_) => !reading.format.is_table(),
        };
        if !is_cut || piece.is_last || size >= LONGEST_ROW {
            return Ok(read);
        }
        size *= 4;
    }
}

/// The settings for a file that is read like that: as remembered, or guessed.
pub fn chosen(
    connection: &mut AnyConnection,
    (operator, entity): (&CurrentOperator, &'static Entity),
    import: &Import,
    reading: &Reading,
) -> QueryResult<Settings> {
    let Beginning { columns, rows } = look_into(connection, import, reading)?.unwrap_or_default();
    let known = Target::all(entity, operator);
    let mut targets: Vec<String> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.cells.get(index)?.as_deref());
        let first = cells.into_iter().find(|cell| !cell.trim().is_empty());
        let guessed = Target::guessed(&known, column, first).map(|target| target.name());
        // A field that has a column already is not guessed a second time, by id or by name.
        let bare = |name: &str| name.trim_end_matches(".title").to_owned();
        let is_new = |name: &String| targets.iter().all(|other| bare(other) != bare(name));
        targets.push(guessed.filter(is_new).unwrap_or_default());
    }
    let id = entity.id_field().map_or(Part::Id, Part::Value);
    let has_id = known.iter().any(|target| {
        target.relation.is_none() && target.part == id && targets.contains(&target.name())
    });
    let settings = Settings {
        encoding: reading.encoding.word().to_owned(),
        separator: char::from(reading.separator).to_string(),
        header: reading.header,
        is_live: reading.is_live,
        matching: if has_id { ID } else { NEW }.to_owned(),
        empty: "leave".to_owned(),
        columns,
        targets,
        sheets: import.settings.sheets.clone(),
        sheet: import.settings.sheet,
        reason: import.settings.reason.clone(),
        stopped_at: 0,
    };
    let id = Some(operator.id).filter(|id| *id != 0);
    let before = match remembered(connection, id, entity, &settings.columns)? {
        None => remembered_of_all(connection, id, entity, &settings.columns)?,
        found => found,
    };
    Ok(match before.filter(|before| before.targets.len() == settings.columns.len()) {
        Some(before) => Settings {
            targets: before.targets,
            matching: before.matching,
            empty: before.empty,
            ..settings
        },
        None => settings,
    })
}

/// What was chosen for all of a file of which these are the columns of its refused lines.
fn remembered_of_all(
    connection: &mut AnyConnection,
    operator: Option<i64>,
    entity: &'static Entity,
    columns: &[String],
) -> QueryResult<Option<Settings>> {
    let Some(at) = columns.iter().position(|column| column == PROBLEM) else { return Ok(None) };
    let mut own = columns.to_vec();
    own.remove(at);
    let mut before = remembered(connection, operator, entity, &own)?;
    if let Some(before) = &mut before {
        before.targets.insert(at.min(before.targets.len()), String::new());
    }
    Ok(before)
}
