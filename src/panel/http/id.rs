//! The id in a URL.

use actix_web::{FromRequest, HttpRequest, dev};

use crate::panel::http::error::Error;

/// A 64-bit number, of any sign: other programs number rows as well. Anything else in its place names
/// no record: 404.
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
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Error::NotFound)
}
