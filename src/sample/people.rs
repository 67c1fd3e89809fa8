//! Who a row is about: names, age, country, height and address of one person, all in keeping.

use super::User;
use super::draw::{Draw, Table};
use super::names::{self, Culture, Name, Order};
use super::oddities;

/// The countries where people give their height in feet and inches.
const FEET: &[&str] = &["United States", "United Kingdom", "Ireland", "Canada"];

/// Names under which nobody can have registered an address: RFC 2606, section 3.
const DOMAINS: &[&str] = &["example.com", "example.org", "example.net"];

/// The most letters of a handle in an address, so that its local part keeps within the 64
/// characters of RFC 5321, section 4.5.3.1.1, with the number of any row behind it.
const LONGEST_HANDLE: usize = 40;

/// A user as the sample knows them, with what a profile is made from.
pub(super) struct Person {
    pub(super) user: User,
    pub(super) country: &'static str,
    given_handle: String,
    family_handle: Option<String>,
}

/// The person behind the user of this index.
pub(super) fn person(seed: u64, index: u64) -> Person {
    if let Some(odd) = oddities::user(index) {
        return Person {
            user: odd.user,
            country: odd.country,
            given_handle: odd.handle.to_owned(),
            family_handle: None,
        };
    }
    let mut draw = Draw::new(seed, Table::Users, index);
    let culture = names::culture(&mut draw);
    let (given, given_handle) = draw.pick(culture.given);
    let (family, family_handle) = family(&mut draw, &culture).unzip();
    Person {
        user: User { first_name: given.to_owned(), last_name: family, age: age(&mut draw) },
        country: draw.pick(culture.countries),
        given_handle: given_handle.to_owned(),
        family_handle,
    }
}

/// The full name of an actor, in the order in which their culture puts it on a poster.
pub(super) fn full_name(draw: &mut Draw) -> String {
    let culture = names::culture(draw);
    let (given, _): Name = draw.pick(culture.given);
    let Some((family, _)) = family(draw, &culture) else {
        return given.to_owned();
    };
    match culture.order {
        Order::GivenFirst => format!("{given} {family}"),
        Order::FamilyFirst => format!("{family} {given}"),
        Order::FamilyFirstJoined => format!("{family}{given}"),
    }
}

/// A height that suits the age, in feet and inches where people say it so.
pub(super) fn height(draw: &mut Draw, person: &Person) -> String {
    let centimetres = match person.user.age.and_then(|age| u64::try_from(age).ok()) {
        Some(age) if age < 17 => 50 + 7 * age + draw.below(7),
        _ => 148 + draw.below(17) + draw.below(17) + draw.below(17),
    };
    if FEET.contains(&person.country) && !draw.one_in(3) {
        let inches = centimetres * 100 / 254;
        return format!("{}'{}\"", inches / 12, inches % 12);
    }
    format!("{centimetres} cm")
}

/// An address from the person's names. It ends in the number of the user, and nothing else in it
/// is a digit next to that number, so no two users share one.
pub(super) fn email(draw: &mut Draw, person: &Person, user: u64) -> String {
    let given = person.given_handle.as_str();
    let initial: String = given.chars().take(1).collect();
    let handle = match person.family_handle.as_deref() {
        Some(family) => match draw.below(6) {
            0 => format!("{given}_{family}"),
            1 => format!("{initial}{family}"),
            2 => format!("{family}.{initial}"),
            3 => format!("{given}+backlot"),
            _ => format!("{given}.{family}"),
        },
        None => given.to_owned(),
    };
    let handle: String = handle.chars().take(LONGEST_HANDLE).collect();
    let domain = draw.pick(DOMAINS);
    format!("{handle}{user}@{domain}")
}

/// The surname and its handle; sometimes two joined, sometimes none.
fn family(draw: &mut Draw, culture: &Culture) -> Option<(String, String)> {
    if culture.family.is_empty() || draw.one_in(40) {
        return None;
    }
    let (name, handle) = draw.pick(culture.family);
    let (second, second_handle) = draw.pick(culture.family);
    if culture.double.is_empty() || name == second || !draw.one_in(5) {
        return Some((name.to_owned(), handle.to_owned()));
    }
    let double = culture.double;
    Some((format!("{name}{double}{second}"), format!("{handle}-{second_handle}")))
}

/// Mostly grown-ups, with some children and very old people; one in twelve does not say.
fn age(draw: &mut Draw) -> Option<i32> {
    let years = match draw.below(60) {
        0..5 => return None,
        5..9 => draw.below(18),
        9 => 85 + draw.below(30),
        _ => 18 + draw.below(30) + draw.below(40),
    };
    i32::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ages_keep_within_what_the_database_takes() {
        let ages: Vec<Option<i32>> = (0..3000).map(|i| person(5, i).user.age).collect();
        assert!(ages.iter().flatten().all(|age| (0..=150).contains(age)));
        let unsaid = ages.iter().filter(|age| age.is_none()).count();
        assert!((150..400).contains(&unsaid), "{unsaid}");
        assert!(ages.iter().flatten().any(|age| *age < 10));
        assert!(ages.iter().flatten().any(|age| *age > 100));
    }

    #[test]
    fn some_people_have_no_last_name() {
        let people = (0..1000).map(|i| person(5, i).user);
        let mononyms = people.filter(|user| user.last_name.is_none()).count();
        assert!((50..200).contains(&mononyms), "{mononyms}");
    }

    #[test]
    fn no_two_users_share_an_address() {
        let addresses: HashSet<String> = (0..5000)
            .map(|i| email(&mut Draw::new(5, Table::Profiles, i), &person(5, i), i))
            .collect();
        assert_eq!(addresses.len(), 5000);
    }

    #[test]
    fn an_address_fits_whatever_the_row() {
        for i in 0..2000 {
            let address = email(&mut Draw::new(5, Table::Profiles, i), &person(5, i), u64::MAX);
            let (local, domain) = address.split_once('@').expect("an at sign");
            assert!(local.len() <= 64, "{address}");
            assert!(DOMAINS.contains(&domain), "{address}");
        }
    }

    #[test]
    fn heights_suit_the_age_and_the_country() {
        let mut draw = Draw::new(5, Table::Profiles, 0);
        let mut person = person(5, 0);
        person.country = "France";
        person.user.age = Some(0);
        let baby = height(&mut draw, &person);
        assert!(baby.starts_with('5') && baby.ends_with(" cm"), "{baby}");
        person.country = "United States";
        person.user.age = Some(40);
        let heights: Vec<String> = (0..50).map(|_| height(&mut draw, &person)).collect();
        assert!(heights.iter().any(|height| height.ends_with('"')));
        assert!(heights.iter().any(|height| height.ends_with(" cm")));
    }
}
