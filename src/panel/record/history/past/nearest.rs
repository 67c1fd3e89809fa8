//! Going from one moment of a record to the next.

use diesel::QueryResult;

use super::super::ChangeKind;
use super::super::change::{Change, Position};
use super::query::{Moment, TableChanged, changes_of, tables_changed};
use crate::db::{AnyConnection, Span, walk};

/// What is nearest to a place in the history of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// A change set with a change of a table that passes.
    Seen(i64),
    /// None up to that change set, where the budget was spent.
    Beyond(i64),
    /// None at all.
    Nothing,
}

impl Nearest {
    /// The nearest change set from a place on, of whose tables one passes.
    pub fn find(
        connection: &mut AnyConnection,
        (entity, id): (&str, i64),
        span: Span<Position>,
        passes: impl Fn(&str) -> bool,
    ) -> QueryResult<Self> {
        let load = |span, limit| tables_changed(connection, (entity, id), span, limit);
        let place = |(change_set, number, _): &TableChanged| Position {
            change_set: *change_set,
            number: *number,
        };
        let is_seen = |(.., table): &TableChanged| passes(&String::from(table.clone()));
        let walked = walk((span, 1), place, is_seen, load)?;
        Ok(match (walked.rows.first(), walked.cut_at) {
            (Some((change_set, ..)), _) => Self::Seen(*change_set),
            (None, Some(place)) => Self::Beyond(place.change_set),
            (None, None) => Self::Nothing,
        })
    }

    /// The change set that may be seen.
    pub fn seen(self) -> Option<i64> {
        match self {
            Self::Seen(change_set) => Some(change_set),
            Self::Beyond(_) | Self::Nothing => None,
        }
    }

    /// The moment that is next on the way.
    pub fn moment(self) -> Option<Moment> {
        match self {
            Self::Seen(change_set) | Self::Beyond(change_set) => Some(Moment(change_set)),
            Self::Nothing => None,
        }
    }
}

/// Whether something was there before the first change in the history of a record.
pub fn has_beginning(
    connection: &mut AnyConnection,
    (entity, id): (&str, i64),
) -> QueryResult<bool> {
    let first = changes_of(connection, (entity, id), Span::After(Moment::BEGINNING.place()), 1)?;
    let is_own = |change: &Change| change.entity == entity && change.record_id == id;
    let is_making = |change: &Change| is_own(change) && change.kind() == Some(ChangeKind::Created);
    Ok(first.first().is_some_and(|change| !is_making(change)))
}
