//! Links between rows of two entities. They are seen and edited on the page of either side, and
//! always as single additions and removals, so that what two people do at once both holds: no form
//! here carries a version, and none says what all the links of a row are.

mod add;
mod candidates;
mod choose;
mod remove;
mod rows;
mod section;
mod unreadable;
mod words;

pub use self::add::add;
pub use self::choose::choose;
pub use self::remove::{Other, remove};
pub use self::section::LinkSection;
pub use self::unreadable::look;
