//! What the pages of an entity require, and what is offered accordingly: a button leads nowhere that
//! would be refused.

use crate::access::{Action, CurrentOperator, Requirement};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Relation};

/// What that action with records of an entity requires. A form shows what it refers to, so that must
/// be seen; a deletion takes along what belongs to the record, so that may be deleted.
pub fn requirement(entity: &Entity, action: Action) -> Requirement {
    let requirement = Requirement::to(action, entity.names.path);
    match action {
        Action::Create | Action::Edit => {
            let references = entity.fields.iter().filter_map(Field::refers_to);
            references.fold(requirement, |requirement, entity| {
                requirement.and(Action::See, entity.names.path)
            })
        }
        Action::Delete => children(entity).fold(requirement, |requirement, entity| {
            requirement.and(Action::Delete, entity.names.path)
        }),
        _ => requirement,
    }
}

/// The entities whose rows a deletion takes along, and those that go with them.
fn children(entity: &Entity) -> impl Iterator<Item = &'static Entity> {
    let mut found: Vec<&'static Entity> = Vec::new();
    let mut open: Vec<&'static Entity> = own_children(entity).collect();
    while let Some(child) = open.pop() {
        if found.iter().all(|other| !other.is(child)) && !entity.is(child) {
            found.push(child);
            open.extend(own_children(child));
        }
    }
    found.into_iter()
}

fn own_children(entity: &Entity) -> impl Iterator<Item = &'static Entity> {
    let children = entity.relations().iter().filter(|relation| relation.by().is_some());
    children.map(|relation| relation.entity)
}

/// The fields that they may see: all but those that show what they may not.
pub fn visible_fields(
    entity: &'static Entity,
    operator: &CurrentOperator,
) -> impl Iterator<Item = &'static Field> {
    let is_visible =
        |field: &&Field| field.refers_to().is_none_or(|entity| operator.sees(entity.names.path));
    entity.fields.iter().filter(is_visible)
}

/// What belongs to a row, as far as they may see it.
pub fn visible_relations(
    entity: &'static Entity,
    operator: &CurrentOperator,
) -> impl Iterator<Item = &'static Relation> {
    entity.relations().iter().filter(|relation| operator.sees(relation.entity.names.path))
}

/// What is offered of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// To add a record.
    pub add: bool,
    /// To change one.
    pub edit: bool,
    /// To delete one.
    pub delete: bool,
}

impl Offers {
    /// What is offered to them of an entity.
    pub fn of(entity: &Entity, operator: &CurrentOperator) -> Self {
        let may = |action| operator.meets(&requirement(entity, action));
        Self { add: may(Action::Create), edit: may(Action::Edit), delete: may(Action::Delete) }
    }
}

impl LinkEnd {
    /// What linking from this side requires: it changes this side, and shows the other.
    pub fn requirement(self) -> Requirement {
        Requirement::to(Action::Edit, self.entity().names.path)
            .and(Action::See, self.other().names.path)
    }
}
