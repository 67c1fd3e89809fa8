//! Forgetting files that were imported, or never were.

use chrono::{NaiveDateTime, TimeDelta};
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

/// Forgets some of what is too old: of the oldest import, a part of its file and of its rows.
/// Returns whether there may be more.
pub fn forget_some(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<bool> {
    let is_kept = imports::state.eq(ImportState::Removed.word());
    let is_late =
        imports::state.eq(ImportState::Arriving.word()).and(imports::updated_at.lt(now - ARRIVING));
    let oldest: Option<i64> = imports::table
        .filter(diesel::dsl::not(is_kept))
        .filter(imports::updated_at.lt(now - KEPT).or(is_late))
        .order(imports::updated_at)
        .select(imports::id)
        .first(connection)
        .optional()?;
    let Some(id) = oldest else {
        let old = imports::table.filter(is_kept).filter(imports::updated_at.lt(now - REMEMBERED));
        diesel::delete(old).execute(connection)?;
        return Ok(false);
    };
    if delete_some_chunks(connection, id)? || delete_some_rows(connection, id)? {
        return Ok(true);
    }
    diesel::update(imports::table.find(id))
        .set(imports::state.eq(ImportState::Removed.word()))
        .execute(connection)?;
    Ok(true)
}
