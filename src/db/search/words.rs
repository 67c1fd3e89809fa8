//! What somebody searches for, as the databases are asked.

use crate::db::text::{containing, fold};

/// Words beyond these are searched as one.
const MOST_WORDS: usize = 8;
/// The index of SQLite knows three characters in a row, and so does that of PostgreSQL.
const GRAM: usize = 3;
/// The index is asked for no more than these of a word: the text itself is looked at afterwards.
const MOST_GRAMS: usize = 32;

/// What stands between words beside the plain blank: the blanks that keep a line together, and that
/// of Chinese and Japanese.
pub(super) const BLANKS: [char; 3] = ['\u{a0}', '\u{202f}', '\u{3000}'];

/// The words of a search, folded as the texts are.
///
/// A word of three characters or more may stand anywhere in a text. A shorter one begins a word of
/// it; and where all words are short, one of them begins a text, which every index can look up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub(super) long: Vec<Part>,
    pub(super) short: Vec<Start>,
}

/// A word that may stand anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    /// For `LIKE`.
    pub(super) pattern: String,
    /// For FTS5: the rows that hold all of its trigrams, wherever they stand. Empty if it has none.
    pub(super) grams: String,
}

/// A word that begins another, or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) text: String,
    /// With the blank before it, to be looked for in a text that is given a blank as well.
    pub(super) after_blank: String,
    /// Behind every text that begins with it.
    pub(super) end: String,
}

impl Words {
    /// The words of a search as it was typed.
    pub fn of(search: &str) -> Self {
        let folded = fold(search);
        let words = folded
            .splitn(MOST_WORDS, char::is_whitespace)
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let (long, short): (Vec<&str>, Vec<&str>) =
            words.partition(|word| word.chars().count() >= GRAM);
        Self {
            long: long.into_iter().map(Part::new).collect(),
            short: short.into_iter().map(Start::new).collect(),
        }
    }

    /// A text, folded as the texts are, that may stand anywhere as it is, however short.
    pub fn one(text: &str) -> Self {
        Self { long: vec![Part::new(&fold(text))], short: Vec::new() }
    }

    /// Whether nothing is searched for.
    pub fn is_empty(&self) -> bool {
        self.long.is_empty() && self.short.is_empty()
    }

    /// The same words, each to begin a word and one to begin a text: what is found at once where
    /// the words themselves take too long.
    #[must_use]
    pub fn beginnings(&self) -> Self {
        let long = self.long.iter().map(|word| Start::new(&word.text));
        Self { long: Vec::new(), short: long.chain(self.short.iter().cloned()).collect() }
    }
}

impl Part {
    fn new(word: &str) -> Self {
        let characters: Vec<char> = word.chars().collect();
        let quoted = |gram: &[char]| {
            let gram: String = gram.iter().collect();
            format!("\"{}\"", gram.replace('"', "\"\""))
        };
        let grams: Vec<String> = characters.windows(GRAM).take(MOST_GRAMS).map(quoted).collect();
        Self { text: word.to_owned(), pattern: containing(word), grams: grams.join(" ") }
    }
}

impl Start {
    fn new(word: &str) -> Self {
        Self {
            text: word.to_owned(),
            after_blank: format!(" {word}"),
            end: format!("{word}{}", char::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(search: &str) -> (Vec<String>, Vec<String>) {
        let Words { long, short } = Words::of(search);
        let long = long.into_iter().map(|word| word.text).collect();
        (long, short.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn words_are_folded_and_told_apart_by_their_length_in_characters() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(texts(" José  Ёж 한 "), (words(&["jose"]), words(&["еж", "한"])));
        assert_eq!(texts("e\u{301}a\u{300}"), (words(&[]), words(&["ea"])));
        assert_eq!(texts(" \t\n "), (words(&[]), words(&[])));
        assert!(Words::of("\u{301}").is_empty());
    }

    #[test]
    fn many_words_end_in_one_that_holds_the_rest() {
        let (long, _) = texts("one two three four five six seven eight nine ten");
        assert_eq!(long.last().map(String::as_str), Some("eight nine ten"));
        assert_eq!(long.len(), MOST_WORDS);
    }

    #[test]
    fn an_index_is_asked_for_characters_never_for_its_own_language() {
        let Words { long, .. } = Words::of("a\"*b");
        assert_eq!(long.first().map(|word| word.grams.as_str()), Some("\"a\"\"*\" \"\"\"*b\""));
    }

    #[test]
    fn beginnings_are_the_same_words() {
        let beginnings = Words::of("Ada of Lovelace").beginnings();
        let texts: Vec<String> = beginnings.short.into_iter().map(|word| word.text).collect();
        assert_eq!(
            (texts, beginnings.long),
            (vec!["ada".into(), "lovelace".into(), "of".into()], vec![])
        );
    }
}
