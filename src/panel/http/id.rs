//! The id in a URL.

use actix_web::{FromRequest, HttpRequest, dev};

use crate::panel::http::error::Error;

/// A positive 64-bit number. Anything else in its place names no record: 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub i64);

impl FromRequest for Id {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        std::future::ready(segment(request, "id").map(Self))
    }
}

/// The id in that segment of the path.
///
/// # Errors
/// 404 where it is no id.
pub fn segment(request: &HttpRequest, name: &str) -> Result<i64, Error> {
    let text = request.match_info().get(name).unwrap_or_default();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|id| is_number && *id > 0).ok_or(Error::NotFound)
}
