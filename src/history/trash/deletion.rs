//! The deletions that a trash holds, and who may restore them.

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::history::along::{is_among_deleted, is_deletion_of};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::record::history::{
    Change, ChangeKind, ChangeSet, Position, change_at, may_reverse,
};

/// A deletion, with the change set that it stands in.
pub type Deletion = (ChangeSet, Change);

/// These deletions; nothing where one of them is none of that entity.
pub fn find_all(
    connection: &mut AnyConnection,
    entity: &Entity,
    places: &[Position],
) -> QueryResult<Option<Vec<Deletion>>> {
    let mut deletions = Vec::new();
    for place in places {
        let is_deletion = |(_, change): &Deletion| {
            change.entity == entity.table() && change.kind() == Some(ChangeKind::Deleted)
        };
        match change_at(connection, *place)?.filter(is_deletion) {
            Some(deletion) => deletions.push(deletion),
            None => return Ok(None),
        }
    }
    Ok(Some(deletions))
}

/// Whether it is the deletion that its change set is about, and not of what went along.
pub fn is_root((set, change): &Deletion) -> bool {
    is_deletion_of(set, &change.entity, change.record_id)
}

/// Whether whoever may create such records may restore one with all that went along with it.
pub fn may_restore(
    register: &Register,
    operator: &CurrentOperator,
    set: &ChangeSet,
    (table, id): (&str, i64),
) -> bool {
    let is_alone = !is_deletion_of(set, table, id) && !is_among_deleted(set, table);
    is_alone || may_reverse(register, operator, &set.summary())
}

/// Whether restoring it takes all of its change set back: it is what this is about, or all that is in it.
pub fn takes_all_back(deletion: &Deletion) -> bool {
    let count: i64 = deletion.0.summary().iter().map(|(.., count)| count).sum();
    is_root(deletion) || count == 1
}
