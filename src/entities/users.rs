//! Users: a name and an age; each has at most one profile, and any number of cars.

use crate::panel::Names;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::schema::users;

crate::entity_table!(users, id);

/// Users: a name and an age.
pub static USERS: Entity = Entity::of::<users::table>(
    Names {
        path: "users",
        one: "user",
        a: "a user",
        many: "Users",
        about: "A user can have a profile and any number of cars.",
        icon: "people",
    },
    Title::Fields(&["first_name", "last_name"]),
    &[
        Field::text::<users::first_name>("First name", 255)
            .searched::<users::first_name_key>()
            .sorted::<users::first_name_order>(),
        Field::text::<users::last_name>("Last name", 255)
            .searched::<users::last_name_key>()
            .sorted::<users::last_name_order>(),
        Field::integer::<users::age>("Age", 0, 150),
    ],
    &[],
)
.of_people();
