//! Cars: a name and a colour; each belongs to one user.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::profiles::Owner;
use super::users;
use crate::access::Who;
use crate::db::{AnyConnection, Backend, fold, last_insert_id, now};
use crate::panel::cell::Cell;
use crate::panel::check::Checker;
use crate::panel::delete::{Dependents, NAMED};
use crate::panel::detail::Place;
use crate::panel::field::{Field, Kind};
use crate::panel::list::{ListQuery, Page};
use crate::panel::order::{OrderBy, ordered, turned};
use crate::panel::{Names, Resource, Stamps};
use crate::schema::{cars, users as user_rows};

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
    user_id: i64,
    name: String,
    color: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// A checked car form.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = cars)]
pub struct CarDraft {
    user_id: i64,
    name: String,
    name_key: String,
    color: String,
    color_key: String,
}

const NAME: Field<Car> =
    Field::new("name", "Name", Kind::Text(255), |car: &Car| car.row.name.clone())
        .required()
        .sorted_by::<cars::name_key>()
        .searched_in::<cars::name_key>();
const COLOR: Field<Car> =
    Field::new("color", "Color", Kind::Text(255), |car: &Car| car.row.color.clone())
        .required()
        .sorted_by::<cars::color_key>()
        .searched_in::<cars::color_key>();
const OWNER: Field<Car> =
    Field::new("user_id", "Owner", Kind::Reference(&users::REFERENCE), |car: &Car| {
        car.row.user_id.to_string()
    })
    .required()
    .shown_as(|car| users::link(car.row.user_id, &car.user))
    .sorted_like(|direction| {
        let owner = user_rows::table.filter(user_rows::id.eq(cars::user_id));
        turned(owner.select(user_rows::first_name_key).single_value(), direction)
    })
    .searched_by(|word| Box::new(cars::user_id.eq_any(users::named(word))));

/// Reads a car of that user from a form.
pub fn check_within(checker: &mut Checker<'_>, user_id: i64) -> CarDraft {
    let (name, color) = (checker.text(&NAME), checker.text(&COLOR));
    CarDraft { user_id, name_key: fold(&name), name, color_key: fold(&color), color }
}

/// How many cars each of these users has; those with none are missing.
///
/// # Errors
/// As the query.
pub fn counts(connection: &mut AnyConnection, users: &[i64]) -> QueryResult<HashMap<i64, i64>> {
    let rows: Vec<(i64, i64)> = cars::table
        .filter(cars::user_id.eq_any(users))
        .group_by(cars::user_id)
        .select((cars::user_id, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Some of the cars of a user, the oldest first. They do not say whose they are.
///
/// # Errors
/// As the query.
pub fn of_user(
    connection: &mut AnyConnection,
    user: i64,
    limit: i64,
    offset: i64,
) -> QueryResult<Vec<Car>> {
    let rows: Vec<CarRow> = cars::table
        .filter(cars::user_id.eq(user))
        .order(cars::id)
        .limit(limit)
        .offset(offset)
        .select(CarRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| Car { row, user: String::new() }).collect())
}

/// These cars, as far as they exist. They do not say what their owners are called.
///
/// # Errors
/// As the query.
pub fn among(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Vec<Car>> {
    let rows: Vec<CarRow> =
        cars::table.filter(cars::id.eq_any(ids)).select(CarRow::as_select()).load(connection)?;
    Ok(rows.into_iter().map(|row| Car { row, user: String::new() }).collect())
}

/// The cars that go along when their owner is deleted.
///
/// # Errors
/// As the queries.
pub fn dependents(connection: &mut AnyConnection, user: i64) -> QueryResult<Dependents> {
    let (count, newest, changed): (i64, Option<i64>, Option<NaiveDateTime>) = cars::table
        .filter(cars::user_id.eq(user))
        .select((count_star(), max(cars::id), max(cars::updated_at)))
        .first(connection)?;
    let first = of_user(connection, user, NAMED, 0)?;
    Ok(Dependents {
        one: "car",
        many: "cars",
        count,
        newest: (newest.unwrap_or_default(), changed),
        first: first.into_iter().map(|car| car.summary()).collect(),
    })
}

/// Deletes every car of a user.
///
/// # Errors
/// As the statement.
pub fn delete_of(connection: &mut AnyConnection, user: i64) -> QueryResult<usize> {
    diesel::delete(cars::table.filter(cars::user_id.eq(user))).execute(connection)
}

impl CarDraft {
    /// The same car for another user.
    #[must_use]
    pub fn of(self, user_id: i64) -> Self {
        Self { user_id, ..self }
    }
}

impl Car {
    /// Whose it is.
    pub fn owner(&self) -> i64 {
        self.row.user_id
    }

    /// "Toyota Camry, blue"
    pub fn summary(&self) -> String {
        format!("{}, {}", self.row.name, self.row.color)
    }
}

impl Resource for Car {
    type Table = cars::table;
    type Draft = CarDraft;
    type Context = Owner;

    const NAMES: Names = Names {
        path: "cars",
        one: "car",
        a: "a car",
        many: "Cars",
        about: "Cars stand here, each with its owner.",
    };
    const FIELDS: &'static [Field<Self>] = &[NAME, COLOR, OWNER];
    const BELONGINGS: &'static [(&'static str, &'static str)] = &[];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_UPDATE: OrderBy<Self::Table> = ordered::<cars::table, cars::updated_at>;

    fn stamps(&self) -> Stamps {
        let CarRow { id, version, created_at, updated_at, .. } = self.row;
        Stamps { id, version, created_at, updated_at }
    }

    fn title(&self, _: &Who) -> String {
        self.row.name.clone()
    }

    fn list(connection: &mut AnyConnection, query: &ListQuery<Self>) -> QueryResult<Page<Self>> {
        let total = cars::table.filter(query.filter()).count().get_result(connection)?;
        let rows: Vec<CarRow> = cars::table
            .filter(query.filter())
            .order((query.order(), cars::id))
            .limit(query.limit())
            .offset(query.offset())
            .select(CarRow::as_select())
            .load(connection)?;
        let names = users::titles(connection, rows.iter().map(|row| row.user_id))?;
        let rows = rows
            .into_iter()
            .map(|row| {
                let user = names.get(&row.user_id).cloned().unwrap_or_default();
                (Self { row, user }, Vec::<Cell>::new())
            })
            .collect();
        Ok(Page { rows, total })
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        let row: Option<CarRow> =
            cars::table.find(id).select(CarRow::as_select()).first(connection).optional()?;
        let Some(row) = row else { return Ok(None) };
        let mut names = users::titles(connection, [row.user_id].into_iter())?;
        let user = names.remove(&row.user_id).unwrap_or_default();
        Ok(Some(Self { row, user }))
    }

    fn context(_: &mut AnyConnection, car: &Self, place: &Place) -> QueryResult<Owner> {
        Ok(Owner::new(place, car.row.user_id, &car.user))
    }

    fn check(
        connection: &mut AnyConnection,
        _: Option<i64>,
        checker: &mut Checker<'_>,
    ) -> QueryResult<CarDraft> {
        let draft = check_within(checker, 0);
        Ok(draft.of(checker.reference(connection, &OWNER)?))
    }

    fn insert(connection: &mut AnyConnection, draft: &CarDraft) -> QueryResult<i64> {
        let now = now();
        diesel::insert_into(cars::table)
            .values((draft, cars::created_at.eq(now), cars::updated_at.eq(now)))
            .execute(connection)?;
        last_insert_id(connection)
    }

    fn update(
        connection: &mut AnyConnection,
        id: i64,
        version: i32,
        draft: &CarDraft,
    ) -> QueryResult<usize> {
        diesel::update(cars::table.find(id).filter(cars::version.eq(version)))
            .set((draft, cars::version.eq(version + 1), cars::updated_at.eq(now())))
            .execute(connection)
    }

    fn dependents(_: &mut AnyConnection, _: &Who, _: i64) -> QueryResult<Vec<Dependents>> {
        Ok(Vec::new())
    }

    fn delete(connection: &mut AnyConnection, id: i64, version: i32) -> QueryResult<usize> {
        diesel::delete(cars::table.find(id).filter(cars::version.eq(version))).execute(connection)
    }
}
