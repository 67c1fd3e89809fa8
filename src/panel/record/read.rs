//! Reading records: the one place where their columns are selected.

use std::collections::HashSet;

use diesel::QueryResult;

use crate::db::statement::{
    self, Column, Condition, Expression, Rows, Subquery, all, holds_id, holds_one,
};
use crate::db::{AnyConnection, Direction, UtcTime, count_all, is_file};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::entity::row::Row;

/// What is read of every row: its id, version and times, its fields, and what they refer to is
/// called, as [`Row::of`] takes it; but for the field whose owner is known, and for what is not
/// wanted.
fn expressions(
    entity: &'static Entity,
    known: Option<&Field>,
    unread: &[Column],
) -> Vec<Expression> {
    let stamps = [entity.id, entity.version, entity.created_at, entity.updated_at];
    let fields = entity.fields.iter().map(|field| field.column);
    let titles = entity.fields.iter().flat_map(|field| {
        let target = field.refers_to();
        target.into_iter().flat_map(|target| {
            let owner = Subquery { by: target.id, of: field.column };
            let is_known = known.is_some_and(|known| known.column == field.column);
            Field::of_title(target).map(move |field| match is_known {
                true => Expression::Nothing,
                false => Expression::Of(field.column, owner),
            })
        })
    });
    let own = stamps.into_iter().chain(fields).map(|column| match unread.contains(&column) {
        true => Expression::Nothing,
        false => Expression::Column(column),
    });
    own.chain(titles).collect()
}

/// Reads rows of an entity, and `beside` each of them what is wanted with it.
pub fn rows(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    rows: Rows,
    beside: Vec<Expression>,
) -> QueryResult<Vec<Row>> {
    some_of(connection, entity, rows, (beside, &[]))
}

/// The same without some of their columns, which then hold nothing.
pub fn some_of(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    rows: Rows,
    (beside, unread): (Vec<Expression>, &[Column]),
) -> QueryResult<Vec<Row>> {
    read(connection, entity, rows, expressions(entity, None, unread), beside)
}

fn read(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    rows: Rows,
    mut columns: Vec<Expression>,
    beside: Vec<Expression>,
) -> QueryResult<Vec<Row>> {
    columns.extend(beside);
    let selected = rows.select(columns).load_stamped(connection)?;
    Ok(selected.into_iter().map(|row| Row::of(entity, row)).collect())
}

/// The row with that id, or `None` where there is none.
pub fn find(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    id: i64,
) -> QueryResult<Option<Row>> {
    find_beside(connection, entity, id, Vec::new())
}

/// The same, kept from others until the transaction ends: it is about to be written over. See
/// [`Rows::held`].
pub fn find_held(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    id: i64,
) -> QueryResult<Option<Row>> {
    let found = Rows::of(entity.table(), with_id(entity, id)).held();
    Ok(rows(connection, entity, found, Vec::new())?.into_iter().next())
}

/// The row with that id, or `None` where there is none, and what is wanted `beside` it.
pub fn find_beside(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    id: i64,
    beside: Vec<Expression>,
) -> QueryResult<Option<Row>> {
    let found = Rows::of(entity.table(), with_id(entity, id));
    Ok(rows(connection, entity, found, beside)?.into_iter().next())
}

/// The rows with these ids, as far as they exist, in no order.
pub fn among(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    ids: &[i64],
) -> QueryResult<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = Rows::of(entity.table(), holds_one(entity.id, ids));
    rows(connection, entity, found, Vec::new())
}

/// Keeps others from changing the rows in which a column holds one of these ids until the transaction
/// ends, and waits for those who just do; what is read of them afterwards is what is written over. See
/// [`Rows::held`].
pub fn hold(
    connection: &mut AnyConnection,
    entity: &Entity,
    column: Column,
    ids: &[i64],
) -> QueryResult<()> {
    if ids.is_empty() || is_file(connection) {
        return Ok(());
    }
    Rows::of(entity.table(), holds_one(column, ids))
        .ordered(vec![entity.id], Direction::Ascending)
        .held()
        .select(vec![Expression::Column(entity.id)])
        .load(connection)
        .map(drop)
}

/// The condition that a row has that id.
pub fn with_id(entity: &Entity, id: i64) -> Condition {
    holds_id(entity.id, id)
}

/// How many belong to the row with that id.
pub fn count(connection: &mut AnyConnection, relation: &Relation, id: i64) -> QueryResult<i64> {
    let column = relation.column();
    count_all(connection, Rows::of(column.table, holds_id(column, id)).column(column))
}

/// Some of the children of a row, the oldest first: those of `entity` that say so in the field `by`.
pub fn children(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    by: &'static Field,
    owner: &Row,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<Row>> {
    let found = Rows::of(entity.table(), holds_id(by.column, owner.id))
        .ordered(vec![entity.id], Direction::Ascending)
        .slice(limit, offset);
    rows_of(connection, entity, found, (by, owner))
}

/// Reads rows of an entity that belong to another row, as they say in that field: what that one is
/// called is not looked up for each.
pub fn rows_of(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    rows: Rows,
    (by, owner): (&Field, &Row),
) -> QueryResult<Vec<Row>> {
    let mut rows = read(connection, entity, rows, expressions(entity, Some(by), &[]), Vec::new())?;
    let title = owner.own_title();
    rows.iter_mut().for_each(|row| row.refer(by, &title));
    Ok(rows)
}

/// Since when two rows are linked; `None` where they are not.
pub fn linked_since(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    other: i64,
) -> QueryResult<Option<UtcTime>> {
    let (own, across) = (end.own().column, end.across().column);
    let pair = all(vec![holds_id(own, id), holds_id(across, other)]);
    let since = vec![Expression::Column(end.link.created_at)];
    let found = Rows::of(end.link.table, pair).select(since).first(connection)?;
    Ok(found.map(|mut found| UtcTime::of(found.0.pop().flatten())))
}

/// Which of these rows are linked with that one.
pub fn linked_among(
    connection: &mut AnyConnection,
    end: LinkEnd,
    ids: Vec<i64>,
    other: i64,
) -> QueryResult<HashSet<i64>> {
    let (own, across) = (end.own().column, end.across().column);
    let pairs = all(vec![statement::among(own, ids), holds_id(across, other)]);
    let columns = vec![Expression::Column(own)];
    let found = Rows::of(end.link.table, pairs).select(columns).load(connection)?;
    Ok(found.iter().filter_map(|row| row.integer(0)).collect())
}
