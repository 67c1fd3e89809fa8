//! The register of a panel: its entities and links, in the order of the navigation.

use crate::panel::entity::definition::Entity;
use crate::panel::entity::relations::{Link, Relation};

/// Every entity and every link of a panel.
#[derive(Clone, Copy)]
pub struct Register {
    /// The entities, in the order of the navigation.
    pub entities: &'static [&'static Entity],
    /// The links between them.
    pub links: &'static [&'static Link],
}

impl Register {
    /// The register of these. Each entity learns what belongs to its rows.
    pub fn of(entities: &'static [&'static Entity], links: &'static [&'static Link]) -> Self {
        for owner in entities {
            let children = entities.iter().flat_map(|entity| {
                entity.fields.iter().filter_map(|field| Relation::by(owner, entity, field))
            });
            let linked = links.iter().filter_map(|link| link.relation_of(owner));
            owner.relate(children.chain(linked).collect());
        }
        Self { entities, links }
    }

    /// The entity at that path.
    pub fn entity(&self, path: &str) -> Option<&'static Entity> {
        self.entities.iter().copied().find(|entity| entity.names.path == path)
    }
}
