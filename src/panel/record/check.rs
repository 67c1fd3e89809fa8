//! The checks of a form: from texts to typed values, with a message for each text that is none.

use std::fmt::Display;

use diesel::QueryResult;
use validator::ValidateEmail as _;

use crate::db::{AnyConnection, breaks_lines, is_invisible, is_unseen};
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::resource::Resource;
use crate::panel::record::values::Values;

/// What is wrong with a form: messages by field name, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Whether the form is in order.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with that field.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, message)| message.as_str())
    }

    /// Names of fields and what is wrong with each.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, message)| (*name, message.as_str()))
    }

    /// Notes one more.
    pub fn add(&mut self, name: &'static str, message: String) {
        self.0.push((name, message));
    }
}

/// Turns the texts of one form into values and collects what is wrong with them.
///
/// Each function returns a stand-in where the text is wrong; the draft made of them is dropped
/// when [`Checker::errors`] holds anything.
pub struct Checker<'a> {
    values: &'a Values,
    /// What was found wrong so far.
    pub errors: Errors,
}

impl<'a> Checker<'a> {
    /// Begins with nothing wrong.
    pub fn new(values: &'a Values) -> Self {
        Self { values, errors: Errors::default() }
    }

    /// The text of a field that must have one.
    pub fn text<R: Resource>(&mut self, field: &Field<R>) -> String {
        self.optional_text(field).unwrap_or_default()
    }

    /// The text of a field, `None` where it is empty.
    pub fn optional_text<R: Resource>(&mut self, field: &Field<R>) -> Option<String> {
        let text = self.filled(field)?;
        match problem_with(text, field.kind, field.label) {
            None => Some(text.to_owned()),
            Some(message) => {
                self.errors.add(field.name, message);
                None
            }
        }
    }

    /// The number of a field, `None` where it is empty.
    pub fn whole<R: Resource>(&mut self, field: &Field<R>) -> Option<i32> {
        let text = self.filled(field)?;
        let (least, most) = match field.kind {
            Kind::Integer(least, most) => (least, most),
            _ => (i32::MIN, i32::MAX),
        };
        match text.parse::<i32>().ok().filter(|number| (least..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                let label = field.label;
                let message = format!("{label} must be a whole number from {least} to {most}.");
                self.errors.add(field.name, message);
                None
            }
        }
    }

    /// The id of the row that was chosen, which still exists; 0 where none was.
    ///
    /// # Errors
    /// As the query that looks it up.
    pub fn reference<R: Resource>(
        &mut self,
        connection: &mut AnyConnection,
        field: &Field<R>,
    ) -> QueryResult<i64> {
        let Some(text) = self.filled(field) else { return Ok(0) };
        let Kind::Reference(reference) = field.kind else { return Ok(0) };
        if let Ok(id) = text.parse::<i64>()
            && (reference.title)(connection, id)?.is_some()
        {
            return Ok(id);
        }
        let label = field.label.to_lowercase();
        self.errors.add(field.name, format!("This {label} no longer exists."));
        Ok(0)
    }

    /// The text of the field if there is one; notes where one is required.
    fn filled<R: Resource>(&mut self, field: &Field<R>) -> Option<&'a str> {
        let text = self.values.get(field.name);
        if !text.is_empty() {
            return Some(text);
        }
        if field.required {
            let label = field.label;
            self.errors.add(
                field.name,
                match field.kind {
                    Kind::Reference(_) => format!("Choose {}.", with_article(label)),
                    _ => format!("{label} is required."),
                },
            );
        }
        None
    }
}

fn with_article(label: &str) -> String {
    let label = label.to_lowercase();
    let article = if label.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {label}")
}

/// The message for a text that its kind does not allow.
pub(in crate::panel) fn problem_with(text: &str, kind: Kind, label: &str) -> Option<String> {
    if let Some(control) = text.chars().find(|c| breaks_lines(*c)) {
        let code = u32::from(control);
        return Some(format!(
            "{label} contains a control character (U+{code:04X}) that cannot be stored."
        ));
    }
    if is_invisible(text) {
        return Some(format!("{label} contains only invisible characters."));
    }
    let most = match kind {
        Kind::Text(most) | Kind::Email(most) => most,
        Kind::Integer(..) | Kind::Reference(_) => return None,
    };
    let length = text.chars().count();
    if length > most {
        return Some(too_long(label, most, length));
    }
    if matches!(kind, Kind::Email(_))
        && let Some(unseen) = text.chars().find(|c| is_unseen(*c))
    {
        let code = u32::from(unseen);
        return Some(format!("{label} holds a character that cannot be seen (U+{code:04X})."));
    }
    if matches!(kind, Kind::Email(_)) && !is_email(text) {
        return Some(format!("{label} must look like name@example.com."));
    }
    None
}

/// Whether it is an address as browsers know it (HTML, valid e-mail address), or one whose name or
/// host has letters beyond ASCII (RFC 6531, 3.3).
fn is_email(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    // The library knows such hosts. In a name, they stand where any letter may.
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let name: String = name.chars().map(|c| if c.is_ascii() { c } else { 'x' }).collect();
    format!("{name}@{host}").validate_email()
}

fn too_long(label: &str, most: impl Display, length: impl Display) -> String {
    format!("{label} can have at most {most} characters; this has {length}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_cannot_be_seen_is_refused() {
        let problem = |text| problem_with(text, Kind::Text(9), "Name");
        assert_eq!(problem("\u{200b}").unwrap(), "Name contains only invisible characters.");
        assert_eq!(problem("x\u{200b}y"), None);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let kind = Kind::Text(3);
        assert_eq!(problem_with("日本語", kind, "Name"), None);
        assert_eq!(problem_with("🎬🎬🎬", kind, "Name"), None);
        let message = problem_with("日本語!", kind, "Name").unwrap();
        assert_eq!(message, "Name can have at most 3 characters; this has 4.");
    }

    #[test]
    fn control_characters_are_named() {
        for (text, code) in [("a\0b", "U+0000"), ("a\nb", "U+000A"), ("a\u{2028}b", "U+2028")] {
            let message = problem_with(text, Kind::Text(255), "Name").unwrap();
            assert!(message.contains(code), "{message}");
        }
    }

    #[test]
    fn an_email_address_has_a_name_and_a_host() {
        for text in [
            "ade@yahoo.com",
            "a.b+c@example.org",
            "josé@example.com",
            "用户@例子.广告",
            "ajay@डाटा.भारत",
            "info@bücher.example",
        ] {
            assert_eq!(problem_with(text, Kind::Email(254), "E-mail"), None, "{text}");
        }
        let problem = problem_with("ade@yahoo.com\u{200b}", Kind::Email(254), "E-mail");
        assert_eq!(problem.unwrap(), "E-mail holds a character that cannot be seen (U+200B).");
        for text in [
            "ade",
            "@yahoo.com",
            "ade@",
            "a b@example.com",
            "jos\u{a0}é@example.com",
            "josé@",
            "é\"x\"@example.com",
            "josé@bü cher.example",
            "josé@example..com",
            "a@b@example.com",
        ] {
            assert!(problem_with(text, Kind::Email(254), "E-mail").is_some(), "{text}");
        }
    }
}
