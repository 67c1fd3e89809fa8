//! What taking a change set back requires.

use super::{Change, ChangeKind, ChangeSet, Summary, Written};
use crate::access::{Action, CurrentOperator, Requirement};
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::entity::requirement::requirement;

/// What taking that back requires: to do the contrary of each of its changes. `None` where it has
/// changed nothing, or what is not in the register any more.
fn undo_requirement(register: &Register, summary: &Summary) -> Option<Vec<Requirement>> {
    let all = summary.iter().map(|(table, kind, _)| contrary(register, table, kind));
    let all: Option<Vec<Requirement>> = all.collect();
    all.filter(|all| !all.is_empty())
}

/// What doing the contrary of one change requires.
fn contrary(register: &Register, table: &str, kind: ChangeKind) -> Option<Requirement> {
    let action = match kind {
        ChangeKind::Created => Action::Delete,
        ChangeKind::Changed => Action::Edit,
        ChangeKind::Deleted => Action::Create,
        // What was taken out cannot be taken back.
        ChangeKind::Exported => return None,
        ChangeKind::Linked | ChangeKind::Unlinked => {
            let link = register.links.iter().find(|link| link.table == table)?;
            return Some(LinkEnd { link, side: Side::First }.requirement());
        }
    };
    Some(requirement(register.entity(table)?, action))
}

/// Whether somebody can take it back: nobody can a file that was taken out, what was forgotten, or
/// the sample data, of which no single change is noted.
pub fn is_undoable(register: &Register, change_set: &ChangeSet) -> bool {
    undo_requirement(register, &change_set.summary()).is_some()
}

/// Whether they may do the contrary of that change, whatever the summary of its change set says.
pub fn may_reverse_change(
    register: &Register,
    operator: &CurrentOperator,
    change: &Change,
) -> bool {
    let required = change.kind().and_then(|kind| contrary(register, &change.entity, kind));
    required.is_some_and(|required| operator.meets(&required))
}

/// Whether they may do the contrary of each of these changes.
pub fn may_reverse(register: &Register, operator: &CurrentOperator, summary: &Summary) -> bool {
    let required = undo_requirement(register, summary);
    required.is_some_and(|all| all.iter().all(|required| operator.meets(required)))
}

/// Whether they may take a change set back: what somebody else did only where they may see what
/// became of the record that it is about.
pub fn may_undo(register: &Register, operator: &CurrentOperator, change_set: &ChangeSet) -> bool {
    let is_own = change_set.operator_id == Some(operator.id);
    let entity = register.entity(&change_set.entity);
    let is_seen = entity.is_some_and(|it| operator.may(Action::History, it.table()));
    (is_own || is_seen) && may_reverse(register, operator, &change_set.summary())
}

impl Written {
    /// The change set, if they may take it back.
    pub fn undoable(&self, register: &Register, operator: &CurrentOperator) -> Option<i64> {
        may_reverse(register, operator, &self.summary).then_some(self.change_set)
    }
}
