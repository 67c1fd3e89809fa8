//! The views that operators have pinned to their home page: their own, and what is shared with them.

use diesel::prelude::*;

use super::current_operator::CurrentOperator;
use super::views::View;
use crate::db::{AnyConnection, KeptText, Stored, now, written_for_good};
use crate::schema::{pins, views};

/// How many views an operator may pin: each is counted whenever the home page is opened.
pub const MOST_PINS: i64 = 12;

/// What became of a view that was to be pinned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pin {
    /// It is pinned, under its name.
    Pinned(String),
    /// There are [`MOST_PINS`] already.
    TooMany,
    /// There is no such view that they may see.
    None,
}

/// The text of the query that every home page asks.
static PINNED: KeptText = KeptText::empty();

/// The views that they have pinned and may see, each with its entity, the first pinned first.
pub fn pinned_views(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
) -> QueryResult<Vec<(String, View)>> {
    let query = pins::table
        .inner_join(views::table)
        .filter(pins::operator_id.eq(operator.id))
        .order((pins::created_at, pins::view_id))
        .select((views::entity, View::as_select()));
    let pinned: Vec<(Stored<String>, View)> = written_for_good(query, &PINNED).load(connection)?;
    let pinned = pinned.into_iter().filter(|(_, view)| view.is_seen_by(operator));
    Ok(pinned.map(|(entity, view)| (entity.into(), view)).collect())
}

/// Pins a view of that entity's list; one that is pinned stays so.
pub fn pin_view(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &str,
    id: i64,
) -> QueryResult<Pin> {
    let view = views::table
        .find(id)
        .filter(views::entity.eq(entity))
        .filter(views::name_key.ne(""))
        .select(View::as_select())
        .first(connection)
        .optional()?;
    let Some(view) = view.filter(|view| view.is_seen_by(operator)) else { return Ok(Pin::None) };
    unpin_view(connection, operator, id)?;
    let others: i64 =
        pins::table.filter(pins::operator_id.eq(operator.id)).count().get_result(connection)?;
    if others >= MOST_PINS {
        return Ok(Pin::TooMany);
    }
    diesel::insert_into(pins::table)
        .values((
            pins::operator_id.eq(operator.id),
            pins::view_id.eq(id),
            pins::created_at.eq(now()),
        ))
        .execute(connection)?;
    Ok(Pin::Pinned(view.name))
}

/// Takes a view off the home page again; tells whether it stood there.
pub fn unpin_view(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    id: i64,
) -> QueryResult<bool> {
    let pin = pins::table.find((operator.id, id));
    Ok(diesel::delete(pin).execute(connection)? > 0)
}
