//! Where a person goes after a form: back to the page the form was opened from, as it was.

use crate::panel::entity::names::Names;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::url::encode;

/// The name under which it travels, in queries and forms.
pub const RETURN_TO: &str = "next";

/// Longer ones are dropped: the person then goes to the record instead. A search for the longest
/// text of any writing fits, nine bytes a character.
const LONGEST: usize = 4000;

/// A path inside the panel, query included. Nothing else can be one, so redirecting to it never
/// leads out (OWASP ASVS 5.0, 3.7.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The path if it is one of ours: below `base`, no other host, no control character.
    pub fn parse(text: &str, base: &str) -> Option<Self> {
        let below = text.strip_prefix(base)?;
        let local = below.starts_with('/')
            && !below.starts_with("//")
            && !text.starts_with("//")
            && text.len() <= LONGEST
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && !climbs(below);
        local.then(|| Self(text.to_owned()))
    }

    /// The one that a query or a form carries.
    pub fn of(inputs: &Inputs, base: &str) -> Option<Self> {
        Self::parse(inputs.get(RETURN_TO)?, base)
    }

    /// The same, or where it leads back to in turn if it is `page`: a page that is gone.
    pub fn beyond(self, page: &str, base: &str) -> Option<Self> {
        match self.parts("") {
            (path, query) if path == page => Self::of(&Inputs::parse(query).ok()?, base),
            _ => Some(self),
        }
    }

    /// The same place; where it is the list of the record, that row of it.
    #[must_use]
    pub fn at(&self, names: Names, id: i64) -> Self {
        let (path, _) = self.parts("");
        match path.rsplit('/').next() == Some(names.path) {
            true => Self(format!("{}#{id}", self.0.split('#').next().unwrap_or_default())),
            false => self.clone(),
        }
    }

    /// Its path below the base, and its query.
    pub fn parts(&self, base: &str) -> (&str, &str) {
        let url = self.0.split('#').next().unwrap_or_default();
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        (path.strip_prefix(base).unwrap_or(path), query)
    }

    /// The path itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a browser would leave some folder of the path again.
fn climbs(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    path.replace("%2e", ".").split('/').any(|segment| matches!(segment, "." | ".."))
}

/// `path` with the place to come back to in its query.
pub fn with_next(path: &str, next: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{RETURN_TO}={}", encode(next))
}

/// The query that carries the place to come back to along to another page about the same; empty
/// without one.
pub fn carried(next: Option<&ReturnTo>) -> String {
    next.map_or_else(String::new, |next| with_next("", next.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_the_panel_are_followed() {
        for good in ["/", "/movies", "/movies?q=a%20b&page=2", "/movies/1?next=%2Fmovies"] {
            assert!(ReturnTo::parse(good, "").is_some(), "{good}");
        }
        for bad in [
            "",
            "movies",
            "//evil.example",
            "/\\evil.example",
            "\\/evil",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\nb",
            "/a b",
            "///evil.example",
            "http:evil.example",
            "/movies/../../evil",
            "/movies/%2e%2E/evil",
            "/./movies",
            "/é",
        ] {
            assert_eq!(ReturnTo::parse(bad, ""), None, "{bad}");
        }
    }

    #[test]
    fn a_page_that_is_gone_leads_to_where_it_led_back_to() {
        let beyond = |next| ReturnTo::parse(next, "").unwrap().beyond("/movies/1", "");
        assert_eq!(beyond("/movies/1?next=%2Fmovies%3Fq%3Dx").unwrap().as_str(), "/movies?q=x");
        assert_eq!(beyond("/movies/1"), None);
        assert_eq!(beyond("/movies?q=x").unwrap().as_str(), "/movies?q=x");
    }

    #[test]
    fn under_a_sub_path_only_what_lies_below_it_counts() {
        assert!(ReturnTo::parse("/panel/movies", "/panel").is_some());
        for bad in ["/movies", "/panelevil", "/panel//evil.example", "/panel"] {
            assert_eq!(ReturnTo::parse(bad, "/panel"), None, "{bad}");
        }
    }
}
