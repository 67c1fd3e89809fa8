//! Special forms of characters, which Unicode's decompositions do not know: letters with strokes,
//! ligatures, quotes, dashes, the digits of other scripts.
//!
//! The table is the data of two libraries, which are a hundred times as large: AnyAscii for Latin
//! letters and digits, and the names of Unicode, such as `CYRILLIC SMALL LETTER KA WITH DESCENDER`,
//! for letters of other scripts. A test makes it anew.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Each line is the plain form and, behind a blank, the special forms of it.
const TABLE: &str = include_str!("special.txt");

static PLAIN: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(plain, forms)| forms.chars().map(move |form| (form, plain))).collect()
});

/// The plain form of a character in lower case, or the character itself.
pub(super) fn plain(c: char) -> impl Iterator<Item = char> {
    let special = match c.is_ascii() && !matches!(c, '"' | '`') {
        true => None,
        false => PLAIN.get(&c),
    };
    let itself = special.is_none().then_some(c);
    special.into_iter().flat_map(|plain| plain.chars()).chain(itself)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use any_ascii::any_ascii_char;
    use icu_casemap::CaseMapper;
    use icu_properties::props::{
        Dash, GeneralCategory, GeneralCategoryGroup, QuotationMark, Script,
    };
    use icu_properties::{CodePointMapData, CodePointSetData};
    use unicode_normalization::UnicodeNormalization as _;

    use super::super::unicode::is_forgotten;
    use super::*;

    /// The table as the libraries have it.
    fn table() -> String {
        let mut forms: BTreeMap<String, String> = BTreeMap::new();
        for c in '\0'..=char::MAX {
            if let Some(plain) = plain_of(c) {
                forms.entry(plain).or_default().push(c);
            }
        }
        forms.iter().map(|(plain, forms)| format!("{plain} {forms}\n")).collect()
    }

    fn plain_of(c: char) -> Option<String> {
        if is_quote(c) {
            return (c != '\'').then(|| "'".to_owned());
        }
        if CodePointSetData::new::<Dash>().contains(c) {
            return (c != '-').then(|| "-".to_owned());
        }
        let folded: String = CaseMapper::new().fold_string(&c.to_string()).nfkd().collect();
        // The others are known to Unicode's own folding.
        if c.is_ascii() || is_forgotten(c) || folded != c.to_string() {
            return None;
        }
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let is_letter = GeneralCategoryGroup::Letter.contains(category);
        let is_latin = CodePointMapData::<Script>::new().get(c) == Script::Latin;
        match category {
            GeneralCategory::DecimalNumber => {
                Some(any_ascii_char(c).to_owned()).filter(|digit| !digit.is_empty())
            }
            _ if is_letter && is_latin => {
                let letters = any_ascii_char(c).chars().filter(char::is_ascii_alphabetic);
                let letters: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
                (!letters.is_empty()).then_some(letters)
            }
            _ if is_letter => named_plainly(c),
            _ => None,
        }
    }

    /// Quotation marks, and what stands for an apostrophe; the marks that voice kana do not.
    fn is_quote(c: char) -> bool {
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let is_mark = GeneralCategoryGroup::Punctuation.contains(category)
            || matches!(
                category,
                GeneralCategory::ModifierSymbol | GeneralCategory::ModifierLetter
            );
        let voices_kana = c.nfkd().any(|c| matches!(c, '\u{3099}' | '\u{309a}'));
        CodePointSetData::new::<QuotationMark>().contains(c)
            || (is_mark && !voices_kana && matches!(any_ascii_char(c), "'" | "\"" | "`" | "''"))
    }

    /// The letter whose name is that of this one but for what is special about it.
    fn named_plainly(c: char) -> Option<String> {
        let name = unicode_names2::name(c)?.to_string();
        let mut plain = name.split(" WITH ").next()?.to_owned();
        for special in ["FINAL ", "BARRED ", "STRAIGHT ", "DOTLESS "] {
            plain = plain.replace(special, "");
        }
        let base = unicode_names2::character(&plain).filter(|base| *base != c)?;
        let bare = base.nfkd().filter(|c| !is_forgotten(*c));
        Some(bare.map(|c| plain_of(c).unwrap_or_else(|| c.to_string())).collect())
    }

    #[test]
    fn the_table_is_that_of_the_libraries() {
        let table = table();
        if let Ok(file) = std::env::var("WRITE_SPECIAL") {
            std::fs::write(file, &table).unwrap();
        }
        assert_eq!(table, TABLE, "the libraries have changed: see what is new");
    }
}
