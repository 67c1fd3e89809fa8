//! What a browser sends: the pairs of a query string or of a form, read strictly.

use actix_web::HttpRequest;
use percent_encoding::percent_decode_str;

use crate::panel::http::error::Error;
use crate::panel::http::url::encoded;
use crate::panel::http::words;

/// The name of the hidden field with the key of a create form, by which it is accepted once.
pub const IDEMPOTENCY_KEY: &str = "once";
/// The name of the hidden field that carries the version a record was opened at.
pub const VERSION: &str = "version";
/// What stands before the name of a field that carries the value the form was opened with.
pub const ORIGINAL: &str = "original.";
/// The name of the field that shows that a form is of this session.
pub const MARK: &str = "mark";
/// The most fields a form may have.
pub const MOST_FIELDS: usize = 2000;
/// The longest query string that is read, in bytes.
const LONGEST_QUERY: usize = 16 * 1024;
/// Names and values in the order they were sent. Where a name comes twice, the first counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs(Vec<(String, String)>);

impl Inputs {
    /// Reads `name=value&…`.
    ///
    /// # Errors
    /// 400 where an escape is broken or the text is not UTF-8, 413 where there are too many pairs.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut pairs = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == MOST_FIELDS {
                return Err(Error::TooLarge);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Self(pairs))
    }

    /// The pairs of a request's query string.
    ///
    /// # Errors
    /// As [`Inputs::parse`], and 414 where it is too long.
    pub fn of_query(request: &HttpRequest) -> Result<Self, Error> {
        let query = request.query_string();
        if query.len() > LONGEST_QUERY {
            return Err(Error::QueryTooLong);
        }
        Self::parse(query)
    }

    /// The value of that name, if it was sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The pairs as a query string, without its question mark.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.write(&mut query);
        query
    }

    /// The pairs as they stand behind a path: with a question mark, or nothing where there are none.
    pub fn to_url_query(&self) -> String {
        self.behind("")
    }

    /// A path with the pairs behind it.
    pub fn behind(&self, path: &str) -> String {
        let mut url = path.to_owned();
        if !self.0.is_empty() {
            url.push('?');
            self.write(&mut url);
        }
        url
    }

    fn write(&self, query: &mut String) {
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                query.push('&');
            }
            query.extend(encoded(name));
            query.push('=');
            query.extend(encoded(value));
        }
    }

    /// All pairs, to be carried along by another form.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The same with `name` set to `value`, wherever it stood before.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with `value` for `name` besides what stands there already.
    #[must_use]
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same without that value of `name`.
    #[must_use]
    pub fn without_value(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(key, other)| key != name || other != value);
        self
    }

    /// The same without `name`.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }
}

/// `+` is a blank; an escape is two hexadecimal digits; the whole is UTF-8.
fn decode(text: &str) -> Result<String, Error> {
    let spaced = text.replace('+', " ");
    let broken = spaced.split('%').skip(1).any(|escape| {
        escape.len() < 2 || !escape.bytes().take(2).all(|digit| digit.is_ascii_hexdigit())
    });
    if broken {
        return Err(Error::BadRequest(words::BROKEN_ESCAPE));
    }
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Error::BadRequest(words::NO_UTF8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_order_and_the_first_of_a_name_counts() {
        let inputs = Inputs::parse("a=1&b=%C3%A9+x&a=2&c").unwrap();
        assert_eq!(inputs.get("a"), Some("1"));
        assert_eq!(inputs.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(inputs.get("b"), Some("é x"));
        assert_eq!(inputs.get("c"), Some(""));
        assert_eq!(inputs.get("d"), None);
        assert_eq!(Inputs::parse(&inputs.to_query()).unwrap(), inputs);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        for text in ["a=%ff", "a=%", "a=%4", "a=%zz", "%c3=1"] {
            assert!(matches!(Inputs::parse(text), Err(Error::BadRequest(_))), "{text}");
        }
        assert!(matches!(Inputs::parse(&"a=1&".repeat(MOST_FIELDS + 1)), Err(Error::TooLarge)));
    }
}
