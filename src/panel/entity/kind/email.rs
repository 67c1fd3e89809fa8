//! An e-mail address.

use url::Host;

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
    text.rsplit_once('@').is_some_and(|(name, host)| is_name(name) && is_host(host))
}

fn is_name(text: &str) -> bool {
    let is_allowed = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c),
        false => !c.is_whitespace(),
    };
    // RFC 5321, 4.5.3.1.1.
    (1..=64).contains(&text.chars().count()) && text.chars().all(is_allowed)
}

/// Whether it is the name of a host, whose letters beyond ASCII stand for some of ASCII (RFC 5891).
fn is_host(text: &str) -> bool {
    if text.is_ascii() {
        return is_ascii_host(text);
    }
    // An address of the web may have its letters escaped, which one of e-mail may not.
    let is_plain = !text.contains('%');
    is_plain && matches!(Host::parse(text), Ok(Host::Domain(host)) if is_ascii_host(&host))
}

fn is_ascii_host(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // RFC 5321, 4.5.3.1.2.
    text.len() <= 255 && text.split('.').all(is_label)
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
            "o'neil_{1}@localhost",
            "a@xn--bcher-kva.example",
            "a@1.2.3.4",
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
            "a@-example.com",
            "a@example-.com",
            "a@exam_ple.com",
            "a@[127.0.0.1]",
            "a@b\u{fc}%63her.example",
            "josé@example\u{a0}.com",
            "a,b@example.com",
            "x23456789012345678901234567890123456789012345678901234567890123456@example.com",
            "a@l23456789012345678901234567890123456789012345678901234567890123456.com",
        ] {
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
