//! Movies: a name, and the actors cast in them.

use diesel::prelude::*;

use super::actors::Actor;
use super::castings;
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
use crate::schema::movies;

/// A movie as it stands in the database.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = movies, check_for_backend(Backend))]
pub struct Movie {
    id: i64,
    name: Stored<String>,
    version: Stored<i32>,
    created_at: UtcTime,
    updated_at: UtcTime,
}

const NAME: Field<Movie> =
    Field::new("name", "Name", Kind::Text(255), |movie: &Movie| movie.name.clone())
        .required()
        .sorted_by::<movies::name_order>()
        .searched_in_two::<movies::name_key, movies::name_order>();

impl Resource for Movie {
    type Table = movies::table;
    type Id = movies::id;

    const ID: &'static str = "id";
    const NAMES: Names = Names {
        path: "movies",
        one: "movie",
        a: "a movie",
        many: "Movies",
        about: "A movie has a cast of any number of actors.",
    };
    const FIELDS: &'static [Field<Self>] = &[NAME];
    const RELATIONS: &'static [Relation<Self>] = &[Relation {
        name: "actors",
        label: "Actors",
        entity: &Actor::NAMES,
        most: Most::Any,
        at_least: castings::at_least_of_movie,
    }];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_CREATION: Sorting<Self> = Sorting::by::<movies::created_at>();
    const BY_UPDATE: Sorting<Self> = Sorting::by::<movies::updated_at>();

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
        let actors = query.if_shown("actors", castings::count_of_movie());
        let rows: Vec<(Self, Option<i64>)> = movies::table
            .filter(query.filter())
            .order(query.order())
            .select((Self::as_select(), actors))
            .cut(query.limit(), query.offset())
            .load(connection)?;
        Ok(rows.into_iter().map(|(movie, actors)| (movie, vec![Cell::count(actors)])).collect())
    }

    fn ids(filter: BoxedFilter<movies::table>) -> BoxedQuery {
        Box::new(movies::table.filter(filter).select(movies::id))
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        movies::table.find(id).select(Self::as_select()).get_result(connection).optional()
    }
}

crate::entity_table!(movies, id);

/// Movies: a name, which two of them may share.
pub static MOVIES: Entity = Entity::of::<movies::table>(
    Movie::NAMES,
    Title::Fields(&["name"]),
    &[typed_field::Field::text::<movies::name>("Name", 255)
        .searched::<movies::name_key>()
        .sorted::<movies::name_order>()],
    &[],
);
