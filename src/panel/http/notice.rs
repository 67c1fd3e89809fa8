//! The message that a form leaves for the page it leads to, in a cookie.
//!
//! A neighbour of this host may set a cookie of that name too. So a message is signed for the
//! session that it is for; and where nobody is signed in only the panel's own sentences are shown.

use std::fmt;

use actix_web::cookie::time::Duration;
use percent_encoding::percent_decode_str;

use crate::access::{CurrentOperator, is_signed, signature};
use crate::panel::http::return_to::encode;

/// A message, and who it claims to be from.
#[derive(Clone, Debug)]
pub struct Notice {
    signature: String,
    text: String,
}

/// The longest message, in characters: a cookie holds 4,096 bytes.
const LONGEST: usize = 300;

impl Notice {
    /// A message is for the next page; whoever does not open it has seen the last one.
    pub const LIFE: Duration = Duration::minutes(1);

    /// A message for the session whose forms carry that mark, or for whoever is not signed in.
    pub fn new(text: &str, mark: Option<&str>) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let signature = mark.map(|mark| signature(mark, &text)).unwrap_or_default();
        Self { signature, text }
    }

    /// Reads what a browser brings; it may be made up.
    pub fn parse(value: &str) -> Option<Self> {
        let (signature, text) = value.split_once('.')?;
        let text = percent_decode_str(text).decode_utf8().ok()?.into_owned();
        Some(Self { signature: signature.to_owned(), text })
    }

    /// The text, if it was written for that session, or if it is a sentence that anybody may see.
    pub fn shown_to(&self, operator: Option<&CurrentOperator>, open: &[&str]) -> Option<&str> {
        let is_theirs = operator
            .is_some_and(|operator| is_signed(&operator.form_mark, &self.text, &self.signature));
        let is_believed = is_theirs || operator.is_none() && open.contains(&self.text.as_str());
        is_believed.then_some(self.text.as_str())
    }
}

/// As a cookie has it.
impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.signature, encode(&self.text))
    }
}
