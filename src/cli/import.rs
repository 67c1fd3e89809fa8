//! `backlot import`: brings records in from a file.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use super::interrupt::Interrupt;
use super::{CommandResult, connect_for, progress};
use crate::db::{AnyConnection, prepare_for_many};
use crate::entities::REGISTER;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::words::{counted, grouped};
use crate::panel::record::history::Reason;
use crate::transfer::format::read::TextEncoding;
use crate::transfer::import::{EmptyCells, Given, How, Import, command};
use crate::transfer::jobs::{Job, JobState};
use crate::transfer::steps_of;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// What is imported: users, cars and so on
    entity: String,
    /// A CSV, Excel (.xlsx) or JSON file; - is what is piped in
    file: PathBuf,
    /// Finds records by their id, or by fields with commas between them, such as email; new: each
    /// row is a new record. By the id where there is such a column, if not said
    #[arg(long = "match", value_name = "FIELDS")]
    matching: Option<String>,
    /// Puts a column into a field, such as "Paint=color" or "Who=user_id.title"; nothing behind
    /// the = leaves it out
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = pair)]
    targets: Vec<(String, String)>,
    /// The sheet of a workbook, by its name; the first one that has rows, if not said
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What stands between cells: one character, or tab
    #[arg(long, value_parser = separator)]
    separator: Option<u8>,
    /// How characters are written: utf-8, utf-16le, utf-16be or windows-1252
    #[arg(long, value_parser = encoding)]
    encoding: Option<TextEncoding>,
    /// The line that names the columns, or the row of the sheet, where it is not found
    #[arg(long, value_name = "LINE", conflicts_with = "no_header")]
    header: Option<u64>,
    /// The first row is a record, and no row names columns
    #[arg(long)]
    no_header: bool,
    /// An apostrophe before a formula belongs to the text, as it does in CSV that was exported with
    /// --live-formulas
    #[arg(long)]
    live_formulas: bool,
    /// What an empty cell does: leave what is stored, or empty the field
    #[arg(long, value_parser = empty)]
    empty: Option<EmptyCells>,
    /// Leaves out the rows that are refused, and imports the others
    #[arg(long)]
    skip_refused: bool,
    /// Adds once more what an earlier import of the very same file has added
    #[arg(long)]
    again: bool,
    /// Says what would be done, and does nothing
    #[arg(long)]
    dry_run: bool,
    /// Why, for the history
    #[arg(long, default_value = "")]
    reason: String,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (column, field) = text.rsplit_once('=').ok_or("must be a column, =, and a field")?;
    Ok((column.to_owned(), field.to_owned()))
}

fn separator(text: &str) -> Result<u8, &'static str> {
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(*byte),
        _ => Err("must be one character, or tab"),
    }
}

fn encoding(text: &str) -> Result<TextEncoding, &'static str> {
    let word = text.to_ascii_lowercase();
    TextEncoding::of_word(&word).ok_or("must be utf-8, utf-16le, utf-16be or windows-1252")
}

fn empty(text: &str) -> Result<EmptyCells, &'static str> {
    EmptyCells::of_word(text).ok_or("must be leave or empty")
}

/// Checks the file, and imports it where nothing is refused. The exit code is 1 where rows are, and
/// nothing is written then.
pub(super) fn run(options: &Options) -> CommandResult<ExitCode> {
    let (config, mut connection, entity) = connect_for(&options.entity)?;
    prepare_for_many(&mut connection)?;
    let (connection, interrupt) = (&mut connection, Interrupt::watch()?);
    let reason = Reason::typed(&options.reason);
    if let Some(error) = &reason.error {
        return Err(error.clone().into());
    }
    if !options.dry_run {
        command::ensure_alone(connection, entity)?;
    }
    let given = Given {
        matching: options.matching.clone(),
        targets: options.targets.clone(),
        sheet: options.sheet.clone(),
        separator: options.separator,
        encoding: options.encoding,
        header: options.header.or(options.no_header.then_some(0)),
        is_live: options.live_formulas,
        empty: options.empty,
    };
    let import = command::take(connection, entity, &options.file, &config.imports.folder, &given)?;
    for remark in command::remarks(entity, &import, &given) {
        eprintln!("{remark}");
    }
    let outcome = check_and_write(connection, options, (entity, &import), (&reason, &interrupt));
    command::forget(connection, &import)?;
    outcome
}

fn check_and_write(
    connection: &mut AnyConnection,
    options: &Options,
    (entity, import): (&'static Entity, &Import),
    (reason, interrupt): (&Reason, &Interrupt),
) -> CommandResult<ExitCode> {
    let go_on = || match interrupt.code() {
        Some(_) => ControlFlow::Break(()),
        None => ControlFlow::Continue(()),
    };
    let checked = progress::with_bar(import.size().unsigned_abs(), "bytes checked", |bar| {
        let mut show = |import: &_| {
            bar.set_position(command::position(import));
            go_on()
        };
        command::check(connection, &REGISTER, import.clone(), &mut show)
    })??;
    if let Some(code) = interrupt.code() {
        eprintln!("stopped: nothing was imported");
        return Ok(code);
    }
    writeln!(io::stdout(), "{}", checked.counts.in_words())?;
    command::refused(connection, &checked, &mut |line, problem| {
        eprintln!("{} {line}: {problem}", checked.format.place());
    })?;
    if checked.counts.refused > 0 && !options.skip_refused {
        if options.dry_run {
            return Ok(ExitCode::FAILURE);
        }
        eprintln!("nothing was imported; --skip-refused imports the rows that are not refused");
        return Ok(ExitCode::FAILURE);
    }
    let rows = checked.counts.written().unsigned_abs();
    if options.dry_run || rows == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let job = progress::with_bar(rows, "rows written", |bar| {
        let mut is_told = options.skip_refused;
        let mut show = |job: &Job| {
            bar.set_position(job.looked_at().unsigned_abs());
            if go_on().is_break() && !std::mem::replace(&mut is_told, true) {
                bar.suspend(|| eprintln!("{TAKING_BACK}"));
            }
            go_on()
        };
        let how = How { skip: options.skip_refused, again: options.again, reason };
        command::carry_out(connection, (&REGISTER, steps_of), (entity, &checked), &how, &mut show)
    })??;
    if job.state() == JobState::Cancelled {
        eprintln!("stopped: {}", left(&job));
        return Ok(interrupt.code().unwrap_or(ExitCode::FAILURE));
    }
    if job.refused > 0 {
        let rows = counted(job.refused, "row was", "rows were");
        eprintln!("{rows} left out, since something changed meanwhile");
    }
    eprintln!("{} imported", counted(job.done, "row was", "rows were"));
    Ok(ExitCode::SUCCESS)
}

/// What is said where an import is stopped that is done whole or not at all.
const TAKING_BACK: &str = "stopping: what was imported is taken back, which the panel does where this \
                           is stopped once more";

/// What a job has done that was stopped, and what can be done about it.
fn left(job: &Job) -> String {
    let (done, all) = (grouped(job.done), grouped(job.total.unwrap_or(job.done)));
    match job.change_set_id.filter(|_| job.done > 0) {
        _ if !job.message.is_empty() => job.message.clone(),
        None => "nothing was imported".to_owned(),
        Some(change_set) => format!(
            "{done} of {all} were imported. Undo them in the panel, at /activity/{change_set}, \
             before the file is imported again, or import it with --match, which leaves those as \
             they are"
        ),
    }
}
