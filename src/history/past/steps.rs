//! From one version of a record to the one before and the next, past what may not be seen.

use diesel::QueryResult;

use crate::db::{AnyConnection, Span};
use crate::history::change::{Subject, sees_changes_of};
use crate::panel::record::history::Position;
use crate::panel::record::history::past::{Moment, Nearest, Past, has_beginning};

/// What lies around a moment and may be seen.
pub struct Steps {
    /// The change set after which it is, so far as may be seen.
    pub last: Option<i64>,
    /// The moment before that.
    pub previous: Option<Moment>,
    /// The change set that comes next.
    pub next: Nearest,
}

impl Steps {
    /// Those around the moment of a record.
    pub fn read(
        connection: &mut AnyConnection,
        subject: &Subject<'_>,
        past: &Past,
    ) -> QueryResult<Self> {
        let record = (past.record.entity.table(), past.record.id);
        let mut nearest = |span| {
            let passes = |table: &str| sees_changes_of(subject.register, subject.operator, table);
            Nearest::find(connection, record, span, passes)
        };
        let last = nearest(Span::Before(past.moment.place()))?;
        let next = nearest(Span::After(past.moment.place()))?;
        let mut before =
            |change_set| nearest(Span::Before(Position { change_set, number: i64::MIN }));
        let earlier = match last {
            Nearest::Seen(change_set) => before(change_set)?,
            // The budget was spent within the change set of the moment itself.
            Nearest::Beyond(change_set) if change_set == past.moment.0 => before(change_set)?,
            Nearest::Beyond(_) | Nearest::Nothing => last,
        };
        let is_before_all = last.seen().is_some() && earlier == Nearest::Nothing;
        let previous = match is_before_all && has_beginning(connection, record)? {
            true => Some(Moment::BEGINNING),
            false => earlier.moment(),
        };
        Ok(Self { last: last.seen(), previous, next })
    }
}
