//! Profiles: what is known of a user beside the name. A user has at most one, which the database
//! enforces: the user's id is the profile's key.

use crate::entities::users::USERS;
use crate::panel::Names;
use crate::panel::entity::definition::{Entity, Rule, Title};
use crate::panel::entity::field::Field;
use crate::schema::{profiles, users};

crate::entity_table!(profiles, user_id);

/// Profiles: what is known of a user beside the name; a user has one at most.
pub static PROFILES: Entity = Entity::of::<profiles::table>(
    Names {
        path: "profiles",
        one: "profile",
        a: "a profile",
        many: "Profiles",
        about: "A profile holds the height, the country and the e-mail address of a user.",
        icon: "card",
    },
    Title::Of("Profile of", "user_id"),
    &[
        Field::reference::<profiles::user_id>("User", &USERS)
            .fixed()
            .listed("country")
            .finding(&["country", "email"])
            .sorted_by_copy::<profiles::user_key, users::first_name_key>(),
        Field::text::<profiles::height>("Height", 64)
            .searched::<profiles::height_key>()
            .sorted::<profiles::height_order>(),
        Field::text::<profiles::country>("Country", 255)
            .searched::<profiles::country_key>()
            .sorted::<profiles::country_order>(),
        Field::email::<profiles::email>("E-mail", 254)
            .searched::<profiles::email_key>()
            .sorted::<profiles::email_order>(),
    ],
    &[Rule::OneOf(
        &["height", "country", "email"],
        "Enter a height, a country or an e-mail address.",
    )],
);
