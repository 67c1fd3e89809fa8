//! What a list is sorted by.

use super::column::Column;
use crate::access::CurrentOperator;
use crate::db::{Direction, Key};
use crate::panel::entity::resource::Resource;
use crate::panel::entity::sorting::Sorting;

/// A column that the list is sorted by, and which way.
pub struct Sort<R: Resource> {
    /// The column.
    pub column: Column<R>,
    /// Which way.
    pub direction: Direction,
    /// Its SQL.
    pub(super) sorting: Sorting<R>,
}

impl<R: Resource> Clone for Sort<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for Sort<R> {}

impl<R: Resource> Sort<R> {
    /// By that column.
    pub(super) fn new(column: Column<R>, sorting: Sorting<R>, direction: Direction) -> Self {
        Self { column, direction, sorting }
    }

    /// A list is sorted by its first column that it can be sorted by unless the URL says otherwise.
    pub(super) fn usual(operator: &CurrentOperator) -> Self {
        Column::all(operator)
            .find_map(|column| Some(Self::new(column, column.sorting()?, Direction::Ascending)))
            .unwrap_or_else(|| Self::new(Column::Updated, R::BY_UPDATE, Direction::Ascending))
    }

    /// Reads `name`, or `-name` for the other direction.
    pub(super) fn parse(operator: &CurrentOperator, text: &str) -> Option<Self> {
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        let column = Column::named(operator, name)?;
        Some(Self::new(column, column.sorting()?, direction))
    }

    /// As [`Sort::parse`] reads it.
    pub fn to_text(self) -> String {
        sort_text(self.column, self.direction)
    }

    /// What a row is sorted by.
    pub fn key(self, row: &R) -> Key {
        self.column.key(row, self.direction)
    }
}

/// As a URL says that a list is sorted by that column, that way.
pub fn sort_text<R: Resource>(column: Column<R>, direction: Direction) -> String {
    match direction {
        Direction::Ascending => column.name().to_owned(),
        Direction::Descending => format!("-{}", column.name()),
    }
}
