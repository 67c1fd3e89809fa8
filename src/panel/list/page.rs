//! A list as a page shows it.

use askama::Template;

use super::column::Column;
use super::cursor::Cursor;
use super::filter::Filter;
use super::filter_form::FilterForm;
use super::query::{DEFAULT_SIZE, ListQuery, PAGE_SIZES};
use super::question::{hint, question};
use super::rows::Rows;
use super::sort::Sort;
use super::ticks::Ticks;
use super::toolbar::{DOWN, ToolbarAction, UP, opened};
use super::views::{Tabs, ViewForm};
use super::window::{NUMBERED, Window};
use super::words;
use crate::access::Action;
use crate::db::{Count, Direction};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;
use crate::panel::entity::kind::Width;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::Offers;
use crate::panel::http::escaped::Escaped;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::with_next;
use crate::panel::list::pager::{Pager, numbers, pages};

/// The page of a list.
#[derive(Template)]
#[template(path = "list/list.html")]
pub struct ListPage<'r> {
    layout: Layout,
    names: Names,
    query: &'r ListQuery,
    heads: Vec<Head>,
    rows: &'r Rows,
    /// The columns that are shown.
    shown: Vec<Column>,
    /// Where the list is, and below it the pages of its rows.
    path: Escaped,
    notes: Vec<String>,
    /// What is to be said of rows that are not all of the page, and where the others are.
    extent: Option<(String, Option<String>)>,
    search: String,
    /// What is searched, in words.
    searched: String,
    /// So many rows a page can hold, and whether it does.
    sizes: Vec<(i64, String, bool)>,
    is_compact: bool,
    /// What the search form carries along.
    kept_by_search: Inputs,
    /// The page itself.
    place: Inputs,
    /// What the other forms carry along.
    kept: Inputs,
    chips: Vec<Chip>,
    filters: FilterForm,
    /// The tool that is open, if it is one of those that stay open.
    tool: String,
    columns: Vec<ColumnChoice>,
    /// Whether the columns that are shown without a word of the URL are ones that were remembered.
    remembered: bool,
    go_to: Option<GoTo>,
    tabs: Tabs,
    view: ViewForm,
    /// This very list, for what leads away from it and back...
    here: String,
    /// ...and as the links of a row carry it;
    back: Escaped,
    /// but the page of a row leads back to the whole list by itself.
    back_to_part: Escaped,
    /// The boxes of the rows, for whoever may do something with several of them.
    ticks: Option<Ticks>,
    pager: Pager,
    /// Where the rows are counted exactly, if they are not yet.
    count: Option<String>,
    offers: Offers,
    /// Whether they may see what was deleted.
    has_trash: bool,
    /// Where they can be taken out as a file, and how many of them are...
    export: Option<String>,
    /// ...where that is known.
    total: Option<i64>,
    /// Whether they may bring records in from a file.
    has_import: bool,
}

/// The class of a column of numbers.
const NUMBER: &str = "number";
/// The class of a column that needs no more room than one of numbers.
const SHORT: &str = "short";

struct Head {
    label: &'static str,
    /// Where sorting by it leads; `None` where the list cannot be sorted by it.
    url: Option<String>,
    /// `ascending` or `descending` on the column the list is sorted by (the values of `aria-sort`).
    sorted: Option<&'static str>,
    /// How its cells stand: numbers to the right, what is short in as little room as they, what is
    /// wide on a line of its own on a phone.
    class: &'static str,
}

/// A filter, and the list without it.
pub struct Chip {
    /// What it asks.
    pub words: String,
    /// The list without it.
    pub url: String,
}

struct ColumnChoice {
    name: &'static str,
    label: &'static str,
    shown: bool,
    /// The way in which it was just moved, if it was: whoever did may go on.
    moved: Option<&'static str>,
}

/// The form that leads to a value in the sorted column.
struct GoTo {
    label: String,
    hint: &'static str,
    value: String,
}

impl<'r> ListPage<'r> {
    /// The page of these rows.
    ///
    /// # Errors
    /// Where the template of a part fails.
    pub fn new(
        request: &Request,
        query: &'r ListQuery,
        rows: &'r Rows,
        toolbar: Option<ToolbarAction>,
    ) -> askama::Result<Self> {
        let names = query.entity.names;
        let path = request.site.url(&format!("/{}", names.path));
        let url = |inputs: &Inputs| inputs.behind(&path);
        let inputs = query.inputs();
        let place = query.of_page(inputs.clone());
        let whole = query.with_remembered(inputs.clone());
        let here = url(&place);
        let pager = pager(query, &inputs, rows, &url);
        let chips = chips(query, &inputs, rows, &url);
        let count =
            rows.count.exact().is_none().then(|| format!("{path}/count{}", inputs.to_url_query()));
        let shown = query.shown();
        let page = rows.before.filter(|before| *before > 0).map(|before| before / query.size + 1);
        let (tool, moved) = opened(&request.query);
        let title = words::title(names.many, &query.search, page);
        let calendar = request.clock().calendar(&query.operator);
        let back = with_next("", &here);
        let tabs = Tabs::of(query.entity, &query.operator, &inputs, &calendar, &url);
        Ok(Self {
            layout: request.layout(title, names.path),
            heads: shown.iter().map(|column| head(query, &inputs, *column, &url)).collect(),
            rows,
            ticks: Ticks::of(query, rows, &request.query, &path),
            names,
            query,
            notes: query.notes.clone(),
            extent: rows.extent.note(&names).map(|note| (note, further(query, rows, &pager))),
            search: query.search.clone(),
            searched: query.searched(),
            sizes: sizes(query, &inputs, &url),
            is_compact: query.operator.is_compact,
            kept_by_search: inputs.clone().without("q"),
            place,
            chips,
            filters: FilterForm::new(query, toolbar)?,
            columns: column_choices(query, &shown, moved),
            shown,
            tool: tool.to_owned(),
            remembered: query.remembered().is_some(),
            view: ViewForm::on_list(query.entity, &query.operator, whole.clone(), &tabs),
            tabs,
            go_to: GoTo::new(query),
            kept: inputs,
            back_to_part: Escaped::of(if here == path { "" } else { &back })?,
            back: Escaped::of(&back)?,
            path: Escaped::of(&path)?,
            here,
            pager,
            count,
            offers: Offers::of(query.entity, &query.operator),
            has_trash: query.operator.may(Action::History, names.path),
            export: query
                .operator
                .may(Action::Export, names.path)
                .then(|| format!("{path}/export{}", whole.to_url_query()))
                .filter(|_| !rows.rows.is_empty()),
            total: rows.count.exact(),
            has_import: query.operator.may(Action::Import, names.path),
        })
    }

    /// How many of its columns hold numbers, which are narrower than the others.
    fn narrow(&self) -> usize {
        self.heads.iter().filter(|head| [NUMBER, SHORT].contains(&head.class)).count()
    }
}

/// Where the list goes on behind the last row that was looked at.
fn further(query: &ListQuery, rows: &Rows, pager: &Pager) -> Option<String> {
    rows.extent.place()?;
    match query.window.is_backwards() {
        true => pager.previous.clone(),
        false => pager.next.clone(),
    }
}

fn pager(
    query: &ListQuery,
    inputs: &Inputs,
    rows: &Rows,
    url: &impl Fn(&Inputs) -> String,
) -> Pager {
    let shown = i64::try_from(rows.rows.len()).unwrap_or(i64::MAX);
    let at = |name: &str, cursor: Option<Cursor>| {
        cursor.map(|cursor| url(&inputs.clone().and(name, &cursor.encode(&query.place()))))
    };
    let to_page = |number: i64| match number {
        1 => url(inputs),
        _ => url(&inputs.clone().and("page", &number.to_string())),
    };
    let previous = if rows.has_previous { at("before", rows.start(query)) } else { None };
    let next = if rows.has_next { at("after", rows.end(query)) } else { None };
    let mut pager = Pager::of_rows(rows.before, shown, rows.count);
    pager.first = rows.has_previous.then(|| url(inputs));
    pager.last = rows.has_next.then(|| url(&inputs.clone().and("page", "last")));
    if let (Count::Exact(total @ ..=NUMBERED), Some(before)) = (rows.count, rows.before)
        && (previous.is_some() || next.is_some())
    {
        // Beside a whole page that begins elsewhere, no number is this page's.
        let this = if before % query.size == 0 { before / query.size + 1 } else { 0 };
        let this = if query.window == Window::Last { pages(total, query.size) } else { this };
        pager.numbers = numbers(this, pages(total, query.size), to_page);
    }
    (pager.previous, pager.next) = (previous, next);
    pager
}

fn head(
    query: &ListQuery,
    inputs: &Inputs,
    column: Column,
    url: &impl Fn(&Inputs) -> String,
) -> Head {
    let sort = query.sort();
    let is_sorted = column.name() == sort.column.name();
    // What is sorted already turns round; times begin with the latest.
    let direction = match sort.direction {
        direction if is_sorted => direction.turned(),
        _ if column.is_time() || matches!(column, Column::Relation(it) if it.is_many()) => {
            Direction::Descending
        }
        _ => Direction::Ascending,
    };
    let sorted_by = |sort: Sort| url(&inputs.clone().with("sort", &sort.to_text()));
    Head {
        label: column.label(),
        url: Sort::of(query.entity, column, direction).map(sorted_by),
        sorted: is_sorted.then_some(match sort.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        }),
        class: match column {
            _ if column.is_numeric() => NUMBER,
            _ => match column.width() {
                Width::Short => SHORT,
                Width::Usual => "",
                Width::Wide => "wide",
            },
        },
    }
}

fn sizes(
    query: &ListQuery,
    inputs: &Inputs,
    url: &impl Fn(&Inputs) -> String,
) -> Vec<(i64, String, bool)> {
    let list = |size: i64| match size {
        DEFAULT_SIZE => inputs.clone().without("size"),
        _ => inputs.clone().with("size", &size.to_string()),
    };
    PAGE_SIZES.iter().map(|size| (*size, url(&list(*size)), *size == query.size)).collect()
}

fn chips(
    query: &ListQuery,
    inputs: &Inputs,
    rows: &Rows,
    url: &impl Fn(&Inputs) -> String,
) -> Vec<Chip> {
    let chip = |filter: &Filter| Chip {
        words: in_words(filter, rows),
        url: url(&inputs.clone().without_value("where", &filter.to_text())),
    };
    query.filters.iter().map(chip).collect()
}

/// What a filter asks. A record that it refers to is called by its name where a row shows it.
fn in_words(filter: &Filter, rows: &Rows) -> String {
    let is_reference = filter.column.refers_to().is_some() && filter.operator == FilterOperator::Is;
    let cell = rows.rows.first().map(|row| rows.cell(filter.column, row));
    match cell {
        Some(Cell::Link { text, .. }) if is_reference => {
            words::with_value(&question(filter.column, filter.operator), &text)
        }
        _ => filter.words(),
    }
}

/// Every column: those that are shown, in their order, and then the others.
fn column_choices(
    query: &ListQuery,
    shown: &[Column],
    moved: Option<(&str, &str)>,
) -> Vec<ColumnChoice> {
    let is_shown = |column: &Column| shown.iter().any(|other| other.name() == column.name());
    let others = Column::all(query.entity, &query.operator).filter(|column| !is_shown(column));
    let choice = |(place, column): (usize, Column)| ColumnChoice {
        name: column.name(),
        label: column.label(),
        shown: is_shown(&column),
        moved: moved.filter(|(_, name)| *name == column.name()).map(|(way, _)| {
            // What has come to the beginning only goes down.
            if way == UP && place > 0 { UP } else { DOWN }
        }),
    };
    shown.iter().copied().chain(others).enumerate().map(choice).collect()
}

impl GoTo {
    /// Nothing where a value leads nowhere.
    fn new(query: &ListQuery) -> Option<Self> {
        let column = query.sort().column;
        column.kind()?;
        let value = match &query.window {
            Window::From(bound) => bound.typed.clone(),
            _ => String::new(),
        };
        let hint = hint(column, FilterOperator::Greater);
        Some(Self { label: column.label().to_owned(), hint, value })
    }
}
