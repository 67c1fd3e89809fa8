//! What a list's URL asks for.

use super::words;
use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Duration;

use super::column::Column;
use super::cursor::Cursor;
use super::filter::Filter;
use super::limits::{Budget, GLOBAL_SEARCH_TIMEOUT, SEARCH_TIMEOUT};
use super::scope::Reach;
use super::sort::Sort;
use super::window::{Bound, NUMBERED, Window};
use crate::access::CurrentOperator;
use crate::db::Direction;
use crate::db::search::{SearchPlan, Words};
use crate::db::statement::Key;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::relation::Relation;
use crate::panel::http::inputs::Inputs;

/// The page sizes on offer; the second is the default.
pub const PAGE_SIZES: [i64; 4] = [25, 50, 100, 200];
/// How many rows a page holds where nothing is asked for.
pub const DEFAULT_SIZE: i64 = 50;
/// More filters than these are left out.
const MOST_FILTERS: usize = 20;

/// How the rows of a list are come by.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// By the words of the search and by the filters.
    Plan(SearchPlan),
    /// By them, among what the queries of those numbers find, see [`ListQuery::entries`].
    Candidates(Vec<usize>),
    /// They are known: all of them, by their ids.
    Ids(Vec<i64>),
    /// By whatever leads to all of them, in no order: they are sorted.
    Sorted,
}

/// What a list's URL asks for, every part checked against what the entity declares.
pub struct ListQuery {
    /// The entity.
    pub entity: &'static Entity,
    /// Who asks.
    pub operator: Arc<CurrentOperator>,
    /// The search as it was typed.
    pub search: String,
    /// Its words.
    pub words: Words,
    /// How far the search reaches.
    pub reach: Reach,
    /// The conditions on its columns.
    pub filters: Vec<Filter>,
    /// The columns that are shown, where the URL says which.
    pub columns: Option<Vec<Column>>,
    /// How many rows a page holds.
    pub size: i64,
    /// Which rows.
    pub window: Window,
    /// What the URL asked for and cannot have.
    pub notes: Vec<String>,
    /// How the rows are come by.
    pub lookup: Lookup,
    /// How long a statement of a search may take, where it can be stopped...
    pub timeout: Duration,
    /// ...and elsewhere, how many rows the page may cost.
    pub budget: Budget,
    sort: Sort,
    /// How they want the list to be shown, once that was looked up.
    pub(super) remembered: OnceCell<Vec<Column>>,
}

impl ListQuery {
    /// Reads the query of a list. What makes no sense is replaced by what is usual, with a note.
    pub fn parse(
        entity: &'static Entity,
        operator: &Arc<CurrentOperator>,
        inputs: &Inputs,
        calendar: &Calendar,
    ) -> Self {
        let mut query = Self::usual(entity, operator);
        query.search_for(inputs.get("q").unwrap_or_default());
        if let Some(text) = inputs.get("size") {
            match page_size(text) {
                Some(size) => query.size = size,
                None => query.note(words::NO_PAGE_SIZE),
            }
        }
        if let Some(text) = inputs.get("sort") {
            match Sort::parse(entity, operator, text) {
                Some(sort) => query.sort = sort,
                None => query.note(words::NO_SORTING),
            }
        }
        if let Some(text) = inputs.get("columns") {
            query.columns = query.read_columns(text);
        }
        for text in inputs.all("where").take(MOST_FILTERS) {
            match Filter::parse(entity, operator, text, calendar) {
                Ok(filter) => query.filters.push(filter),
                Err(problem) => query.note(&words::filter_left_out(text, &problem)),
            }
        }
        if inputs.all("where").nth(MOST_FILTERS).is_some() {
            query.note(&words::first_filters(MOST_FILTERS));
        }
        match query.read_window(inputs, calendar) {
            Ok(window) => query.window = window,
            Err(note) => query.note(note),
        }
        query
    }

    /// The list as it is without a query.
    pub fn usual(entity: &'static Entity, operator: &Arc<CurrentOperator>) -> Self {
        Self {
            entity,
            operator: Arc::clone(operator),
            search: String::new(),
            words: Words::default(),
            reach: Reach::Children,
            filters: Vec::new(),
            columns: None,
            size: DEFAULT_SIZE,
            window: Window::Page(1),
            notes: Vec::new(),
            lookup: Lookup::Plan(SearchPlan::Lookup),
            timeout: SEARCH_TIMEOUT,
            budget: Budget::USUAL,
            sort: Sort::usual(entity, operator),
            remembered: OnceCell::new(),
        }
    }

    /// Some of the rows that a search finds, in the usual order.
    pub fn of_search(
        entity: &'static Entity,
        operator: &Arc<CurrentOperator>,
        search: &str,
        size: i64,
        page: i64,
    ) -> Self {
        let mut query = Self { size, window: Window::Page(page), ..Self::usual(entity, operator) };
        query.search_for(search);
        query
    }

    fn search_for(&mut self, search: &str) {
        search.trim().clone_into(&mut self.search);
        self.words = Words::of(search);
        if self.words.is_cut() {
            self.note(&words::first_words());
        }
    }

    /// The rows that were changed last, without what belongs to them.
    pub fn recent(entity: &'static Entity, operator: &Arc<CurrentOperator>, size: i64) -> Self {
        let sort = Sort::by_update(entity, Direction::Descending);
        Self { sort, size, columns: Some(Vec::new()), ..Self::usual(entity, operator) }
    }

    /// The same without what belongs to the rows.
    #[must_use]
    pub fn bare(self) -> Self {
        Self { columns: Some(Vec::new()), ..self }
    }

    /// The same in little time.
    #[must_use]
    pub fn hasty(self) -> Self {
        Self { timeout: GLOBAL_SEARCH_TIMEOUT, ..self }
    }

    /// All records in the same order, whatever is searched and filtered.
    #[must_use]
    pub fn of_all(self) -> Self {
        let words = Words::default();
        let window = Window::Page(1);
        Self { search: String::new(), words, filters: Vec::new(), window, ..self }
    }

    fn note(&mut self, note: &str) {
        self.notes.push(note.to_owned());
    }

    fn read_columns(&mut self, text: &str) -> Option<Vec<Column>> {
        let mut columns: Vec<Column> = Vec::new();
        for name in text.split(',') {
            match Column::named(self.entity, &self.operator, name) {
                Some(column) if columns.iter().all(|other| other.name() != name) => {
                    columns.push(column);
                }
                Some(_) => {}
                None => self.note(words::NO_COLUMN),
            }
        }
        (!columns.is_empty()).then_some(columns)
    }

    fn read_window(&self, inputs: &Inputs, calendar: &Calendar) -> Result<Window, &'static str> {
        let by = self.sort.by;
        let cursor = |text: &str| {
            let cursor = Cursor::decode(text, &self.place(), by.column_type);
            cursor
                .filter(|cursor| cursor.key != Key::Empty || by.is_nullable)
                .ok_or(words::NO_PLACE)
        };
        if let Some(text) = inputs.get("after") {
            return cursor(text).map(Window::After);
        }
        if let Some(text) = inputs.get("before") {
            return cursor(text).map(Window::Before);
        }
        if let Some(text) = inputs.get("from").map(str::trim).filter(|text| !text.is_empty()) {
            let bound = Bound::parse(text, &self.sort, calendar);
            return bound.map(Window::From).ok_or(words::NO_VALUE);
        }
        match inputs.get("page") {
            None => Ok(Window::Page(1)),
            Some("last") => Ok(Window::Last),
            Some(text) => {
                let numbered =
                    |page: &i64| *page >= 1 && (page - 1).saturating_mul(self.size) < NUMBERED;
                let page = text.parse().ok().filter(numbered);
                page.map(Window::Page).ok_or(words::NO_PAGE)
            }
        }
    }

    /// Sorts the list as usual, from its first page on.
    pub(super) fn sort_as_usual(&mut self) {
        self.sort = Sort::usual(self.entity, &self.operator);
        self.window = Window::Page(1);
    }

    /// What a cursor of this list refers to.
    pub fn place(&self) -> String {
        format!("{}/{}", self.entity.names.path, self.sort.to_text())
    }

    /// The column the list is sorted by, and which way.
    pub fn sort(&self) -> &Sort {
        &self.sort
    }

    /// The columns to be shown.
    pub fn shown(&self) -> Vec<Column> {
        let usual = || {
            Column::all(self.entity, &self.operator).filter(|column| column.is_usual()).collect()
        };
        let chosen = self.columns.as_deref().or_else(|| self.remembered());
        chosen.map_or_else(usual, <[_]>::to_vec)
    }

    /// What belongs to the rows and is shown.
    pub fn relations(&self) -> Vec<&'static Relation> {
        let relation = |column| match column {
            Column::Relation(relation) => Some(relation),
            Column::Field(_) | Column::Created | Column::Updated => None,
        };
        self.shown().into_iter().filter_map(relation).collect()
    }

    /// How many rows are read: one more than the page holds, to see whether there are others.
    pub fn limit(&self) -> i64 {
        self.size + 1
    }

    /// How many rows stand before the page, where it has a number; they are skipped.
    pub fn offset(&self) -> i64 {
        match self.window {
            Window::Page(page) => (page - 1) * self.size,
            _ => 0,
        }
    }

    /// How many rows stand at the beginning of the list to the last one that is read.
    pub(super) fn wanted(&self) -> i64 {
        self.offset().saturating_add(self.limit())
    }

    /// How many rows of the list stand before those that are read, where that is known.
    pub(super) fn begins_behind(&self) -> Option<i64> {
        match &self.window {
            Window::Page(_) => Some(0),
            Window::After(cursor) => cursor.position,
            Window::Before(_) | Window::Last | Window::From(_) => None,
        }
    }

    /// Whether it is every row of the table that the list shows.
    pub fn is_everything(&self) -> bool {
        self.words.is_empty() && self.filters.is_empty()
    }

    /// Whether the rows are one range of an index.
    pub(super) fn is_one_range(&self) -> bool {
        let [filter] = &self.filters[..] else { return false };
        self.words.is_empty() && filter.is_range(self.entity)
    }
}

/// The page size that is asked for, if it is on offer.
pub fn page_size(text: &str) -> Option<i64> {
    text.parse().ok().filter(|size| PAGE_SIZES.contains(size))
}
