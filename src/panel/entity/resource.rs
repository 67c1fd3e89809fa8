//! What an entity tells the panel about itself.

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, BoxedFilter, BoxedQuery, UtcTime};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::sorting::Sorting;
use crate::panel::list::ListQuery;

/// The words for an entity. One word for one thing: the path is the table's name as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// The table, and the first segment of every URL: `movies`.
    pub path: &'static str,
    /// One of them, in the middle of a sentence: `movie`.
    pub one: &'static str,
    /// The same with its article: `a movie`.
    pub a: &'static str,
    /// Several of them, as a heading: `Movies`.
    pub many: &'static str,
    /// What belongs here, for the empty list.
    pub about: &'static str,
}

impl Names {
    /// Several of them, in the middle of a sentence: `movies`.
    pub fn several(&self) -> String {
        self.many.to_lowercase()
    }
}

/// What every row carries beside its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamps {
    /// The id, which for a profile is its user's.
    pub id: i64,
    /// Counts the updates: the lock against lost updates.
    pub version: i32,
    /// When it was created.
    pub created_at: UtcTime,
    /// When it was last changed.
    pub updated_at: UtcTime,
}

/// An entity. Its list, detail, form, conflict and delete pages follow from it.
///
/// The trait holds no Diesel bounds and no default methods: the SQL stays concrete in each
/// entity's file. A page that differs is a plain handler of its own in that file.
pub trait Resource: Sized + Send + 'static {
    /// The Diesel table its list is read from, for the typed columns of [`Field`].
    type Table: 'static;
    /// The column of that table which tells rows apart.
    type Id: 'static;

    /// The name of that column.
    const ID: &'static str;
    /// The words for it.
    const NAMES: Names;
    /// Its fields in reading order; lists, search, sorting and forms follow from them.
    const FIELDS: &'static [Field<Self>];
    /// What belongs to a row, as lists show it.
    const RELATIONS: &'static [Relation<Self>];
    /// The entities whose rows a deletion takes along.
    const TAKES_ALONG: &'static [&'static str];
    /// Its lists sorted by when a row was created.
    const BY_CREATION: Sorting<Self>;
    /// Its lists sorted by when a row was last changed.
    const BY_UPDATE: Sorting<Self>;

    /// The row's id, version and times.
    fn stamps(&self) -> Stamps;

    /// How the row is called in headings and messages, to somebody who may see it.
    fn title(&self, operator: &CurrentOperator) -> String;

    /// The rows of one page, each with its cells for [`Resource::RELATIONS`], in one query.
    ///
    /// # Errors
    /// As the query.
    fn list(
        connection: &mut AnyConnection,
        query: &ListQuery<Self>,
    ) -> QueryResult<Vec<(Self, Vec<Cell>)>>;

    /// The query for the ids of the rows that pass, to be counted.
    fn ids(filter: BoxedFilter<Self::Table>) -> BoxedQuery;

    /// The row, or `None` where there is none.
    ///
    /// # Errors
    /// As the query.
    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>>;
}
