//! The rows that break careless programs, at fixed early indices: quotes, markup, wildcards,
//! formulas, right-to-left text, the longest text a column takes. A panel that shows, finds,
//! sorts, exports and saves these unharmed can be trusted with the rest.

use super::{Car, Profile, User};

/// The most characters that a name may have.
const LONGEST: usize = 255;

/// An odd user, with what the profile needs to know about them.
pub(super) struct OddUser {
    pub(super) user: User,
    pub(super) handle: &'static str,
    pub(super) country: &'static str,
}

/// The odd user of this index, if it has one.
pub(super) fn user(index: u64) -> Option<OddUser> {
    let (first, last, age, handle, country) = match slot(index)? {
        0 => (r#"Dwayne "The Rock""#, "Johnson", 52, "dwayne-johnson", "United States"),
        1 => ("Robert'); DROP TABLE users;--", "", 12, "robert-tables", "United Kingdom"),
        2 => ("<b>Bold</b> & Sons", "", 49, "bold-and-sons", "Canada"),
        3 => ("100% Juice", "", 3, "juice", "Brazil"),
        4 => ("snake_case", "under_score", 30, "snake_case", "Australia"),
        5 => ("🦊 Renard", "Épi 🌾", 27, "renard-epi", "France"),
        6 => return Some(longest_user()),
        7 => ("שלום (ABC) 123", "עולם", 64, "shalom-olam", "Israel"),
        8 => ("Christopher", "Null", 0, "christopher-null", "New Zealand"),
        9 => ("=1+2", "@SUM(A1:A9)", 42, "sum", "Switzerland"),
        10 => ("Q", "", 150, "q", "United Kingdom"),
        11 => ("{{ 7 * 7 }}", "${HOME}", 49, "braces", "Estonia"),
        12 => (r"C:\Temp\new", "a,b;c|d", 38, "c-temp", "United States"),
        13 => ("undefined", "NaN", 1, "undefined", "Ireland"),
        14 => ("Straße", "STRASSE", 77, "strasse", "Germany"),
        _ => return None,
    };
    let user = User {
        first_name: first.to_owned(),
        last_name: (!last.is_empty()).then(|| last.to_owned()),
        age: Some(age),
    };
    Some(OddUser { user, handle, country })
}

/// The odd profile of this index, if it has one. The country stays the one of the user, so that
/// an odd profile still belongs to its person, except where the oddity is that there is none.
pub(super) fn profile(index: u64, country: &'static str) -> Option<Profile> {
    let (height, country, email) = match slot(index)? {
        0 => (r#"5'11""#, country, "o'brien+backlot@example.com"),
        1 => (r#""tall" & <proud>"#, country, "UPPER.Case@example.org"),
        2 => ("", country, ""),
        3 => ("172 cm", "", ""),
        4 => ("", "", "only_an_address@example.net"),
        5 => (
            "1.73205080756887729352744634150587236694280525381038062805580 cm",
            country,
            "the-part-before-the-at-sign-may-have-sixty-four-characters-64-64@example.com",
        ),
        _ => return None,
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(Profile { height: some(height), country: some(country), email: some(email) })
}

/// The odd car of this index, if it has one.
pub(super) fn car(index: u64) -> Option<Car> {
    let (name, color) = match slot(index)? {
        0 => (r#"The "Quoted" Roadster"#, "Black 'n' blue"),
        1 => ("Robert'); DROP TABLE cars;--", "Red"),
        2 => ("<b>Bold</b> & Sons Coupé", "<i>Italic</i> pink"),
        3 => ("100% Juice Van", "50% grey"),
        4 => ("snake_case GT", "dark_green"),
        5 => ("🚗 Beep", "🌈"),
        6 => {
            return Some(Car { name: longest("Vroom-"), color: longest("Très-") });
        }
        7 => ("סוסיתא (1960)", "כחול"),
        8 => ("=1+2", "#c0ffee"),
        9 => ("3", "-"),
        _ => return None,
    };
    Some(Car { name: name.to_owned(), color: color.to_owned() })
}

/// The odd film title of this index, if it has one.
pub(super) fn movie(index: u64) -> Option<String> {
    let name = match slot(index)? {
        0 => r#""Quoted," They Said, 'Twice'"#,
        1 => "Robert'); DROP TABLE movies;--",
        2 => "<b>Bold</b> & Sons",
        3 => "100% Juice",
        4 => "snake_case",
        5 => "🎬🦊",
        6 => return Some(longest("The Film That Would Not End, ")),
        7 => "لا أحد يقرأ الخرائط (Part 2)",
        8 => "?",
        9 => "1,000,000 Ångströms",
        10 => "NULL",
        11 => "¡Ay, Olé & Adiós!",
        _ => return None,
    };
    Some(name.to_owned())
}

/// The odd actor of this index, if it has one. Three of them are called Maria Silva: a name is
/// not an identity, and a picker must tell them apart.
pub(super) fn actor(index: u64) -> Option<String> {
    let name = match slot(index)? {
        0 => r#"Dwayne "The Rock" Johnson"#,
        1 => "Robert'); DROP TABLE actors;--",
        2 => "<b>Bold</b> & Sons",
        3 => "100% Juice",
        4 => "snake_case",
        5 => "🦊 Renard",
        6 => return Some(longest("Maximiliana-")),
        7 => "אבי בן־דוד (Avi)",
        8 | 11 | 17 => "Maria Silva",
        9 => "X",
        10 => "{{ 7 * 7 }}",
        12 => "Null",
        _ => return None,
    };
    Some(name.to_owned())
}

/// Every third row is given to an oddity, so that the first pages show ordinary rows among them.
fn slot(index: u64) -> Option<u64> {
    (index % 3 == 2).then_some(index / 3)
}

/// Both names as long as a column takes, the second in characters of two bytes, since a limit in
/// characters is easily mistaken for one in bytes.
fn longest_user() -> OddUser {
    OddUser {
        user: User {
            first_name: longest("Maximiliana-"),
            last_name: Some(longest("Ööåä-")),
            age: Some(101),
        },
        handle: "maximiliana",
        country: "Sweden",
    }
}

/// The text over and over until the longest allowed length. It must not end on a space there.
fn longest(text: &str) -> String {
    text.chars().cycle().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_literal_oddity_is_among_the_users() {
        let names: Vec<String> = (0..60)
            .filter_map(user)
            .flat_map(|odd| [odd.user.first_name.clone(), full(&odd.user)])
            .collect();
        for wanted in [
            r#"Dwayne "The Rock" Johnson"#,
            "Robert'); DROP TABLE users;--",
            "<b>Bold</b> & Sons",
            "100% Juice",
            "snake_case",
            "🦊 Renard",
            "שלום (ABC) 123",
        ] {
            assert!(names.iter().any(|name| name == wanted), "{wanted}");
        }
        assert!(names.iter().any(|name| name.chars().count() == LONGEST));
    }

    #[test]
    fn every_table_has_its_oddities_and_then_ordinary_rows() {
        let odd = |found: fn(u64) -> bool| (0..300).filter(|index| found(*index)).count();
        assert_eq!(odd(|index| user(index).is_some()), 15);
        assert_eq!(odd(|index| profile(index, "Chad").is_some()), 6);
        assert_eq!(odd(|index| car(index).is_some()), 10);
        assert_eq!(odd(|index| movie(index).is_some()), 12);
        assert_eq!(odd(|index| actor(index).is_some()), 14);
        assert!(user(0).is_none() && user(u64::MAX).is_none());
    }

    #[test]
    fn the_longest_texts_fill_their_columns_exactly() {
        let car = car(20).expect("an odd car");
        assert_eq!(car.name.chars().count(), LONGEST);
        assert_eq!(car.color.chars().count(), LONGEST);
        let profile = profile(17, "Chad").expect("an odd profile");
        assert_eq!(profile.height.map(|height| height.len()), Some(64));
        let email = profile.email.expect("an address");
        assert_eq!(email.find('@'), Some(64));
    }

    #[test]
    fn some_actors_share_a_name() {
        let silvas = (0..60).filter_map(actor).filter(|name| name == "Maria Silva");
        assert_eq!(silvas.count(), 3);
    }

    fn full(user: &User) -> String {
        let last = user.last_name.as_deref().unwrap_or_default();
        format!("{} {last}", user.first_name)
    }
}
