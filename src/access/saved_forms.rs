//! Forms that were sent after their session had ended. They are given back, unsaved, to the
//! operator of that session alone, within an hour.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::token::Token;
use crate::db::{AnyConnection, Stored, latest_believed};
use crate::schema::saved_forms;

/// How long a form is kept.
pub const SAVED_FORM_LIFE: TimeDelta = TimeDelta::hours(1);
/// Of one operator, at most so many are kept.
const MOST: i64 = 10;

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedForm {
    /// The path it was sent to, with its query.
    pub path: String,
    /// Its fields, as a browser writes them.
    pub body: String,
}

/// Keeps a form for that operator; the oldest gives way.
pub fn keep(
    connection: &mut AnyConnection,
    token: &Token,
    operator: i64,
    form: &SavedForm,
    now: NaiveDateTime,
) -> QueryResult<()> {
    forget_old(connection, now)?;
    let older: Vec<String> = saved_forms::table
        .filter(saved_forms::operator_id.eq(operator))
        .filter(saved_forms::created_at.le(latest_believed(now)))
        .order(saved_forms::created_at.desc())
        .offset(MOST - 1)
        .limit(100)
        .select(saved_forms::token_hash)
        .load(connection)?;
    diesel::delete(saved_forms::table.filter(saved_forms::token_hash.eq_any(older)))
        .execute(connection)?;
    diesel::insert_into(saved_forms::table)
        .values((
            saved_forms::token_hash.eq(token.hash()),
            saved_forms::operator_id.eq(operator),
            saved_forms::path.eq(&form.path),
            saved_forms::body.eq(&form.body),
            saved_forms::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets the forms that nobody came back to.
pub(super) fn forget_old(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    diesel::delete(saved_forms::table.filter(saved_forms::created_at.lt(now - SAVED_FORM_LIFE)))
        .execute(connection)?;
    Ok(())
}

/// The saved form, if it is that operator's and not too old.
pub fn take_saved_form(
    connection: &mut AnyConnection,
    token: &Token,
    operator: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<SavedForm>> {
    let found: Option<(Stored<String>, Stored<String>)> = saved_forms::table
        .find(token.hash())
        .filter(saved_forms::operator_id.eq(operator))
        .filter(saved_forms::created_at.between(now - SAVED_FORM_LIFE, latest_believed(now)))
        .select((saved_forms::path, saved_forms::body))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(path, body)| Some(SavedForm { path: path.value()?, body: body.value()? })))
}
