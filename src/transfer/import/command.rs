//! Importing a file by a command: the same steps as by the pages, one after the other.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use diesel::QueryResult;

use super::arrive::{Arrived, Refused, chosen, headed, look_at, look_into, settle};
use super::before::Before;
use super::settings::{EmptyCells, Settings};
use super::store::{self, CHUNK, Import, ImportState, NewImport, Outcome};
use super::target::Target;
use super::{dry_run, job, words};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, now, retried};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::record::history::Reason;
use crate::transfer::format::read::{FileProblem, TextEncoding};
use crate::transfer::jobs::{self, Job, JobState, Pace, Pauses, StepsOf};

/// How a file is imported, as far as somebody has said it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// How rows are found again: `new`, `id`, or the names of fields with a comma between them.
    pub matching: Option<String>,
    /// Columns and what they are put into.
    pub targets: Vec<(String, String)>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What stands between cells.
    pub separator: Option<u8>,
    /// How characters are written.
    pub encoding: Option<TextEncoding>,
    /// The line that names the columns; 0 where none does.
    pub header: Option<u64>,
    /// Whether an apostrophe before a formula belongs to the text.
    pub is_live: bool,
    /// What an empty cell means.
    pub empty: Option<EmptyCells>,
}

type Outcomes<T> = Result<T, Box<dyn Error>>;

/// The name by which what is piped into the command is meant.
const PIPED: &str = "-";

/// So many rows are checked by one transaction at the most.
const BATCH: usize = 1000;

/// Makes sure that no other import into the same entity is on its way: each would find what the
/// other has just made.
///
/// # Errors
/// Where one is.
pub fn ensure_alone(connection: &mut AnyConnection, entity: &'static Entity) -> Outcomes<()> {
    company(connection, entity)?.map_or(Ok(()), |problem| Err(problem.into()))
}

/// What is said where another import into the same entity is on its way.
fn company(connection: &mut AnyConnection, entity: &'static Entity) -> QueryResult<Option<String>> {
    let job = jobs::importing(connection, entity.table())?;
    Ok(job.map(|job| words::still_importing(job, &entity.names.several())))
}

/// Takes a file in. What is in it from now on counts, whoever writes to it meanwhile.
///
/// # Errors
/// Where it cannot be read, or cannot be imported like that.
pub fn take(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    path: &Path,
    folder: &Path,
    given: &Given,
) -> Outcomes<Import> {
    let is_piped = path.as_os_str() == PIPED;
    let name = if is_piped { words::PIPED.to_owned() } else { path.display().to_string() };
    let shown = name.as_str();
    let opened = if is_piped { piped(folder) } else { File::open(path) };
    let file = opened.map_err(|error| words::of_file(shown, &error.to_string()))?;
    let Arrived { sniffed, digest, mut file, sheets } =
        look_at(file, folder).map_err(|refused| match refused {
            Refused::Problem(FileProblem(problem)) => words::of_file(shown, &problem),
            Refused::Failed(error) => words::of_file(shown, &error.to_string()),
        })?;
    let length = file.metadata()?.len();
    let file_name = Path::new(&name).file_name().unwrap_or_default().to_string_lossy();
    let file_name: String = file_name.chars().filter(|c| !c.is_control()).take(200).collect();
    let (now, format) = (now(), sniffed.format);
    let new = NewImport { operator_id: None, entity, file_name: &file_name, format, now };
    let id = retried(connection, |connection| store::insert(connection, &new))?;
    let (mut number, mut file_size) = (0, 0);
    // What another program writes behind it meanwhile is none of it.
    let mut file = (&mut file).take(length);
    loop {
        let mut piece = Vec::with_capacity(CHUNK);
        file.by_ref().take(CHUNK as u64).read_to_end(&mut piece)?;
        if piece.is_empty() {
            break;
        }
        retried(connection, |connection| store::insert_chunk(connection, id, number, &piece))?;
        file_size += piece.len() as i64;
        number += 1;
    }
    let operator = CurrentOperator::of_command_line();
    let mut import = retried(connection, |connection| {
        let import = found(connection, id)?;
        let settings = Settings { sheets: sheets.clone(), ..Settings::default() };
        let sized = Import { file_size, settings, ..import };
        settle(connection, &operator, entity, (&sized, sniffed), (&digest, now))?;
        found(connection, id)
    })?;
    let chosen = settings(connection, &operator, entity, &import, given)
        .and_then(|settings| Ok(settings.plan(entity, &operator).map(|_| settings)?));
    import.settings = match chosen {
        Ok(settings) => settings,
        Err(problem) => {
            forget(connection, &import)?;
            let misnamed = import.format.misnamed(&import.file_name).unwrap_or_default();
            return Err(words::of_file(shown, &format!("{misnamed}{problem}")).into());
        }
    };
    Ok(retried(connection, |connection| {
        dry_run::begin(connection, &mut import.clone(), now)?;
        found(connection, id)
    })?)
}

/// What is piped in, as a file that can be read from its beginning again.
fn piped(folder: &Path) -> io::Result<File> {
    let mut file = tempfile::tempfile_in(folder)?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}

fn found(connection: &mut AnyConnection, id: i64) -> QueryResult<Import> {
    store::find(connection, id)?.ok_or(diesel::result::Error::NotFound)
}

/// The settings as somebody has said them, and for the rest as they are guessed.
fn settings(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
    import: &Import,
    given: &Given,
) -> Outcomes<Settings> {
    let mut import = import.clone();
    let mut reading = import.settings.reading(import.format);
    if let Some(name) = &given.sheet {
        let sheets: Vec<&str> = import.sheets().collect();
        let index = sheets.iter().position(|sheet| sheet == name);
        import.settings.sheet = index.ok_or_else(|| words::no_sheet(name, &sheets))?;
        reading = headed(connection, (operator, entity), &import, reading)?;
    }
    reading.encoding = given.encoding.unwrap_or(reading.encoding);
    reading.separator = given.separator.unwrap_or(reading.separator);
    reading.header = given.header.unwrap_or(reading.header);
    reading.is_live |= given.is_live;
    look_into(connection, &import, &reading)?.map_err(|FileProblem(problem)| problem)?;
    let mut settings = chosen(connection, (operator, entity), &import, &reading)?;
    let known = Target::all(entity, operator);
    for (column, target) in &given.targets {
        let Some(index) = settings.columns.iter().position(|name| name == column) else {
            return Err(words::no_column(column, &settings.columns).into());
        };
        if !target.is_empty() && Target::named(&known, target).is_none() {
            let names: Vec<String> = known.iter().map(Target::name).collect();
            return Err(words::no_field(target, &names).into());
        }
        if let Some(old) = settings.targets.get_mut(index) {
            target.clone_into(old);
        }
    }
    if let Some(matching) = &given.matching {
        matching.clone_into(&mut settings.matching);
    }
    if let Some(empty) = given.empty {
        empty.word().clone_into(&mut settings.empty);
    }
    Ok(settings)
}

/// Checks all of it, or until `show` says that it is to stop, which is told how far it is.
///
/// # Errors
/// Where the file cannot be read to its end.
pub fn check(
    connection: &mut AnyConnection,
    register: &Register,
    mut import: Import,
    show: &mut dyn FnMut(&Import) -> ControlFlow<()>,
) -> Outcomes<Import> {
    let operator = Arc::new(CurrentOperator::of_command_line());
    let (mut pace, mut pauses) = (Pace::new(), Pauses::new(connection)?);
    while import.state == ImportState::Checking {
        let most = usize::try_from(pace.size()).unwrap_or(1).min(BATCH);
        // Others need not wait for what only reads; what it says is asked again before it counts.
        let looked = dry_run::look(connection, &operator, register, import, most)?;
        let began;
        (import, began) = retried(connection, |connection| {
            let began = Instant::now();
            Ok((looked.keep(connection, now())?, began))
        })?;
        pauses.make(connection, &mut pace, began.elapsed())?;
        if show(&import).is_break() {
            return Ok(import);
        }
    }
    match import.state {
        ImportState::Checked => Ok(import),
        _ => Err(import.problem.into()),
    }
}

/// How many bytes of the file are checked.
pub fn position(import: &Import) -> u64 {
    import.position.unsigned_abs()
}

/// Tells each row that is refused: its line, and why.
///
/// # Errors
/// As the database.
pub fn refused(
    connection: &mut AnyConnection,
    import: &Import,
    tell: &mut dyn FnMut(i64, &str),
) -> QueryResult<()> {
    let mut from = 0;
    loop {
        let asked = (from, BATCH as i64);
        let rows = store::rows_from(connection, import.id, Some(Outcome::Refused), asked)?;
        let Some(last) = rows.last() else { return Ok(()) };
        from = last.number + 1;
        rows.iter().for_each(|row| tell(row.line, &row.problem()));
    }
}

/// What is said of how the file is read and what of it is not imported, a line each: nothing of what
/// was said by whoever gave the command.
pub fn remarks(entity: &'static Entity, import: &Import, given: &Given) -> Vec<String> {
    let is_said = |remark: &String| given.encoding.is_some() && remark == words::AS_WINDOWS_1252;
    let mut remarks: Vec<String> =
        import.remarks().into_iter().filter(|remark| !is_said(remark)).collect();
    remarks.extend(import.sheet_remark().filter(|_| given.sheet.is_none()));
    let is_new = |column: &&str| given.targets.iter().all(|(name, _)| name != column);
    let known = Target::all(entity, &CurrentOperator::of_command_line());
    let is_known = |column: &&str| Target::guessed(&known, column, None).is_some();
    let left_out = import.left_out().into_iter().filter(is_new);
    let (known, unknown): (Vec<&str>, Vec<&str>) = left_out.partition(is_known);
    if !known.is_empty() {
        remarks.push(words::said_twice(&known));
    }
    if !unknown.is_empty() {
        remarks.push(words::left_out(&unknown));
    }
    remarks.into_iter().map(|remark| words::of_file(&import.file_name, &remark)).collect()
}

/// What is said where something would be added once more that an earlier import of the very same file
/// has added.
fn repeated(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    import: &Import,
) -> QueryResult<Option<String>> {
    let before = Before::find(connection, entity, import)?.filter(|before| before.is_repeated);
    Ok(before.map(|before| {
        words::repeated(&words::records(entity.names, before.count), before.change_set())
    }))
}

/// How what a file comes to is written.
pub struct How<'h> {
    /// Whether rows that are refused are left out, rather than all of it.
    pub skip: bool,
    /// Whether what an earlier import of the very same file has added is added once more.
    pub again: bool,
    /// Why it is imported.
    pub reason: &'h Reason,
}

/// Writes what was found, or until `show` says that it is to stop, which is told how far it is.
///
/// # Errors
/// Where somebody else was quicker, or is at it, or has imported the same: nothing is written then.
pub fn carry_out(
    connection: &mut AnyConnection,
    (register, steps): (&'static Register, StepsOf),
    (entity, import): (&'static Entity, &Import),
    How { skip, again, reason }: &How<'_>,
    show: &mut dyn FnMut(&Job) -> ControlFlow<()>,
) -> Outcomes<Job> {
    let operator = CurrentOperator::of_command_line();
    let job = retried(connection, |connection| {
        job::take_turn(connection, entity)?;
        if let Some(problem) = company(connection, entity)? {
            return Ok(Err(problem));
        }
        let problem = if *again { None } else { repeated(connection, entity, import)? };
        if let Some(problem) = problem {
            return Ok(Err(problem));
        }
        let mut import = import.clone();
        job::new_import(connection, &operator, (entity, &mut import), (*skip, reason), now())?;
        Ok(Ok(import.job_id.unwrap_or_default()))
    })??;
    let job = jobs::work_off(connection, register, steps, job, show)?;
    match (job.state(), found(connection, import.id)?.state) {
        (JobState::Cancelled, _) | (_, ImportState::Imported) => Ok(job),
        _ => Err(job.message.into()),
    }
}

/// Forgets the file, once it is over.
///
/// # Errors
/// As the database.
pub fn forget(connection: &mut AnyConnection, import: &Import) -> QueryResult<()> {
    let some = |connection: &mut AnyConnection| {
        Ok(store::delete_some_chunks(connection, import.id)?
            || store::delete_some_rows(connection, import.id)?)
    };
    while retried(connection, some)? {}
    retried(connection, |connection| {
        let import = Import { state: ImportState::Removed, ..found(connection, import.id)? };
        store::save(connection, &import, now())
    })
}
