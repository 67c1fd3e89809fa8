//! What somebody searches for, as the databases are asked.

use crate::db::text::{Folding, containing, fold, fold_whole, is_written_without_blanks};

/// More words than these are not searched for: each is a condition of its own.
pub const MOST_WORDS: usize = 64;
/// Nor more characters: no word of a line is longer.
pub const MOST_CHARACTERS: usize = Folding::Line.longest();
/// The index of SQLite knows three characters in a row, and so does that of PostgreSQL.
const GRAM: usize = 3;
/// The index is asked for no more than these of a word: the text itself is looked at afterwards.
const MOST_GRAMS: usize = 16;
/// Where the words are looked up one by one, so many of them are.
const MOST_LOOKED_UP: usize = 8;

/// The words that an index is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indexed {
    /// Parts of texts.
    Grams {
        /// The words that are to stand in a text.
        words: Vec<Piece>,
        /// Their trigrams, as FTS5 is asked for them.
        grams: String,
    },
    /// Beginnings of texts, one of which is to be found.
    Starts(Vec<Start>),
}

/// The words of a search, folded as the texts are.
///
/// A word of three characters or more may stand anywhere in a text, and so may every part of a
/// script that puts no blanks between words. Another one that is shorter begins a word of the text;
/// and where all words are such, one of them begins a text, which every index can look up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub(super) long: Vec<Piece>,
    pub(super) short: Vec<Start>,
    is_cut: bool,
}

/// A word that may stand anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub(super) text: String,
    /// For `LIKE`.
    pub(super) pattern: String,
    /// For FTS5: the rows that hold its trigrams, wherever they stand. Each is one more list to be
    /// read, so there are no more than cover the word. Empty if it has none.
    pub(super) grams: String,
}

/// A word that begins another, or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub(super) text: String,
    /// With the blank before it, to be looked for in a text that is given one as well.
    pub(super) after_blank: String,
    /// Behind every text that begins with it.
    pub(super) end: String,
}

impl Words {
    /// The words of a search as it was typed.
    pub fn of(search: &str) -> Self {
        let folded = fold_whole(search);
        let (mut all, mut left, mut is_cut) = (Vec::new(), MOST_CHARACTERS, false);
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            if all.contains(&word) {
                continue;
            }
            let length = word.chars().count();
            if all.len() == MOST_WORDS || length > left {
                is_cut = true;
                break;
            }
            left -= length;
            all.push(word);
        }
        let (long, short): (Vec<&str>, Vec<&str>) = all.into_iter().partition(|word| {
            word.chars().count() >= GRAM || word.chars().any(is_written_without_blanks)
        });
        Self {
            long: long.into_iter().map(Piece::new).collect(),
            short: short.into_iter().map(Start::new).collect(),
            is_cut,
        }
    }

    /// A text, folded as the texts are, that may stand anywhere as it is, however short.
    pub fn one(text: &str) -> Self {
        Self { long: vec![Piece::new(&fold(text))], ..Self::default() }
    }

    /// Whether there were more than [`MOST_WORDS`], or [`MOST_CHARACTERS`], of which only the first
    /// count.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What an index can be asked for, each of which leads to every row that holds the words: all
    /// that it knows together, or one word after another. Nothing where it knows none of them, so
    /// that every text is looked at.
    pub(super) fn indexed(&self, together: bool) -> Vec<Indexed> {
        if self.long.is_empty() {
            return vec![Indexed::Starts(self.short.clone())];
        }
        let known = self.long.iter().filter(|word| !word.grams.is_empty());
        let known: Vec<&Piece> = known.take(MOST_LOOKED_UP).collect();
        let at_once = if together { MOST_LOOKED_UP } else { 1 };
        known.chunks(at_once).map(Indexed::grams).collect()
    }

    /// Whether a folded text is one that the databases would find.
    pub fn are_in(&self, text: &str) -> bool {
        let after_blank = format!(" {text}");
        let is_begun = |start: &Start| after_blank.contains(&start.after_blank);
        self.long.iter().all(|word| text.contains(&word.text))
            && self.short.iter().all(is_begun)
            && (!self.long.is_empty()
                || self.short.is_empty()
                || self.short.iter().any(|start| text.starts_with(&start.text)))
    }

    /// Each of the words as a search of its own, as many as are looked up one by one.
    pub fn apart(&self) -> Vec<Self> {
        let long =
            self.long.iter().map(|word| Self { long: vec![word.clone()], ..Self::default() });
        let short =
            self.short.iter().map(|word| Self { short: vec![word.clone()], ..Self::default() });
        long.chain(short).take(MOST_LOOKED_UP).collect()
    }

    /// Whether one of them is found only where a word begins.
    pub fn has_short(&self) -> bool {
        !self.short.is_empty()
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
        Self { short: long.chain(self.short.iter().cloned()).collect(), ..Self::default() }
    }
}

impl Indexed {
    fn grams(words: &[&Piece]) -> Self {
        let grams: Vec<&str> = words.iter().map(|word| word.grams.as_str()).collect();
        Self::Grams {
            grams: grams.join(" "),
            words: words.iter().map(|word| (*word).clone()).collect(),
        }
    }
}

impl Piece {
    fn new(word: &str) -> Self {
        let characters: Vec<char> = word.chars().collect();
        let quoted = |gram: &[char]| {
            let gram: String = gram.iter().collect();
            format!("\"{}\"", gram.replace('"', "\"\""))
        };
        let last = characters.len().saturating_sub(GRAM);
        let apart = characters.windows(GRAM).enumerate();
        let apart = apart.filter(|(index, _)| index.is_multiple_of(GRAM) || *index == last);
        let grams: Vec<String> = apart.take(MOST_GRAMS).map(|(_, gram)| quoted(gram)).collect();
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
        let Words { long, short, .. } = Words::of(search);
        let long = long.into_iter().map(|word| word.text).collect();
        (long, short.into_iter().map(|word| word.text).collect())
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_are_folded_and_told_apart_by_their_length_in_characters() {
        assert_eq!(texts(" José  Ёж é "), (words(&["jose"]), words(&["еж", "e"])));
        assert_eq!(texts("e\u{301}a\u{300}"), (words(&[]), words(&["ea"])));
        assert_eq!(texts(" \t\n "), (words(&[]), words(&[])));
        assert!(Words::of("\u{301}").is_empty());
    }

    #[test]
    fn a_part_of_a_script_without_blanks_is_a_word_however_short() {
        assert_eq!(texts("千尋 한 ไ a"), (words(&["千尋", "한", "ไ"]), words(&["a"])));
    }

    #[test]
    fn an_index_is_asked_for_what_it_knows() {
        let indexed = |search, together| Words::of(search).indexed(together);
        let asked = |search, together| -> Vec<(usize, String)> {
            let asked = |indexed| match indexed {
                Indexed::Grams { words, grams } => (words.len(), grams),
                Indexed::Starts(starts) => (starts.len(), String::new()),
            };
            indexed(search, together).into_iter().map(asked).collect()
        };
        let grams = |words, grams: &str| (words, grams.to_owned());
        assert_eq!(asked("千尋", true), []);
        assert_eq!(asked("千尋 spirit", true), [grams(1, "\"spi\" \"rit\"")]);
        let both = grams(2, "\"spi\" \"rit\" \"awa\" \"way\"");
        assert_eq!(asked("spirit away sp", true), [both]);
        let apart = [grams(1, "\"spi\" \"rit\""), grams(1, "\"awa\" \"way\"")];
        assert_eq!(asked("spirit away", false), apart);
        assert_eq!(indexed("sp a", false), [Indexed::Starts(Words::of("sp a").short)]);
    }

    #[test]
    fn many_words_are_as_many_and_each_counts_once() {
        let (long, _) = texts("one  two three four five six seven eight nine ten one");
        assert_eq!(long.len(), 10);
        let many: String = (100..200).map(|number| format!("{number} ")).collect();
        assert_eq!(texts(&many).0.len(), MOST_WORDS);
        assert!(Words::of(&many).is_cut());
    }

    #[test]
    fn a_word_counts_as_a_whole_or_is_left_out_as_one_that_is_not_searched_for() {
        let repeated = format!("{}zebra", "jose ".repeat(90));
        assert_eq!(texts(&repeated).0, ["jose", "zebra"]);
        assert!(!Words::of(&repeated).is_cut());
        let long = format!("jose {} zebra", "a".repeat(MOST_CHARACTERS - 4));
        assert_eq!(texts(&long).0.len(), 2);
        assert!(Words::of(&long).is_cut());
        let longer = "a".repeat(MOST_CHARACTERS + 1);
        assert!(Words::of(&longer).is_cut());
    }

    #[test]
    fn an_index_is_asked_for_characters_never_for_its_own_language() {
        let Words { long, .. } = Words::of("a)*b");
        assert_eq!(long.first().map(|word| word.grams.as_str()), Some("\"a)*\" \")*b\""));
    }

    #[test]
    fn words_are_in_the_texts_that_the_databases_find() {
        for (search, text, is_in) in [
            ("ELI amé", "amelie again", true),
            ("amelie dog", "amelie again", false),
            ("go", "ghost dog", false),
            ("go", "go again", true),
            ("a go", "go again", true),
            ("ai go", "go again", false),
            ("host do", "ghost dog", true),
            ("host og", "ghost dog", false),
            ("尋", "千尋", true),
            ("", "anything", true),
        ] {
            assert_eq!(Words::of(search).are_in(text), is_in, "{search} in {text}");
        }
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
