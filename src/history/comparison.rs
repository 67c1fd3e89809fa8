//! Two texts side by side: which words are gone, and which are new.

use super::words::shortened as in_words;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It stands in both.
    Same(String),
    /// It stands in the earlier one alone.
    Gone(String),
    /// It stands in the later one alone.
    New(String),
}

impl Piece {
    /// What stands there.
    pub fn text(&self) -> &str {
        let (Self::Same(text) | Self::Gone(text) | Self::New(text)) = self;
        text
    }

    /// The same as a page shows it.
    pub fn shortened(self) -> Self {
        match self {
            Self::Same(text) => Self::Same(shortened(text)),
            Self::Gone(text) => Self::Gone(shortened(text)),
            Self::New(text) => Self::New(shortened(text)),
        }
    }
}

/// Of a longer text a page shows as many characters: another program may have stored megabytes.
const MOST_SHOWN: usize = 2_000;

/// The text, or where it is long, its beginning, and how long it is.
pub fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => {
            let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            in_words(&text[..end], count)
        }
        None => text,
    }
}

/// Texts with more words to compare than that are not compared word by word: it would take the
/// product of their numbers.
const MOST_PAIRS: usize = 1_000_000;

/// The pieces of two texts, in reading order.
pub fn compare(earlier: &str, later: &str) -> Vec<Piece> {
    let (old, new) = (words(earlier), words(later));
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) = (&old[..old.len() - end], &new[..new.len() - end]);
    let mut pieces = Vec::new();
    push(&mut pieces, Piece::Same(words(earlier)[..start].concat()));
    middle(old_middle, new_middle, &mut pieces);
    push(&mut pieces, Piece::Same(old[old.len() - end..].concat()));
    pieces
}

/// Words and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_blank = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != is_blank).unwrap_or(rest.len());
        let (word, others) = rest.split_at(end);
        words.push(word);
        rest = others;
    }
    words
}

/// Pieces that differ at both ends: the longest words that both have in common, in their order, are
/// the same, and all others are gone or new.
fn middle(old: &[&str], new: &[&str], pieces: &mut Vec<Piece>) {
    if old.len() * new.len() > MOST_PAIRS {
        push(pieces, Piece::Gone(old.concat()));
        return push(pieces, Piece::New(new.concat()));
    }
    // How many words the rests from there on have in common.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    for (row, word) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            common[at(row, column)] = match word == other {
                true => common[at(row + 1, column + 1)] + 1,
                false => common[at(row + 1, column)].max(common[at(row, column + 1)]),
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() || column < new.len() {
        match (old.get(row), new.get(column)) {
            (Some(word), Some(other)) if word == other => {
                push(pieces, Piece::Same((*word).to_owned()));
                (row, column) = (row + 1, column + 1);
            }
            (Some(word), other)
                if other.is_none()
                    || common[at(row + 1, column)] >= common[at(row, column + 1)] =>
            {
                push(pieces, Piece::Gone((*word).to_owned()));
                row += 1;
            }
            (_, Some(other)) => {
                push(pieces, Piece::New((*other).to_owned()));
                column += 1;
            }
            (_, None) => row += 1,
        }
    }
}

/// Adds a piece, to the last one where that is of its kind.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, piece) if piece.text().is_empty() => {}
        (Some(Piece::Same(last)), Piece::Same(text))
        | (Some(Piece::Gone(last)), Piece::Gone(text))
        | (Some(Piece::New(last)), Piece::New(text)) => last.push_str(&text),
        (_, piece) => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_very_long_the_beginning_is_shown() {
        let long = "é".repeat(5_000);
        let beginning = format!("{}… (5,000 characters)", "é".repeat(2_000));
        assert_eq!(Piece::New(long).shortened(), Piece::New(beginning));
        let whole = Piece::Gone("x".repeat(2_000));
        assert_eq!(whole.clone().shortened(), whole);
    }

    fn marked(earlier: &str, later: &str) -> String {
        let piece = |piece: Piece| match piece {
            Piece::Same(text) => text,
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("[+{text}+]"),
        };
        compare(earlier, later).into_iter().map(piece).collect()
    }

    #[test]
    fn only_the_words_that_differ_are_marked() {
        for (earlier, later, shown) in [
            ("", "", ""),
            ("a b", "a b", "a b"),
            ("", "new", "[+new+]"),
            ("old", "", "[-old-]"),
            ("one two three", "one three", "one [-two -]three"),
            ("the cat sat", "the old cat sat\n", "the [+old +]cat sat[+\n+]"),
            ("é ü", "é ö", "é [-ü-][+ö+]"),
            ("a x b y c", "a b c", "a [-x -]b[- y-] c"),
        ] {
            assert_eq!(marked(earlier, later), shown);
        }
    }

    #[test]
    fn both_texts_are_in_the_pieces_whatever_they_are() {
        let texts = ["a b c d", "b  c\td e", "", "x", "a a a", "d c b a", "a b\nc d"];
        for earlier in texts {
            for later in texts {
                let pieces = compare(earlier, later);
                let of = |is_left_out: fn(&Piece) -> bool| -> String {
                    let kept = pieces.iter().filter(|piece| !is_left_out(piece));
                    kept.map(Piece::text).collect()
                };
                assert_eq!(of(|piece| matches!(piece, Piece::New(_))), earlier);
                assert_eq!(of(|piece| matches!(piece, Piece::Gone(_))), later);
            }
        }
    }

    #[test]
    fn texts_of_very_many_words_are_replaced_as_a_whole() {
        let text = |word: &str| vec![word; 2000].join(" ");
        let pieces = compare(&text("a"), &text("b"));
        assert_eq!(pieces, [Piece::Gone(text("a")), Piece::New(text("b"))]);
    }
}
