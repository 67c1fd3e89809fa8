//! What names one request.

use std::fmt;

use actix_web::{HttpMessage as _, HttpRequest};

/// Names one request in the log and on an error page.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(u64);

impl RequestId {
    pub(super) fn random() -> Self {
        // Without randomness the id is useless but harmless: it names, it does not protect.
        Self(getrandom::u64().unwrap_or_default())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

/// The id of the request, for pages that show it.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}
