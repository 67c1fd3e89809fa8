//! Reading links.

use diesel::QueryResult;

use super::LinkEnd;
use crate::db::statement::{Column, Expression, Rows, SelectedRow, Subquery, Value, holds_id};
use crate::db::{AnyConnection, Direction, Stored, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::row::{capitalized, in_one_line};
use crate::panel::entity::typed_field::Field;

/// A row of the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LinkedRow {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub title: String,
}

impl LinkedRow {
    /// What is read of it.
    pub fn expressions(entity: &'static Entity) -> Vec<Expression> {
        let columns = Field::of_title(entity).map(|field| field.column);
        [entity.id].into_iter().chain(columns).map(Expression::Column).collect()
    }

    /// The row of which just that was read.
    pub fn of(entity: &'static Entity, values: Vec<Option<Stored<Value>>>) -> Self {
        let mut values = values.into_iter();
        let id = id_of(values.next().flatten());
        let mut fields = Field::of_title(entity).peekable();
        let title = match fields.peek() {
            None => format!("{} {id}", capitalized(entity.names.one)),
            Some(_) => {
                in_one_line(fields.zip(values).map(|(field, value)| (field, field.read(value))))
            }
        };
        Self { id, title }
    }
}

/// The id that was read; 0, which no row has, where it cannot be.
pub(super) fn id_of(value: Option<Stored<Value>>) -> i64 {
    match value {
        Some(Stored::Value(Value::Integer(id))) => id,
        _ => 0,
    }
}

/// What rows are sorted by that are sorted by what they are called, so that an index serves it.
pub(super) fn by_title(entity: &'static Entity) -> Vec<Column> {
    let first = Field::of_title(entity).next();
    first.and_then(Field::sort_column).into_iter().chain([entity.id]).collect()
}

/// The rows that a row is linked with, by what they are called, from `offset` on, and when each was
/// linked.
pub(super) fn linked(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<(LinkedRow, UtcTime)>> {
    let other = end.other();
    let links = Rows::of(end.link.table, holds_id(end.own().column, id));
    let joined = Some(Subquery { by: other.id, of: end.across().column });
    let mut expressions = vec![Expression::Column(end.link.created_at)];
    expressions.extend(LinkedRow::expressions(other));
    let rows = Rows { joined, ..links }
        .ordered(by_title(other), Direction::Ascending)
        .slice(limit, offset)
        .select(expressions)
        .load(connection)?;
    let linked = |SelectedRow(mut values)| {
        let time = UtcTime::of(values.remove(0));
        (LinkedRow::of(other, values), time)
    };
    Ok(rows.into_iter().map(linked).collect())
}
