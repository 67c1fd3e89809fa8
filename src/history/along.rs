//! What a change set changed along with the record that it is about, or what a record went along with.

use super::change::sees_changes_of;
use super::titles::shown_title;
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::panel::entity::register::Register;
use crate::panel::entity::words::counted;
use crate::panel::record::history::{ChangeKind, ChangeSet};

/// What went along with that record of a table: `1 car deleted, 1 profile deleted`, with all of them
/// where several were deleted at once; or what it went along with: `With the user Ade`. Empty for what
/// may not be seen.
pub fn along(
    set: &ChangeSet,
    (table, id): (&str, i64),
    operator: &CurrentOperator,
    register: &Register,
) -> String {
    let (is_root, is_among) = (is_deletion_of(set, table, id), is_among_deleted(set, table));
    if !is_root && !is_among {
        return went_with(set, operator, register);
    }
    let also = also(set, operator, register).join(", ");
    if is_among && !also.is_empty() { words::with_all(&also) } else { also }
}

/// What else a change set changed than the record that it is about: `12 cars deleted`.
pub fn also(set: &ChangeSet, operator: &CurrentOperator, register: &Register) -> Vec<String> {
    let summary = set.summary();
    let is_seen = |(table, ..): &(&str, _, _)| sees_changes_of(register, operator, table);
    let told = |(table, kind, count): (&str, ChangeKind, i64)| {
        let is_root = table == set.entity && Some(kind) == set.kind();
        let count = match (is_root, set.record_id) {
            (false, _) => count,
            (true, Some(_)) => count.saturating_sub(1),
            // It is about all of them.
            (true, None) => 0,
        };
        let names = match register.entity(table) {
            Some(entity) => counted(count, entity.names.one, &entity.names.several()),
            None => {
                let link = register.links.iter().find(|link| link.table == table)?;
                counted(count, link.words.one, link.words.many)
            }
        };
        (count > 0).then(|| words::also(&names, kind))
    };
    summary.iter().filter(is_seen).filter_map(told).collect()
}

/// Whether the change set is the deletion of just that record of the table, and of what went along.
pub fn is_deletion_of(set: &ChangeSet, table: &str, id: i64) -> bool {
    set.kind() == Some(ChangeKind::Deleted) && set.entity == table && set.record_id == Some(id)
}

/// Whether the change set is the deletion of several records of the table, and of what went along.
pub fn is_among_deleted(set: &ChangeSet, table: &str) -> bool {
    set.kind() == Some(ChangeKind::Deleted) && set.entity == table && set.record_id.is_none()
}

fn went_with(set: &ChangeSet, operator: &CurrentOperator, register: &Register) -> String {
    let owner = register.entity(&set.entity);
    let owner = owner.filter(|owner| operator.may(Action::History, owner.table()));
    let (Some(owner), Some(id)) = (owner, set.record_id) else { return String::new() };
    let title = shown_title(owner, id, &set.title, operator);
    match set.kind() {
        Some(ChangeKind::Deleted) => words::went_with(owner.names.one, &title),
        _ => words::in_form_of(owner.names.one, &title),
    }
}
