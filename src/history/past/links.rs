//! The links that a record had at a moment.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::db::statement::{Expression, Rows, SelectedRow, all, among, holds_id};
use crate::db::{AnyConnection, UtcTime};
use crate::history::titles::Titles;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::record::history::Change;
use crate::panel::record::history::past::{Members, Moment, changes_at};

/// One link as it was.
pub struct LinkFound {
    /// What the other side was called then.
    pub title: String,
    /// When it was made.
    pub since: UtcTime,
}

/// The links of a record with these others, as they were.
pub fn links(
    connection: &mut AnyConnection,
    (end, id): (LinkEnd, i64),
    (members, index): (&Members, usize),
    (moment, others): (Moment, &[i64]),
) -> QueryResult<HashMap<i64, LinkFound>> {
    let titles = Titles::of_rows(connection, end.other(), others, moment.0)?;
    let times = times(connection, end, id, others)?;
    let nearest = |other: &i64| members.touch(index, *other).map(|touched| touched.nearest);
    let places: Vec<_> = others.iter().filter_map(nearest).collect();
    let changes = changes_at(connection, &places)?;
    let link = |other: &i64| {
        let place = nearest(other);
        let change = changes.iter().find(|change| Some(change.position()) == place);
        let of_change = change.and_then(|change| linked_at(end, change)).map(UtcTime::from);
        let since = of_change.or_else(|| times.get(other).copied()).unwrap_or(UtcTime::of(None));
        let title = titles.get(other).cloned();
        let title = title.or_else(|| change.map(|change| other_title(end, change)));
        (*other, LinkFound { title: title.unwrap_or_default(), since })
    };
    Ok(others.iter().map(link).collect())
}

/// When a record was linked with these others, as far as it is.
pub fn times(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    others: &[i64],
) -> QueryResult<HashMap<i64, UtcTime>> {
    if others.is_empty() {
        return Ok(HashMap::new());
    }
    let (own, across) = (end.own().column, end.across().column);
    let pairs = all(vec![holds_id(own, id), among(across, others.to_vec())]);
    let columns = [across, end.link.created_at].map(Expression::Column).to_vec();
    let rows = Rows::of(end.link.table, pairs).select(columns).load(connection)?;
    let time = |mut row: SelectedRow| {
        let other = row.integer(0)?;
        Some((other, UtcTime::of(row.0.pop().flatten())))
    };
    Ok(rows.into_iter().filter_map(time).collect())
}

/// When two rows were linked, as a change says that ended it, or made it.
fn linked_at(end: LinkEnd, change: &Change) -> Option<NaiveDateTime> {
    let column = end.link.created_at;
    change.before().time(column).or_else(|| change.after().time(column))
}

/// What the other side was called at a change.
fn other_title(end: LinkEnd, change: &Change) -> String {
    match end.side {
        Side::First => change.other_title.clone(),
        Side::Second => change.title.clone(),
    }
}
