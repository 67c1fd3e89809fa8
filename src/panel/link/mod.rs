//! Links between rows of two entities. They are seen and edited on the page of either side, and
//! always as single additions and removals, so that what two people do at once both holds: no form
//! here carries a version, and none says what all the links of a row are.

mod rows;
mod section;

pub use self::section::LinkSection;
use crate::access::{Action, Requirement};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::relations::{Link, LinkSide, Side};

/// A link as the rows of one of its sides have it.
#[derive(Clone, Copy)]
pub struct LinkEnd {
    /// The link.
    pub link: &'static Link,
    /// The side of these rows.
    pub side: Side,
}

impl LinkEnd {
    /// The side of these rows.
    pub fn own(self) -> &'static LinkSide {
        self.link.side(self.side)
    }

    /// The side across.
    pub fn across(self) -> &'static LinkSide {
        self.link.side(self.side.other())
    }

    /// The entity of these rows.
    pub fn entity(self) -> &'static Entity {
        self.own().entity
    }

    /// The entity that they are linked with.
    pub fn other(self) -> &'static Entity {
        self.across().entity
    }

    /// What linking from this side requires: it changes this side, and shows the other.
    pub fn requirement(self) -> Requirement {
        Requirement::to(Action::Edit, self.entity().names.path)
            .and(Action::See, self.other().names.path)
    }
}
