//! One-time links: random, hashed, expiring, void once used.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::token::Token;
use crate::db::{AnyConnection, latest_believed};
use crate::schema::links;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To make the first operator.
    SetUp,
    /// To choose a password.
    Password,
    /// To finish a sign-in whose password was right with a code.
    Code,
}

impl LinkPurpose {
    fn word(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Password => "password",
            Self::Code => "code",
        }
    }

    fn life(self) -> TimeDelta {
        match self {
            Self::SetUp => TimeDelta::hours(1),
            Self::Password => TimeDelta::hours(24),
            Self::Code => TimeDelta::minutes(10),
        }
    }

    /// When a link that is made now expires, at the latest: one that would hold longer was made
    /// while a clock was wrong.
    fn latest_end(self, now: NaiveDateTime) -> NaiveDateTime {
        latest_believed(now) + self.life()
    }
}

/// A link that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whom it is for; nobody yet for the set-up.
    pub operator: Option<i64>,
}

/// Makes a link. Earlier ones to set up, or for the password of the same operator, are void.
pub fn make_link(
    connection: &mut AnyConnection,
    token: &Token,
    purpose: LinkPurpose,
    operator: Option<i64>,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::delete(links::table.filter(links::expires_at.lt(now - TimeDelta::days(1))))
        .execute(connection)?;
    let before = links::table.filter(links::purpose.eq(purpose.word()));
    match (purpose, operator) {
        (LinkPurpose::SetUp, _) => diesel::delete(before).execute(connection)?,
        (LinkPurpose::Password, Some(operator)) => {
            diesel::delete(before.filter(links::operator_id.eq(operator))).execute(connection)?
        }
        // Somebody may be signing in on several devices at once.
        _ => 0,
    };
    diesel::insert_into(links::table)
        .values((
            links::token_hash.eq(token.hash()),
            links::purpose.eq(purpose.word()),
            links::operator_id.eq(operator),
            links::expires_at.eq(now + purpose.life()),
            links::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Makes every link to set up void: there is an operator now.
pub(super) fn void_set_up(connection: &mut AnyConnection) -> QueryResult<()> {
    diesel::delete(links::table.filter(links::purpose.eq(LinkPurpose::SetUp.word())))
        .execute(connection)?;
    Ok(())
}

/// The link, if it holds.
pub fn open_link(
    connection: &mut AnyConnection,
    token: &Token,
    purpose: LinkPurpose,
    now: NaiveDateTime,
) -> QueryResult<Option<Link>> {
    let operator: Option<Option<i64>> = links::table
        .find(token.hash())
        .filter(links::purpose.eq(purpose.word()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.between(now, purpose.latest_end(now)))
        .select(links::operator_id)
        .first(connection)
        .optional()?;
    Ok(operator.map(|operator| Link { operator }))
}

/// Makes the link void; returns whether it held. Of two at once, one succeeds.
pub fn use_link(
    connection: &mut AnyConnection,
    token: &Token,
    purpose: LinkPurpose,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let used = diesel::update(
        links::table
            .find(token.hash())
            .filter(links::purpose.eq(purpose.word()))
            .filter(links::used_at.is_null())
            .filter(links::expires_at.between(now, purpose.latest_end(now))),
    )
    .set(links::used_at.eq(now))
    .execute(connection)?;
    Ok(used == 1)
}
