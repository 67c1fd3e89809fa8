//! Actors: a name, which two of them may share, and the films they are in.

use diesel::prelude::*;

use super::castings;
use super::movies::Movie;
use crate::access::CurrentOperator;
use crate::db::{
    AnyConnection, Backend, BoxedFilter, BoxedQuery, Cut, Stored, UtcTime, version_of,
};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::relation::{Most, Relation};
use crate::panel::entity::sorting::Sorting;
use crate::panel::entity::typed_field;
use crate::panel::list::ListQuery;
use crate::panel::{Names, Resource, Stamps};
use crate::schema::actors;

/// An actor as it stands in the database.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = actors, check_for_backend(Backend))]
pub struct Actor {
    id: i64,
    name: Stored<String>,
    version: Stored<i32>,
    created_at: UtcTime,
    updated_at: UtcTime,
}

const NAME: Field<Actor> =
    Field::new("name", "Name", Kind::Text(255), |actor: &Actor| actor.name.clone())
        .required()
        .sorted_by::<actors::name_order>()
        .searched_in_two::<actors::name_key, actors::name_order>();

impl Resource for Actor {
    type Table = actors::table;
    type Id = actors::id;

    const ID: &'static str = "id";
    const NAMES: Names = Names {
        path: "actors",
        one: "actor",
        a: "an actor",
        many: "Actors",
        about: "An actor can be cast in any number of movies.",
    };
    const FIELDS: &'static [Field<Self>] = &[NAME];
    const RELATIONS: &'static [Relation<Self>] = &[Relation {
        name: "movies",
        label: "Movies",
        entity: &Movie::NAMES,
        most: Most::Any,
        at_least: castings::at_least_of_actor,
    }];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_CREATION: Sorting<Self> = Sorting::by::<actors::created_at>();
    const BY_UPDATE: Sorting<Self> = Sorting::by::<actors::updated_at>();

    fn stamps(&self) -> Stamps {
        let Self { id, created_at, updated_at, .. } = *self;
        Stamps { id, version: version_of(self.version), created_at, updated_at }
    }

    fn title(&self, _: &CurrentOperator) -> String {
        self.name.to_string()
    }

    fn list(
        connection: &mut AnyConnection,
        query: &ListQuery<Self>,
    ) -> QueryResult<Vec<(Self, Vec<Cell>)>> {
        let movies = query.if_shown("movies", castings::count_of_actor());
        let rows: Vec<(Self, Option<i64>)> = actors::table
            .filter(query.filter())
            .order(query.order())
            .select((Self::as_select(), movies))
            .cut(query.limit(), query.offset())
            .load(connection)?;
        Ok(rows.into_iter().map(|(actor, movies)| (actor, vec![Cell::count(movies)])).collect())
    }

    fn ids(filter: BoxedFilter<actors::table>) -> BoxedQuery {
        Box::new(actors::table.filter(filter).select(actors::id))
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        actors::table.find(id).select(Self::as_select()).get_result(connection).optional()
    }
}

crate::entity_table!(actors, id);

/// Actors: a name, which two of them may share.
pub static ACTORS: Entity = Entity::of::<actors::table>(
    Actor::NAMES,
    Title::Fields(&["name"]),
    &[typed_field::Field::text::<actors::name>("Name", 255)
        .searched::<actors::name_key>()
        .sorted::<actors::name_order>()],
    &[],
);
