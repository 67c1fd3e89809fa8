//! The columns that are derived from the fields of an entity.

use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::db::derived::{Derived, mend_rows};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;

/// Each field of an entity that is searched, and the column with its folded copy.
pub fn derived(entity: &Entity) -> Vec<Derived> {
    let derived = |field: &Field| {
        Some(Derived {
            table: entity.table(),
            id: entity.id.name,
            source: field.name(),
            key: field.folded?.name,
            folding: field.kind.traits().folding?,
            is_unique: false,
        })
    };
    entity.fields.iter().filter_map(derived).collect()
}

/// Makes what is derived from these rows fit, though nothing else of them is to be changed: another
/// program may have written them.
pub fn refit(connection: &mut AnyConnection, entity: &Entity, ids: &[i64]) -> QueryResult<()> {
    mend_rows(connection, &derived(entity), ids)
}
