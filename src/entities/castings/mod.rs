//! Castings: which actor plays in which movie. They are seen and edited on the page of either
//! side, and always as single additions and removals, so that what two people do at once both
//! holds.

use std::collections::HashMap;

use askama::Template;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::panel::Resource;
use crate::panel::cell::Cell;
use crate::panel::delete::{Dependents, NAMED};
use crate::panel::detail::{ASSOCIATION_SIZE, Place};
use crate::panel::pager::Pager;
use crate::schema::{actors, castings, movies};

/// From which side a casting is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the movie: its cast.
    Movie,
    /// From the actor: the films.
    Actor,
}

/// One line of a cast, or of the films of an actor.
#[derive(Clone, Debug, Queryable)]
pub struct Credit {
    /// The id of the other side.
    pub id: i64,
    /// The name of the other side.
    pub name: String,
}

/// How many castings each of these movies or actors has; those with none are missing.
fn counts(
    connection: &mut AnyConnection,
    side: Side,
    ids: &[i64],
) -> QueryResult<HashMap<i64, i64>> {
    let rows: Vec<(i64, i64)> = match side {
        Side::Movie => castings::table
            .filter(castings::movie_id.eq_any(ids))
            .group_by(castings::movie_id)
            .select((castings::movie_id, count_star()))
            .load(connection)?,
        Side::Actor => castings::table
            .filter(castings::actor_id.eq_any(ids))
            .group_by(castings::actor_id)
            .select((castings::actor_id, count_star()))
            .load(connection)?,
    };
    Ok(rows.into_iter().collect())
}

/// The rows of a list, each with the number of its castings.
///
/// # Errors
/// As the query.
pub fn counted<R: Resource>(
    connection: &mut AnyConnection,
    side: Side,
    rows: Vec<R>,
) -> QueryResult<Vec<(R, Vec<Cell>)>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.stamps().id).collect();
    let counts = counts(connection, side, &ids)?;
    let counted = |row: R| {
        let count = counts.get(&row.stamps().id).copied().unwrap_or_default();
        (row, vec![Cell::Count(count)])
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// The other sides, by name, from `offset` on.
fn credits(
    connection: &mut AnyConnection,
    side: Side,
    id: i64,
    limit: i64,
    offset: i64,
) -> QueryResult<Vec<Credit>> {
    match side {
        Side::Movie => castings::table
            .inner_join(actors::table)
            .filter(castings::movie_id.eq(id))
            .order((actors::name_key, actors::id))
            .select((actors::id, actors::name))
            .limit(limit)
            .offset(offset)
            .load(connection),
        Side::Actor => castings::table
            .inner_join(movies::table)
            .filter(castings::actor_id.eq(id))
            .order((movies::name_key, movies::id))
            .select((movies::id, movies::name))
            .limit(limit)
            .offset(offset)
            .load(connection),
    }
}

/// The castings on the page of a movie or an actor.
#[derive(Template)]
#[template(path = "castings/context.html")]
pub struct Context {
    side: Side,
    credits: Vec<Credit>,
    pager: Pager,
    base: String,
    /// The path of the castings of this movie or actor.
    path: String,
}

impl askama::filters::HtmlSafe for Context {}

impl Context {
    /// Reads one page of the castings of a movie or an actor.
    ///
    /// # Errors
    /// As the queries.
    pub fn read(
        connection: &mut AnyConnection,
        side: Side,
        id: i64,
        place: &Place,
    ) -> QueryResult<Self> {
        let total = counts(connection, side, &[id])?.get(&id).copied().unwrap_or_default();
        let offset = place.offset(side.others());
        let credits = credits(connection, side, id, ASSOCIATION_SIZE, offset)?;
        Ok(Self {
            side,
            credits,
            pager: place.pager(side.others(), total),
            base: place.site.base.clone(),
            path: format!("{}/castings", place.path),
        })
    }
}

impl Side {
    /// The path of the entities on the other side.
    pub fn others(self) -> &'static str {
        match self {
            Self::Movie => "actors",
            Self::Actor => "movies",
        }
    }
}

/// What goes along when the movie or the actor is deleted.
///
/// # Errors
/// As the queries.
pub fn dependents(connection: &mut AnyConnection, side: Side, id: i64) -> QueryResult<Dependents> {
    let (count, greatest, newest) = match side {
        Side::Movie => castings::table
            .filter(castings::movie_id.eq(id))
            .select((count_star(), max(castings::actor_id), max(castings::created_at)))
            .first::<(i64, Option<i64>, Option<chrono::NaiveDateTime>)>(connection)?,
        Side::Actor => castings::table
            .filter(castings::actor_id.eq(id))
            .select((count_star(), max(castings::movie_id), max(castings::created_at)))
            .first(connection)?,
    };
    let first = credits(connection, side, id, NAMED, 0)?;
    Ok(Dependents {
        one: "casting",
        many: "castings",
        count,
        newest: (greatest.unwrap_or_default(), newest),
        first: first.into_iter().map(|credit| credit.name).collect(),
    })
}

/// Removes every casting of the movie or the actor.
///
/// # Errors
/// As the statement.
pub fn delete_all(connection: &mut AnyConnection, side: Side, id: i64) -> QueryResult<usize> {
    match side {
        Side::Movie => {
            diesel::delete(castings::table.filter(castings::movie_id.eq(id))).execute(connection)
        }
        Side::Actor => {
            diesel::delete(castings::table.filter(castings::actor_id.eq(id))).execute(connection)
        }
    }
}
