//! Sessions, in the database: ended on one instance, they are ended on all.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::policy::Policy;
use super::token::Token;
use crate::db::{AnyConnection, Backend, Stored, UtcTime, last_insert_id, latest_believed};
use crate::schema::{operators, sessions};

/// One session of an operator, as the list shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(Backend))]
pub struct Session {
    /// Its id.
    pub id: i64,
    /// Where it began.
    pub address: Stored<String>,
    /// What the browser calls itself.
    #[diesel(deserialize_as = Stored<String>)]
    pub browser: String,
    /// When it began.
    pub created_at: UtcTime,
    /// When it was last used, to the minute.
    pub seen_at: UtcTime,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its id.
    pub id: i64,
    /// What the browser carries from now on.
    pub token: Token,
}

/// An ended session is remembered so long, to give back forms that are sent after it.
const REMEMBERED: TimeDelta = TimeDelta::days(1);

/// Begins a session with a new token: the operator signs in.
pub fn begin(
    connection: &mut AnyConnection,
    token: Token,
    operator: i64,
    address: &str,
    browser: &str,
    now: NaiveDateTime,
) -> QueryResult<Begun> {
    // First of all: a server lets many who sign in at once share the row that their sessions refer to,
    // and whoever writes to it then waits for all the others.
    diesel::update(operators::table.find(operator))
        .set(operators::signed_in_at.eq(now))
        .execute(connection)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token.hash()),
            sessions::operator_id.eq(operator),
            sessions::address.eq(address),
            sessions::browser.eq(browser.chars().take(255).collect::<String>()),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
        ))
        .execute(connection)?;
    let id = last_insert_id(connection)?;
    Ok(Begun { id, token })
}

/// Gives a session another token, as every change of privilege does (OWASP ASVS 5.0, 7.2.4).
pub fn renew(connection: &mut AnyConnection, id: i64, token: &Token) -> QueryResult<()> {
    diesel::update(sessions::table.find(id))
        .set(sessions::token_hash.eq(token.hash()))
        .execute(connection)?;
    Ok(())
}

/// Ends one session of that operator; returns whether it ran.
pub fn end(
    connection: &mut AnyConnection,
    operator: i64,
    id: i64,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let ended = diesel::update(
        sessions::table
            .find(id)
            .filter(sessions::operator_id.eq(operator))
            .filter(sessions::ended_at.is_null()),
    )
    .set(sessions::ended_at.eq(now))
    .execute(connection)?;
    Ok(ended == 1)
}

/// Ends every session of that operator but the one.
pub fn end_all(
    connection: &mut AnyConnection,
    operator: i64,
    but: Option<i64>,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::operator_id.eq(operator))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::id.ne(but.unwrap_or_default())),
    )
    .set(sessions::ended_at.eq(now))
    .execute(connection)
}

/// The sessions of that operator that run, the latest used first.
pub fn sessions(
    connection: &mut AnyConnection,
    operator: i64,
    policy: &Policy,
    now: NaiveDateTime,
) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::operator_id.eq(operator))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::seen_at.between(now - policy.idle, latest_believed(now)))
        .filter(sessions::created_at.between(now - policy.absolute, latest_believed(now)))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .limit(200)
        .select(Session::as_select())
        .load(connection)
}

/// Notes that a session is used, and forgets those that ended long ago and forms kept too long.
pub fn touch(
    connection: &mut AnyConnection,
    id: i64,
    policy: &Policy,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(sessions::table.find(id).filter(sessions::seen_at.lt(now)))
        .set(sessions::seen_at.eq(now))
        .execute(connection)?;
    let long_ago = now - REMEMBERED;
    diesel::delete(sessions::table.filter(sessions::ended_at.lt(long_ago))).execute(connection)?;
    diesel::delete(sessions::table.filter(sessions::created_at.lt(long_ago - policy.absolute)))
        .execute(connection)?;
    super::saved_forms::forget_old(connection, now)
}
