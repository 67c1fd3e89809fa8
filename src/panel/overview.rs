//! A glance at an entity: how many there are, and a few of them.

use std::sync::Arc;

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Count, Counts, UtcTime};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::requirement::Offers;
use crate::panel::entity::resource::{Names, Resource};
use crate::panel::list::ListQuery;
use crate::panel::list::pager::in_words;
use crate::panel::list::rows::CUT_OFF;
use crate::panel::list::search::read;

/// A few rows of one entity.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The words for it.
    pub names: Names,
    /// How many rows there are, or how many a search finds.
    pub count: Count,
    /// The first of them.
    pub rows: Vec<Glimpse>,
    /// What is to be said of the search; empty for nothing.
    pub note: &'static str,
    /// Whether one may be added.
    pub addable: bool,
}

/// One row, as it is pointed to.
#[derive(Clone, Debug)]
pub struct Glimpse {
    /// The entity.
    pub names: Names,
    /// What the row is called.
    pub title: String,
    /// Where it is, below the base.
    pub path: String,
    /// When it was last changed.
    pub updated_at: UtcTime,
}

impl Glimpse {
    /// When it was last changed, as pages show it.
    pub fn updated(&self) -> Cell {
        Cell::time(self.updated_at)
    }
}

impl Overview {
    /// The rows that were changed last.
    ///
    /// # Errors
    /// As the queries.
    pub fn recent<R: Resource>(
        connection: &mut AnyConnection,
        counts: &Counts,
        operator: &Arc<CurrentOperator>,
        size: i64,
    ) -> QueryResult<Option<Self>> {
        Self::of(connection, counts, ListQuery::<R>::recent(operator, size))
    }

    /// The first rows that a search finds.
    ///
    /// # Errors
    /// As the queries.
    pub fn found<R: Resource>(
        connection: &mut AnyConnection,
        counts: &Counts,
        operator: &Arc<CurrentOperator>,
        search: &str,
        size: i64,
    ) -> QueryResult<Option<Self>> {
        Self::of(
            connection,
            counts,
            ListQuery::<R>::of_search(operator, search, size, 1).bare().hasty(),
        )
    }

    /// Nothing for those who may not see any.
    fn of<R: Resource>(
        connection: &mut AnyConnection,
        counts: &Counts,
        mut query: ListQuery<R>,
    ) -> QueryResult<Option<Self>> {
        if !query.operator.sees(R::NAMES.path) {
            return Ok(None);
        }
        let page = read(connection, &mut query, counts)?;
        let glimpse = |row: R| {
            let stamps = row.stamps();
            Glimpse {
                names: R::NAMES,
                title: row.title(&query.operator),
                path: format!("/{}/{}", R::NAMES.path, stamps.id),
                updated_at: stamps.updated_at,
            }
        };
        let rows = page.rows.into_iter().map(|(row, _)| glimpse(row)).collect();
        let addable = Offers::of::<R>(&query.operator).add;
        let note = if page.is_cut_off { CUT_OFF } else { "" };
        Ok(Some(Self { names: R::NAMES, count: page.count, rows, note, addable }))
    }

    /// "812", "more than 10,000"
    pub fn number(&self) -> String {
        in_words(self.count)
    }

    /// "812 users"
    pub fn counted(&self) -> String {
        let many = self.names.many.to_lowercase();
        let names = if self.count.exact() == Some(1) { self.names.one } else { &many };
        format!("{} {names}", self.number())
    }
}
