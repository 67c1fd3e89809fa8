//! Reading the links of a row.

use std::collections::HashSet;

use diesel::QueryResult;

use crate::db::statement::{
    Condition, Expression, Rows, SelectedRow, Subquery, all, among, holds_id, some_with,
};
use crate::db::{AnyConnection, Direction, UtcTime};
use crate::panel::entity::relation::LinkEnd;
use crate::panel::record::titled::{TitledRow, by_title};

/// So many links are sorted.
const SORTED: i64 = 5_000;
/// Of more, such a part from either end is met soon in the order of the other side.
const MET: i64 = 20;

/// The rows that a row is linked with, by what they are called, and when each was linked: so many
/// from `offset` on, of so many in all. They are read from whichever end is nearer.
pub(super) fn linked(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    (limit, offset, total): (i64, i64, i64),
) -> QueryResult<Vec<(TitledRow, UtcTime)>> {
    let limit = limit.min(total - offset);
    let behind = total - offset - limit;
    let (direction, skipped) = match behind < offset {
        true => (Direction::Descending, behind),
        false => (Direction::Ascending, offset),
    };
    let is_met = total > SORTED && skipped + limit <= total / MET;
    let mut rows = match is_met {
        true => met(connection, end, id, direction, (limit, skipped))?,
        false => {
            sorted(connection, end, holds_id(end.own().column, id), direction, (limit, skipped))?
        }
    };
    if direction == Direction::Descending {
        rows.reverse();
    }
    Ok(rows)
}

/// As [`linked`], of links that a condition chooses: all of them are read, and sorted.
fn sorted(
    connection: &mut AnyConnection,
    end: LinkEnd,
    links: Condition,
    direction: Direction,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<(TitledRow, UtcTime)>> {
    let other = end.other();
    let joined = Some(Subquery { by: other.id, of: end.across().column });
    let mut expressions = TitledRow::expressions(other);
    expressions.push(Expression::Column(end.link.created_at));
    let rows = Rows { joined, ..Rows::of(end.link.table, links) }
        .ordered(by_title(other), direction)
        .slice(limit, offset)
        .select(expressions)
        .load(connection)?;
    let linked = |mut row: SelectedRow| {
        let time = UtcTime::of(row.0.pop().flatten());
        (TitledRow::of(other, row), time)
    };
    Ok(rows.into_iter().map(linked).collect())
}

/// As [`linked`]: all rows of the other side are walked through in their order, until so many are
/// met that are linked.
fn met(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    direction: Direction,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<(TitledRow, UtcTime)>> {
    let (other, own, across) = (end.other(), end.own().column, end.across().column);
    let is_linked = some_with(Subquery { by: across, of: other.id }, holds_id(own, id));
    let ids = Rows::of(other.table(), is_linked)
        .ordered(by_title(other), direction)
        .slice(limit, offset)
        .select(vec![Expression::Column(other.id)])
        .load(connection)?;
    let ids = ids.iter().filter_map(|row| row.integer(0)).collect();
    let links = all(vec![holds_id(own, id), among(across, ids)]);
    sorted(connection, end, links, direction, (limit, 0))
}

/// Which of `others` a row is linked with.
pub(super) fn linked_among(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    others: &[i64],
) -> QueryResult<HashSet<i64>> {
    let other = end.across().column;
    let links = all(vec![holds_id(end.own().column, id), among(other, others.to_vec())]);
    let rows = Rows::of(end.link.table, links).select(vec![Expression::Column(other)]);
    Ok(rows.load(connection)?.iter().filter_map(|row| row.integer(0)).collect())
}
