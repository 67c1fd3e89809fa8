//! What is known of an import as a whole, and how it is written down.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Counts;
use crate::db::{AnyConnection, UtcTime, last_insert_id, worded};
use crate::panel::entity::definition::Entity;
use crate::schema::imports;
use crate::transfer::format::FileFormat;
use crate::transfer::format::read::Sheet;
use crate::transfer::import::settings::Settings;

worded! {
    /// How far an import is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum ImportState {
        /// Its file is still arriving.
        Arriving = "arriving",
        /// Somebody is to say what its columns are put into.
        Uploaded = "uploaded",
        /// Its rows are being checked.
        Checking = "checking",
        /// It is known what each row would come to.
        Checked = "checked",
        /// Its rows are being written.
        Importing = "importing",
        /// They are written.
        Imported = "imported",
        /// Its file and its rows are removed; how its columns were chosen is remembered.
        Removed = "removed",
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its number.
    pub id: i64,
    /// Whose it is; `None` for a command.
    pub operator_id: Option<i64>,
    /// The table of what is imported.
    pub entity: String,
    /// How far it is.
    pub state: ImportState,
    /// What the file was called.
    pub file_name: String,
    /// How it holds its rows.
    pub format: FileFormat,
    /// How many bytes are kept of it.
    pub file_size: i64,
    /// A digest of all of it.
    pub digest: String,
    /// How it is read and what becomes of its rows.
    pub settings: Settings,
    /// How many bytes of it are checked.
    pub position: i64,
    /// The line that follows them.
    pub line: i64,
    /// What its rows come to, as far as they are checked.
    pub counts: Counts,
    /// Why it does not go on, in a sentence.
    pub problem: String,
    /// The job that works on it.
    pub job_id: Option<i64>,
    /// What it wrote.
    pub change_set_id: Option<i64>,
    /// When it was last changed.
    pub updated_at: UtcTime,
}

impl Import {
    /// The sheet that is read, where it is a workbook.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.settings.sheets.get(self.settings.sheet)
    }

    /// So many bytes of what is kept stand before what is read.
    pub fn start(&self) -> i64 {
        self.sheet().map_or(0, |sheet| sheet.start.cast_signed())
    }

    /// How many bytes are read.
    pub fn size(&self) -> i64 {
        self.sheet().map_or(self.file_size, |sheet| sheet.size.cast_signed())
    }
}

/// What is known of a file when it begins to arrive.
pub struct NewImport<'i> {
    /// Whose it is.
    pub operator_id: Option<i64>,
    /// What is imported.
    pub entity: &'static Entity,
    /// What the file is called.
    pub file_name: &'i str,
    /// How it holds its rows.
    pub format: FileFormat,
    /// The time.
    pub now: NaiveDateTime,
}

/// Makes an import whose file is to follow; returns its number.
pub fn insert(connection: &mut AnyConnection, new: &NewImport<'_>) -> QueryResult<i64> {
    diesel::insert_into(imports::table)
        .values((
            imports::operator_id.eq(new.operator_id),
            imports::entity.eq(new.entity.table()),
            imports::state.eq(ImportState::Arriving.word()),
            imports::file_name.eq(new.file_name),
            imports::format.eq(new.format.word()),
            (imports::size.eq(0), imports::digest.eq(""), imports::header_digest.eq("")),
            (imports::settings.eq(""), imports::position.eq(0), imports::line.eq(1)),
            (imports::created_count.eq(0), imports::changed_count.eq(0)),
            (imports::unchanged_count.eq(0), imports::refused_count.eq(0)),
            imports::problem.eq(""),
            imports::created_at.eq(new.now),
            imports::updated_at.eq(new.now),
        ))
        .execute(connection)?;
    last_insert_id(connection)
}

/// Notes that all of the file is there.
pub fn arrived(
    connection: &mut AnyConnection,
    import: i64,
    (size, digest): (i64, &str),
    settings: &Settings,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(imports::table.find(import))
        .set((
            imports::state.eq(ImportState::Uploaded.word()),
            imports::size.eq(size),
            imports::digest.eq(digest),
            imports::header_digest.eq(header_digest(&settings.columns)),
            imports::settings.eq(settings.to_text()),
            imports::updated_at.eq(now),
        ))
        .execute(connection)
        .map(drop)
}

/// A digest of the names of columns, by which it is remembered what they were put into.
pub(super) fn header_digest(columns: &[String]) -> String {
    use sha2::{Digest as _, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(columns.join("\u{1f}")))
}

/// Writes down how far an import is.
pub fn save(
    connection: &mut AnyConnection,
    import: &Import,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let Counts { created, changed, unchanged, refused } = import.counts;
    diesel::update(imports::table.find(import.id))
        .set((
            imports::state.eq(import.state.word()),
            imports::settings.eq(import.settings.to_text()),
            imports::header_digest.eq(header_digest(&import.settings.columns)),
            (imports::position.eq(import.position), imports::line.eq(import.line)),
            (imports::created_count.eq(created), imports::changed_count.eq(changed)),
            (imports::unchanged_count.eq(unchanged), imports::refused_count.eq(refused)),
            imports::problem.eq(&import.problem),
            imports::job_id.eq(import.job_id),
            imports::change_set_id.eq(import.change_set_id),
            imports::updated_at.eq(now),
        ))
        .execute(connection)
        .map(drop)
}
