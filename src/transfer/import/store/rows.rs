//! What each row of a file comes to.

use diesel::prelude::*;

use super::Outcome;
use crate::db::{AnyConnection, Backend, insert_rows};
use crate::schema::import_rows;

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

/// So many rows are deleted at once.
const DELETED_AT_ONCE: i64 = 2000;

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

/// The row of an import that stands in that line.
pub fn row_at(
    connection: &mut AnyConnection,
    import: i64,
    line: i64,
) -> QueryResult<Option<ImportRow>> {
    import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::line.eq(line))
        .order(import_rows::number)
        .select(ImportRow::as_select())
        .first(connection)
        .optional()
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

/// The lines of rows that are about the same records as these hashes say, in no order: asked for one,
/// SQLite would go through all rows of the import.
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
        .select((import_rows::match_hash, import_rows::line))
        .load(connection)?;
    Ok(found.into_iter().filter_map(|(hash, line)| Some((hash?, line))).collect())
}

/// Whether anything is known of the rows.
pub fn has_rows(connection: &mut AnyConnection, import: i64) -> QueryResult<bool> {
    rows_from(connection, import, None, (0, 1)).map(|rows| !rows.is_empty())
}

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
