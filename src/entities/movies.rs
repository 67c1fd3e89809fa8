//! Movies: a name, and the actors cast in them.

use crate::panel::Names;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::schema::movies;

crate::entity_table!(movies, id);

/// Movies: a name, which two of them may share.
pub static MOVIES: Entity = Entity::of::<movies::table>(
    Names {
        path: "movies",
        one: "movie",
        a: "a movie",
        many: "Movies",
        about: "A movie has a cast of any number of actors.",
        icon: "film",
    },
    Title::Fields(&["name"]),
    &[Field::text::<movies::name>("Name", 255)
        .searched::<movies::name_key>()
        .sorted::<movies::name_order>()],
    &[],
);
