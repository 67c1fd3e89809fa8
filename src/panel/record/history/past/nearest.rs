//! Going from one moment of a record to the next.

use diesel::prelude::*;

use super::super::ChangeKind;
use super::super::change::{Change, Position};
use super::super::subjects::is_of_subject;
use super::query::{Moment, changes_of};
use crate::db::{AnyConnection, Span, Stored, walk};
use crate::schema::{change_subjects, changes};

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
        type Looked = (i64, i64, Stored<String>);
        let (set, number) = (change_subjects::change_set_id, change_subjects::number);
        let load = |span: Span<Position>, limit| {
            let found = change_subjects::table
                .inner_join(changes::table.on(is_of_subject()))
                .filter(change_subjects::entity.eq(entity))
                .filter(change_subjects::record_id.eq(id))
                .limit(limit)
                .select((set, number, changes::entity));
            match span {
                Span::Before(place) => found
                    .filter(set.le(place.change_set))
                    .filter(set.lt(place.change_set).or(number.lt(place.number)))
                    .order((set.desc(), number.desc()))
                    .load(connection),
                Span::After(place) => found
                    .filter(set.ge(place.change_set))
                    .filter(set.gt(place.change_set).or(number.gt(place.number)))
                    .order((set.asc(), number.asc()))
                    .load(connection),
            }
        };
        let place = |(change_set, number, _): &Looked| Position {
            change_set: *change_set,
            number: *number,
        };
        let is_seen = |(.., table): &Looked| passes(&String::from(table.clone()));
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
