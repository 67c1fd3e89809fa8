//! Whose names go together: a person's two names come from one culture, and so does the country.
//!
//! The lists are data, laid out by hand. Each name stands beside its handle, the plain ASCII
//! spelling that its owner would take for an e-mail address.

mod asia;
mod east;
mod south;
mod west;

use super::draw::{Draw, len, nth};

/// A name as its owner writes it, and its handle in lower-case ASCII letters and hyphens.
pub(super) type Name = (&'static str, &'static str);

/// Names that one family could bear, and where such a family lives.
///
/// Where surnames follow the gender, a language has two cultures, so that none is misnamed.
#[derive(Clone, Copy, Default)]
pub(super) struct Culture {
    pub(super) given: &'static [Name],
    /// Empty where people have one name.
    pub(super) family: &'static [Name],
    /// What joins the two halves of a double surname; empty where there are no such surnames.
    pub(super) double: &'static str,
    pub(super) order: Order,
    pub(super) countries: &'static [&'static str],
}

/// How a full name is put together.
#[derive(Clone, Copy, Default)]
pub(super) enum Order {
    #[default]
    GivenFirst,
    FamilyFirst,
    /// The family first, with no space after it, as in Chinese.
    FamilyFirstJoined,
}

/// What a culture has unless it says otherwise.
const PLAIN: Culture =
    Culture { given: &[], family: &[], double: "", order: Order::GivenFirst, countries: &[] };

const REGIONS: [&[Culture]; 4] = [west::CULTURES, east::CULTURES, asia::CULTURES, south::CULTURES];

/// Any culture, each as often as every other, so that no script is rare in a small sample.
pub(super) fn culture(draw: &mut Draw) -> Culture {
    let total = REGIONS.iter().map(|region| len(region)).sum();
    let mut index = draw.below(total);
    for region in REGIONS {
        let len = len(region);
        if index < len {
            return nth(region, index);
        }
        index -= len;
    }
    PLAIN
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all() -> impl Iterator<Item = &'static Culture> {
        REGIONS.into_iter().flatten()
    }

    #[test]
    fn every_culture_has_given_names_and_a_country() {
        for culture in all() {
            assert!(culture.given.len() >= 10);
            assert!(!culture.countries.is_empty());
        }
    }

    #[test]
    fn no_culture_lists_a_name_twice() {
        for culture in all() {
            for names in [culture.given, culture.family] {
                let distinct: HashSet<&str> = names.iter().map(|(name, _)| *name).collect();
                assert_eq!(distinct.len(), names.len(), "{names:?}");
            }
        }
    }

    #[test]
    fn handles_are_lower_case_letters_with_hyphens_between_them() {
        for (name, handle) in all().flat_map(|culture| culture.given.iter().chain(culture.family)) {
            for word in handle.split('-') {
                assert!(!word.is_empty(), "{name}: {handle}");
                let lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
                assert!(lower, "{name}: {handle}");
            }
        }
    }

    #[test]
    fn the_names_cover_many_scripts() {
        let letters: String = all()
            .flat_map(|culture| culture.given.iter().chain(culture.family))
            .map(|(name, _)| *name)
            .collect();
        // One letter of each script or habit that has broken a program before.
        let wanted = "éëÅŁễİ'·ЖЇђөΩზբשعگहচதทခሰ王さエ김Þőșọ̀ğā";
        for letter in wanted.chars() {
            assert!(letters.contains(letter), "{letter}");
        }
    }

    #[test]
    fn the_names_that_the_docs_mention_are_here() {
        let names: HashSet<&str> = all()
            .flat_map(|culture| culture.given.iter().chain(culture.family))
            .map(|(name, _)| *name)
            .collect();
        for name in [
            "José",
            "Zoë",
            "Ågot",
            "Łukasz",
            "Nguyễn",
            "İpek",
            "O'Brien",
            "D'Ångelo",
            "van der Berg",
        ] {
            assert!(names.contains(name), "{name}");
        }
    }

    #[test]
    fn every_culture_is_drawn() {
        let mut draw = Draw::new(1, crate::sample::draw::Table::Users, 0);
        let drawn: HashSet<&str> = (0..5000)
            .filter_map(|_| culture(&mut draw).given.first().map(|(name, _)| *name))
            .collect();
        let listed: HashSet<&str> =
            all().filter_map(|culture| culture.given.first().map(|(name, _)| *name)).collect();
        assert_eq!(drawn, listed);
    }
}
