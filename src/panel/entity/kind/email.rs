//! An e-mail address.

use validator::ValidateEmail as _;

use super::traits::{LINE, Traits, Width};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::statement::Value;
use crate::db::{Direction, breaks_lines, is_unseen};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;

/// An e-mail address.
#[derive(Clone, Copy, Debug)]
pub struct Email {
    /// How many characters it has at most.
    pub most: usize,
}

impl FieldKind for Email {
    fn tidy(&self, typed: &str) -> String {
        text::tidy(typed)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        text::check(label, typed, self.most, breaks_lines)?;
        if let Some(unseen) = typed.chars().find(|c| is_unseen(*c)) {
            let code = u32::from(unseen);
            return Err(format!("{label} holds a character that cannot be seen (U+{code:04X})."));
        }
        match is_email(typed) {
            true => Ok(Value::Text(typed.to_owned())),
            false => Err(format!("{label} must look like name@example.com.")),
        }
    }

    fn print(&self, value: &Value) -> String {
        text::print(value)
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        Cell::email(text::held(value))
    }

    fn input(&self) -> InputType {
        InputType::Email
    }

    fn traits(&self) -> Traits {
        Traits { width: Width::Wide, ..LINE }
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter text."
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        text::predicate(operator, value)
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        Some(text::beginning(typed, direction))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_has_a_name_and_a_host() {
        let problem = |text| Email { most: 254 }.parse("E-mail", text).err();
        for text in [
            "ade@yahoo.com",
            "a.b+c@example.org",
            "josé@example.com",
            "用户@例子.广告",
            "ajay@डाटा.भारत",
            "info@bücher.example",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
        assert_eq!(
            problem("ade@yahoo.com\u{200b}").unwrap(),
            "E-mail holds a character that cannot be seen (U+200B)."
        );
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
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
