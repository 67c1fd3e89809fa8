//! What a deleted record belonged to, where that is gone as well: it has to come back first.

use std::collections::HashMap;

use diesel::QueryResult;

use super::deletion::may_restore;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::history::titles::{references, referred, shown_title};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::requirement::requirement;
use crate::panel::record::history::past::changes_at;
use crate::panel::record::history::{Change, ChangeKind, ChangeSet, Deletion, Position, latest};
use crate::panel::record::titled::TitledRow;

/// A record that is gone, and that another one refers to.
#[derive(Clone)]
pub struct GoneOwner {
    /// Its entity.
    pub entity: &'static Entity,
    /// What it was called; empty where they may not know.
    pub title: String,
    /// Its deletion, where it was deleted here and they may know.
    pub deletion: Option<Position>,
    /// Whether they may restore it.
    pub is_restorable: bool,
}

/// What these deleted records referred to and is gone, by the places of their deletions.
pub fn gone_owners(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    register: &Register,
    (entity, deletions): (&'static Entity, &[Deletion]),
) -> QueryResult<HashMap<Position, GoneOwner>> {
    let places: Vec<Position> = deletions.iter().map(|deletion| deletion.place).collect();
    let changes = changes_at(connection, &places)?;
    let mut gone = HashMap::new();
    for (field, owner) in references(entity) {
        let id = |change: &Change| change.before().get(field).and_then(referred);
        let owners: Vec<(Position, i64)> =
            changes.iter().filter_map(|it| Some((it.position(), id(it)?))).collect();
        let ids: Vec<i64> = owners.iter().map(|(_, id)| *id).collect();
        let there = TitledRow::among(connection, owner, &ids)?;
        let mut known: HashMap<i64, GoneOwner> = HashMap::new();
        for (place, id) in owners.iter().filter(|(_, id)| there.iter().all(|row| row.id != *id)) {
            if !known.contains_key(id) {
                let last = latest(connection, owner.table(), *id)?;
                known.insert(*id, GoneOwner::of((owner, *id), last, operator, register));
            }
            gone.extend(known.get(id).map(|owner| (*place, owner.clone())));
        }
    }
    Ok(gone)
}

impl GoneOwner {
    fn of(
        (entity, id): (&'static Entity, i64),
        last: Option<(ChangeSet, Change)>,
        operator: &CurrentOperator,
        register: &Register,
    ) -> Self {
        let is_seen = operator.may(Action::History, entity.table());
        let title = last.as_ref().filter(|_| is_seen || operator.sees(entity.table()));
        let title = title.map(|(_, it)| shown_title(entity, id, &it.title, operator));
        let deletion = last.filter(|(_, change)| change.kind() == Some(ChangeKind::Deleted));
        let deletion = deletion.filter(|_| is_seen);
        let is_restorable = deletion.as_ref().is_some_and(|(set, _)| {
            operator.meets(&requirement(entity, Action::Create))
                && may_restore(register, operator, set, (entity.table(), id))
        });
        Self {
            entity,
            title: title.unwrap_or_default(),
            deletion: deletion.map(|(_, change)| change.position()),
            is_restorable,
        }
    }

    /// Whether that is to be said of a deletion: of what went along with it, it is already.
    pub fn is_told_of(&self, place: &Position) -> bool {
        self.deletion.is_none_or(|deletion| deletion.change_set != place.change_set)
    }
}
