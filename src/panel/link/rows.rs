//! Reading the links of a row.

use std::collections::HashSet;

use diesel::QueryResult;

use crate::db::statement::{Expression, Rows, SelectedRow, Subquery, all, among, holds_id};
use crate::db::{AnyConnection, Direction, UtcTime};
use crate::panel::entity::relation::LinkEnd;
use crate::panel::record::titled::{TitledRow, by_title};

/// The rows that a row is linked with, by what they are called, from `offset` on, and when each was
/// linked.
pub(super) fn linked(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<(TitledRow, UtcTime)>> {
    let other = end.other();
    let links = Rows::of(end.link.table, holds_id(end.own().column, id));
    let joined = Some(Subquery { by: other.id, of: end.across().column });
    let mut expressions = TitledRow::expressions(other);
    expressions.push(Expression::Column(end.link.created_at));
    let rows = Rows { joined, ..links }
        .ordered(by_title(other), Direction::Ascending)
        .slice(limit, offset)
        .select(expressions)
        .load(connection)?;
    let linked = |mut row: SelectedRow| {
        let time = UtcTime::of(row.0.pop().flatten());
        (TitledRow::of(other, row), time)
    };
    Ok(rows.into_iter().map(linked).collect())
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
