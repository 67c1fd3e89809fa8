//! Why something was done, as somebody says it.

use super::words;
use crate::panel::entity::kind::{FieldKind as _, Text};

/// The name of the field of a form that says why.
pub const REASON: &str = "reason";
/// How long a reason may be, in characters.
const LONGEST: usize = 255;

/// A reason as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The text, in its one spelling; empty where nothing was said.
    pub text: String,
    /// Why it cannot be kept.
    pub error: Option<String>,
}

impl Reason {
    /// What was typed, checked as every line of text is.
    pub fn typed(text: &str) -> Self {
        let line = Text { most: LONGEST };
        let text = line.tidy(text);
        let error = if text.is_empty() { None } else { line.parse(words::REASON, &text).err() };
        Self { text, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_line_of_text_or_nothing() {
        let error = |text: &str| Reason::typed(text).error;
        assert_eq!(Reason::typed("  \n"), Reason::default());
        assert_eq!(
            Reason::typed(" asked for it "),
            Reason { text: "asked for it".into(), error: None }
        );
        assert_eq!(error(&"é".repeat(255)), None);
        assert!(error(&"é".repeat(256)).is_some_and(|error| error.contains("255")));
        assert!(error("a\u{2028}b").is_some_and(|error| error.contains("U+2028")));
    }
}
