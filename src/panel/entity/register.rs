//! The register of a panel: its entities and links, in the order of the navigation.

use std::fmt;

use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{Link, Relation};

/// Every entity and every link of a panel.
#[derive(Clone, Copy)]
pub struct Register {
    /// The entities, in the order of the navigation.
    pub entities: &'static [&'static Entity],
    /// The links between them.
    pub links: &'static [&'static Link],
}

impl fmt::Debug for Register {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.entities.iter().map(|entity| entity.names.path)).finish()
    }
}

impl Register {
    /// The register of these. Each entity learns what belongs to its rows.
    pub fn of(entities: &'static [&'static Entity], links: &'static [&'static Link]) -> Self {
        for owner in entities {
            let children = entities.iter().flat_map(|entity| {
                entity.fields.iter().filter_map(|field| Relation::found_by(owner, entity, field))
            });
            let linked = links.iter().filter_map(|link| link.relation_of(owner));
            owner.relate(children.chain(linked).collect());
        }
        Self { entities, links }
    }

    /// The words for the entities.
    pub fn names(&self) -> impl Iterator<Item = &'static Names> {
        self.entities.iter().map(|entity| &entity.names)
    }

    /// The entity at that path.
    pub fn entity(&self, path: &str) -> Option<&'static Entity> {
        self.entities.iter().copied().find(|entity| entity.names.path == path)
    }
}
