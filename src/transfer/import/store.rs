//! Imports as the database holds them: the file in pieces, how it is read, and what each of its rows
//! would come to. So every instance can go on with each of them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{AnyConnection, Backend, UtcTime, insert_rows, last_insert_id, worded};
use crate::panel::entity::definition::Entity;
use crate::schema::{import_chunks, import_rows, imports};
use crate::transfer::format::read::{Piece, ReadFormat};
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

worded! {
    /// What importing a row comes to.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Outcome {
        /// A new record.
        Created = "created",
        /// A record that holds something else then.
        Changed = "changed",
        /// A record that holds all of it already.
        Unchanged = "unchanged",
        /// Nothing: something is wrong with it.
        Refused = "refused",
    }
}

/// How many rows come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New records.
    pub created: i64,
    /// Records that are changed.
    pub changed: i64,
    /// Records that stay as they are.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
}

impl Counts {
    /// How many come to that.
    pub fn of(&self, outcome: Outcome) -> i64 {
        match outcome {
            Outcome::Created => self.created,
            Outcome::Changed => self.changed,
            Outcome::Unchanged => self.unchanged,
            Outcome::Refused => self.refused,
        }
    }

    /// Counts one more.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Refused => self.refused += 1,
        }
    }

    /// How many rows there are in all.
    pub fn total(&self) -> i64 {
        self.created + self.changed + self.unchanged + self.refused
    }

    /// How many of them write something.
    pub fn written(&self) -> i64 {
        self.created + self.changed
    }

    /// All of them in words: `12 new, 3 changed, 4 unchanged, 1 refused`.
    pub fn in_words(&self) -> String {
        let grouped = crate::panel::entity::words::grouped;
        format!(
            "{} new, {} changed, {} unchanged, {} refused",
            grouped(self.created),
            grouped(self.changed),
            grouped(self.unchanged),
            grouped(self.refused)
        )
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
    pub format: ReadFormat,
    /// How many bytes it has.
    pub size: i64,
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

/// A row of an import.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
#[diesel(check_for_backend(Backend))]
pub struct ImportRow {
    /// The import.
    pub import_id: i64,
    /// Its place in the file, counted from 0.
    pub number: i64,
    /// The line.
    pub line: i64,
    /// What the file has for each column: an array of JSON.
    pub cells: String,
    /// What it comes to.
    pub outcome: String,
    /// What is wrong with it: an array of pairs, the label of a field and a sentence.
    pub problems: String,
    /// The record that it is about.
    pub record_id: Option<i64>,
    /// What that is called.
    pub title: String,
    /// The versions of what it would change.
    pub versions: String,
    /// What it would change: an array of triples, the name of a target, before, after.
    pub changes: String,
    /// What tells which record it is about.
    pub match_hash: Option<i64>,
}

/// A piece of a file has so many bytes, but for the last one.
pub const CHUNK: usize = 256 * 1024;

/// What is known of a file when it begins to arrive.
pub struct NewImport<'i> {
    /// Whose it is.
    pub operator_id: Option<i64>,
    /// What is imported.
    pub entity: &'static Entity,
    /// What the file is called.
    pub file_name: &'i str,
    /// How it holds its rows.
    pub format: ReadFormat,
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

/// Keeps a piece of the file.
pub fn insert_chunk(
    connection: &mut AnyConnection,
    import: i64,
    number: i64,
    bytes: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::import_id.eq(import),
            import_chunks::number.eq(number),
            import_chunks::bytes.eq(bytes),
        ))
        .execute(connection)
        .map(drop)
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
pub fn header_digest(columns: &[String]) -> String {
    use sha2::{Digest as _, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(columns.join("\u{1f}")))
}

/// An import as its row has it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(Backend))]
struct Found {
    id: i64,
    operator_id: Option<i64>,
    entity: String,
    state: String,
    file_name: String,
    format: String,
    size: i64,
    digest: String,
    settings: String,
    position: i64,
    line: i64,
    created_count: i64,
    changed_count: i64,
    unchanged_count: i64,
    refused_count: i64,
    problem: String,
    job_id: Option<i64>,
    change_set_id: Option<i64>,
    updated_at: UtcTime,
}

impl From<Found> for Import {
    fn from(found: Found) -> Self {
        Self {
            id: found.id,
            operator_id: found.operator_id,
            entity: found.entity,
            // What another version of the program has left is not gone on with.
            state: ImportState::of_word(&found.state).unwrap_or(ImportState::Removed),
            file_name: found.file_name,
            format: ReadFormat::of_word(&found.format).unwrap_or(ReadFormat::Csv),
            size: found.size,
            digest: found.digest,
            settings: Settings::parse(&found.settings),
            position: found.position,
            line: found.line,
            counts: Counts {
                created: found.created_count,
                changed: found.changed_count,
                unchanged: found.unchanged_count,
                refused: found.refused_count,
            },
            problem: found.problem,
            job_id: found.job_id,
            change_set_id: found.change_set_id,
            updated_at: found.updated_at,
        }
    }
}

/// The import of that number.
pub fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Import>> {
    let found: Option<Found> =
        imports::table.find(id).select(Found::as_select()).first(connection).optional()?;
    Ok(found.map(Import::from))
}

/// The last imports of an operator into an entity that are not over, the latest first.
pub fn open(
    connection: &mut AnyConnection,
    operator: i64,
    entity: &Entity,
) -> QueryResult<Vec<Import>> {
    let found: Vec<Found> = imports::table
        .filter(imports::operator_id.eq(operator))
        .filter(imports::entity.eq(entity.table()))
        .filter(imports::state.ne_all([
            ImportState::Arriving.word(),
            ImportState::Imported.word(),
            ImportState::Removed.word(),
        ]))
        .order(imports::id.desc())
        .limit(5)
        .select(Found::as_select())
        .load(connection)?;
    Ok(found.into_iter().map(Import::from).collect())
}

/// What the operator chose the last time for a file with these columns.
pub fn remembered(
    connection: &mut AnyConnection,
    operator: Option<i64>,
    entity: &Entity,
    columns: &[String],
) -> QueryResult<Option<Settings>> {
    let Some(operator) = operator else { return Ok(None) };
    let found: Option<String> = imports::table
        .filter(imports::operator_id.eq(operator))
        .filter(imports::entity.eq(entity.table()))
        .filter(imports::header_digest.eq(header_digest(columns)))
        .filter(imports::state.ne_all([ImportState::Arriving.word(), ImportState::Uploaded.word()]))
        .order(imports::id.desc())
        .select(imports::settings)
        .first(connection)
        .optional()?;
    Ok(found.map(|text| Settings::parse(&text)))
}

/// When the same operator imported the very same file, if they did.
pub fn imported_before(
    connection: &mut AnyConnection,
    import: &Import,
) -> QueryResult<Option<UtcTime>> {
    imports::table
        .filter(imports::entity.eq(&import.entity))
        .filter(imports::digest.eq(&import.digest))
        .filter(imports::operator_id.eq(import.operator_id))
        .filter(imports::change_set_id.is_not_null())
        .filter(imports::id.lt(import.id))
        .order(imports::id.desc())
        .select(imports::updated_at)
        .first(connection)
        .optional()
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

/// So many bytes of the file from a position on, as far as it has them.
pub fn bytes(
    connection: &mut AnyConnection,
    import: &Import,
    position: i64,
    most: usize,
) -> QueryResult<Vec<u8>> {
    let chunk = CHUNK as i64;
    let first = position / chunk;
    let last = (position + most as i64 - 1) / chunk;
    let chunks: Vec<Vec<u8>> = import_chunks::table
        .filter(import_chunks::import_id.eq(import.id))
        .filter(import_chunks::number.between(first, last))
        .order(import_chunks::number)
        .select(import_chunks::bytes)
        .load(connection)?;
    let mut bytes = chunks.concat();
    let skipped = usize::try_from(position - first * chunk).unwrap_or_default();
    bytes.drain(..skipped.min(bytes.len()));
    bytes.truncate(most);
    Ok(bytes)
}

impl Import {
    /// These bytes of its file, read from where it is.
    pub fn piece<'b>(&self, bytes: &'b [u8]) -> Piece<'b> {
        Piece {
            bytes,
            position: self.position.unsigned_abs(),
            line: self.line.unsigned_abs(),
            is_last: self.position + bytes.len() as i64 >= self.size,
        }
    }
}

/// Keeps what rows come to.
pub fn insert_import_rows(connection: &mut AnyConnection, rows: &[ImportRow]) -> QueryResult<()> {
    match rows.is_empty() {
        true => Ok(()),
        false => insert_rows!(connection, import_rows::table, rows).map(drop),
    }
}

/// The rows of an import from a number on, those that come to that.
pub fn rows_from(
    connection: &mut AnyConnection,
    import: i64,
    outcome: Option<Outcome>,
    (number, most): (i64, i64),
) -> QueryResult<Vec<ImportRow>> {
    let mut query = import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::number.ge(number))
        .order(import_rows::number)
        .limit(most)
        .select(ImportRow::as_select())
        .into_boxed();
    if let Some(outcome) = outcome {
        query = query.filter(import_rows::outcome.eq(outcome.word()));
    }
    query.load(connection)
}

/// The rows of an import before a number, those that come to that, the last first.
pub fn rows_before(
    connection: &mut AnyConnection,
    import: i64,
    outcome: Outcome,
    (number, most): (i64, i64),
) -> QueryResult<Vec<ImportRow>> {
    import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::outcome.eq(outcome.word()))
        .filter(import_rows::number.lt(number))
        .order(import_rows::number.desc())
        .limit(most)
        .select(ImportRow::as_select())
        .load(connection)
}

/// The lines of rows that are about the same records as these hashes say.
pub fn lines_of(
    connection: &mut AnyConnection,
    import: i64,
    hashes: &[i64],
) -> QueryResult<Vec<(i64, i64)>> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(Option<i64>, i64)> = import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::match_hash.eq_any(hashes))
        .order(import_rows::number)
        .select((import_rows::match_hash, import_rows::line))
        .load(connection)?;
    Ok(found.into_iter().filter_map(|(hash, line)| Some((hash?, line))).collect())
}

/// So many rows and pieces are deleted at once.
const DELETED_AT_ONCE: i64 = 2000;

/// Deletes some of what is known of the rows; returns whether there are more.
pub fn delete_some_rows(connection: &mut AnyConnection, import: i64) -> QueryResult<bool> {
    let least: Option<i64> = import_rows::table
        .filter(import_rows::import_id.eq(import))
        .select(diesel::dsl::min(import_rows::number))
        .first(connection)?;
    let Some(least) = least else { return Ok(false) };
    diesel::delete(
        import_rows::table
            .filter(import_rows::import_id.eq(import))
            .filter(import_rows::number.lt(least + DELETED_AT_ONCE)),
    )
    .execute(connection)?;
    Ok(true)
}

/// Deletes some of the file; returns whether there is more of it.
pub fn delete_some_chunks(connection: &mut AnyConnection, import: i64) -> QueryResult<bool> {
    let least: Option<i64> = import_chunks::table
        .filter(import_chunks::import_id.eq(import))
        .select(diesel::dsl::min(import_chunks::number))
        .first(connection)?;
    let Some(least) = least else { return Ok(false) };
    diesel::delete(
        import_chunks::table
            .filter(import_chunks::import_id.eq(import))
            .filter(import_chunks::number.lt(least + 16)),
    )
    .execute(connection)?;
    Ok(true)
}

/// The rows of an import from a number on that are to be written.
pub fn rows_to_write(
    connection: &mut AnyConnection,
    import: i64,
    (number, most): (i64, i64),
) -> QueryResult<Vec<ImportRow>> {
    import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::number.ge(number))
        .filter(import_rows::outcome.eq_any([Outcome::Created.word(), Outcome::Changed.word()]))
        .order(import_rows::number)
        .limit(most)
        .select(ImportRow::as_select())
        .load(connection)
}
