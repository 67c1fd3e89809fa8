//! `backlot export`: takes records out as a file.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::output::Output;
use super::{CommandResult, connect_for, progress};
use crate::access::CurrentOperator;
use crate::db::{self, AnyConnection, count_all};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::filter_operator::FilterOperator;
use crate::panel::http::inputs::Inputs;
use crate::panel::list::ListQuery;
use crate::panel::list::filter::Filter;
use crate::panel::record::history::Origin;
use crate::transfer::download::FileError;
use crate::transfer::export::{self, ColumnChoice, ExportPlan, Exported};
use crate::transfer::format::write::{Dialect, WriteError};
use crate::transfer::format::{FileFormat, Separator};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// What is exported: users, cars and so on
    entity: String,
    /// A condition as the address of a list has it, such as color.is.blue, with days in UTC; all of
    /// several are met
    #[arg(long = "filter", value_name = "CONDITION", value_parser = condition)]
    filters: Vec<String>,
    /// Words that are searched for
    #[arg(long, default_value = "")]
    search: String,
    /// The column that the rows are sorted by, with a - before it for the other direction
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<String>,
    /// Columns of the list with commas between them, or all for every field
    #[arg(long, default_value = "all")]
    columns: String,
    /// csv, xlsx, json or ndjson
    #[arg(long, default_value = "csv", value_parser = format)]
    format: FileFormat,
    /// What stands between the cells of CSV: comma, semicolon, tab or bar
    #[arg(long, default_value = "comma", value_parser = separator)]
    separator: Separator,
    /// Marks CSV as UTF-8, for Excel
    #[arg(long)]
    bom: bool,
    /// Puts no apostrophe before what a spreadsheet would take for a formula
    #[arg(long)]
    live_formulas: bool,
    /// The file to write, instead of the standard output; a pipe or a device is written to as it is
    #[arg(long)]
    output: Option<PathBuf>,
}

/// A condition that says what it compares with, where it compares.
fn condition(text: &str) -> Result<String, &'static str> {
    let mut parts = text.splitn(3, '.').skip(1);
    let takes = parts.next().and_then(FilterOperator::named).map_or(0, FilterOperator::values);
    match parts.next().is_none_or(|value| value.trim().is_empty()) && takes > 0 {
        true => Err("needs a value behind it, such as color.is.blue"),
        false => Ok(text.to_owned()),
    }
}

fn format(text: &str) -> Result<FileFormat, &'static str> {
    FileFormat::of_word(text).ok_or("must be csv, xlsx, json or ndjson")
}

fn separator(text: &str) -> Result<Separator, &'static str> {
    Separator::of_word(text).ok_or("must be comma, semicolon, tab or bar")
}

/// What stands for all columns.
const ALL: &str = "all";

impl Options {
    /// What the address of such a list would say.
    fn inputs(&self) -> Inputs {
        let mut inputs = Inputs::default().and("q", &self.search);
        for filter in &self.filters {
            inputs = inputs.and("where", filter);
        }
        if let Some(sort) = &self.sort {
            inputs = inputs.and("sort", sort);
        }
        match self.columns.as_str() {
            ALL => inputs,
            columns => inputs.and("columns", columns),
        }
    }

    /// What is wrong with the first option that a list would leave out.
    fn unknown(
        &self,
        entity: &'static Entity,
        operator: &Arc<CurrentOperator>,
        days: &Calendar,
    ) -> Option<String> {
        let of_filter = |text: &String| {
            let problem = Filter::parse(entity, operator, text, days).err()?;
            Some(format!("--filter {text}: {problem}"))
        };
        let of_column = |(option, text): (&str, &str)| {
            let alone = Inputs::default().and(option, text);
            let is_unknown = !ListQuery::parse(entity, operator, &alone, days).notes.is_empty();
            let several = entity.names.several();
            is_unknown.then(|| format!("--{option} {text}: a list of {several} has no such column"))
        };
        let sort = self.sort.iter().map(|text| ("sort", text.as_str()));
        let columns = self.columns.split(',').filter(|text| *text != ALL);
        let columns = columns.map(|text| ("columns", text));
        self.filters.iter().find_map(of_filter).or_else(|| sort.chain(columns).find_map(of_column))
    }

    fn plan(
        &self,
        connection: &mut AnyConnection,
        entity: &'static Entity,
    ) -> Result<ExportPlan, Box<dyn std::error::Error>> {
        let operator = Arc::new(CurrentOperator::of_command_line());
        let days = Calendar::utc(db::now());
        // Other rows would come than were asked for.
        if let Some(problem) = self.unknown(entity, &operator, &days) {
            return Err(problem.into());
        }
        let plan = ExportPlan::read(connection, &operator, entity, &self.inputs(), &days)?;
        let plan = plan.ok_or("there is nothing to export")?;
        if !plan.query.notes.is_empty() {
            return Err(plan.query.notes.join(" ").into());
        }
        let choice = if self.columns == ALL { ColumnChoice::All } else { ColumnChoice::Shown };
        let dialect = Dialect {
            format: self.format,
            separator: self.separator.byte(),
            has_bom: self.bom,
            is_guarded: !self.live_formulas,
        };
        Ok(ExportPlan { choice, dialect, ..plan })
    }
}

/// Writes the file. One that is named appears under its name when it is whole.
pub(super) fn run(options: &Options) -> CommandResult {
    let (_, mut connection, entity) = connect_for(&options.entity)?;
    let connection = &mut connection;
    let plan = options.plan(connection, entity)?;
    let Some(file) = &options.output else {
        return write(connection, entity, plan, io::stdout());
    };
    let told = |error: io::Error| format!("cannot write {}: {error}", file.display());
    let output = Output::begin(file).map_err(told)?;
    write(connection, entity, plan, output.file())?;
    Ok(output.end().map_err(told)?)
}

fn write(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    plan: ExportPlan,
    out: impl Write + Send,
) -> CommandResult {
    // They are counted for the bar alone.
    let total = match io::stderr().is_terminal() {
        true => count_all(connection, plan.query.ids(plan.query.found()))?,
        false => 0,
    };
    let (words, out) = (plan.words(), BufWriter::with_capacity(64 * 1024, out));
    let (total, several) = (total.unsigned_abs(), entity.names.several());
    let Exported { rows, outcome } = progress::with_bar(total, &several, |bar| {
        plan.run(connection, out, &mut |rows| {
            bar.set_position(rows.unsigned_abs());
            Ok(())
        })
    })?;
    let words = if outcome.is_ok() { words } else { export::broken_off(&words) };
    let operator = CurrentOperator::of_command_line();
    let how = (Origin::CommandLine, db::now());
    let noted = export::note(connection, &operator, how, (entity, rows), &words);
    match outcome {
        Err(FileError::File(WriteError::Output(error))) => Err(error.into()),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(noted?),
    }
}
