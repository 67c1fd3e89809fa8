//! A form that makes something is accepted once: each carries a random token, written in the same
//! transaction as what it makes. Sending it again leads to that; a form that is sent again with
//! other values is shown again.

use super::words;
use chrono::TimeDelta;
use data_encoding::HEXLOWER;
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::db::{AnyConnection, now};
use crate::panel::entity::kind::tidy;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{IDEMPOTENCY_KEY, Inputs};
use crate::panel::http::return_to::RETURN_TO;
use crate::schema::submissions;

/// How long a form is remembered; a tab left open longer has long been closed.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// The token of one form, and what the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    text: String,
    /// Of what is typed in the form.
    digest: String,
}

/// What became of a form when it was sent before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It said the same, and made what is there.
    Same(String),
    /// It said something else, and made what is there.
    Otherwise(String),
}

impl Accepted {
    /// What it made, whatever it said.
    pub fn location(self) -> String {
        match self {
            Self::Same(location) | Self::Otherwise(location) => location,
        }
    }
}

impl IdempotencyKey {
    /// A new one, of 128 random bits.
    ///
    /// # Errors
    /// Where the system has no randomness to give; a form without it could be sent twice.
    fn random() -> Result<Self, Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Panicked)?;
        Ok(Self { text: HEXLOWER.encode(&bytes), digest: String::new() })
    }

    /// The one a form carries.
    ///
    /// # Errors
    /// 400 where it carries none, or one that is not of ours.
    pub fn of(inputs: &Inputs) -> Result<Self, Error> {
        inputs
            .get(IDEMPOTENCY_KEY)
            .filter(|text| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .map(|text| Self { text: text.to_owned(), digest: digest(inputs) })
            .ok_or(Error::BadRequest(words::NO_MARK))
    }

    /// The hidden field of a form: with the token that was sent, where it is shown again.
    ///
    /// # Errors
    /// As [`IdempotencyKey::random`].
    pub fn field(sent: &Inputs) -> Result<(String, String), Error> {
        let key = Self::of(sent).or_else(|_| Self::random())?;
        Ok((IDEMPOTENCY_KEY.to_owned(), key.text))
    }

    /// What the form came to when it was accepted before: where it led, as a rule.
    pub fn accepted(&self, connection: &mut AnyConnection) -> QueryResult<Option<Accepted>> {
        let found: Option<(String, Option<String>)> = submissions::table
            .find(&self.text)
            .select((submissions::location, submissions::digest))
            .first(connection)
            .optional()?;
        Ok(found.map(|(location, digest)| match digest.is_none_or(|said| said == self.digest) {
            true => Accepted::Same(location),
            false => Accepted::Otherwise(location),
        }))
    }

    /// Notes that the form is accepted. Of two at once, the second collides here, its whole
    /// transaction is run again, and it finds the first.
    pub fn accept(&self, connection: &mut AnyConnection, location: &str) -> QueryResult<()> {
        let now = now();
        diesel::delete(submissions::table.filter(submissions::created_at.lt(now - REMEMBERED)))
            .execute(connection)?;
        diesel::insert_into(submissions::table)
            .values((
                submissions::token.eq(&self.text),
                submissions::digest.eq(&self.digest),
                submissions::location.eq(location),
                submissions::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }
}

/// A digest of what is typed in a form: not of the token, nor of which button was pressed. A field
/// left empty is as good as none.
fn digest(inputs: &Inputs) -> String {
    let mut digest = Sha256::new();
    let is_typed = |name: &str| ![IDEMPOTENCY_KEY, RETURN_TO, "after", "more"].contains(&name);
    for (name, value) in inputs.pairs().iter().filter(|(name, _)| is_typed(name)) {
        let value = tidy(value);
        if !value.is_empty() {
            digest.update(format!("{}:{name}{}:{value}", name.len(), value.len()));
        }
    }
    HEXLOWER.encode(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_what_is_typed_and_nothing_else() {
        let of = |query: &str| digest(&Inputs::parse(query).unwrap());
        let form = of("once=1&name=Alien&year=1979");
        for same in [
            "once=2&name=Alien&year=1979",
            "name=+Alien+&year=1979&next=%2Fmovies&after=new&more=1",
            "name=Alien&note=&year=1979",
        ] {
            assert_eq!(of(same), form, "{same}");
        }
        for other in ["name=Aliens&year=1979", "name=Alien", "name=Alienyear%3D1979", "year=1979"] {
            assert_ne!(of(other), form, "{other}");
        }
    }
}
