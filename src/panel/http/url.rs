//! Texts as a URL has them, and a URL as a log may have it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// What may stand in a query as it is, and is nobody's separator there (RFC 3986, 3.4).
const QUERY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'?');

/// A value as it stands in a query.
pub fn encode(value: &str) -> String {
    encoded(value).to_string()
}

/// The same, to be written into something longer.
pub fn encoded(value: &str) -> PercentEncode<'_> {
    utf8_percent_encode(value, QUERY)
}

/// A path without the secret of a one-time link.
pub(in crate::panel) fn without_secret(uri: String) -> String {
    let secret = ["/set-up/", "/password/", "/saved-forms/"]
        .iter()
        .find_map(|link| uri.find(link).map(|start| start + link.len()));
    let shown = secret.and_then(|start| uri.get(..start)).map(|path| format!("{path}…"));
    shown.unwrap_or(uri)
}
