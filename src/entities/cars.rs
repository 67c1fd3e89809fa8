//! Cars: a name and a color; each belongs to one user.

use crate::entities::users::USERS;
use crate::panel::Names;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::schema::{cars, users};

crate::entity_table!(cars, id);

/// Cars: a name and a color; each belongs to one user.
pub static CARS: Entity = Entity::of::<cars::table>(
    Names {
        path: "cars",
        one: "car",
        a: "a car",
        many: "Cars",
        about: "A car belongs to one user.",
        icon: "car",
    },
    Title::Fields(&["name"]),
    &[
        Field::text::<cars::name>("Name", 255)
            .searched::<cars::name_key>()
            .sorted::<cars::name_order>(),
        Field::text::<cars::color>("Color", 255)
            .searched::<cars::color_key>()
            .sorted::<cars::color_order>(),
        Field::reference::<cars::user_id>("Owner", &USERS)
            .finding(&["name"])
            .sorted_by_copy::<cars::user_key, users::first_name_key>(),
    ],
    &[],
);
