//! Film titles that nobody has shot: patterns, and words to fill them with.
//!
//! No two films share a title. Films take the patterns in turn, each pattern goes through all its
//! fillings before any comes back, and what comes back is a sequel and says so.

mod english;
mod world;

use super::draw::{Draw, Shuffle, Table, len, nth};
use super::oddities;

/// A pattern has one `{}` for each of its lists of words.
#[derive(Clone, Copy, Default)]
struct Pattern {
    text: &'static str,
    words: &'static [&'static [&'static str]],
}

/// The title of the film of this index.
pub(super) fn title(seed: u64, index: u64) -> String {
    if let Some(odd) = oddities::movie(index) {
        return odd;
    }
    let patterns = (len(english::PATTERNS) + len(world::PATTERNS)).max(1);
    let (round, turn) = (index / patterns, index % patterns);
    let mut order = Draw::new(seed, Table::MovieOrder, round);
    let number = Shuffle::any(&mut order, patterns).at(turn);
    let pattern = pattern(number);

    let fillings = pattern.words.iter().map(|list| len(list)).product::<u64>().max(1);
    let mut order = Draw::new(seed, Table::Titles, number);
    let filling = Shuffle::even(&mut order, fillings).at(round);
    match round / fillings {
        0 => fill(pattern, filling),
        sequels => format!("{} {}", fill(pattern, filling), roman(sequels + 1)),
    }
}

/// The pattern of this number, the English ones first.
fn pattern(number: u64) -> Pattern {
    match number.checked_sub(len(english::PATTERNS)) {
        Some(number) => nth(world::PATTERNS, number),
        None => nth(english::PATTERNS, number),
    }
}

/// The pattern with its words, of which the number is the address in mixed radix.
fn fill(pattern: Pattern, number: u64) -> String {
    let mut rest = number;
    let mut title = pattern.text.to_owned();
    for list in pattern.words {
        title = title.replacen("{}", nth(list, rest % len(list).max(1)), 1);
        rest /= len(list).max(1);
    }
    title
}

/// The number of a sequel, in Roman numerals as on a poster; in digits from 4000, where they end.
fn roman(number: u64) -> String {
    const NUMERALS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_films_share_a_title() {
        for (seed, count) in [(0, 20_000), (1, 200), (u64::MAX, 5_000)] {
            let titles: HashSet<String> = (0..count).map(|i| title(seed, i)).collect();
            assert_eq!(titles.len(), usize::try_from(count).unwrap_or_default());
        }
    }

    #[test]
    fn a_pattern_has_as_many_gaps_as_lists_and_no_list_repeats_a_word() {
        for pattern in english::PATTERNS.iter().chain(world::PATTERNS) {
            assert_eq!(pattern.text.matches("{}").count(), pattern.words.len());
            for list in pattern.words {
                assert_eq!(list.iter().collect::<HashSet<_>>().len(), list.len());
                assert!(list.iter().all(|word| !word.is_empty() && !word.contains("{}")));
            }
        }
    }

    #[test]
    fn a_sample_of_two_hundred_has_no_sequels() {
        assert!((0..200).all(|i| !title(1, i).ends_with(" II")));
        assert!((0..20_000).any(|i| title(1, i).ends_with(" III")));
    }

    #[test]
    fn sequels_are_numbered_in_roman_numerals() {
        assert_eq!(roman(2), "II");
        assert_eq!(roman(14), "XIV");
        assert_eq!(roman(1999), "MCMXCIX");
        assert_eq!(roman(4000), "4000");
    }

    #[test]
    fn the_last_film_of_all_has_a_title() {
        assert!(!title(1, u64::MAX).is_empty());
    }
}
