//! Movies: a name, and the actors cast in them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::castings::{self, Side};
use crate::access::Who;
use crate::db::{AnyConnection, Backend, fold, last_insert_id, now};
use crate::panel::check::Checker;
use crate::panel::delete::Dependents;
use crate::panel::detail::Place;
use crate::panel::field::{Field, Kind};
use crate::panel::list::{ListQuery, Page};
use crate::panel::order::{OrderBy, ordered};
use crate::panel::{Names, Resource, Stamps};
use crate::schema::movies;

/// A movie as it stands in the database.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = movies, check_for_backend(Backend))]
pub struct Movie {
    id: i64,
    name: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// A checked movie form.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = movies)]
pub struct MovieDraft {
    name: String,
    name_key: String,
}

impl MovieDraft {
    fn new(name: String) -> Self {
        Self { name_key: fold(&name), name }
    }
}

const NAME: Field<Movie> =
    Field::new("name", "Name", Kind::Text(255), |movie: &Movie| movie.name.clone())
        .required()
        .sorted_by::<movies::name_key>()
        .searched_in::<movies::name_key>();

impl Resource for Movie {
    type Table = movies::table;
    type Draft = MovieDraft;
    type Context = castings::Context;

    const NAMES: Names = Names {
        path: "movies",
        one: "movie",
        a: "a movie",
        many: "Movies",
        about: "Movies stand here, each with its cast.",
    };
    const FIELDS: &'static [Field<Self>] = &[NAME];
    const BELONGINGS: &'static [(&'static str, &'static str)] = &[("Actors", "actors")];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_UPDATE: OrderBy<Self::Table> = ordered::<movies::table, movies::updated_at>;

    fn stamps(&self) -> Stamps {
        let Self { id, version, created_at, updated_at, .. } = *self;
        Stamps { id, version, created_at, updated_at }
    }

    fn title(&self, _: &Who) -> String {
        self.name.clone()
    }

    fn list(connection: &mut AnyConnection, query: &ListQuery<Self>) -> QueryResult<Page<Self>> {
        let total = movies::table.filter(query.filter()).count().get_result(connection)?;
        let rows = movies::table
            .filter(query.filter())
            .order((query.order(), movies::id.asc()))
            .limit(query.limit())
            .offset(query.offset())
            .select(Self::as_select())
            .load(connection)?;
        Ok(Page { rows: castings::counted(connection, Side::Movie, rows)?, total })
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        movies::table.find(id).select(Self::as_select()).first(connection).optional()
    }

    fn context(
        connection: &mut AnyConnection,
        movie: &Self,
        place: &Place,
    ) -> QueryResult<castings::Context> {
        castings::Context::read(connection, Side::Movie, movie.id, place)
    }

    fn check(
        _: &mut AnyConnection,
        _: Option<i64>,
        checker: &mut Checker<'_>,
    ) -> QueryResult<MovieDraft> {
        Ok(MovieDraft::new(checker.text(&NAME)))
    }

    fn insert(connection: &mut AnyConnection, draft: &MovieDraft) -> QueryResult<i64> {
        let now = now();
        diesel::insert_into(movies::table)
            .values((draft, movies::created_at.eq(now), movies::updated_at.eq(now)))
            .execute(connection)?;
        last_insert_id(connection)
    }

    fn update(
        connection: &mut AnyConnection,
        id: i64,
        version: i32,
        draft: &MovieDraft,
    ) -> QueryResult<usize> {
        diesel::update(movies::table.find(id).filter(movies::version.eq(version)))
            .set((draft, movies::version.eq(version + 1), movies::updated_at.eq(now())))
            .execute(connection)
    }

    fn dependents(
        connection: &mut AnyConnection,
        who: &Who,
        id: i64,
    ) -> QueryResult<Vec<Dependents>> {
        castings::dependents(connection, who, Side::Movie, id)
    }

    fn delete(connection: &mut AnyConnection, id: i64, version: i32) -> QueryResult<usize> {
        castings::delete_all(connection, Side::Movie, id)?;
        diesel::delete(movies::table.find(id).filter(movies::version.eq(version)))
            .execute(connection)
    }
}
