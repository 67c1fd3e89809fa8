//! Text as all three databases search and sort it alike: by a folded twin that we make ourselves.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::key::LAST_CHARACTER;

/// The longest folded text that is stored, in characters. A text of 255 characters never reaches
/// it, save for a few musical symbols; what lies behind it is not found by search.
const LONGEST: usize = 400;

/// The text as search and sorting see it: letter case and the accents of Latin, Greek and Cyrillic
/// letters do not count.
///
/// Each database has rules of its own for that, and SQLite knows only ASCII; a folded copy beside
/// each text column makes the answers the same and lets a plain index serve them. NUL, which is
/// never stored and which PostgreSQL cannot even be asked about, becomes the replacement character;
/// so does the last character of all, which stands for no text.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '\0' | LAST_CHARACTER) { char::REPLACEMENT_CHARACTER } else { c })
        .flat_map(char::to_lowercase)
        // The sigma that ends a Greek word has a shape of its own, but is the same letter.
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfd()
        .filter(|c| !(is_combining_mark(*c) && ('\u{300}'..='\u{36f}').contains(c)))
        .nfc()
        .take(LONGEST)
        .collect()
}

/// The `LIKE` pattern that finds `text` anywhere, taken literally, for `ESCAPE '!'`.
pub fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_letter_case_and_accents() {
        for (text, folded) in [
            ("José", "jose"),
            ("ÅNGSTRÖM", "angstrom"),
            ("İpek", "ipek"),
            ("Ёлка", "елка"),
            ("Νίκος", "νικοσ"),
            ("ΝΙΚΟΣ", "νικοσ"),
            ("Straße", "straße"),
            ("한글", "한글"),
            ("हिन्दी", "हिन्दी"),
            ("が", "が"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn nul_can_be_searched_for_and_is_not_found() {
        assert_eq!(fold("a\0b"), "a\u{fffd}b");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["José", "ǅ", "ﬁ", "Ω", "İI", "e\u{301}", "Ạ\u{308}"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(containing("50%_!"), "%50!%!_!!%");
    }
}
