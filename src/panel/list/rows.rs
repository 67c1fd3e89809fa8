//! Reading one page of a list.

use diesel::QueryResult;

use super::column::{Column, related_cell};
use super::cursor::Cursor;
use super::query::ListQuery;
use super::window::Window;
use crate::db::{AnyConnection, Count};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;

/// One page of a list.
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// What belongs to them, in the order in which it was read beside them.
    pub(super) relations: Vec<&'static Relation>,
    /// How many there are on all pages.
    pub count: Count,
    /// How many stand before these, where that is known.
    pub before: Option<i64>,
    /// Whether there may be a page before.
    pub has_previous: bool,
    /// Whether there is a page after.
    pub has_next: bool,
    /// Whether the search took too long, so that these are only rows that begin with its words.
    pub is_cut_off: bool,
}

/// Reads a page of a list that has so many rows.
pub fn page(connection: &mut AnyConnection, query: &ListQuery, count: Count) -> QueryResult<Rows> {
    let mut rows = match count.is_zero() {
        true => Vec::new(),
        false => query.read(connection, count)?,
    };
    let size = usize::try_from(query.size).unwrap_or(usize::MAX);
    let has_more = rows.len() > size;
    rows.truncate(size);
    if query.window.is_backwards() {
        rows.reverse();
    }
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let before = before(query, count, shown, has_more);
    let (has_previous, has_next) = match &query.window {
        Window::Page(page) => (*page > 1, has_more),
        Window::After(_) | Window::From(_) => (before != Some(0), has_more),
        Window::Before(_) => (has_more, true),
        Window::Last => (has_more, false),
    };
    let relations = query.relations();
    Ok(Rows { rows, relations, count, before, has_previous, has_next, is_cut_off: false })
}

/// How many rows stand before the page. What a cursor remembers of it may have changed since; the
/// ends of the list tell for certain.
fn before(query: &ListQuery, count: Count, shown: i64, has_more: bool) -> Option<i64> {
    let from_end = count.exact().map(|total| total - shown);
    let before = match &query.window {
        Window::Page(_) => Some(query.offset()),
        Window::Last => from_end,
        Window::After(_) | Window::From(_) if !has_more && from_end.is_some() => from_end,
        Window::After(cursor) => cursor.position,
        Window::Before(_) if !has_more => Some(0),
        Window::Before(cursor) => cursor.position.map(|position| position - shown),
        Window::From(_) => None,
    };
    before.filter(|before| *before >= 0 && from_end.is_none_or(|most| *before <= most))
}

/// What a page says of rows that are not all that a search would find.
pub const CUT_OFF: &str = "The search took too long, so this is only what begins with these words: \
                           more of them, or longer ones, may find the rest.";

impl Rows {
    /// No rows.
    pub fn none() -> Self {
        Self {
            rows: Vec::new(),
            relations: Vec::new(),
            count: Count::Exact(0),
            before: Some(0),
            has_previous: false,
            has_next: false,
            is_cut_off: false,
        }
    }

    /// What stands in a column for one of the rows; nothing where that was not read.
    pub fn cell(&self, column: Column, row: &Row) -> Cell {
        match column {
            Column::Field(field) => row.cell(field),
            Column::Relation(relation) => {
                let read = self.relations.iter().position(|other| std::ptr::eq(*other, relation));
                read.map_or(Cell::Empty, |position| {
                    related_cell(relation, row.beside.get(position).and_then(Option::as_ref))
                })
            }
            Column::Created => Cell::time(row.created_at),
            Column::Updated => Cell::time(row.updated_at),
        }
    }

    /// The place before the first row, if there is one.
    pub fn start(&self, query: &ListQuery) -> Option<Cursor> {
        let row = self.rows.first()?;
        Some(Cursor { key: query.sort().key(row), id: row.id, position: self.before })
    }

    /// The place behind the last row, if there is one.
    pub fn end(&self, query: &ListQuery) -> Option<Cursor> {
        let row = self.rows.last()?;
        let shown = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        let position = self.before.map(|before| before.saturating_add(shown));
        Some(Cursor { key: query.sort().key(row), id: row.id, position })
    }
}
