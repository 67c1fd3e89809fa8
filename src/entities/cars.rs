//! Cars: a name and a color; each belongs to one user.

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::users::{self as owners, full_name};
use crate::access::CurrentOperator;
use crate::db::{
    AnyConnection, Backend, Boxed, BoxedFilter, BoxedQuery, Cut, Stored, UtcTime, version_of,
};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::relation::Relation;
use crate::panel::entity::sorting::Sorting;
use crate::panel::entity::typed_field;
use crate::panel::list::ListQuery;
use crate::panel::{Names, Resource, Stamps};
use crate::schema::{cars, users};

/// A car as it stands in the database, and the name of its owner.
#[derive(Clone, Debug)]
pub struct Car {
    row: CarRow,
    user: String,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cars, check_for_backend(Backend))]
struct CarRow {
    id: i64,
    user_id: Stored<i64>,
    name: Stored<String>,
    color: Stored<String>,
    version: Stored<i32>,
    created_at: UtcTime,
    updated_at: UtcTime,
    user_key: Stored<String>,
}

const NAME: Field<Car> =
    Field::new("name", "Name", Kind::Text(255), |car: &Car| car.row.name.clone())
        .required()
        .sorted_by::<cars::name_order>()
        .searched_in_two::<cars::name_key, cars::name_order>();
const COLOR: Field<Car> =
    Field::new("color", "Color", Kind::Text(255), |car: &Car| car.row.color.clone())
        .required()
        .sorted_by::<cars::color_order>()
        .searched_in_two::<cars::color_key, cars::color_order>();
const OWNER: Field<Car> =
    Field::new("user_id", "Owner", Kind::Reference(&owners::REFERENCE), |car: &Car| {
        car.row.user_id.map(|id| id.to_string())
    })
    .required()
    .shown_as(|car| owners::link(car.owner(), &car.user))
    .chosen_by::<cars::user_id>()
    .sorted_by::<cars::user_key>()
    .sorted_as(|car| car.row.user_key.clone())
    .searched_through(&owners::OWNER);

/// How many cars a user has, for a list of users.
pub fn count_of_user() -> Boxed<users::table, Nullable<BigInt>> {
    let cars = cars::table.filter(cars::user_id.eq(users::id));
    Box::new(cars.select(count_star()).single_value())
}

/// The users who have at least so many cars.
pub fn at_least(number: i64) -> BoxedFilter<users::table> {
    match number {
        ..=1 => Box::new(exists(cars::table.filter(cars::user_id.eq(users::id)))),
        _ => Box::new(count_of_user().assume_not_null().ge(number)),
    }
}

impl Car {
    /// Whose it is; nobody's, where that cannot be read.
    pub fn owner(&self) -> i64 {
        self.row.user_id.value().unwrap_or_default()
    }
}

impl Resource for Car {
    type Table = cars::table;
    type Id = cars::id;

    const ID: &'static str = "id";
    const NAMES: Names = Names {
        path: "cars",
        one: "car",
        a: "a car",
        many: "Cars",
        about: "A car belongs to one user.",
    };
    const FIELDS: &'static [Field<Self>] = &[NAME, COLOR, OWNER];
    const RELATIONS: &'static [Relation<Self>] = &[];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_CREATION: Sorting<Self> = Sorting::by::<cars::created_at>();
    const BY_UPDATE: Sorting<Self> = Sorting::by::<cars::updated_at>();

    fn stamps(&self) -> Stamps {
        let CarRow { id, version, created_at, updated_at, .. } = self.row;
        Stamps { id, version: version_of(version), created_at, updated_at }
    }

    fn title(&self, _: &CurrentOperator) -> String {
        self.row.name.to_string()
    }

    fn list(
        connection: &mut AnyConnection,
        query: &ListQuery<Self>,
    ) -> QueryResult<Vec<(Self, Vec<Cell>)>> {
        let owner = users::table.filter(users::id.eq(cars::user_id));
        type Found = (CarRow, Option<Stored<String>>, Option<Stored<String>>);
        let rows: Vec<Found> = cars::table
            .filter(query.filter())
            .order(query.order())
            .select((
                CarRow::as_select(),
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

    fn ids(filter: BoxedFilter<cars::table>) -> BoxedQuery {
        Box::new(cars::table.filter(filter).select(cars::id))
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        let row: Option<CarRow> =
            cars::table.find(id).select(CarRow::as_select()).get_result(connection).optional()?;
        let Some(row) = row else { return Ok(None) };
        let car = Self { row, user: String::new() };
        let mut names = owners::titles(connection, [car.owner()].into_iter())?;
        let user = names.remove(&car.owner()).unwrap_or_default();
        Ok(Some(Self { user, ..car }))
    }
}

crate::entity_table!(cars, id);

/// Cars: a name and a color; each belongs to one user.
pub static CARS: Entity = Entity::of::<cars::table>(
    Car::NAMES,
    Title::Fields(&["name"]),
    &[
        typed_field::Field::text::<cars::name>("Name", 255)
            .searched::<cars::name_key>()
            .sorted::<cars::name_order>(),
        typed_field::Field::text::<cars::color>("Color", 255)
            .searched::<cars::color_key>()
            .sorted::<cars::color_order>(),
        typed_field::Field::reference::<cars::user_id>("Owner", &owners::USERS)
            .sorted_by_copy::<cars::user_key, users::first_name_key>(),
    ],
    &[],
);
