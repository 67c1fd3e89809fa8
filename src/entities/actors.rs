//! Actors: a name, which two of them may share, and the films they are in.

use crate::panel::Names;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::schema::actors;

crate::entity_table!(actors, id);

/// Actors: a name, which two of them may share.
pub static ACTORS: Entity = Entity::of::<actors::table>(
    Names {
        path: "actors",
        one: "actor",
        a: "an actor",
        many: "Actors",
        about: "An actor can be cast in any number of movies.",
        icon: "star",
    },
    Title::Fields(&["name"]),
    &[Field::text::<actors::name>("Name", 255)
        .searched::<actors::name_key>()
        .sorted::<actors::name_order>()],
    &[],
)
.of_people();
