//! What went along with a record that was deleted, or what it went along with.

use super::activity::also;
use super::titles::shown_title;
use crate::access::{Action, CurrentOperator};
use crate::panel::entity::register::Register;
use crate::panel::record::history::{ChangeKind, ChangeSet};

/// What went along with that record of a table: `1 car deleted, 1 profile deleted`; or what it went
/// along with: `With the user Ade`. Empty for what may not be seen.
pub fn along(
    set: &ChangeSet,
    (table, id): (&str, i64),
    operator: &CurrentOperator,
    register: &Register,
) -> String {
    match is_deletion_of(set, table, id) {
        true => also(set, operator, register).join(", "),
        false => went_with(set, operator, register),
    }
}

/// Whether the change set is the deletion of just that record of the table, and of what went along.
pub fn is_deletion_of(set: &ChangeSet, table: &str, id: i64) -> bool {
    set.kind() == Some(ChangeKind::Deleted) && set.entity == table && set.record_id == Some(id)
}

fn went_with(set: &ChangeSet, operator: &CurrentOperator, register: &Register) -> String {
    let owner = register.entity(&set.entity);
    let owner = owner.filter(|owner| operator.may(Action::History, owner.table()));
    let (Some(owner), Some(id)) = (owner, set.record_id) else { return String::new() };
    let title = shown_title(owner, id, &set.title, operator);
    match set.kind() {
        Some(ChangeKind::Deleted) => format!("With the {} {title}", owner.names.one),
        _ => format!("In the form of the {} {title}", owner.names.one),
    }
}
