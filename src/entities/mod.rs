//! The entities: one file each, and nothing about HTTP in them.

pub mod actors;
pub mod cars;
pub mod castings;
pub mod movies;
pub mod profiles;
pub mod users;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use diesel::QueryResult;

use self::actors::ACTORS;
use self::cars::CARS;
use self::castings::CASTINGS;
use self::movies::MOVIES;
use self::profiles::PROFILES;
use self::users::USERS;
use crate::access::{self, Action, CurrentOperator, Requirement};
use crate::db::derived::{Derived, follow};
use crate::db::migrations::{self, MigrationError};
use crate::db::{AnyConnection, Counts};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::derived::derived;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::Link;
use crate::panel::link;
use crate::panel::overview::Overview;
use crate::panel::record::unreadable::{Look, look};

/// Every entity that has pages, in the order of the navigation.
static ENTITIES: [&Entity; 5] = [&USERS, &PROFILES, &CARS, &MOVIES, &ACTORS];

/// Every link between them.
static LINKS: [&Link; 1] = [&CASTINGS];

/// Every entity that has pages, and every link between them.
pub static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::of(&ENTITIES, &LINKS));

/// The rows of each entity that were changed last, as far as they may see them.
pub fn recent(
    connection: &mut AnyConnection,
    register: &Register,
    counts: &Counts,
    operator: &Arc<CurrentOperator>,
    size: i64,
) -> QueryResult<Vec<Overview>> {
    let mut overview =
        |entity: &'static Entity| Overview::recent(connection, counts, entity, operator, size);
    register.entities.iter().filter_map(|entity| overview(entity).transpose()).collect()
}

/// The first rows of each entity that a search finds, as far as they may see them.
pub fn found(
    connection: &mut AnyConnection,
    register: &Register,
    counts: &Counts,
    operator: &Arc<CurrentOperator>,
    (search, size): (&str, i64),
) -> QueryResult<Vec<Overview>> {
    let mut overview = |entity: &'static Entity| {
        Overview::found(connection, counts, entity, operator, (search, size))
    };
    register.entities.iter().filter_map(|entity| overview(entity).transpose()).collect()
}

/// The values that cannot be read, of each entity, as far as there is time to look.
pub fn unreadable(connection: &mut AnyConnection, time: Duration) -> QueryResult<Look> {
    let until = Instant::now() + time;
    let mut found = Look::default();
    for entity in REGISTER.entities {
        found = found.and(look(connection, entity, until)?);
    }
    for link in REGISTER.links {
        found = found.and(link::look(connection, link, until)?);
    }
    Ok(found)
}

/// What loading the sample data needs.
pub fn sample_requirement() -> Requirement {
    REGISTER.entities.iter().fold(Requirement::SignedIn, |requirement, entity| {
        requirement.and(Action::Create, entity.names.path)
    })
}

/// Every column of the database with the folded copy of another.
pub fn all_derived(register: &Register) -> Vec<Derived> {
    let of_entities = register.entities.iter().flat_map(|entity| derived(entity));
    of_entities.chain(access::DERIVED).collect()
}

/// Brings the database up to date: its schema, and what another folding derived from its texts.
/// What is done is told, a line each.
///
/// # Errors
/// As [`migrations::up`], and as the statements.
pub fn bring_up_to_date(
    connection: &mut AnyConnection,
    register: &Register,
    told: &mut dyn FnMut(&str),
) -> Result<(), MigrationError> {
    migrations::up(connection, &mut |name| told(&format!("applied  {name}")))?;
    follow(connection, &all_derived(register), &mut |column, found| {
        if !found.wrong.is_empty() {
            let Derived { table, key, .. } = column;
            told(&format!("folded   {table}.{key} in {} rows", found.wrong.len()));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::entity::kind::Kind;

    #[test]
    fn every_text_of_an_entity_is_searched_and_so_derived() {
        for entity in REGISTER.entities {
            let is_text = |kind: Kind| matches!(kind, Kind::Text(_) | Kind::Email(_));
            let texts = entity.fields.iter().filter(|field| is_text(field.kind));
            let texts: Vec<_> = texts.map(|field| field.name()).collect();
            let sources: Vec<_> = derived(entity).iter().map(|column| column.source).collect();
            assert_eq!(texts, sources);
        }
    }
}
