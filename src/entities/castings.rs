//! Castings: which actor plays in which movie.

use crate::db::statement::{Column, NamedTable};
use crate::entities::actors::ACTORS;
use crate::entities::movies::MOVIES;
use crate::panel::entity::relation::{Link, LinkSide, LinkWords};
use crate::schema::castings;

impl NamedTable for castings::table {
    const NAME: &'static str = "castings";
}

/// Castings: which actor plays in which movie.
pub static CASTINGS: Link = Link {
    table: <castings::table as NamedTable>::NAME,
    words: LinkWords { one: "casting", many: "castings", verb: "cast", done: "cast" },
    created_at: Column::of::<castings::created_at>(),
    sides: [
        LinkSide::of::<castings::movie_id>(&MOVIES, "Cast", "Cast"),
        LinkSide::of::<castings::actor_id>(&ACTORS, "Movies", "Cast in"),
    ],
};
