//! The form that adds a filter to a list: every question that can be asked of a column.

use super::words;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use askama::Template;

use super::column::Column;
use super::query::ListQuery;
use super::question;
use super::toolbar::ToolbarAction;
use crate::panel::entity::filter_operator::FilterOperator;

/// The form that adds a filter.
pub(super) struct FilterForm {
    pub options: FilterOptions,
    pub value: String,
    pub to: String,
    pub problem: String,
}

/// The questions of a list as options, one group for each column, rendered.
#[derive(Clone)]
pub(super) struct FilterOptions(Arc<str>);

impl askama::filters::HtmlSafe for FilterOptions {}

impl fmt::Display for FilterOptions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[derive(Template)]
#[template(path = "list/filter_options.html")]
struct OptionsTemplate {
    groups: Vec<OptionGroup>,
}

/// The questions of one column.
struct OptionGroup {
    label: &'static str,
    /// Whether it is asked for days.
    is_of_days: bool,
    options: Vec<FilterOption>,
}

struct FilterOption {
    value: String,
    words: String,
    /// How many values it takes.
    values: u8,
    chosen: bool,
}

/// What tells the questions of a list: its entity, and the columns that somebody may see.
type Asked = (&'static str, Vec<&'static str>);

/// The options that were rendered before, with none of them chosen. There are as many as different
/// sets of columns that roles let see. They are some sixty of every page's elements, and the same on
/// every page.
static RENDERED: LazyLock<RwLock<HashMap<Asked, FilterOptions>>> = LazyLock::new(RwLock::default);

impl FilterForm {
    /// The form as it is filled in.
    pub fn new(query: &ListQuery, toolbar: Option<ToolbarAction>) -> askama::Result<Self> {
        let (chosen, value, to, problem) = match toolbar {
            Some(ToolbarAction::Refused { operator, value, to, problem }) => {
                (operator, value, to, problem)
            }
            _ => Default::default(),
        };
        Ok(Self { options: FilterOptions::of(query, &chosen)?, value, to, problem })
    }
}

impl FilterOptions {
    fn of(query: &ListQuery, chosen: &str) -> askama::Result<Self> {
        let columns = || Column::all(query.entity, &query.operator);
        if !chosen.is_empty() {
            return Self::render(columns(), chosen);
        }
        let asked = (query.entity.table(), columns().map(Column::name).collect());
        let rendered = RENDERED.read().unwrap_or_else(PoisonError::into_inner).get(&asked).cloned();
        if let Some(rendered) = rendered {
            return Ok(rendered);
        }
        let rendered = Self::render(columns(), chosen)?;
        let mut kept = RENDERED.write().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.entry(asked).or_insert(rendered).clone())
    }

    fn render(columns: impl Iterator<Item = Column>, chosen: &str) -> askama::Result<Self> {
        let group = |column: Column| {
            let operators = question::operators(column).into_iter();
            let options = operators.flat_map(|operator| options(column, operator, chosen));
            let (label, is_of_days) = (column.label(), column.is_of_days());
            OptionGroup { label, is_of_days, options: options.collect() }
        };
        Ok(Self(OptionsTemplate { groups: columns.map(group).collect() }.render()?.into()))
    }
}

impl FilterOption {
    fn new(column: Column, operator: FilterOperator, chosen: &str) -> Self {
        let value = format!("{}.{}", column.name(), operator.name());
        let question = question::question(column, operator);
        Self {
            words: if operator.values() > 0 { words::open(&question) } else { question },
            values: operator.values(),
            chosen: value == chosen,
            value,
        }
    }

    /// The same with a value, which is then not typed.
    fn with(&self, (value, label): (&str, &str)) -> Self {
        Self {
            value: format!("{}.{value}", self.value),
            words: words::with_value(self.words.trim_end_matches(['…', ' ']), label),
            values: 0,
            chosen: false,
        }
    }
}

/// One question, or one for each value that can be selected.
fn options(column: Column, operator: FilterOperator, chosen: &str) -> Vec<FilterOption> {
    let asked = FilterOption::new(column, operator, chosen);
    let selectable = question::selectable(column, operator);
    match selectable.is_empty() {
        true => vec![asked],
        false => selectable.iter().map(|selected| asked.with(*selected)).collect(),
    }
}
