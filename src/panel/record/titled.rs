//! Rows of which nothing is read but what they are called.

use diesel::QueryResult;

use crate::db::statement::{Column, Expression, Rows, SelectedRow, among};
use crate::db::{AnyConnection, Direction};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::in_one_line;
use crate::panel::entity::words::capitalized;

/// A row of which nothing is known but what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitledRow {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub title: String,
}

impl TitledRow {
    /// What is read of it.
    pub fn expressions(entity: &'static Entity) -> Vec<Expression> {
        let columns = Field::of_title(entity).map(|field| field.column);
        [entity.id].into_iter().chain(columns).map(Expression::Column).collect()
    }

    /// The row of which just that was read.
    pub fn of(entity: &'static Entity, row: SelectedRow) -> Self {
        let id = row.integer(0).unwrap_or_default();
        let values = row.0.into_iter().skip(1);
        let mut fields = Field::of_title(entity).peekable();
        let title = match fields.peek() {
            None => format!("{} {id}", capitalized(entity.names.one)),
            Some(_) => {
                in_one_line(fields.zip(values).map(|(field, value)| (field, field.read(value))))
            }
        };
        Self { id, title }
    }

    /// These rows.
    pub fn load(
        connection: &mut AnyConnection,
        entity: &'static Entity,
        rows: Rows,
    ) -> QueryResult<Vec<Self>> {
        let rows = rows.select(Self::expressions(entity)).load(connection)?;
        Ok(rows.into_iter().map(|row| Self::of(entity, row)).collect())
    }

    /// The rows with these ids, as far as they exist, by what they are called.
    pub fn among(
        connection: &mut AnyConnection,
        entity: &'static Entity,
        ids: &[i64],
    ) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = Rows::of(entity.table(), among(entity.id, ids.to_vec()))
            .ordered(by_title(entity), Direction::Ascending);
        Self::load(connection, entity, rows)
    }
}

/// The columns that rows are sorted by where they are sorted by what they are called: one index
/// serves them.
pub fn by_title(entity: &'static Entity) -> Vec<Column> {
    let first = Field::of_title(entity).next();
    first.and_then(Field::sort_column).into_iter().chain([entity.id]).collect()
}
