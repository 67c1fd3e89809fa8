//! `backlot import`: brings records in from a file.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{CommandResult, connect_to_current, entity_named, progress};
use crate::config::Config;
use crate::entities::REGISTER;
use crate::panel::record::history::Reason;
use crate::transfer::format::read::TextEncoding;
use crate::transfer::import::{EmptyCells, Given, command};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// What is imported: users, cars and so on
    entity: String,
    /// A CSV, Excel (.xlsx) or JSON file
    file: PathBuf,
    /// Finds records by their id, or by fields with commas between them; new: each row is a new
    /// record. By the id where there is such a column, if not said
    #[arg(long = "match", value_name = "FIELDS")]
    matching: Option<String>,
    /// Puts a column into a field, such as "Paint=color" or "Who=user_id.title"; nothing behind
    /// the = leaves it out
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = pair)]
    targets: Vec<(String, String)>,
    /// What stands between cells: one character, or tab
    #[arg(long, value_parser = separator)]
    separator: Option<u8>,
    /// How characters are written: utf-8, utf-16le, utf-16be or windows-1252
    #[arg(long, value_parser = encoding)]
    encoding: Option<TextEncoding>,
    /// The first row is a record, and names no columns
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
    let config = Config::from_env()?;
    let connection = &mut connect_to_current(&config)?;
    let entity = entity_named(&options.entity)?;
    let reason = Reason::typed(&options.reason);
    if let Some(error) = &reason.error {
        return Err(error.clone().into());
    }
    let given = Given {
        matching: options.matching.clone(),
        targets: options.targets.clone(),
        separator: options.separator,
        encoding: options.encoding,
        has_no_header: options.no_header,
        is_live: options.live_formulas,
        empty: options.empty,
    };
    let import = command::take(connection, entity, &options.file, &config.imports.folder, &given)?;
    let bar = progress::bar(import.size.unsigned_abs(), "bytes checked")?;
    let checked = command::check(connection, &REGISTER, import.clone(), &mut |import| {
        bar.set_position(command::position(import));
    });
    bar.finish_and_clear();
    let checked = match checked {
        Ok(checked) => checked,
        Err(problem) => {
            command::forget(connection, &import)?;
            return Err(problem);
        }
    };
    let refused = checked.counts.refused;
    println!("{}", checked.counts.in_words());
    command::refused(connection, &checked, &mut |line, problem| {
        eprintln!("line {line}: {problem}");
    })?;
    let is_refused = refused > 0 && !options.skip_refused;
    let is_written = !options.dry_run && !is_refused && checked.counts.written() > 0;
    if is_written {
        let bar = progress::bar(checked.counts.written().unsigned_abs(), "rows written")?;
        let how = (options.skip_refused, &reason);
        let subject = (entity, &checked);
        let outcome = command::carry_out(connection, &REGISTER, subject, how, &mut |job| {
            bar.set_position(job.looked_at().unsigned_abs());
        });
        bar.finish_and_clear();
        let job = outcome?;
        if job.refused > 0 {
            eprintln!("{} were left out, since they changed meanwhile", job.refused);
        }
    }
    command::forget(connection, &checked)?;
    Ok(if is_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
