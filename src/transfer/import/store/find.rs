//! Imports that are there.

use diesel::prelude::*;

use super::import::header_digest;
use super::{Counts, Import, ImportState};
use crate::db::{AnyConnection, Backend, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::schema::imports;
use crate::transfer::format::FileFormat;
use crate::transfer::import::settings::Settings;

/// So many imports of one file are looked at.
const MOST_BEFORE: i64 = 50;

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
            format: FileFormat::of_word(&found.format).unwrap_or(FileFormat::Csv),
            file_size: found.size,
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

/// The other imports of the very same file, or sheet of it, that are being written.
pub fn importing_of_file(
    connection: &mut AnyConnection,
    import: &Import,
) -> QueryResult<Vec<Import>> {
    let found: Vec<Found> = imports::table
        .filter(imports::entity.eq(&import.entity))
        .filter(imports::digest.eq(&import.digest))
        .filter(imports::state.eq(ImportState::Importing.word()))
        .filter(imports::id.ne(import.id))
        .order(imports::id)
        .limit(MOST_BEFORE)
        .select(Found::as_select())
        .load(connection)?;
    let is_same = |other: &Import| other.settings.sheet == import.settings.sheet;
    Ok(found.into_iter().map(Import::from).filter(is_same).collect())
}

/// What imports of the very same file, or sheet of it, wrote, the latest first.
pub fn change_sets_of_file(
    connection: &mut AnyConnection,
    import: &Import,
) -> QueryResult<Vec<i64>> {
    let found: Vec<(Option<i64>, String)> = imports::table
        .filter(imports::entity.eq(&import.entity))
        .filter(imports::digest.eq(&import.digest))
        .filter(imports::change_set_id.is_not_null())
        .order(imports::id.desc())
        .limit(MOST_BEFORE)
        .select((imports::change_set_id, imports::settings))
        .load(connection)?;
    let is_same = |settings: &str| Settings::parse(settings).sheet == import.settings.sheet;
    let same = found.into_iter().filter(|(_, settings)| is_same(settings));
    Ok(same.filter_map(|(change_set, _)| change_set).collect())
}
