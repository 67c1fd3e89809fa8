//! What belongs to the rows of an entity, as its lists show it.

use crate::db::BoxedFilter;
use crate::panel::entity::resource::{Names, Resource};

/// Something of another entity that belongs to a row.
pub struct Relation<R: Resource> {
    /// Its name in URLs.
    pub name: &'static str,
    /// The heading of its column.
    pub label: &'static str,
    /// The entity that it shows.
    pub entity: &'static Names,
    /// How many a row may have.
    pub most: Most,
    /// The condition that a row has at least so many; at least one for those that have only one.
    pub at_least: fn(i64) -> BoxedFilter<R::Table>,
}

/// How many a row may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// None or one.
    One,
    /// Any number.
    Any,
}
