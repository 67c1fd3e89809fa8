//! A list's query as its URL says it.

use super::column::Column;
use super::query::{DEFAULT_SIZE, ListQuery};
use super::sort::Sort;
use super::window::Window;
use crate::panel::http::inputs::Inputs;

impl ListQuery {
    /// What the URL says, as it would be written, but for the page.
    pub fn inputs(&self) -> Inputs {
        let mut inputs = Inputs::default();
        if !self.search.is_empty() {
            inputs = inputs.and("q", &self.search);
        }
        for filter in &self.filters {
            inputs = inputs.and("where", &filter.to_text());
        }
        if let Some(columns) = &self.columns {
            inputs = inputs.and("columns", &columns_text(columns));
        }
        if self.sort().to_text() != Sort::usual(self.entity, &self.operator).to_text() {
            inputs = inputs.and("sort", &self.sort().to_text());
        }
        if self.size != DEFAULT_SIZE {
            inputs = inputs.and("size", &self.size.to_string());
        }
        inputs
    }

    /// The same with the columns that are remembered, as others would see it by that URL.
    pub fn whole_inputs(&self) -> Inputs {
        self.with_remembered(self.inputs())
    }

    /// The same, where the rest of the URL is known.
    pub(super) fn with_remembered(&self, inputs: Inputs) -> Inputs {
        match self.remembered().filter(|_| self.columns.is_none()) {
            Some(columns) => inputs.and("columns", &columns_text(columns)),
            None => inputs,
        }
    }

    /// The page itself, as the URL says it.
    pub fn page_inputs(&self) -> Inputs {
        self.of_page(self.inputs())
    }

    /// The page itself, where the rest of the URL is known.
    pub(super) fn of_page(&self, inputs: Inputs) -> Inputs {
        match &self.window {
            Window::Page(1) => inputs,
            Window::Page(page) => inputs.and("page", &page.to_string()),
            Window::Last => inputs.and("page", "last"),
            Window::After(cursor) => inputs.and("after", &cursor.encode(&self.place())),
            Window::Before(cursor) => inputs.and("before", &cursor.encode(&self.place())),
            Window::From(bound) => inputs.and("from", &bound.typed),
        }
    }
}

fn columns_text(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
}
