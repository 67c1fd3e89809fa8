//! Castings: which actor plays in which movie. They are seen and edited on the page of either
//! side, and always as single additions and removals, so that what two people do at once both
//! holds: no form here carries a version, and none says what the whole cast is.

mod add;
mod candidates;
mod choose;
mod context;
mod remove;
mod rows;
mod side;

pub use add::add;
pub use choose::choose;
pub use context::Context;
pub use remove::{Other, remove};
pub use rows::{
    at_least_of_actor, at_least_of_movie, count_of_actor, count_of_movie, delete_all, dependents,
    look,
};
pub use side::Side;
