//! A record as it was at a moment of its past, with what belonged to it.
//!
//! Nothing is kept for it: what a record held, and what belonged to it, follows from the changes that
//! are nearest to the moment, on either side of it, and from what is there now. The walk goes both
//! ways in turn, so that it costs as much as the nearer side does.

mod members;
mod nearest;
mod query;
mod record;
mod walk;

use diesel::QueryResult;

pub use self::members::{Base, Members, Touched};
pub use self::nearest::{Nearest, has_beginning};
pub use self::query::{Moment, beginning, changes_at};
pub use self::record::{PastRecord, Presence, present, records};
pub use self::walk::MOST_LOOKED_AT;
use super::change::Change;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;

/// What is to be known of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// What the record held.
    Itself,
    /// What belonged to it as well.
    Members,
    /// And all that has come to it or gone from it since.
    Differences,
}

/// A record as it was, with what belonged to it.
pub struct Past {
    /// When.
    pub moment: Moment,
    /// The record itself.
    pub record: PastRecord,
    /// What belonged to it; `None` where too many changes lie between.
    pub members: Option<Members>,
    /// Whether all is known that has come to it or gone from it since.
    pub is_known_since: bool,
    /// Whether the moment lies before everything that its history knows of it.
    pub is_older: bool,
    /// The last changes before the moment, the latest first.
    pub before: Vec<Change>,
    /// The first changes after it, the earliest first.
    pub after: Vec<Change>,
}

impl Past {
    /// A record as it was; `None` where there never was one, as far as is known.
    pub fn read(
        connection: &mut AnyConnection,
        record: (&'static Entity, i64),
        moment: Moment,
        goal: Goal,
    ) -> QueryResult<Option<Self>> {
        walk::whole(connection, record, moment, goal)
    }
}
