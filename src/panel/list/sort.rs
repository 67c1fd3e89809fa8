//! What a list is sorted by.

use super::column::Column;
use crate::access::CurrentOperator;
use crate::db::Direction;
use crate::db::statement::{
    self, ColumnType, Condition, Expression, Key, NUMBER, SortedWith, Subquery, Value, is_empty,
    is_filled, not, some_with,
};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::row::Row;

/// A column that the list is sorted by, and which way. The id breaks ties.
#[derive(Clone, Copy)]
pub struct Sort {
    /// The column of the list.
    pub column: Column,
    /// Which way.
    pub direction: Direction,
    /// The column of a table, which has an index together with the id.
    pub by: statement::Column,
    /// The id in that table.
    pub id: statement::Column,
    /// What of another table it is.
    related: Option<Related>,
}

/// What of another table a list is sorted by.
#[derive(Clone, Copy)]
enum Related {
    /// A column of the one row that belongs to each.
    One(Subquery),
    /// How many rows belong to each, which no index knows.
    Number(Subquery),
}

impl Sort {
    /// By that column, if a list can be sorted by it.
    pub(super) fn of(entity: &Entity, column: Column, direction: Direction) -> Option<Self> {
        let Column::Relation(relation) = column else {
            let by = column.sort_column(entity)?;
            return Some(Self { column, direction, by, id: entity.id, related: None });
        };
        let subquery = relation.subquery(entity);
        if relation.is_many() {
            let ([by, id], related) = (NUMBER, Some(Related::Number(subquery)));
            return Some(Self { column, direction, by, id, related });
        }
        // A row may have none.
        let by = relation.listed()?.sort_column()?;
        let by = statement::Column { is_nullable: true, ..by };
        let related = Some(Related::One(subquery));
        Some(Self { column, direction, by, id: subquery.by, related })
    }

    /// By when the rows were last changed.
    pub(super) fn by_update(entity: &Entity, direction: Direction) -> Self {
        let by = entity.updated_at;
        Self { column: Column::Updated, direction, by, id: entity.id, related: None }
    }

    /// A list is sorted by its first column that it can be sorted by unless the URL says otherwise.
    pub(super) fn usual(entity: &'static Entity, operator: &CurrentOperator) -> Self {
        Column::all(entity, operator)
            .filter(|column| !matches!(column, Column::Relation(_)))
            .find_map(|column| Self::of(entity, column, Direction::Ascending))
            .unwrap_or_else(|| Self::by_update(entity, Direction::Ascending))
    }

    /// Whether no index has the rows in this order: all of them are looked at and sorted.
    pub(super) fn is_by_number(self) -> bool {
        matches!(self.related, Some(Related::Number(_)))
    }

    /// Whether it is something of another table.
    pub(super) fn is_related(self) -> bool {
        self.related.is_some()
    }

    /// The other table, where the rows are met in the order of its index, or found otherwise and
    /// sorted.
    pub(super) fn with(self, are_met: bool) -> Option<SortedWith> {
        Some(match self.related? {
            Related::One(subquery) if are_met => SortedWith::Leading(subquery),
            Related::One(subquery) => SortedWith::Beside(subquery),
            Related::Number(subquery) => SortedWith::Number(subquery),
        })
    }

    /// The condition that a row holds nothing in the column.
    pub(super) fn holds_nothing(self) -> Condition {
        match self.related {
            Some(Related::One(subquery)) => not(some_with(subquery, is_filled(self.by))),
            Some(Related::Number(_)) | None => is_empty(self.by),
        }
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
        (!self.stands_in_row()).then(|| self.read())
    }

    /// How what a row is sorted by is read beside it.
    pub(super) fn read(self) -> Expression {
        match self.related {
            None => Expression::Column(self.by),
            Some(Related::One(subquery)) => Expression::Of(self.by, subquery),
            Some(Related::Number(subquery)) => Expression::CountOf(subquery),
        }
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
