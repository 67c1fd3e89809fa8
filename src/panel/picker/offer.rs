//! The records that are on offer where one of them is chosen: those that a search finds, some to a
//! page.

use crate::panel::words;
use std::sync::Arc;

use diesel::QueryResult;
use serde::Serialize;

use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::row::Row;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::list::ListQuery;
use crate::panel::list::column::Column;
use crate::panel::list::pager::Pager;
use crate::panel::list::rows::Rows;
use crate::panel::list::search::read;
use crate::panel::list::window::NUMBERED;

/// How many rows one page offers.
pub const OFFERED: i64 = 20;
/// Nobody turns pages further: the search leads there.
pub const LAST_PAGE: i64 = NUMBERED / OFFERED;

/// The name of the field with the search, on pages that have a URL of their own.
const SEARCH: &str = "q";
/// The name of the parameter with the page.
const PAGE: &str = "page";

/// One row on offer.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// What is sent when it is chosen.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What tells it from others of the same title.
    pub detail: String,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is searched for.
    pub search: String,
    /// The page, counted from 1.
    pub page: i64,
}

/// What is offered.
pub struct Offer {
    /// The rows.
    pub choices: Vec<Choice>,
    /// Which page it is: the first one, where the one that was asked for is empty.
    pub page: i64,
    /// What is to be said of the search; empty for nothing.
    pub note: String,
    pager: Pager,
    has_previous: bool,
    has_next: bool,
}

impl Asked {
    /// What these say under those names.
    pub fn of(inputs: &Inputs, (search, page): (&str, &str)) -> Self {
        let page = inputs.get(page).and_then(|text| text.parse().ok()).unwrap_or(1);
        let search = inputs.get(search).unwrap_or_default().trim().to_owned();
        Self { search, page: i64::clamp(page, 1, LAST_PAGE) }
    }

    /// What the query of a URL says.
    pub fn of_query(query: &Inputs) -> Self {
        Self::of(query, (SEARCH, PAGE))
    }
}

/// The query of a URL without what it says of the search.
pub fn without_search(query: &Inputs) -> Inputs {
    query.clone().without(SEARCH).without(PAGE)
}

impl Offer {
    /// The rows of an entity that a search finds.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        entity: &'static Entity,
        asked: &Asked,
        site: &Site,
    ) -> QueryResult<Self> {
        let mut rows_of = |page| {
            let mut query = ListQuery::of_search(entity, operator, &asked.search, OFFERED, page);
            read(connection, &mut query, &site.counts)
        };
        let mut page = asked.page;
        let mut rows = rows_of(page)?;
        if rows.rows.is_empty() && page > 1 {
            page = 1;
            rows = rows_of(page)?;
        }
        let choices = choices(entity, operator, &rows);
        let shown = i64::try_from(choices.len()).unwrap_or(i64::MAX);
        Ok(Self {
            page,
            note: rows.extent.note(&entity.names).unwrap_or_default(),
            pager: Pager::of_rows(rows.before, shown, rows.count),
            has_previous: rows.has_previous,
            has_next: rows.has_next && page < LAST_PAGE,
            choices,
        })
    }

    /// The pager, where that is the address of a page.
    pub fn pager(&self, url: impl Fn(i64) -> String) -> Pager {
        let mut pager = self.pager.clone();
        pager.previous = self.has_previous.then(|| url(self.page - 1));
        pager.next = self.has_next.then(|| url(self.page + 1));
        pager
    }

    /// The pager of the page at that path, which was asked for by this query.
    pub fn pager_of(&self, path: &str, query: &Inputs) -> Pager {
        self.pager(|page| {
            format!("{path}{}", query.clone().with(PAGE, &page.to_string()).to_url_query())
        })
    }
}

/// The rows as they are offered.
fn choices(entity: &'static Entity, operator: &CurrentOperator, rows: &Rows) -> Vec<Choice> {
    let tells = |column: &Column| column.is_numeric() || matches!(column, Column::Relation(_));
    let columns: Vec<Column> = Column::all(entity, operator).filter(tells).collect();
    let choice = |row: &Row| {
        let details = columns
            .iter()
            .filter_map(|column| words::detail_of(column.label(), &rows.cell(*column, row)));
        let why = rows.why(row).iter().map(|why| words::detail(&why.label, &why.text));
        let mut details: Vec<String> = details.collect();
        for why in why {
            if !details.contains(&why) {
                details.push(why);
            }
        }
        Choice { id: row.id, title: row.title(operator), detail: words::side_by_side(&details) }
    };
    rows.rows.iter().map(choice).collect()
}
