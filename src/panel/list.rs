//! Lists: a page of rows, sorted and searched, whose whole state is its URL.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::cell::Cell;
use super::error::Error;
use super::field::BoxedFilter;
use super::frame::{Chrome, Visit, with_next};
use super::inputs::Inputs;
use super::need::{Offers, need, seen_belongings, seen_cells, seen_fields};
use super::next::encode;
use super::order::{BoxedOrder, Direction, OrderBy};
use super::pager::Pager;
use super::resource::{Names, Resource};
use crate::access::{Action, Who};
use crate::db::fold;

/// The page sizes on offer; the second is the default.
pub const PAGE_SIZES: [i64; 4] = [25, 50, 100, 200];
const DEFAULT_SIZE: i64 = 50;
/// Words beyond these are searched as one.
const MOST_WORDS: usize = 8;

/// What a list's URL asks for, every part checked against what the entity declares.
pub struct ListQuery<R: Resource> {
    /// Who asks.
    pub who: Arc<Who>,
    /// The search as it was typed.
    pub search: String,
    sort: Sort<R>,
    direction: Direction,
    size: i64,
    page: i64,
    /// What the URL asked for and cannot have.
    notes: Vec<&'static str>,
}

/// What a list can be sorted by: a field, or the time of the last change.
struct Sort<R: Resource> {
    name: &'static str,
    order: OrderBy<R::Table>,
}

/// The name and label of the time of the last change, which every list shows last.
const UPDATED: (&str, &str) = ("updated", "Updated");

/// The rows of one page, and how many there are in all.
pub struct Page<R> {
    /// Each row with its cells for the columns of [`Resource::BELONGINGS`].
    pub rows: Vec<(R, Vec<Cell>)>,
    /// How many rows the search finds.
    pub total: i64,
}

impl<R: Resource> ListQuery<R> {
    /// Reads the query of a list. What makes no sense is replaced by the default, with a note.
    pub fn parse(who: &Arc<Who>, inputs: &Inputs) -> Self {
        let mut notes = Vec::new();
        let mut or_default = |problem: bool, note| {
            if problem {
                notes.push(note);
            }
        };
        let page = inputs
            .get("page")
            .map(|text| text.parse().ok().filter(|n| (1..=MOST_PAGES).contains(n)));
        or_default(page == Some(None), "There is no such page: this is the first.");
        let size = inputs
            .get("size")
            .map(|text| text.parse().ok().filter(|size| PAGE_SIZES.contains(size)));
        or_default(size == Some(None), "There is no such page size: this is the usual one.");
        let sort = inputs.get("sort").map(|text| {
            let (name, direction) = match text.strip_prefix('-') {
                Some(name) => (name, Direction::Descending),
                None => (text, Direction::Ascending),
            };
            sorts::<R>().find(|sort| sort.name == name).map(|sort| (sort, direction))
        });
        or_default(
            matches!(sort, Some(None)),
            "The list cannot be sorted by that: this is its usual order.",
        );
        let (sort, direction) =
            sort.flatten().unwrap_or_else(|| (usual_sort::<R>(), Direction::Ascending));
        Self {
            who: Arc::clone(who),
            search: inputs.get("q").unwrap_or_default().trim().to_owned(),
            sort,
            direction,
            size: size.flatten().unwrap_or(DEFAULT_SIZE),
            page: page.flatten().unwrap_or(1),
            notes,
        }
    }

    /// The first rows that a search finds, in the usual order.
    pub fn of_search(who: &Arc<Who>, search: &str, size: i64, page: i64) -> Self {
        Self {
            who: Arc::clone(who),
            search: search.trim().to_owned(),
            sort: usual_sort::<R>(),
            direction: Direction::Ascending,
            size,
            page,
            notes: Vec::new(),
        }
    }

    /// The rows that were changed last.
    pub fn recent(who: &Arc<Who>, size: i64) -> Self {
        Self {
            sort: by_update(),
            direction: Direction::Descending,
            ..Self::of_search(who, "", size, 1)
        }
    }

    /// The rows the search finds: each word occurs in some searched field, letter case and accents
    /// aside, `%` and `_` taken literally.
    pub fn filter(&self) -> BoxedFilter<R::Table> {
        found::<R>(&self.who, &self.search)
    }

    /// The column the list is sorted by; the id breaks ties.
    pub fn order(&self) -> BoxedOrder<R::Table> {
        (self.sort.order)(self.direction)
    }

    /// How many rows the page holds at the most.
    pub fn limit(&self) -> i64 {
        self.size
    }

    /// How many rows stand before the page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.size
    }

    /// The list's query string with another sort and page; empty where all is usual.
    fn url(&self, sort: &str, page: i64) -> String {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(format!("q={}", encode(&self.search)));
        }
        if sort != usual_sort::<R>().name {
            pairs.push(format!("sort={sort}"));
        }
        if self.size != DEFAULT_SIZE {
            pairs.push(format!("size={}", self.size));
        }
        if page != 1 {
            pairs.push(format!("page={page}"));
        }
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    fn sort_value(&self) -> String {
        sort_value(self.sort.name, self.direction)
    }
}

/// Beyond it, the offset would not fit a number; nobody pages that far.
const MOST_PAGES: i64 = 1_000_000_000;

/// The rows of `R` that a search finds, in the fields that they may see.
pub fn found<R: Resource>(who: &Who, search: &str) -> BoxedFilter<R::Table> {
    let folded = fold(search);
    let words = folded
        .splitn(MOST_WORDS, char::is_whitespace)
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .filter_map(|word| {
            seen_fields::<R>(who)
                .filter_map(|field| field.contains.map(|contains| contains(word)))
                .reduce(|one, other| Box::new(one.or(other)))
        })
        .reduce(|one, other| Box::new(one.and(other)))
        .unwrap_or_else(|| Box::new(sql::<Bool>("1 = 1")))
}

fn sorts<R: Resource>() -> impl Iterator<Item = Sort<R>> {
    R::FIELDS
        .iter()
        .filter_map(|field| Some(Sort { name: field.name, order: field.order? }))
        .chain([by_update()])
}

/// A list is sorted by its first sortable field unless the URL says otherwise.
fn usual_sort<R: Resource>() -> Sort<R> {
    sorts::<R>().next().unwrap_or_else(by_update)
}

fn by_update<R: Resource>() -> Sort<R> {
    Sort { name: UPDATED.0, order: R::BY_UPDATE }
}

fn sort_value(name: &str, direction: Direction) -> String {
    match direction {
        Direction::Ascending => name.to_owned(),
        Direction::Descending => format!("-{name}"),
    }
}

#[derive(Template)]
#[template(path = "panel/list.html")]
struct ListPage<'a> {
    chrome: Chrome,
    names: Names,
    heads: Vec<Head>,
    rows: Vec<Row>,
    notes: &'a [&'static str],
    search: &'a str,
    /// The sort and the size that the search form keeps; empty where usual.
    sort: String,
    size: i64,
    /// This very list, for what leads away from it and back.
    here: String,
    pager: Pager,
    offers: Offers,
}

struct Head {
    label: &'static str,
    /// Where sorting by it leads; `None` where it cannot be sorted by.
    url: Option<String>,
    /// `ascending` or `descending` on the column the list is sorted by (the values of `aria-sort`).
    sorted: Option<&'static str>,
    /// Whether it stands over numbers, to the right.
    numeric: bool,
}

struct Row {
    url: String,
    edit: String,
    delete: String,
    title: String,
    cells: Vec<Cell>,
}

/// `GET /movies`
///
/// # Errors
/// As the database.
pub async fn list<R: Resource>(visit: Visit) -> Result<HttpResponse, Error> {
    let inputs = visit.query.clone();
    let (mut query, mut page) = visit
        .read(need::<R>(Action::See), move |connection, who| {
            let query = ListQuery::<R>::parse(who, &inputs);
            let page = R::list(connection, &query)?;
            Ok((query, page))
        })
        .await?;
    if page.rows.is_empty() && query.page > 1 && page.total > 0 {
        query.notes.push("The list has become shorter: this is its first page.");
        query.page = 1;
        let again = visit.read(need::<R>(Action::See), move |connection, _| {
            let page = R::list(connection, &query)?;
            Ok((query, page))
        });
        (query, page) = again.await?;
    }
    let names = R::NAMES;
    let path = visit.site.url(&format!("/{}", names.path));
    let here = format!("{path}{}", query.url(&query.sort_value(), query.page));
    let pager = Pager::new(query.page, query.size, page.total, |page| {
        format!("{path}{}", query.url(&query.sort_value(), page))
    });
    let sort = query.sort_value();
    let rows: Vec<Row> = page
        .rows
        .into_iter()
        .map(|(row, belongings)| view_row(&query.who, &path, &here, &row, belongings))
        .collect();
    let view = ListPage {
        chrome: visit.chrome(list_title(&names, &query), names.path),
        heads: heads(&query, &path, &rows),
        rows,
        names,
        notes: &query.notes,
        search: &query.search,
        sort: if sort == usual_sort::<R>().name { String::new() } else { sort },
        size: query.size,
        here,
        pager,
        offers: Offers::of::<R>(&query.who),
    };
    visit.page(StatusCode::OK, &view)
}

fn list_title<R: Resource>(names: &Names, query: &ListQuery<R>) -> String {
    let page = if query.page > 1 { format!(" - page {}", query.page) } else { String::new() };
    let search =
        if query.search.is_empty() { String::new() } else { format!(" - {}", query.search) };
    format!("{}{search}{page}", names.many)
}

fn heads<R: Resource>(query: &ListQuery<R>, path: &str, rows: &[Row]) -> Vec<Head> {
    let fields = seen_fields::<R>(&query.who).map(|field| match field.order {
        Some(_) => sorting_head(query, path, field.name, field.label),
        None => plain_head(field.label),
    });
    let belongings = seen_belongings::<R>(&query.who).map(plain_head);
    let (name, label) = UPDATED;
    let mut heads: Vec<Head> =
        fields.chain(belongings).chain([sorting_head(query, path, name, label)]).collect();
    for (column, head) in heads.iter_mut().enumerate() {
        head.numeric = rows.iter().any(|row| row.cells.get(column).is_some_and(Cell::is_numeric));
    }
    heads
}

fn sorting_head<R: Resource>(
    query: &ListQuery<R>,
    path: &str,
    name: &'static str,
    label: &'static str,
) -> Head {
    let is_sorted = name == query.sort.name;
    // What is sorted already turns round; times begin with the latest.
    let direction = match query.direction {
        Direction::Ascending if is_sorted => Direction::Descending,
        Direction::Descending if is_sorted => Direction::Ascending,
        _ if name == UPDATED.0 => Direction::Descending,
        _ => Direction::Ascending,
    };
    Head {
        label,
        url: Some(format!("{path}{}", query.url(&sort_value(name, direction), 1))),
        sorted: is_sorted.then_some(match query.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        }),
        numeric: false,
    }
}

fn plain_head(label: &'static str) -> Head {
    Head { label, url: None, sorted: None, numeric: false }
}

fn view_row<R: Resource>(who: &Who, path: &str, here: &str, row: &R, belongings: Vec<Cell>) -> Row {
    let stamps = row.stamps();
    let url = format!("{path}/{}", stamps.id);
    let fields = seen_fields::<R>(who).map(|field| field.cell(row));
    let belongings = seen_cells::<R>(who, belongings);
    Row {
        edit: with_next(&format!("{url}/edit"), here),
        delete: with_next(&format!("{url}/delete"), here),
        url: with_next(&url, here),
        title: row.title(who),
        cells: fields.chain(belongings).chain([Cell::Time(stamps.updated_at)]).collect(),
    }
}
