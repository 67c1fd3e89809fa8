//! What is taken out, and how it is written.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::words;
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, worded};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::http::inputs::Inputs;
use crate::panel::list::ListQuery;
use crate::transfer::format::column::FileColumn;
use crate::transfer::format::write::Dialect;
use crate::transfer::format::{FileFormat, Separator};
use crate::transfer::selection::Selection;

worded! {
    /// Which columns a file has.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum ColumnChoice {
        /// Those that the list shows.
        Shown = "shown",
        /// Every field.
        All = "all",
    }
}

/// The name of the field that says which selection is taken out.
pub const SELECTION: &str = "selection";
/// The names of the fields that say how.
pub const FORMAT: &str = "format";
pub const COLUMNS: &str = "file_columns";
pub const SEPARATOR: &str = "separator";
pub const BOM: &str = "bom";
pub const LIVE: &str = "live";

/// What is taken out, and how it is written.
pub struct ExportPlan {
    /// The list. Of a selection, it says the order and the columns alone.
    pub query: ListQuery,
    /// The selection of that number, if it is one.
    pub selection: Option<Selection>,
    /// Which columns.
    pub choice: ColumnChoice,
    /// How it is written.
    pub dialect: Dialect,
}

impl ExportPlan {
    /// Reads a list's query and what the form says besides; `None` where there is no such selection
    /// of theirs.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        entity: &'static Entity,
        inputs: &Inputs,
        calendar: &Calendar,
    ) -> QueryResult<Option<Self>> {
        let selection = match inputs.get(SELECTION) {
            None => None,
            Some(number) => {
                let Ok(number) = number.parse() else { return Ok(None) };
                match Selection::find(connection, operator, entity, number)? {
                    None => return Ok(None),
                    found => found,
                }
            }
        };
        let mut query = match &selection {
            None => ListQuery::parse(entity, operator, inputs, calendar),
            Some(selection) => {
                let list = Inputs::parse(&selection.query).unwrap_or_default();
                ListQuery::parse(entity, operator, &list, calendar).of_all()
            }
        };
        let is_known = |name, known: fn(&str) -> bool| inputs.get(name).is_none_or(known);
        if !is_known(FORMAT, |word| FileFormat::of_word(word).is_some()) {
            query.notes.push(words::NO_FORMAT.to_owned());
        }
        if !is_known(SEPARATOR, |word| Separator::of_word(word).is_some()) {
            query.notes.push(words::NO_SEPARATOR.to_owned());
        }
        if !is_known(COLUMNS, |word| ColumnChoice::of_word(word).is_some()) {
            query.notes.push(words::NO_COLUMNS.to_owned());
        }
        let choice = inputs.get(COLUMNS).and_then(ColumnChoice::of_word);
        let choice = choice.unwrap_or(ColumnChoice::Shown);
        Ok(Some(Self { query, selection, choice, dialect: dialect(inputs) }))
    }

    /// The columns of the file.
    pub fn columns(&self) -> Vec<FileColumn> {
        self.columns_of(self.choice)
    }

    /// The columns that it would have by that choice.
    pub fn columns_of(&self, choice: ColumnChoice) -> Vec<FileColumn> {
        let (entity, operator) = (self.query.entity, &self.query.operator);
        match choice {
            ColumnChoice::Shown => FileColumn::of_list(entity, operator, &self.query.shown()),
            ColumnChoice::All => FileColumn::all(entity, operator),
        }
    }

    /// What the page and the form carry along: the list, or the selection.
    pub fn inputs(&self) -> Inputs {
        match &self.selection {
            None => self.query.whole_inputs().without("size"),
            Some(selection) => Inputs::default().and(SELECTION, &selection.id.to_string()),
        }
    }

    /// What is said of it in the activity, behind how many they are: ` as CSV; Color is blue`.
    pub fn words(&self) -> String {
        words::noted(self.dialect.format, self.selection.is_some(), &self.conditions())
    }

    /// The conditions that the rows meet, in words.
    pub fn conditions(&self) -> Vec<String> {
        let search = Some(&self.query.search).filter(|search| !search.is_empty());
        let filters = self.query.filters.iter().map(|filter| filter.words());
        search.map(|search| words::search(search)).into_iter().chain(filters).collect()
    }

    /// The name of the file: `cars-2026-11-26.csv`.
    pub fn file_name(&self, now: NaiveDateTime) -> String {
        let (entity, ending) = (self.query.entity.names.path, self.dialect.format.word());
        format!("{entity}-{}.{ending}", now.date())
    }
}

fn dialect(inputs: &Inputs) -> Dialect {
    let format = inputs.get(FORMAT).and_then(FileFormat::of_word).unwrap_or(FileFormat::Csv);
    let separator = inputs.get(SEPARATOR).and_then(Separator::of_word);
    Dialect {
        format,
        separator: separator.unwrap_or(Separator::Comma).byte(),
        has_bom: inputs.get(BOM).is_some(),
        is_guarded: inputs.get(LIVE).is_none(),
    }
}
