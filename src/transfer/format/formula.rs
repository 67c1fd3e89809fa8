//! Texts that a spreadsheet would take for formulas. One that came from a stranger could send the
//! other cells of a sheet away, so an apostrophe is put before it, as spreadsheets themselves do it
//! (OWASP, "CSV Injection"). A text that has one already is given another: so what is read again is
//! exactly what was written.

use std::borrow::Cow;

/// What a formula begins with: the signs, those of full width, and the blanks behind which a
/// spreadsheet looks for one.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What is put before it.
const APOSTROPHE: char = '\'';

/// The text as it is no formula anywhere.
pub fn guarded(text: &str) -> Cow<'_, str> {
    match is_formula(text.trim_start_matches(APOSTROPHE)) {
        true => Cow::Owned(format!("{APOSTROPHE}{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text that was [`guarded`].
pub fn bare(text: &str) -> &str {
    let rest = text.strip_prefix(APOSTROPHE);
    let guarded = |rest: &&str| is_formula(rest.trim_start_matches(APOSTROPHE));
    rest.filter(guarded).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    text.starts_with(BEGINNINGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formula_is_left_and_every_text_comes_back() {
        let pieces =
            ["", "'", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "a", " ", "é", "1", "\""];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let text = [first, second, third].concat();
                    let written = guarded(&text);
                    assert!(!is_formula(&written), "{text:?}");
                    assert_eq!(bare(&written), text);
                }
            }
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for text in ["", "a=1", "'tis", "O'Brien", " =1", "1-2", "''"] {
            assert_eq!(guarded(text), text);
            assert_eq!(bare(text), text);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'=1+1"), "''=1+1");
    }
}
