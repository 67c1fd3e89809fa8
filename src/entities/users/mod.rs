//! Users: a name and an age; each has at most one profile, and any number of cars.

use std::collections::HashMap;

use diesel::prelude::*;

use super::cars::Car;
use super::profiles::Profile;
use super::{cars, profiles};
use crate::access::CurrentOperator;
use crate::db::search::{Searched, SearchedOwner, Text};
use crate::db::{
    AnyConnection, Backend, BoxedFilter, BoxedQuery, Cut, Stored, UtcTime, version_of,
};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::{Field, Kind, Reference};
use crate::panel::entity::relation::{Most, Relation};
use crate::panel::entity::sorting::Sorting;
use crate::panel::entity::typed_field;
use crate::panel::list::ListQuery;
use crate::panel::{Names, Resource, Stamps};
use crate::schema::users;

/// A user as it stands in the database.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = users, check_for_backend(Backend))]
pub struct User {
    id: i64,
    first_name: Stored<String>,
    last_name: Option<Stored<String>>,
    age: Option<Stored<i32>>,
    version: Stored<i32>,
    created_at: UtcTime,
    updated_at: UtcTime,
}

const FIRST_NAME: Field<User> =
    Field::new("first_name", "First name", Kind::Text(255), |user: &User| user.first_name.clone())
        .required()
        .sorted_by::<users::first_name_order>()
        .searched_in_two::<users::first_name_key, users::first_name_order>();
const LAST_NAME: Field<User> =
    Field::new("last_name", "Last name", Kind::Text(255), |user: &User| {
        Stored::text_of(user.last_name.as_ref())
    })
    .sorted_by_two::<users::last_name_order, users::last_name_down>()
    .searched_in_two::<users::last_name_key, users::last_name_order>();
const AGE: Field<User> = Field::new("age", "Age", Kind::Integer(0, 150), |user: &User| {
    Stored::text_of(user.age.as_ref())
})
.sorted_by_two::<users::age_order, users::age_down>();

/// How other entities choose a user, and call the one they belong to.
pub const REFERENCE: Reference = Reference {
    path: User::NAMES.path,
    title: |connection, id| Ok(User::find(connection, id)?.map(|user| user.name())),
};

/// The full names of these users.
///
/// # Errors
/// As the query.
pub fn titles(
    connection: &mut AnyConnection,
    ids: impl Iterator<Item = i64>,
) -> QueryResult<HashMap<i64, String>> {
    let rows: Vec<(i64, Stored<String>, Option<Stored<String>>)> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::first_name, users::last_name))
        .load(connection)?;
    let named = |(id, first, last): (_, _, Option<_>)| (id, full_name(Some(&first), last.as_ref()));
    Ok(rows.into_iter().map(named).collect())
}

/// The link to a user, as what belongs to it shows its owner.
pub fn link(id: i64, name: &str) -> Cell {
    Cell::Link { text: name.to_owned(), path: format!("/{}/{id}", User::NAMES.path) }
}

/// The user that a row belongs to, whose names find it as well.
pub const OWNER: SearchedOwner = SearchedOwner {
    by: "user_id",
    searched: Searched { table: User::NAMES.path, id: User::ID },
    texts: &[
        Text::of_two::<users::first_name_key, users::first_name_order>(),
        Text::of_two::<users::last_name_key, users::last_name_order>(),
    ],
};

/// The first and the last name as one.
pub fn full_name(first: Option<&Stored<String>>, last: Option<&Stored<String>>) -> String {
    let names: Vec<String> = [first, last].into_iter().flatten().map(Stored::to_string).collect();
    names.join(" ")
}

impl User {
    /// The first and the last name.
    pub fn name(&self) -> String {
        full_name(Some(&self.first_name), self.last_name.as_ref())
    }
}

impl Resource for User {
    type Table = users::table;
    type Id = users::id;

    const ID: &'static str = "id";
    const NAMES: Names = Names {
        path: "users",
        one: "user",
        a: "a user",
        many: "Users",
        about: "A user can have a profile and any number of cars.",
    };
    const FIELDS: &'static [Field<Self>] = &[FIRST_NAME, LAST_NAME, AGE];
    const RELATIONS: &'static [Relation<Self>] = &[
        Relation {
            name: "country",
            label: "Country",
            entity: &Profile::NAMES,
            most: Most::One,
            at_least: |_| profiles::has_profile(),
        },
        Relation {
            name: "cars",
            label: "Cars",
            entity: &Car::NAMES,
            most: Most::Any,
            at_least: cars::at_least,
        },
    ];
    const TAKES_ALONG: &'static [&'static str] = &[Profile::NAMES.path, Car::NAMES.path];
    const BY_CREATION: Sorting<Self> = Sorting::by::<users::created_at>();
    const BY_UPDATE: Sorting<Self> = Sorting::by::<users::updated_at>();

    fn stamps(&self) -> Stamps {
        let Self { id, created_at, updated_at, .. } = *self;
        Stamps { id, version: version_of(self.version), created_at, updated_at }
    }

    fn title(&self, _: &CurrentOperator) -> String {
        self.name()
    }

    fn list(
        connection: &mut AnyConnection,
        query: &ListQuery<Self>,
    ) -> QueryResult<Vec<(Self, Vec<Cell>)>> {
        let country = query.if_shown("country", profiles::country_of_user());
        let cars = query.if_shown("cars", cars::count_of_user());
        let rows: Vec<(Self, Option<Stored<String>>, Option<i64>)> = users::table
            .filter(query.filter())
            .order(query.order())
            .select((Self::as_select(), country, cars))
            .cut(query.limit(), query.offset())
            .load(connection)?;
        let cells = |(user, country, cars)| (user, vec![Cell::stored(country), Cell::count(cars)]);
        Ok(rows.into_iter().map(cells).collect())
    }

    fn ids(filter: BoxedFilter<users::table>) -> BoxedQuery {
        Box::new(users::table.filter(filter).select(users::id))
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        users::table.find(id).select(Self::as_select()).get_result(connection).optional()
    }
}

crate::entity_table!(users, id);

/// Users: a name and an age.
pub static USERS: Entity = Entity::of::<users::table>(
    User::NAMES,
    Title::Fields(&["first_name", "last_name"]),
    &[
        typed_field::Field::text::<users::first_name>("First name", 255)
            .searched::<users::first_name_key>()
            .sorted::<users::first_name_order>(),
        typed_field::Field::text::<users::last_name>("Last name", 255)
            .searched::<users::last_name_key>()
            .sorted::<users::last_name_order>(),
        typed_field::Field::integer::<users::age>("Age", 0, 150),
    ],
    &[],
);
