//! What the forms beside a list ask for.

use super::column::Column;
use super::filter::Filter;
use super::query::ListQuery;
use crate::panel::entity::calendar::Calendar;
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
    pub fn toolbar(&self, inputs: &Inputs, calendar: &Calendar) -> Option<ToolbarAction> {
        if inputs.get("show").is_some() || inputs.get("choose").is_some() {
            let columns = self.inputs().with("columns", &chosen_columns(inputs));
            let move_of = |way| Some([COLUMNS, way, inputs.get(way)?].join("."));
            let list = match move_of(UP).or_else(|| move_of(DOWN)) {
                Some(tool) => columns.and(TOOL, &tool),
                None => columns,
            };
            return Some(ToolbarAction::Elsewhere(self.path(), list));
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
        let filter = Filter::parse(self.entity, &self.operator, &typed, calendar);
        Some(match filter {
            Ok(filter) => {
                let inputs = self.inputs().and("where", &filter.to_text());
                ToolbarAction::Elsewhere(self.path(), inputs.and(TOOL, FILTER))
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

/// Which tool is open when the page comes: whoever adds a filter or moves a column may go on.
pub const TOOL: &str = "tool";

/// That tool, and the way and the name of the column that it has just moved, if it has.
pub fn opened(page: &Inputs) -> (&str, Option<(&str, &str)>) {
    let text = page.get(TOOL).unwrap_or_default();
    match text.split_once('.') {
        Some((tool, moved)) => (tool, moved.split_once('.')),
        None => (text, None),
    }
}

/// The tool that adds a filter.
pub const FILTER: &str = "filter";
/// The tool that chooses the columns, of which one may have been moved: `columns.up.age`.
pub const COLUMNS: &str = "columns";
/// A column is moved before the one before it...
pub const UP: &str = "up";
/// ...or behind the one behind it.
pub const DOWN: &str = "down";

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

/// The columns that were ticked, in the order of the form, one of them moved where a button of the
/// form says so.
pub fn chosen_columns(inputs: &Inputs) -> String {
    let mut chosen: Vec<&str> = inputs.all("show").collect();
    let place = |name: &str| chosen.iter().position(|other| *other == name);
    let moved = match (inputs.get(UP).and_then(place), inputs.get(DOWN).and_then(place)) {
        (Some(place), _) => place.checked_sub(1),
        (None, place) => place,
    };
    if let Some(place) = moved.filter(|place| place + 1 < chosen.len()) {
        chosen.swap(place, place + 1);
    }
    chosen.join(",")
}
