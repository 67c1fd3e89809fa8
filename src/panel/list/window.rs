//! Which rows of a list a page shows.

use super::cursor::Cursor;
use super::sort::Sort;
use crate::db::Comparison;
use crate::db::statement::Value;
use crate::panel::entity::calendar::Calendar;

/// Which rows of a list a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// The page of that number, from 1.
    Page(i64),
    /// Those behind a place.
    After(Cursor),
    /// Those before a place.
    Before(Cursor),
    /// The last ones.
    Last,
    /// Those from a value on.
    From(Bound),
}

/// A value in the sorted column, as somebody typed it, and where a list that is sorted by it
/// begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// As it was typed.
    pub typed: String,
    /// How what the first row holds compares to...
    pub comparison: Comparison,
    /// ...this value.
    pub value: Value,
}

/// Pages beyond this row have no number: the database would read every row before them.
pub const NUMBERED: i64 = crate::db::COUNTED;

impl Window {
    /// Whether the rows are read from the end of the list to its beginning.
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_) | Self::Last)
    }

    /// The rows that are read next where those to a place have been.
    pub fn moved(&self, place: Cursor) -> Self {
        match self.is_backwards() {
            true => Self::Before(place),
            false => Self::After(place),
        }
    }
}

impl Bound {
    /// Where a list that is sorted like that begins: names from "mo", the ages from 30, what was
    /// changed since 2026-11. `None` where the column cannot hold what was typed.
    pub fn parse(typed: &str, sort: &Sort, calendar: &Calendar) -> Option<Self> {
        let (comparison, value) = sort.column.kind()?.beginning(typed, sort.direction, calendar)?;
        let typed = typed.to_owned();
        sort.by.column_type.holds(&value).then_some(Self { typed, comparison, value })
    }
}
