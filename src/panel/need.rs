//! What the pages of an entity need, and what is offered accordingly: a button leads nowhere that
//! would be refused.

use super::field::{Field, Kind};
use super::list::belonging::Belonging;
use super::resource::Resource;
use crate::access::{Action, Need, Who};

/// What that action with records of `R` needs. A form shows what it refers to, so it needs that to
/// be seen; a deletion needs that what goes along may be deleted.
pub fn need<R: Resource>(action: Action) -> Need {
    let need = Need::to(action, R::NAMES.path);
    match action {
        Action::Create | Action::Edit => {
            references::<R>().fold(need, |need, entity| need.and(Action::See, entity))
        }
        Action::Delete => {
            R::TAKES_ALONG.iter().fold(need, |need, entity| need.and(Action::Delete, entity))
        }
        _ => need,
    }
}

fn references<R: Resource>() -> impl Iterator<Item = &'static str> {
    R::FIELDS.iter().filter_map(Field::refers_to)
}

/// The fields of `R` that they may see: all but those that show what they may not.
pub fn seen_fields<R: Resource>(who: &Who) -> impl Iterator<Item = &'static Field<R>> {
    R::FIELDS.iter().filter(|field| field.refers_to().is_none_or(|entity| who.sees(entity)))
}

/// What belongs to a row of `R`, as far as they may see it.
pub fn seen_belongings<R: Resource>(who: &Who) -> impl Iterator<Item = &'static Belonging<R>> {
    R::BELONGINGS.iter().filter(|belonging| who.sees(belonging.entity.path))
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
    pub fn of<R: Resource>(who: &Who) -> Self {
        let may = |action| who.meets(&need::<R>(action));
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
