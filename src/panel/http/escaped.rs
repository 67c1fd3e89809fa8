//! Texts that stand on a page many times, escaped once.

use std::fmt;

use askama::filters::{Html, escape};

use crate::panel::entity::plain::{Plain, plain};

/// A text as a page has it, with what HTML takes for itself escaped.
#[derive(Clone, Debug)]
pub struct Escaped(String);

impl Escaped {
    /// Escapes a text.
    ///
    /// # Errors
    /// As a template that escapes it.
    pub fn of(text: &str) -> askama::Result<Self> {
        Ok(Self(escape(text, Html)?.to_string()))
    }
}

impl Plain for Escaped {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&self.0)
    }
}

plain!(Escaped);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_takes_for_itself_is_escaped() {
        let text = Escaped::of("/users?q=\"<b>'&").unwrap().to_string();
        assert_eq!(text, "/users?q=&#34;&#60;b&#62;&#39;&#38;");
    }
}
