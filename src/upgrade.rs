//! Bringing a database up to date: its schema, and what is derived from its texts.

use crate::access;
use crate::db::AnyConnection;
use crate::db::derived::{Derived, follow};
use crate::db::migrations::{self, MigrationError};
use crate::panel::entity::derived::derived;
use crate::panel::entity::register::Register;

/// Every column of the database with the folded copy of another.
pub fn all_derived(register: &Register) -> Vec<Derived> {
    let of_entities = register.entities.iter().flat_map(|entity| derived(entity));
    of_entities.chain(access::DERIVED).collect()
}

/// Brings the database up to date: its schema, and what another folding derived from its texts.
/// What is done is told, a line each.
///
/// # Errors
/// As [`migrations::up`].
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
