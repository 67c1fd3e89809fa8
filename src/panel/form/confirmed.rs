//! Pages that say what would become of something, and ask whether it is to be done: what they send
//! back.

use actix_web::http::StatusCode;

use crate::panel::http::inputs::Inputs;
use crate::panel::record::history::{REASON, Reason};

/// The name of the field that carries what the page said would be done.
pub const SHOWN: &str = "shown";

/// What such a page sends back.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// The mark of what it said.
    shown: String,
    /// Why it is to be done.
    pub reason: Reason,
}

impl Confirmed {
    /// What a form carries.
    pub fn of(inputs: &Inputs) -> Self {
        let sent = |name| inputs.get(name).unwrap_or_default();
        Self { shown: sent(SHOWN).to_owned(), reason: Reason::typed(sent(REASON)) }
    }

    /// Why it is not done, where the mark is this by now: something else would be done than was said
    /// (409), or the reason cannot be kept (422).
    pub fn objection(&self, mark: &str) -> Option<StatusCode> {
        match &self.reason.error {
            _ if self.shown != mark => Some(StatusCode::CONFLICT),
            Some(_) => Some(StatusCode::UNPROCESSABLE_ENTITY),
            None => None,
        }
    }
}
