//! Reading one page of a list.

use super::words;
use std::collections::HashMap;

use diesel::QueryResult;

use super::column::{Column, as_listed, related_cell};
use super::cursor::Cursor;
use super::query::ListQuery;
use super::why::Reason;
use super::window::Window;
use crate::db::statement::{self, among};
use crate::db::{AnyConnection, Count};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;
use crate::panel::record::read;

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
    /// Whether these are all that should stand on the page.
    pub extent: Extent,
    /// Why a search finds those that do not hold its words themselves.
    pub(super) reasons: HashMap<i64, Vec<Reason>>,
}

/// Whether a page has all the rows that should stand on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It has.
    Whole,
    /// The search took too long, so that what belongs to the rows was not searched.
    RecordsAlone,
    /// The search took too long, so that these are only rows that begin with its words.
    CutOff,
    /// So many rows of the list were looked at, to that place.
    Stopped {
        /// How many.
        looked_at: i64,
        /// The last of them.
        place: Cursor,
    },
}

/// Reads a page of a list that has so many rows.
pub fn page(connection: &mut AnyConnection, query: &ListQuery, count: Count) -> QueryResult<Rows> {
    let rows = match count.is_zero() {
        true => Vec::new(),
        false => query.read(connection, count)?,
    };
    Ok(assembled(query, count, rows, Extent::Whole))
}

/// The rows with these ids, in this order.
pub(super) fn by_ids(
    connection: &mut AnyConnection,
    query: &ListQuery,
    ids: &[i64],
) -> QueryResult<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let entity = query.entity;
    let found = statement::Rows::of(entity.table(), among(entity.id, ids.to_vec()));
    let found = statement::Rows { is_exact: true, ..found };
    let (beside, unread) = (query.beside(), query.unread());
    let mut rows = read::some_of(connection, entity, found, (beside, &unread))?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// The page of these rows, which were read in its direction, and one more where there is one.
pub(super) fn assembled(
    query: &ListQuery,
    count: Count,
    mut rows: Vec<Row>,
    extent: Extent,
) -> Rows {
    let size = usize::try_from(query.size).unwrap_or(usize::MAX);
    let has_more = rows.len() > size || matches!(extent, Extent::Stopped { .. });
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
    for row in &mut rows {
        for (relation, read) in relations.iter().zip(row.beside_mut()) {
            *read = as_listed(relation, read.take());
        }
    }
    let reasons = HashMap::new();
    Rows { rows, relations, count, before, has_previous, has_next, extent, reasons }
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

impl Extent {
    /// What a page says of its rows; nothing where they are all.
    pub fn note(&self, names: &Names) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::RecordsAlone => Some(words::related_not_searched(names)),
            Self::CutOff => Some(words::SEARCH_CUT_OFF.to_owned()),
            Self::Stopped { looked_at, .. } => Some(words::looked_at(*looked_at, names)),
        }
    }

    /// Where a walk stopped that was to find more rows.
    pub fn place(&self) -> Option<&Cursor> {
        match self {
            Self::Whole | Self::RecordsAlone | Self::CutOff => None,
            Self::Stopped { place, .. } => Some(place),
        }
    }
}

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
            extent: Extent::Whole,
            reasons: HashMap::new(),
        }
    }

    /// Why a search finds one of the rows; nothing where it holds the words itself.
    pub fn why(&self, row: &Row) -> &[Reason] {
        self.reasons.get(&row.id).map_or(&[], Vec::as_slice)
    }

    /// What stands in a column for one of the rows; nothing where that was not read.
    pub fn cell<'r>(&self, column: Column, row: &'r Row) -> Cell<'r> {
        match column {
            Column::Field(field) => row.cell(field),
            Column::Relation(relation) => {
                let read = self.relations.iter().position(|other| std::ptr::eq(*other, relation));
                read.map_or(Cell::Empty, |position| {
                    related_cell(relation, row.beside().get(position).and_then(Option::as_ref))
                })
            }
            Column::Created => Cell::time(row.created_at),
            Column::Updated => Cell::time(row.updated_at),
        }
    }

    /// The place before the first row, if there is one, or to which rows were looked at.
    pub fn start(&self, query: &ListQuery) -> Option<Cursor> {
        if let Some(place) = self.extent.place().filter(|_| query.window.is_backwards()) {
            return Some(Cursor { position: self.before, ..place.clone() });
        }
        let row = self.rows.first()?;
        Some(Cursor { key: query.sort().key(row), id: row.id, position: self.before })
    }

    /// The place behind the last row, if there is one, or to which rows were looked at.
    pub fn end(&self, query: &ListQuery) -> Option<Cursor> {
        let shown = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        let position = self.before.map(|before| before.saturating_add(shown));
        if let Some(place) = self.extent.place().filter(|_| !query.window.is_backwards()) {
            return Some(Cursor { position, ..place.clone() });
        }
        let row = self.rows.last()?;
        Some(Cursor { key: query.sort().key(row), id: row.id, position })
    }
}
