//! The columns that are derived from the fields of an entity: what search declares of them.

use diesel::QueryResult;

use crate::db::derived::{Derived, mend_rows};
use crate::db::{AnyConnection, Folding};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Searchable;
use crate::panel::entity::resource::Resource;
use crate::panel::entity::typed_field;

/// Each field of `R` that is searched, and the column with its folded copy.
pub fn derived<R: Resource>() -> Vec<Derived> {
    let derived = |field: &crate::panel::entity::field::Field<R>| match field.searched? {
        Searchable::Own(text) => Some(Derived {
            table: R::NAMES.path,
            id: R::ID,
            source: field.name,
            key: text.column,
            folding: Folding::Line,
            is_unique: false,
        }),
        Searchable::Relation(_) => None,
    };
    R::FIELDS.iter().filter_map(derived).collect()
}

/// Each field of an entity that is searched, and the column with its folded copy.
pub fn derived_columns(entity: &Entity) -> Vec<Derived> {
    let derived = |field: &typed_field::Field| {
        Some(Derived {
            table: entity.table(),
            id: entity.id.name,
            source: field.name(),
            key: field.folded?.name,
            folding: field.kind.rules().folding()?,
            is_unique: false,
        })
    };
    entity.fields.iter().filter_map(derived).collect()
}

/// Makes what is derived from these rows fit, though nothing else of them is to be changed: another
/// program may have written them.
///
/// # Errors
/// As the statements.
pub fn refit(connection: &mut AnyConnection, entity: &Entity, ids: &[i64]) -> QueryResult<()> {
    mend_rows(connection, &derived_columns(entity), ids)
}
