//! Castings: which actor plays in which movie. They are seen and edited on the page of either
//! side, and always as single additions and removals, so that what two people do at once both
//! holds: no form here carries a version, and none says what the whole cast is.

mod add;
mod candidates;
mod choose;
mod remove;
mod rows;
mod side;

pub use add::add;
pub use choose::choose;
pub use remove::{Other, remove};
pub use rows::{at_least_of_actor, at_least_of_movie, count_of_actor, count_of_movie, look};
pub use side::Side;

use crate::db::statement::{Column, LinkTable};
use crate::entities::actors::ACTORS;
use crate::entities::movies::MOVIES;
use crate::panel::entity::relations::{Link, LinkSide, LinkWords};
use crate::schema::castings;

impl LinkTable for castings::table {
    const NAME: &'static str = "castings";
}

/// Castings: which actor plays in which movie.
pub static CASTINGS: Link = Link {
    table: <castings::table as LinkTable>::NAME,
    words: LinkWords { one: "casting", many: "castings", verb: "cast", done: "cast" },
    created_at: Column::of::<castings::created_at>(),
    sides: [
        LinkSide::of::<castings::movie_id>(&MOVIES, "Cast"),
        LinkSide::of::<castings::actor_id>(&ACTORS, "Movies"),
    ],
};
