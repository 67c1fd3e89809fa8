//! What taking a change set back requires.

use super::{ChangeKind, Summary, Written};
use crate::access::{Action, CurrentOperator, Requirement};
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::entity::requirement::requirement;

/// What taking that back requires: to do the contrary of each of its changes. `None` where it has
/// changed what is not in the register any more.
pub fn undo_requirement(register: &Register, summary: &Summary) -> Option<Vec<Requirement>> {
    let contrary = |(table, kind, _): (&str, ChangeKind, i64)| {
        let action = match kind {
            ChangeKind::Created => Action::Delete,
            ChangeKind::Changed => Action::Edit,
            ChangeKind::Deleted => Action::Create,
            ChangeKind::Linked | ChangeKind::Unlinked => {
                let link = register.links.iter().find(|link| link.table == table)?;
                return Some(LinkEnd { link, side: Side::First }.requirement());
            }
        };
        Some(requirement(register.entity(table)?, action))
    };
    summary.iter().map(contrary).collect()
}

impl Written {
    /// The change set, if they may take it back.
    pub fn undoable(&self, register: &Register, operator: &CurrentOperator) -> Option<i64> {
        let required = undo_requirement(register, &self.summary)?;
        required.iter().all(|required| operator.meets(required)).then_some(self.change_set)
    }
}
