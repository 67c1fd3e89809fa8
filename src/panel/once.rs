//! A create form is accepted once: each carries a random token, written in the same transaction
//! as the record it makes. Sending it again leads to that record.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::error::Error;
use super::inputs::Inputs;
use crate::db::{AnyConnection, now};
use crate::schema::submissions;

/// The name of the form's field.
pub const TOKEN: &str = "once";
/// How long a form is remembered; a tab left open longer has long been closed.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// The token of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one, of 128 random bits.
    ///
    /// # Errors
    /// Where the system has no randomness to give; a form without it could be sent twice.
    pub fn random() -> Result<Self, Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Panicked)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The one a form carries.
    ///
    /// # Errors
    /// 400 where it carries none, or one that is not of ours.
    pub fn of(inputs: &Inputs) -> Result<Self, Error> {
        inputs
            .get(TOKEN)
            .filter(|text| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .map(|text| Self(text.to_owned()))
            .ok_or(Error::BadRequest(
                "The form lacks the mark that keeps it from being saved twice. \
                 Open it again from the panel.",
            ))
    }

    /// The token as the form carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the form led when it was accepted before.
    pub fn accepted(&self, connection: &mut AnyConnection) -> QueryResult<Option<String>> {
        submissions::table.find(&self.0).select(submissions::location).first(connection).optional()
    }

    /// Notes that the form is accepted. Of two at once, the second collides here, its whole
    /// transaction is run again, and it finds the first.
    pub fn accept(&self, connection: &mut AnyConnection, location: &str) -> QueryResult<()> {
        let now = now();
        diesel::delete(submissions::table.filter(submissions::created_at.lt(now - REMEMBERED)))
            .execute(connection)?;
        diesel::insert_into(submissions::table)
            .values((
                submissions::token.eq(&self.0),
                submissions::location.eq(location),
                submissions::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }
}
