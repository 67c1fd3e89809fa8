//! Which rows of a list a page shows.

use super::cursor::Cursor;
use crate::db::{Comparison, Direction, Key, KeyKind, LAST_CHARACTER, fold};
use crate::panel::entity::date_range::DateRange;

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
    /// How the first key compares to...
    pub comparison: Comparison,
    /// ...this one.
    pub key: Key,
}

/// Pages beyond this row have no number: the database would read every row before them.
pub const NUMBERED: i64 = crate::db::COUNTED;

impl Window {
    /// Whether the rows are read from the end of the list to its beginning.
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_) | Self::Last)
    }
}

impl Bound {
    /// Where a list sorted in that direction begins: names from "mo", the ages from 30, what was
    /// changed since 2026-11. `None` where the column cannot hold what was typed.
    pub fn parse(typed: &str, kind: KeyKind, direction: Direction) -> Option<Self> {
        let (ascending, descending) = match kind {
            KeyKind::Text => {
                let first = fold(typed);
                let last = format!("{first}{LAST_CHARACTER}");
                ((Comparison::AtLeast, Key::Text(first)), (Comparison::Less, Key::Text(last)))
            }
            KeyKind::Integer => {
                let number = typed.trim().parse().ok()?;
                let key = Key::Integer(number);
                ((Comparison::AtLeast, key.clone()), (Comparison::AtMost, key))
            }
            KeyKind::Time => {
                let DateRange { first, last } = DateRange::parse(typed)?;
                ((Comparison::AtLeast, Key::Time(first)), (Comparison::AtMost, Key::Time(last)))
            }
            KeyKind::Id => return None,
        };
        let (comparison, key) = match direction {
            Direction::Ascending => ascending,
            Direction::Descending => descending,
        };
        Some(Self { typed: typed.to_owned(), comparison, key })
    }
}
