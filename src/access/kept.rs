//! Forms that were sent after their session had ended. They are given back, unsaved, to the
//! operator of that session alone, within an hour.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::token::Token;
use crate::db::{AnyConnection, Stored, latest_believed};
use crate::schema::kept_forms;

/// How long a form is kept.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// Of one operator, at most so many are kept.
const MOST: i64 = 10;

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The path it was sent to, with its query.
    pub path: String,
    /// Its fields, as a browser writes them.
    pub body: String,
}

/// Keeps a form for that operator; the oldest gives way.
///
/// # Errors
/// As the statements.
pub fn keep(
    connection: &mut AnyConnection,
    token: &Token,
    operator: i64,
    form: &Kept,
    now: NaiveDateTime,
) -> QueryResult<()> {
    forget_old(connection, now)?;
    let older: Vec<String> = kept_forms::table
        .filter(kept_forms::operator_id.eq(operator))
        .filter(kept_forms::created_at.le(latest_believed(now)))
        .order(kept_forms::created_at.desc())
        .offset(MOST - 1)
        .limit(100)
        .select(kept_forms::token_hash)
        .load(connection)?;
    diesel::delete(kept_forms::table.filter(kept_forms::token_hash.eq_any(older)))
        .execute(connection)?;
    diesel::insert_into(kept_forms::table)
        .values((
            kept_forms::token_hash.eq(token.hash()),
            kept_forms::operator_id.eq(operator),
            kept_forms::path.eq(&form.path),
            kept_forms::body.eq(&form.body),
            kept_forms::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets the forms that nobody came back to.
pub(super) fn forget_old(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    diesel::delete(kept_forms::table.filter(kept_forms::created_at.lt(now - LIFE)))
        .execute(connection)?;
    Ok(())
}

/// The kept form, if it is that operator's and not too old.
///
/// # Errors
/// As the query.
pub fn take_kept(
    connection: &mut AnyConnection,
    token: &Token,
    operator: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<Kept>> {
    let found: Option<(Stored<String>, Stored<String>)> = kept_forms::table
        .find(token.hash())
        .filter(kept_forms::operator_id.eq(operator))
        .filter(kept_forms::created_at.between(now - LIFE, latest_believed(now)))
        .select((kept_forms::path, kept_forms::body))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(path, body)| Some(Kept { path: path.value()?, body: body.value()? })))
}
