//! Who or what can be cast: found by name, and told apart by what they are in.

use std::collections::HashMap;

use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;

use super::rows::Credit;
use super::side::Side;
use crate::access::CurrentOperator;
use crate::db::search::{SearchPlan, Words};
use crate::db::{AnyConnection, fold, sort_key};
use crate::entities::actors::Actor;
use crate::entities::movies::Movie;
use crate::panel::list::found;
use crate::panel::list::pager::grouped;
use crate::schema::{actors, castings, movies};

/// How many rows of this side a search finds.
pub(super) fn count(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    side: Side,
    search: &str,
) -> QueryResult<i64> {
    match side {
        Side::Movie => movies::table
            .filter(found::<Movie>(operator, &Words::of(search), SearchPlan::Lookup))
            .count()
            .get_result(connection),
        Side::Actor => actors::table
            .filter(found::<Actor>(operator, &Words::of(search), SearchPlan::Lookup))
            .count()
            .get_result(connection),
    }
}

/// The rows of this side that a search finds: those of just that name first, then by name.
pub(super) fn offered(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    side: Side,
    search: &str,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<Credit>> {
    // Without a search the index alone gives the order; a term before it would sort all rows.
    let exact = (!search.is_empty()).then(|| fold(search));
    match side {
        Side::Movie => {
            let mut query = movies::table
                .filter(found::<Movie>(operator, &Words::of(search), SearchPlan::Lookup))
                .into_boxed();
            if let Some(exact) = exact {
                query = query.order(movies::name_key.eq(exact).desc());
            }
            query
                .then_order_by((movies::name_order, movies::id))
                .select((movies::id, movies::name))
                .limit(limit)
                .offset(offset)
                .load(connection)
        }
        Side::Actor => {
            let mut query = actors::table
                .filter(found::<Actor>(operator, &Words::of(search), SearchPlan::Lookup))
                .into_boxed();
            if let Some(exact) = exact {
                query = query.order(actors::name_key.eq(exact).desc());
            }
            query
                .then_order_by((actors::name_order, actors::id))
                .select((actors::id, actors::name))
                .limit(limit)
                .offset(offset)
                .load(connection)
        }
    }
}

/// Those of `ids` that exist on this side, by name.
pub(super) fn named(
    connection: &mut AnyConnection,
    side: Side,
    ids: &[i64],
) -> QueryResult<Vec<Credit>> {
    match side {
        Side::Movie => movies::table
            .filter(movies::id.eq_any(ids))
            .order((movies::name_order, movies::id))
            .select((movies::id, movies::name))
            .load(connection),
        Side::Actor => actors::table
            .filter(actors::id.eq_any(ids))
            .order((actors::name_order, actors::id))
            .select((actors::id, actors::name))
            .load(connection),
    }
}

/// The first two rows of this side that have exactly that name.
pub(super) fn namesakes(
    connection: &mut AnyConnection,
    side: Side,
    name: &str,
) -> QueryResult<Vec<i64>> {
    let key = sort_key(name);
    match side {
        Side::Movie => movies::table
            .filter(movies::name_order.eq(key))
            .order(movies::id)
            .select(movies::id)
            .limit(2)
            .load(connection),
        Side::Actor => actors::table
            .filter(actors::name_order.eq(key))
            .order(actors::id)
            .select(actors::id)
            .limit(2)
            .load(connection),
    }
}

/// What tells rows of one name apart: their number of castings and two of them, in words. Those
/// that have none are missing.
///
/// Two queries, however many rows and castings there are: the first and the last id of each come
/// from an index, and the names of these follow at once.
pub(super) fn credits_of(
    connection: &mut AnyConnection,
    side: Side,
    ids: &[i64],
) -> QueryResult<HashMap<i64, String>> {
    type Ends = (i64, i64, Option<i64>, Option<i64>);
    let (this, that) = (castings::movie_id, castings::actor_id);
    let rows: Vec<Ends> = match side {
        Side::Movie => castings::table
            .filter(this.eq_any(ids))
            .group_by(this)
            .select((this, count_star(), min(that), max(that)))
            .load(connection)?,
        Side::Actor => castings::table
            .filter(that.eq_any(ids))
            .group_by(that)
            .select((that, count_star(), min(this), max(this)))
            .load(connection)?,
    };
    let ends = |(_, _, first, last): &Ends| [*first, *last].into_iter().flatten();
    let others: Vec<i64> = rows.iter().flat_map(ends).collect();
    let names: HashMap<i64, String> = named(connection, side.other(), &others)?
        .into_iter()
        .map(|credit| (credit.id, credit.name.to_string()))
        .collect();
    let in_words = |row: &Ends| {
        let (id, count, first, last) = *row;
        let last = last.filter(|_| count > 1);
        let named = [first, last].into_iter().flatten().filter_map(|id| names.get(&id));
        let text = named.map(String::as_str).collect::<Vec<_>>().join(", ");
        let text = match count {
            0..=2 => text,
            _ => format!("{text} and {} more", grouped(count - 2)),
        };
        (id, text)
    };
    Ok(rows.iter().map(in_words).collect())
}
