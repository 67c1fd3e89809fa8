//! An e-mail address.

use std::net::IpAddr;

use chrono::NaiveDateTime;
use idna::domain_to_ascii;

use super::traits::{LINE, Traits};
use super::{FieldKind, InputType, Predicate, text};
use crate::db::statement::Value;
use crate::db::{Comparison, Direction, breaks_lines, is_unseen};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;

/// What stands before the @ and behind it, in characters (RFC 5321, 4.5.3.1), and between two dots
/// (RFC 1034, 3.1).
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 255;
const LONGEST_LABEL: usize = 63;
/// What else may stand before the @.
const SPECIAL: &str = ".!#$%&'*+/=?^_`{|}~-";

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

    fn cell(&self, value: &Value) -> Cell {
        Cell::email(text::print(value))
    }

    fn input(&self) -> InputType {
        InputType::Email
    }

    fn traits(&self) -> Traits {
        LINE
    }

    fn hint(&self, _: FilterOperator) -> &'static str {
        "Enter text."
    }

    fn predicate(
        &self,
        operator: FilterOperator,
        value: &str,
        _: NaiveDateTime,
    ) -> Option<Predicate> {
        text::predicate(operator, value)
    }

    fn beginning(&self, typed: &str, direction: Direction) -> Option<(Comparison, Value)> {
        Some(text::beginning(typed, direction))
    }
}

/// Whether it is an address as browsers know it (HTML, valid e-mail address), or one whose name or
/// host has letters beyond ASCII (RFC 6531, 3.3).
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let has_host = host.chars().count() <= LONGEST_HOST
        && (is_host(host) || domain_to_ascii(host).is_ok_and(|host| is_host(&host)));
    !text.contains(char::is_whitespace) && is_name(name) && has_host
}

/// Whether it can stand before the @.
fn is_name(text: &str) -> bool {
    let is_part = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || SPECIAL.contains(c);
    (1..=LONGEST_NAME).contains(&text.chars().count()) && text.chars().all(is_part)
}

/// Whether it is a host in ASCII: labels with dots between them, or an address in brackets
/// (RFC 5321, 4.1.3).
fn is_host(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(is_part)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let literal = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let address = literal.map(|literal| literal.parse::<IpAddr>());
    text.split('.').all(is_label) || address.is_some_and(|address| address.is_ok())
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
            "x!#$%&'*+/=?^_`{|}~-@a-b.c",
            "postmaster@[192.0.2.1]",
            "postmaster@[2001:db8::1]",
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
            "a(b)@example.com",
            "a@-example.com",
            "a@example-.com",
            "a@exam_ple.com",
            "a@example.com.",
            "a@[192.0.2.256]",
        ] {
            assert!(problem(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_name_and_a_label_of_a_host_have_64_and_63_characters_at_most() {
        let address = |name, label| format!("{}@{}.example", "x".repeat(name), "y".repeat(label));
        let is_taken = |address: &str| Email { most: 254 }.parse("E-mail", address).is_ok();
        assert!(is_taken(&address(64, 63)));
        assert!(!is_taken(&address(65, 63)) && !is_taken(&address(64, 64)));
    }
}
