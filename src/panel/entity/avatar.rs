//! People as a small disc: their initials, on a color that is always the same for the same name.

/// So many colors there are, in `static/css/avatar.css`.
const HUES: u32 = 8;

/// What stands beside the name of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avatar {
    /// The first letters of the first and the last word; empty where there is no letter.
    pub initials: String,
    /// The number of the color.
    pub hue: u32,
}

impl Avatar {
    /// That of somebody who is called so.
    pub fn of(name: &str) -> Self {
        let first = |word: &str| word.chars().find(|character| character.is_alphabetic());
        let letters: Vec<char> = name.split_whitespace().filter_map(first).collect();
        let ends = match letters.as_slice() {
            [] => Vec::new(),
            [only] => vec![*only],
            [first, .., last] => vec![*first, *last],
        };
        let mix = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
        Self {
            initials: ends.into_iter().flat_map(char::to_uppercase).collect(),
            hue: name.bytes().fold(0, mix) % HUES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_letters_of_the_first_and_the_last_word() {
        for (name, initials) in [
            ("Ada Lovelace", "AL"),
            ("grace", "G"),
            ("Anneke van \'t Zand", "AZ"),
            ("  (Bob) <b>Smith</b>", "BB"),
            ("山田 太郎", "山太"),
            ("42 !", ""),
            ("", ""),
        ] {
            assert_eq!(Avatar::of(name).initials, initials, "{name}");
        }
    }

    #[test]
    fn the_same_name_has_the_same_color_and_names_differ() {
        let names = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon"];
        let hues: std::collections::BTreeSet<u32> =
            names.iter().map(|name| Avatar::of(name).hue).collect();
        assert_eq!(Avatar::of("Ada"), Avatar::of("Ada"));
        assert!(hues.len() > 4 && hues.iter().all(|hue| *hue < HUES), "{hues:?}");
    }
}
