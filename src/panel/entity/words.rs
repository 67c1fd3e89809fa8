//! Numbers and words as sentences of pages have them.

use std::borrow::Borrow;
use std::fmt;

use askama::{FastWritable as _, NO_VALUES};

use crate::db::Count;
use crate::panel::entity::plain::{Plain, plain};

/// How many there are, as far as that is known: "812", "more than 10,000", "60 or more", "about 4.2
/// million".
pub fn in_words(count: Count) -> String {
    match count {
        Count::Exact(count) => grouped(count),
        Count::MoreThan(count) => format!("more than {}", grouped(count)),
        Count::AtLeast(0) => "none yet".to_owned(),
        Count::AtLeast(count) => format!("{} or more", grouped(count)),
        Count::About(count) => format!("about {}", rounded(count)),
    }
}

/// "first name, last name and e-mail"
pub fn listed(words: &[impl Borrow<str>]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("{} and {}", others.join(", "), last.borrow())
        }
        _ => words.concat(),
    }
}

/// A number to two digits, as nobody takes it for exact: "12,000", "4.2 million".
fn rounded(number: i64) -> String {
    let digits = number.max(1).ilog10();
    let step = 10_i64.pow(digits.saturating_sub(1));
    let number = number.saturating_add(step / 2) / step * step;
    let (unit, name) = match number {
        1_000_000_000.. => (1_000_000_000, "billion"),
        1_000_000.. => (1_000_000, "million"),
        _ => return grouped(number),
    };
    match number % unit * 10 / unit {
        0 => format!("{} {name}", grouped(number / unit)),
        tenths => format!("{}.{tenths} {name}", grouped(number / unit)),
    }
}

/// A number with its thousands set apart: `12,345`.
pub fn grouped(number: i64) -> String {
    Grouped(number).to_string()
}

/// The same, to be written into something longer.
#[derive(Clone, Copy)]
pub struct Grouped(pub i64);

impl Plain for Grouped {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        match self.0 / 1000 {
            0 => self.0.write_into(out, NO_VALUES).map_err(|_| fmt::Error),
            thousands => write!(out, "{},{:03}", Self(thousands), (self.0 % 1000).unsigned_abs()),
        }
    }
}

plain!(Grouped);

/// A number with the thing it counts: `1 car`, `1,200 cars`.
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// The word at the beginning of a sentence.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A label in the middle of a sentence, with its article: `an owner`.
pub fn with_article(label: &str) -> String {
    let label = label.to_lowercase();
    let article = if label.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {label}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_told_apart_by_commas_and_the_last_by_and() {
        assert_eq!(listed(&["Ada"]), "Ada");
        assert_eq!(listed(&["Ada", "Ben"]), "Ada and Ben");
        assert_eq!(listed(&["Ada", "Ben", "Cleo"]), "Ada, Ben and Cleo");
    }

    #[test]
    fn a_guess_is_rounded() {
        for (number, text) in [
            (10_499, "10,000"),
            (12_345, "12,000"),
            (994_999, "990,000"),
            (999_999, "1 million"),
            (4_950_000, "5 million"),
            (4_183_111, "4.2 million"),
            (12_345_678, "12 million"),
            (2_100_000_000, "2.1 billion"),
        ] {
            assert_eq!(rounded(number), text);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
            (-5000, "-5,000"),
            (-999, "-999"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
