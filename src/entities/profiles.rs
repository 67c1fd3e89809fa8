//! Profiles: what is known of a user beside the name. A user has at most one, which the database
//! enforces: the user's id is the profile's key.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::users::{self as owners, full_name};
use crate::access::CurrentOperator;
use crate::db::{
    AnyConnection, Backend, Boxed, BoxedFilter, BoxedQuery, Cut, Stored, UtcTime, version_of,
};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Rule, Title};
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::relation::Relation;
use crate::panel::entity::sorting::Sorting;
use crate::panel::entity::typed_field;
use crate::panel::list::ListQuery;
use crate::panel::{Names, Resource, Stamps};
use crate::schema::{profiles, users};

/// A profile as it stands in the database, and the name of its user.
#[derive(Clone, Debug)]
pub struct Profile {
    row: ProfileRow,
    user: String,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = profiles, check_for_backend(Backend))]
struct ProfileRow {
    user_id: i64,
    height: Option<Stored<String>>,
    country: Option<Stored<String>>,
    email: Option<Stored<String>>,
    version: Stored<i32>,
    created_at: UtcTime,
    updated_at: UtcTime,
    user_key: Stored<String>,
}

const USER: Field<Profile> =
    Field::new("user_id", "User", Kind::Reference(&owners::REFERENCE), |profile: &Profile| {
        Stored::Value(profile.row.user_id.to_string())
    })
    .required()
    .fixed()
    .shown_as(|profile| owners::link(profile.row.user_id, &profile.user))
    .chosen_by::<profiles::user_id>()
    .sorted_by::<profiles::user_key>()
    .sorted_as(|profile| profile.row.user_key.clone())
    .searched_through(&owners::OWNER);
const HEIGHT: Field<Profile> =
    Field::new("height", "Height", Kind::Text(64), |profile: &Profile| {
        Stored::text_of(profile.row.height.as_ref())
    })
    .sorted_by_two::<profiles::height_order, profiles::height_down>()
    .searched_in_two::<profiles::height_key, profiles::height_order>();
const COUNTRY: Field<Profile> =
    Field::new("country", "Country", Kind::Text(255), |profile: &Profile| {
        Stored::text_of(profile.row.country.as_ref())
    })
    .sorted_by_two::<profiles::country_order, profiles::country_down>()
    .searched_in_two::<profiles::country_key, profiles::country_order>();
const EMAIL: Field<Profile> =
    Field::new("email", "E-mail", Kind::Email(254), |profile: &Profile| {
        Stored::text_of(profile.row.email.as_ref())
    })
    .sorted_by_two::<profiles::email_order, profiles::email_down>()
    .searched_in_two::<profiles::email_key, profiles::email_order>();

/// The country of a user's profile, for a list of users.
pub fn country_of_user() -> Boxed<users::table, Nullable<Text>> {
    let profile = profiles::table.filter(profiles::user_id.eq(users::id));
    Box::new(profile.select(profiles::country).single_value())
}

/// The users who have a profile.
pub fn has_profile() -> BoxedFilter<users::table> {
    Box::new(exists(profiles::table.filter(profiles::user_id.eq(users::id))))
}

impl Resource for Profile {
    type Table = profiles::table;
    type Id = profiles::user_id;

    const ID: &'static str = "user_id";
    const NAMES: Names = Names {
        path: "profiles",
        one: "profile",
        a: "a profile",
        many: "Profiles",
        about: "A profile holds the height, the country and the e-mail address of a user.",
    };
    const FIELDS: &'static [Field<Self>] = &[USER, HEIGHT, COUNTRY, EMAIL];
    const RELATIONS: &'static [Relation<Self>] = &[];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_CREATION: Sorting<Self> = Sorting::by::<profiles::created_at>();
    const BY_UPDATE: Sorting<Self> = Sorting::by::<profiles::updated_at>();

    fn stamps(&self) -> Stamps {
        let ProfileRow { user_id, version, created_at, updated_at, .. } = self.row;
        Stamps { id: user_id, version: version_of(version), created_at, updated_at }
    }

    fn title(&self, operator: &CurrentOperator) -> String {
        match operator.sees(owners::REFERENCE.path) {
            true => format!("Profile of {}", self.user),
            false => format!("Profile {}", self.row.user_id),
        }
    }

    fn list(
        connection: &mut AnyConnection,
        query: &ListQuery<Self>,
    ) -> QueryResult<Vec<(Self, Vec<Cell>)>> {
        let owner = users::table.filter(users::id.eq(profiles::user_id));
        type Found = (ProfileRow, Option<Stored<String>>, Option<Stored<String>>);
        let rows: Vec<Found> = profiles::table
            .filter(query.filter())
            .order(query.order())
            .select((
                ProfileRow::as_select(),
                owner.select(users::first_name.nullable()).single_value(),
                owner.select(users::last_name).single_value(),
            ))
            .cut(query.limit(), query.offset())
            .load(connection)?;
        let named = |(row, first, last): Found| {
            (Self { row, user: full_name(first.as_ref(), last.as_ref()) }, Vec::new())
        };
        Ok(rows.into_iter().map(named).collect())
    }

    fn ids(filter: BoxedFilter<profiles::table>) -> BoxedQuery {
        Box::new(profiles::table.filter(filter).select(profiles::user_id))
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        let row: Option<ProfileRow> = profiles::table
            .find(id)
            .select(ProfileRow::as_select())
            .first(connection)
            .optional()?;
        let Some(row) = row else { return Ok(None) };
        let user = owners::titles(connection, [id].into_iter())?.remove(&id).unwrap_or_default();
        Ok(Some(Self { row, user }))
    }
}

crate::entity_table!(profiles, user_id);

/// Profiles: what is known of a user beside the name; a user has one at most.
pub static PROFILES: Entity = Entity::of::<profiles::table>(
    Profile::NAMES,
    Title::Of("Profile of", "user_id"),
    &[
        typed_field::Field::reference::<profiles::user_id>("User", &owners::USERS)
            .fixed()
            .listed("country")
            .sorted_by_copy::<profiles::user_key, users::first_name_key>(),
        typed_field::Field::text::<profiles::height>("Height", 64)
            .searched::<profiles::height_key>()
            .sorted::<profiles::height_order>(),
        typed_field::Field::text::<profiles::country>("Country", 255)
            .searched::<profiles::country_key>()
            .sorted::<profiles::country_order>(),
        typed_field::Field::email::<profiles::email>("E-mail", 254)
            .searched::<profiles::email_key>()
            .sorted::<profiles::email_order>(),
    ],
    &[Rule::OneOf(
        &["height", "country", "email"],
        "Enter a height, a country or an e-mail address.",
    )],
);
