//! Forgetting files that were imported, or never were.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::dsl::not;
use diesel::prelude::*;

use super::store::{ImportState, delete_some_chunks, delete_some_rows};
use crate::db::AnyConnection;
use crate::schema::imports;

/// What is left alone for so long is not gone on with.
const KEPT: TimeDelta = TimeDelta::days(3);
/// A file that has not arrived by now never will.
const ARRIVING: TimeDelta = TimeDelta::hours(3);
/// How the columns of a file were chosen is remembered for so long.
const REMEMBERED: TimeDelta = TimeDelta::days(365);

/// The oldest import that is not gone on with, or whose columns are not remembered any longer.
pub fn oldest(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    let is_removed = imports::state.eq(ImportState::Removed.word());
    let is_late =
        imports::state.eq(ImportState::Arriving.word()).and(imports::updated_at.lt(now - ARRIVING));
    let is_left = not(is_removed).and(imports::updated_at.lt(now - KEPT).or(is_late));
    imports::table
        .filter(is_left.or(imports::updated_at.lt(now - REMEMBERED)))
        .order(imports::updated_at)
        .select(imports::id)
        .first(connection)
        .optional()
}

/// Forgets a part of the oldest one's file and rows; where none is left, all but how its columns
/// were chosen, and at last that too.
pub fn forget(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    let Some(import) = oldest(connection, now)? else { return Ok(()) };
    if delete_some_chunks(connection, import)? || delete_some_rows(connection, import)? {
        return Ok(());
    }
    let of_import = imports::table.find(import);
    let is_removed = imports::state.eq(ImportState::Removed.word());
    if diesel::delete(of_import.filter(is_removed)).execute(connection)? == 0 {
        diesel::update(of_import)
            .set(imports::state.eq(ImportState::Removed.word()))
            .execute(connection)?;
    }
    Ok(())
}
