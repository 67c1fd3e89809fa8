//! The number of castings, for lists of movies and actors.

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::db::{Boxed, BoxedFilter};
use crate::schema::{actors, castings, movies};

/// How many actors a movie has, for a list of movies.
pub fn count_of_movie() -> Boxed<movies::table, Nullable<BigInt>> {
    let castings = castings::table.filter(castings::movie_id.eq(movies::id));
    Box::new(castings.select(count_star()).single_value())
}

/// How many movies an actor has, for a list of actors.
pub fn count_of_actor() -> Boxed<actors::table, Nullable<BigInt>> {
    let castings = castings::table.filter(castings::actor_id.eq(actors::id));
    Box::new(castings.select(count_star()).single_value())
}

/// The movies that have at least so many actors.
pub fn at_least_of_movie(number: i64) -> BoxedFilter<movies::table> {
    match number {
        ..=1 => Box::new(exists(castings::table.filter(castings::movie_id.eq(movies::id)))),
        _ => Box::new(count_of_movie().assume_not_null().ge(number)),
    }
}

/// The actors who have at least so many movies.
pub fn at_least_of_actor(number: i64) -> BoxedFilter<actors::table> {
    match number {
        ..=1 => Box::new(exists(castings::table.filter(castings::actor_id.eq(actors::id)))),
        _ => Box::new(count_of_actor().assume_not_null().ge(number)),
    }
}
