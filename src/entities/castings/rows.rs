//! The SQL of castings. Each query stands here twice where it is asked from both sides.

use std::collections::HashSet;
use std::time::Instant;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::side::Side;
use crate::db::{AnyConnection, Boxed, BoxedFilter, Stored, UtcTime, now};
use crate::panel::record::unreadable::{BATCH, Look, Unreadable};
use crate::schema::{actors, castings, movies};

/// One line of a cast, or of the films of an actor.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Credit {
    /// The id of the other side.
    pub id: i64,
    /// The name of the other side.
    pub name: Stored<String>,
}

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

/// Which of `others` are cast with the movie or the actor already.
pub(super) fn cast_among(
    connection: &mut AnyConnection,
    side: Side,
    id: i64,
    others: &[i64],
) -> QueryResult<HashSet<i64>> {
    let rows: Vec<i64> = match side {
        Side::Movie => castings::table
            .filter(castings::movie_id.eq(id).and(castings::actor_id.eq_any(others)))
            .select(castings::actor_id)
            .load(connection)?,
        Side::Actor => castings::table
            .filter(castings::actor_id.eq(id).and(castings::movie_id.eq_any(others)))
            .select(castings::movie_id)
            .load(connection)?,
    };
    Ok(rows.into_iter().collect())
}

/// The movie's and the actor's id, in this order.
fn pair(side: Side, id: i64, other: i64) -> (i64, i64) {
    match side {
        Side::Movie => (id, other),
        Side::Actor => (other, id),
    }
}

/// Writes one casting, which must not be there yet.
pub(super) fn insert(
    connection: &mut AnyConnection,
    side: Side,
    id: i64,
    other: i64,
) -> QueryResult<()> {
    let (movie, actor) = pair(side, id, other);
    diesel::insert_into(castings::table)
        .values((
            castings::movie_id.eq(movie),
            castings::actor_id.eq(actor),
            castings::created_at.eq(now()),
        ))
        .execute(connection)
        .map(drop)
}

/// Removes one casting; returns how many there were, 0 or 1.
pub(super) fn delete(
    connection: &mut AnyConnection,
    side: Side,
    id: i64,
    other: i64,
) -> QueryResult<usize> {
    diesel::delete(castings::table.find(pair(side, id, other))).execute(connection)
}

/// Looks at when each casting was made, until that time.
///
/// # Errors
/// As the queries.
pub fn look(connection: &mut AnyConnection, until: Instant) -> QueryResult<Look> {
    let (mut look, mut last) = (Look::default(), (i64::MIN, i64::MIN));
    loop {
        let (movie, actor) = last;
        let rows: Vec<(i64, i64, UtcTime)> = castings::table
            .filter(castings::movie_id.ge(movie))
            .filter(castings::movie_id.gt(movie).or(castings::actor_id.gt(actor)))
            .order((castings::movie_id, castings::actor_id))
            .limit(BATCH)
            .load(connection)?;
        let unreadable = |(movie, actor, at): &(i64, i64, UtcTime)| {
            at.get().is_none().then(|| Unreadable {
                table: "castings",
                row: vec![("movie_id", *movie), ("actor_id", *actor)],
                column: "created_at",
            })
        };
        let Some((movie, actor, _)) = rows.last() else { return Ok(look) };
        last = (*movie, *actor);
        if look.ends(rows.len(), rows.iter().filter_map(unreadable), until) {
            return Ok(look);
        }
    }
}
