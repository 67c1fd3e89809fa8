//! A glance at an entity: how many there are, and a few of them.

use std::sync::Arc;

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Count, Counts, UtcTime};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::{Offers, visible_fields};
use crate::panel::entity::row::Row;
use crate::panel::entity::words::in_words;
use crate::panel::http::layout::Site;
use crate::panel::list::ListQuery;
use crate::panel::list::search::read;
use crate::panel::list::why::Reason;

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
    pub note: String,
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
    /// Its id.
    pub id: i64,
    /// What it belongs to: the label, what that is called, and its path.
    pub owners: Vec<(&'static str, String, String)>,
    /// Why a search finds it, where it does not hold the words itself.
    pub why: Vec<Reason>,
    /// When it was last changed.
    pub updated_at: UtcTime,
}

/// What a row refers to, but for what it is called by already, as far as they may see it.
fn owners(operator: &CurrentOperator, row: &Row) -> Vec<(&'static str, String, String)> {
    let owner = |field: &'static Field| {
        let is_named = row.entity.title.is_by(field);
        let Cell::Link { text, path } = row.cell(field) else { return None };
        (!is_named && !text.is_empty()).then(|| (field.label, text.into_owned(), path))
    };
    visible_fields(row.entity, operator).filter_map(owner).collect()
}

impl Glimpse {
    /// When it was last changed, as pages show it.
    pub fn updated(&self) -> Cell<'static> {
        Cell::time(self.updated_at)
    }
}

impl Overview {
    /// The rows of each entity that were changed last, as far as they may see them.
    pub fn recent(
        connection: &mut AnyConnection,
        site: &Site,
        operator: &Arc<CurrentOperator>,
        size: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::each(connection, site, |entity| ListQuery::recent(entity, operator, size))
    }

    /// The first rows of each entity that a search finds, as far as they may see them.
    pub fn found(
        connection: &mut AnyConnection,
        site: &Site,
        operator: &Arc<CurrentOperator>,
        (search, size): (&str, i64),
    ) -> QueryResult<Vec<Self>> {
        Self::each(connection, site, |entity| {
            ListQuery::of_search(entity, operator, search, size, 1).bare().hasty()
        })
    }

    fn each(
        connection: &mut AnyConnection,
        site: &Site,
        query: impl Fn(&'static Entity) -> ListQuery,
    ) -> QueryResult<Vec<Self>> {
        let mut overview = |entity| Self::of(connection, &site.counts, query(entity)).transpose();
        site.register.entities.iter().filter_map(|entity| overview(entity)).collect()
    }

    /// Nothing for those who may not see any.
    fn of(
        connection: &mut AnyConnection,
        counts: &Counts,
        mut query: ListQuery,
    ) -> QueryResult<Option<Self>> {
        let names = query.entity.names;
        if !query.operator.sees(names.path) {
            return Ok(None);
        }
        let page = read(connection, &mut query, counts)?;
        let glimpse = |row: &Row| Glimpse {
            names,
            title: row.title(&query.operator),
            path: format!("/{}/{}", names.path, row.id),
            id: row.id,
            owners: owners(&query.operator, row),
            why: page.why(row).to_vec(),
            updated_at: row.updated_at,
        };
        let rows = page.rows.iter().map(glimpse).collect();
        let addable = Offers::of(query.entity, &query.operator).add;
        let note = page.extent.note(&names).unwrap_or_default();
        Ok(Some(Self { names, count: page.count, rows, note, addable }))
    }

    /// "812", "more than 10,000"
    pub fn number(&self) -> String {
        in_words(self.count)
    }

    /// "812 users"
    pub fn counted(&self) -> String {
        let many = self.names.several();
        let names = if self.count.exact() == Some(1) { self.names.one } else { &many };
        format!("{} {names}", self.number())
    }
}
