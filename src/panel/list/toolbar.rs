//! What the forms beside a list ask for.

use chrono::NaiveDateTime;

use super::column::Column;
use super::filter::Filter;
use super::query::ListQuery;
use crate::panel::entity::filter_operator::between;
use crate::panel::http::inputs::Inputs;

/// What the forms beside a list ask for: another filter, or other columns.
pub enum ToolbarAction {
    /// Another page: the same list with another query, or where a record is picked.
    Elsewhere(String, Inputs),
    /// A filter that cannot be.
    Refused {
        /// Which test, as its option says.
        operator: String,
        /// What was typed.
        value: String,
        /// The other bound.
        to: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl ListQuery {
    /// What the form fields in a list's query ask for; `None` where there are none.
    pub fn toolbar(&self, inputs: &Inputs, now: NaiveDateTime) -> Option<ToolbarAction> {
        if inputs.get("show").is_some() || inputs.get("choose").is_some() {
            let inputs = self.inputs().with("columns", &chosen_columns(inputs));
            return Some(ToolbarAction::Elsewhere(self.path(), inputs));
        }
        let chosen = inputs.get("test").filter(|chosen| !chosen.is_empty())?;
        let typed = |name| inputs.get(name).unwrap_or_default().trim();
        let (value, to) = (typed("value"), typed("to"));
        let both = match chosen.ends_with(".between") && !value.contains("..") {
            true => between(value, to),
            false => value.to_owned(),
        };
        // Where there is not much to choose from, the value stands in the option.
        let typed = match chosen.splitn(3, '.').nth(2) {
            Some(_) => chosen.to_owned(),
            None => format!("{chosen}.{both}"),
        };
        let filter = Filter::parse(self.entity, &self.operator, &typed, now);
        Some(match filter {
            Ok(filter) => {
                ToolbarAction::Elsewhere(self.path(), self.inputs().and("where", &filter.to_text()))
            }
            // Nobody knows a record by its number: it is picked among those that hold the words.
            Err(_) if let Some(path) = self.referred(chosen) => {
                let (path, inputs) =
                    picker_url(path, self.entity.names.path, &self.inputs(), chosen, value);
                ToolbarAction::Elsewhere(path, inputs)
            }
            Err(problem) => ToolbarAction::Refused {
                operator: chosen.to_owned(),
                value: value.to_owned(),
                to: to.to_owned(),
                problem,
            },
        })
    }

    fn path(&self) -> String {
        format!("/{}", self.entity.names.path)
    }

    /// The path of the entity to which the column of that test refers.
    fn referred(&self, chosen: &str) -> Option<&'static str> {
        let (column, _) = chosen.split_once('.')?;
        let column = Column::named(self.entity, &self.operator, column)?;
        column.refers_to().map(|entity| entity.names.path)
    }
}

/// What the page where a record is picked is told of the list that it is picked for: its path...
pub const LIST: &str = "list";
/// ...its query...
pub const QUERY: &str = "query";
/// ...and the column and the operator of the filter.
pub const OPERATOR: &str = "test";

/// Where a record of the entity at `path` is picked for a filter of another list.
fn picker_url(
    path: &str,
    list: &str,
    query: &Inputs,
    operator: &str,
    search: &str,
) -> (String, Inputs) {
    let inputs = Inputs::default()
        .and(LIST, list)
        .and(QUERY, &query.to_query())
        .and(OPERATOR, operator)
        .and("q", search);
    (format!("/{path}/pick"), inputs)
}

/// The columns that were ticked, in the order of the numbers beside them.
pub fn chosen_columns(inputs: &Inputs) -> String {
    let mut chosen: Vec<(u32, &str)> = inputs
        .all("show")
        .map(|name| {
            let place = inputs.get(&format!("place.{name}"));
            (place.and_then(|place| place.trim().parse().ok()).unwrap_or(u32::MAX), name)
        })
        .collect();
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(",")
}
