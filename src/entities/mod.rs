//! The entities: one declaration a file, and here the register of them.

pub mod actors;
pub mod cars;
pub mod castings;
pub mod movies;
pub mod profiles;
pub mod users;

use std::sync::LazyLock;

use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::Link;

/// Every entity that has pages, in the order of the navigation.
static ENTITIES: &[&Entity] =
    &[&users::USERS, &profiles::PROFILES, &cars::CARS, &movies::MOVIES, &actors::ACTORS];

/// Every link between them.
static LINKS: &[&Link] = &[&castings::CASTINGS];

/// Every entity that has pages, and every link between them.
pub static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::of(ENTITIES, LINKS));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::entity::derived::derived;
    use crate::panel::entity::field::Field;

    #[test]
    fn every_text_of_an_entity_is_searched_and_so_derived() {
        for entity in REGISTER.entities {
            let is_text = |field: &&Field| field.kind.traits().folding.is_some();
            let texts = entity.fields.iter().filter(is_text);
            let texts: Vec<_> = texts.map(|field| field.name()).collect();
            let sources: Vec<_> = derived(entity).iter().map(|column| column.source).collect();
            assert_eq!(texts, sources);
        }
    }
}
