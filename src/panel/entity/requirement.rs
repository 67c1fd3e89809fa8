//! What the pages of an entity need, and what is offered accordingly: a button leads nowhere that
//! would be refused.

use crate::access::{Action, CurrentOperator, Requirement};
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::relation::Relation;
use crate::panel::entity::resource::Resource;

/// What that action with records of `R` needs. A form shows what it refers to, so it needs that to
/// be seen; a deletion needs that what goes along may be deleted.
pub fn requirement<R: Resource>(action: Action) -> Requirement {
    let requirement = Requirement::to(action, R::NAMES.path);
    match action {
        Action::Create | Action::Edit => references::<R>()
            .fold(requirement, |requirement, entity| requirement.and(Action::See, entity)),
        Action::Delete => R::TAKES_ALONG
            .iter()
            .fold(requirement, |requirement, entity| requirement.and(Action::Delete, entity)),
        _ => requirement,
    }
}

fn references<R: Resource>() -> impl Iterator<Item = &'static str> {
    R::FIELDS.iter().filter_map(Field::refers_to)
}

/// The fields of `R` that they may see: all but those that show what they may not.
pub fn visible_fields<R: Resource>(
    operator: &CurrentOperator,
) -> impl Iterator<Item = &'static Field<R>> {
    R::FIELDS.iter().filter(|field| field.refers_to().is_none_or(|entity| operator.sees(entity)))
}

/// What belongs to a row of `R`, as far as they may see it.
pub fn visible_relations<R: Resource>(
    operator: &CurrentOperator,
) -> impl Iterator<Item = &'static Relation<R>> {
    R::RELATIONS.iter().filter(|relation| operator.sees(relation.entity.path))
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
    /// What is offered to them of `R`.
    pub fn of<R: Resource>(operator: &CurrentOperator) -> Self {
        let may = |action| operator.meets(&requirement::<R>(action));
        Self { add: may(Action::Create), edit: may(Action::Edit), delete: may(Action::Delete) }
    }
}

impl<R: Resource> Field<R> {
    /// The entity whose rows it shows, where it is a reference.
    pub fn refers_to(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Reference(reference) => Some(reference.path),
            _ => None,
        }
    }
}
