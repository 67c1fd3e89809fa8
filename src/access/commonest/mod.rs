//! The commonest passwords, as far as they are long enough to be tried here at all.
//!
//! Lists of leaked passwords hold few of twelve characters; most are shorter ones, repetitions and
//! keyboard walks with digits behind them. So a list is looked at, and what a password is made of.

use std::collections::HashSet;
use std::sync::LazyLock;

/// See there where it comes from.
static LIST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("list.txt").lines();
    lines.filter(|line| !line.starts_with("# ") && *line != "#").collect()
});

/// Words that common passwords are made of, folded; after them the favourites of leaked lists.
const WORDS: &[&str] = &[
    "password",
    "passwort",
    "passwd",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pa55word",
    "motdepasse",
    "contrasena",
    "wachtwoord",
    "parola",
    "haslo",
    "senha",
    "admin",
    "administrator",
    "root",
    "backlot",
    "letmein",
    "welcome",
    "willkommen",
    "changeme",
    "default",
    "secret",
    "geheim",
    "iloveyou",
    "iloveu",
    "princess",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "sunshine",
    "shadow",
    "master",
    "michael",
    "jennifer",
    "jordan",
    "computer",
    "internet",
    "samsung",
    "google",
    "facebook",
    "linkedin",
    "whatever",
    "trustno1",
    "login",
    "guest",
    "test",
    "user",
    "hello",
    "abc",
    "abcd",
    "qwerty",
    "qwertz",
    "azerty",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "yxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1q2w3e",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "q1w2e3r4",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "zaq12wsx",
    "zaq1xsw2",
    "correcthorsebatterystaple",
    "my",
    "is",
    "the",
    "password123",
];

/// A folded password that anybody would try early: one of the list, with digits and signs around
/// it or not; of one or two characters; a run along the alphabet, the digits or the keyboard; one
/// piece over and over; or common words with digits and signs around them.
pub(super) fn is_common(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    let letters = folded.trim_matches(|c: char| !c.is_alphabetic());
    LIST.contains(folded)
        || LIST.contains(letters)
        || is_repetition(&characters)
        || is_run(&characters)
        || is_made_of_words(folded)
}

/// One piece of up to six characters, over and over.
fn is_repetition(characters: &[char]) -> bool {
    (1..=6).any(|length| {
        characters.len() >= 2 * length
            && characters.iter().zip(characters.iter().skip(length)).all(|(a, b)| a == b)
    })
}

/// Most characters follow the one before them: `123456789012`, `abcdefghijkl`, `987654321098`.
fn is_run(characters: &[char]) -> bool {
    let follows = |pair: &[char]| match *pair {
        [a, b] => {
            let (a, b) = (u32::from(a), u32::from(b));
            a.abs_diff(b) <= 1 || (a, b) == (57, 48) || (a, b) == (48, 57)
        }
        _ => false,
    };
    let following = characters.windows(2).filter(|pair| follows(pair)).count();
    following * 10 >= characters.len().saturating_sub(1) * 9
}

/// Nothing is left, or under four letters, once common words, digits and signs are taken away.
fn is_made_of_words(folded: &str) -> bool {
    let mut words: Vec<&str> = WORDS.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = false;
    for word in words {
        if rest.contains(word) {
            found = true;
            rest = rest.replace(word, "");
        }
    }
    found && rest.chars().filter(|c| c.is_alphabetic()).count() < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_common() {
        for password in [
            "123456789012",
            "1234567890123",
            "111111111111",
            "121212121212",
            "abcdefghijkl",
            "password1234",
            "passwordpassword",
            "password123456",
            "p@ssw0rd1234",
            "qwertyuiop12",
            "qwertyuiop[]",
            "asdfghjkl123",
            "1q2w3e4r5t6y",
            "administrator",
            "adminadmin123",
            "iloveyou1234",
            "welcome12345",
            "letmein12345",
            "abc123abc123",
            "changeme1234",
            "1qaz2wsx3edc",
            "backlot12345",
            "mypassword123",
            "justinbieber",
            "123qweasdzxc",
            "chelsea!2026",
            "!!!harley-1903",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn the_list_is_read_as_it_is_written() {
        assert!(LIST.len() > 5000);
        for password in LIST.iter() {
            assert_eq!(crate::db::fold(password), *password);
            assert!(!password.is_empty() && !password.contains(' '), "{password:?}");
        }
    }

    #[test]
    fn what_a_person_makes_up_is_not() {
        for password in ["tumble winter ochre", "vk3!plume#orbit", "Zwölf Boxkämpfer jagen"] {
            assert!(!is_common(password), "{password}");
        }
    }
}
