//! Text as every database searches and sorts it alike: by a folded twin that we make ourselves.

mod special;
mod unicode;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization as _;

use self::unicode::is_forgotten;
pub use self::unicode::{
    breaks_lines, composed, is_invisible, is_unseen, is_written_without_blanks, reorders,
};

/// Which folding this is. A database remembers the one that its folded columns were made by; where
/// it is another, they are made anew.
pub const FOLDING: i32 = 2;

/// The last character of all. No folded text holds it.
pub const LAST_CHARACTER: char = '\u{10FFFF}';

/// How much of a folded text is kept. What lies behind is not found by search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// That of a line: 400 characters, which every database can index and so sort by. Few texts of
    /// 255 characters reach it.
    Line,
    /// That of a long text: 65,535 characters, as many as such a text has at most. Every database
    /// holds them, in `TEXT`, or in `MEDIUMTEXT` of MySQL, whose `TEXT` ends at 65,535 bytes; none
    /// can sort by them. The indexes of parts of texts serve them, those of beginnings do not.
    Long,
}

impl Folding {
    /// The longest folded text that is kept, in characters.
    pub const fn longest(self) -> usize {
        match self {
            Self::Line => 400,
            Self::Long => 65_535,
        }
    }

    /// The folded text, as far as it is kept.
    pub fn of(self, text: &str) -> String {
        fold_to(self.longest(), text)
    }
}

/// The text as search and sorting see it, and names that are told apart by sight: letter case does
/// not count, nor do accents, strokes and ligatures, the forms of quotes, dashes, digits and
/// widths, what cannot be seen, and how many blanks there are.
///
/// Each database has rules of its own for that, and SQLite knows only ASCII; a folded copy beside
/// each text column makes the answers the same and lets a plain index serve them. It is Unicode's
/// compatibility decomposition (UAX #15) and full case folding (The Unicode Standard, 3.13), beside
/// [`special::plain`]. NUL, which is never stored and which PostgreSQL cannot even be asked about,
/// becomes the replacement character; so does the last character of all, which stands for no text.
pub fn fold(text: &str) -> String {
    Folding::Line.of(text)
}

/// The text folded like a line, and all of it: what is searched for, of which nothing is kept.
pub fn fold_whole(text: &str) -> String {
    fold_to(usize::MAX, text)
}

/// The first characters of the folded text.
fn fold_to(longest: usize, text: &str) -> String {
    let decomposed: String = text
        .chars()
        .map(|c| if matches!(c, '\0' | LAST_CHARACTER) { char::REPLACEMENT_CHARACTER } else { c })
        .flat_map(special::plain)
        .nfkd()
        .filter(|c| !is_forgotten(*c))
        .collect();
    let folded = CaseMapper::new().fold_string(&decomposed);
    let composed: String = folded.chars().flat_map(special::plain).nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let text: String = words.join(" ").chars().take(longest).collect();
    text.trim_end().to_owned()
}

/// Stands between a folded text and its spelling, before every character of either.
const BEFORE_ALL: char = '\u{1}';

/// What a text is sorted by: folded, and for those that are folded alike as it is spelled.
pub fn sort_key(text: &str) -> String {
    format!("{}{BEFORE_ALL}{text}", fold(text))
}

/// What the sort keys of all texts that are folded alike begin with, and what stands behind them.
pub fn sort_keys_alike(text: &str) -> (String, String) {
    let folded = fold(text);
    (format!("{folded}{BEFORE_ALL}"), format!("{folded}\u{2}"))
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
    use sha2::{Digest as _, Sha256};

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
            ("ᾳ", "α"),
            ("שָׁלוֹם", "שלומ"),
            ("أحمد", "احمد"),
            ("مُحَمَّد", "محمد"),
            ("한글", "한글"),
            ("हिन्दी", "हिन्दी"),
            ("ไม่", "ไม่"),
            ("が", "が"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn folding_knows_what_a_keyboard_lacks() {
        for (text, folded) in [
            ("Łódź", "lodz"),
            ("Sørensen", "sorensen"),
            ("Đặng", "dang"),
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("Æsir œuvre Ǽ", "aesir oeuvre ae"),
            ("ISTANBUL ıstanbul", "istanbul istanbul"),
            ("Þór Ħal Ŧ Ð Ɓ Ə", "thor hal t d b e"),
            ("Қазақ Ұлы Өмір Ғ", "казак улы омір г"),
            ("ﬁn ｆｕｌｌ ﾆﾎﾝ ｶﾞ ㍿ №", "fin full ニホン ガ 株式会社 no"),
            ("O’Brien O'Brien OʼBrien O´Brien O`Brien", "o'brien o'brien o'brien o'brien o'brien"),
            ("“a” „b“ «c» \"d\"", "'a' 'b' 'c' 'd'"),
            ("a–b a—b a‐b a−b a-b", "a-b a-b a-b a-b a-b"),
            ("٣ ۳ ३ ３ ³", "3 3 3 3 3"),
            ("a\u{200b}b c\u{ad}d \u{feff}e\u{2060}", "ab cd e"),
            ("  a \u{3000}\u{a0}\tb  ", "a b"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn scripts_are_never_turned_into_others() {
        for text in ["москва", "αθηνα", "東京", "서울", "กรุงเทพ", "القاهرة"]
        {
            assert_eq!(fold(text), text);
        }
    }

    #[test]
    fn nul_can_be_searched_for_and_is_not_found() {
        assert_eq!(fold("a\0b"), "a\u{fffd}b");
    }

    #[test]
    fn folding_twice_is_folding_once_and_another_folding_has_another_number() {
        let mut hash = Sha256::new();
        for c in ('\0'..='\u{1ffff}').chain('\u{2f800}'..='\u{2fa1f}') {
            let once = fold(&format!("a{c}b"));
            assert_eq!(fold(&once), once, "{c:?}");
            hash.update(once);
        }
        let hash: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        let message = "the folding is another one: raise FOLDING, and note its hash here";
        assert_eq!((FOLDING, hash.as_str()), (2, "cb4b132561429ff7"), "{message}");
    }

    #[test]
    fn what_is_too_long_is_cut_to_what_folds_alike() {
        let long = fold(&"ﷺ ".repeat(100));
        assert_eq!(fold(&long), long);
        assert!((399..=400).contains(&long.chars().count()));
        let longest = Folding::Long.of(&"ﷺ ".repeat(40_000));
        assert_eq!(Folding::Long.of(&longest), longest);
        assert!((65_534..=65_535).contains(&longest.chars().count()));
    }

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(containing("50%_!"), "%50!%!_!!%");
    }
}
