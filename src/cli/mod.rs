//! The command line: one file a command.
//!
//! Exit codes: 0 when it is done, 1 when something is wrong and a line on standard error says
//! what, 2 when the command line itself is. A command that is told to end and says what it has left
//! exits as a shell has it: 130 for Ctrl-C, 143 for SIGTERM.

mod backup;
mod check;
mod completions;
mod confirm;
mod export;
mod history;
mod import;
mod interrupt;
mod lines;
mod migrate;
mod operator;
mod output;
mod progress;
mod prune;
mod reindex;
mod security_log;
mod seed;
mod serve;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::config::{Config, duration};
use crate::db::{AnyConnection, migrations};
use crate::entities::REGISTER;
use crate::panel::entity::definition::Entity;

/// Where the security log says that commands come from.
const PLACE: &str = "command line";

/// What a command ends with: one line for whoever ran it.
type CommandResult<T = ()> = Result<T, Box<dyn Error>>;

/// An admin panel over a relational database.
///
/// The database and everything else is configured by the environment and by the file .env in the
/// working directory; .env.example lists all variables. Without a command the panel is served.
#[derive(Debug, Parser)]
#[command(name = "backlot", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the panel until Ctrl-C
    Serve(serve::Options),
    /// Connects to the database and reports problems, each with its cure
    Check,
    /// Changes the schema of the database, or shows where it stands
    #[command(subcommand)]
    Migrate(migrate::Command),
    /// Mends what search and sorting look at, where another program changed a text, while the
    /// panel serves
    Reindex(reindex::Options),
    /// Loads sample data, from a handful of rows to millions
    Seed(seed::Options),
    /// Writes records to a file: all of them, or those that are searched for and meet conditions
    Export(export::Options),
    /// Brings records in from a file, or says what that would come to
    Import(import::Options),
    /// Writes a consistent, verified copy of an SQLite database, also while it is served
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Puts a backup in the place of an SQLite database that nobody has open
    Restore {
        /// The file to read
        file: PathBuf,
        /// Replaces a database that exists
        #[arg(long)]
        force: bool,
    },
    /// Seals the history, verifies it, or forgets its beginning
    #[command(subcommand)]
    History(history::Command),
    /// Forgets the beginning of the security log
    #[command(subcommand)]
    SecurityLog(security_log::Command),
    /// Manages the operators, who may sign in
    #[command(subcommand)]
    Operator(operator::Command),
    /// Prints a script that completes backlot's commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or(Command::Serve(serve::Options::default()));
    let outcome = match command {
        Command::Serve(options) => serve::run(&options),
        Command::Check => check::run(),
        Command::Migrate(command) => migrate::run(&command),
        Command::Reindex(options) => reindex::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Seed(options) => seed::run(&options),
        Command::Import(options) => return ended(import::run(&options)),
        Command::Backup { file } => backup::back_up(&file),
        Command::Restore { file, force } => backup::restore(&file, force),
        Command::History(command) => history::run(&command),
        Command::SecurityLog(command) => security_log::run(&command),
        Command::Operator(command) => operator::run(&command),
        Command::Completions { shell } => completions::run(shell),
    };
    ended(outcome.map(|()| ExitCode::SUCCESS))
}

/// The exit code of what a command ended with.
fn ended(outcome: CommandResult<ExitCode>) -> ExitCode {
    match outcome {
        Ok(code) => code,
        Err(problem) if is_broken_pipe(problem.as_ref()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("backlot: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever read our output has read enough, as `head` does.
fn is_broken_pipe(problem: &(dyn Error + 'static)) -> bool {
    let io = problem.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Opens the configured database; a file that is not there is created.
fn connect(config: &Config) -> Result<AnyConnection, Box<dyn Error>> {
    let address = &config.database;
    address
        .connect_within(&config.settings.limits, config.settings.wait)
        .map_err(|error| format!("cannot open {address}: {error}").into())
}

/// Opens the configured database, which must be there.
fn connect_to_existing(config: &Config) -> Result<AnyConnection, Box<dyn Error>> {
    match config.database.file() {
        Some(file) if !file.exists() => Err(format!(
            "there is no database {} yet: backlot migrate up creates it, and so does backlot serve",
            config.database
        )
        .into()),
        _ => connect(config),
    }
}

/// Opens the configured database, which must be there with the schema of this program.
fn connect_to_current(config: &Config) -> Result<AnyConnection, Box<dyn Error>> {
    let mut connection = connect_to_existing(config)?;
    match migrations::pending(&mut connection)?.is_empty() {
        true => Ok(connection),
        false => Err("migrations are pending: backlot migrate up applies them".into()),
    }
}

/// The same, and the entity of that name.
fn connect_for(entity: &str) -> Result<(Config, AnyConnection, &'static Entity), Box<dyn Error>> {
    let config = Config::from_env()?;
    let connection = connect_to_current(&config)?;
    Ok((config, connection, entity_named(entity)?))
}

/// The entity of that name, as addresses have it.
fn entity_named(name: &str) -> Result<&'static Entity, String> {
    REGISTER.entity(name).ok_or_else(|| {
        let known: Vec<&str> = REGISTER.names().map(|names| names.path).collect();
        format!("there are no {name:?}; there are: {}", known.join(", "))
    })
}

fn parse_duration(text: &str) -> Result<Duration, &'static str> {
    duration::parse(text)
}
