//! The message that a form leaves for the page it leads to, in a cookie.
//!
//! A neighbour of this host may set a cookie of that name too. So a message is signed for the
//! session that it is for; and where nobody is signed in only the panel's own sentences are shown.

use std::fmt;

use actix_web::cookie::time::Duration;
use percent_encoding::percent_decode_str;

use crate::access::{CurrentOperator, is_signed, signature};
use crate::panel::http::url::encode;

/// What a form leaves for the page it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// The change set that can be taken back, where there is one and they may.
    pub undo: Option<i64>,
}

impl<T: Into<String>> From<T> for Message {
    fn from(text: T) -> Self {
        Self { text: text.into(), undo: None }
    }
}

impl Message {
    /// The same with a button that takes that change set back.
    #[must_use]
    pub fn with_undo(self, undo: Option<i64>) -> Self {
        Self { undo, ..self }
    }

    /// What is signed, and stands in the cookie.
    fn to_value(&self) -> String {
        format!("{}.{}", self.undo.map(|id| id.to_string()).unwrap_or_default(), self.text)
    }
}

/// A message, and who it claims to be from.
#[derive(Clone, Debug)]
pub struct Notice {
    signature: String,
    message: Message,
}

/// The longest message, in characters: a cookie holds 4,096 bytes.
const LONGEST: usize = 300;

impl Notice {
    /// A message is for the next page; whoever does not open it has seen the last one.
    pub const LIFE: Duration = Duration::minutes(1);

    /// A message for the session whose forms carry that mark, or for whoever is not signed in.
    pub fn new(message: Message, mark: Option<&str>) -> Self {
        let text = message.text.chars().take(LONGEST).collect();
        let message = Message { text, ..message };
        let signature = mark.map(|mark| signature(mark, &message.to_value())).unwrap_or_default();
        Self { signature, message }
    }

    /// Reads what a browser brings; it may be made up.
    pub fn parse(value: &str) -> Option<Self> {
        let (signature, value) = value.split_once('.')?;
        let value = percent_decode_str(value).decode_utf8().ok()?;
        let (undo, text) = value.split_once('.')?;
        let message = Message { text: text.to_owned(), undo: undo.parse().ok() };
        Some(Self { signature: signature.to_owned(), message })
    }

    /// The message, if it was written for that session, or if it is a sentence that anybody may see.
    pub fn shown_to(&self, operator: Option<&CurrentOperator>, open: &[&str]) -> Option<&Message> {
        let value = self.message.to_value();
        let is_theirs = operator
            .is_some_and(|operator| is_signed(&operator.form_mark, &value, &self.signature));
        let is_open = operator.is_none() && open.contains(&self.message.text.as_str());
        (is_theirs || is_open).then_some(&self.message)
    }
}

/// As a cookie has it.
impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.signature, encode(&self.message.to_value()))
    }
}
