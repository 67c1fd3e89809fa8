//! What a list is sorted by.

use super::column::Column;
use crate::access::CurrentOperator;
use crate::db::Direction;
use crate::db::statement::{self, ColumnType, Expression, Key, Value};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::row::Row;

/// A column that the list is sorted by, and which way. The id breaks ties.
#[derive(Clone, Copy)]
pub struct Sort {
    /// The column of the list.
    pub column: Column,
    /// Which way.
    pub direction: Direction,
    /// The column of the table, which has an index together with the id.
    pub by: statement::Column,
}

impl Sort {
    /// By that column, if a list can be sorted by it.
    pub(super) fn of(entity: &Entity, column: Column, direction: Direction) -> Option<Self> {
        Some(Self { column, direction, by: column.sort_column(entity)? })
    }

    /// By when the rows were last changed.
    pub(super) fn by_update(entity: &Entity, direction: Direction) -> Self {
        Self { column: Column::Updated, direction, by: entity.updated_at }
    }

    /// A list is sorted by its first column that it can be sorted by unless the URL says otherwise.
    pub(super) fn usual(entity: &'static Entity, operator: &CurrentOperator) -> Self {
        Column::all(entity, operator)
            .find_map(|column| Self::of(entity, column, Direction::Ascending))
            .unwrap_or_else(|| Self::by_update(entity, Direction::Ascending))
    }

    /// Reads `name`, or `-name` for the other direction.
    pub(super) fn parse(
        entity: &'static Entity,
        operator: &CurrentOperator,
        text: &str,
    ) -> Option<Self> {
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        Self::of(entity, Column::named(entity, operator, name)?, direction)
    }

    /// As [`Sort::parse`] reads it.
    pub fn to_text(self) -> String {
        sort_text(self.column, self.direction)
    }

    /// What is read beside each row for [`Sort::key`], behind all else, if the row does not say it.
    pub fn beside(self) -> Option<Expression> {
        (!self.stands_in_row()).then_some(Expression::Column(self.by))
    }

    /// What a row is sorted by, as the database has it.
    pub fn key(self, row: &Row) -> Key {
        let time = match self.column {
            Column::Created => row.created_at,
            Column::Updated => row.updated_at,
            Column::Field(field) if self.stands_in_row() => {
                return Key::read(self.by, row.value(field).cloned(), row.id);
            }
            Column::Field(_) | Column::Relation(_) => {
                return Key::read(self.by, row.beside().last().cloned().flatten(), row.id);
            }
        };
        time.plain().map_or(Key::OfRow(row.id), |time| Key::Value(Value::Moment(time)))
    }

    /// Whether the row says what it is sorted by. SQLite keeps moments as texts, and a row does not
    /// say how those in its fields were written.
    fn stands_in_row(self) -> bool {
        match self.column {
            Column::Field(field) => {
                self.by == field.column && self.by.column_type != ColumnType::Timestamp
            }
            Column::Relation(_) => false,
            Column::Created | Column::Updated => true,
        }
    }
}

/// As a URL says that a list is sorted by that column, that way.
pub fn sort_text(column: Column, direction: Direction) -> String {
    match direction {
        Direction::Ascending => column.name().to_owned(),
        Direction::Descending => format!("-{}", column.name()),
    }
}
