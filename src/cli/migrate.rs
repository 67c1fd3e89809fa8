//! `backlot migrate`: takes the schema forward and back, and shows where it stands.

use std::io::Write as _;

use clap::Subcommand;

use super::confirm::confirm;
use super::lines::Lines;
use super::{CommandResult, connect, connect_to_existing};
use crate::config::Config;
use crate::db::migrations::{self, Back, Loss, Migration, State};
use crate::db::{AnyConnection, COUNTED};
use crate::entities::REGISTER;
use crate::upgrade;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Applies the pending migrations
    Up {
        /// Prints the SQL instead of running it
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes migrations back, and the data in their tables with them, while no panel is running
    Down(DownOptions),
    /// Lists every migration: applied, pending, or changed since it was applied
    Status,
    /// Takes the last migration back, then applies it and whatever else is pending
    Redo {
        /// Prints the SQL instead of running it
        #[arg(long)]
        dry_run: bool,
        /// Does not ask before anything is taken back
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct DownOptions {
    /// How many migrations, the last one first
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    count: u16,
    /// Goes back until this migration is the last one applied
    #[arg(long, value_name = "NAME", conflicts_with_all = ["count", "all"])]
    to: Option<String>,
    /// Goes back to an empty schema
    #[arg(long, conflicts_with = "count")]
    all: bool,
    /// Prints the SQL instead of running it
    #[arg(long)]
    dry_run: bool,
    /// Does not ask before anything is taken back
    #[arg(long)]
    yes: bool,
}

impl DownOptions {
    fn back(&self) -> Back {
        match &self.to {
            Some(name) => Back::To(name.clone()),
            None if self.all => Back::Everything,
            None => Back::Steps(usize::from(self.count)),
        }
    }
}

pub(super) fn run(command: &Command) -> CommandResult {
    let config = Config::from_env()?;
    match command {
        Command::Up { dry_run: false } => up(&mut connect(&config)?),
        Command::Up { dry_run: true } => {
            // Even a database that is not there yet has a plan, and it stays away.
            let plan = match connect_to_existing(&config) {
                Ok(mut connection) => migrations::pending(&mut connection)?,
                Err(_) if config.database.file().is_some_and(|file| !file.exists()) => {
                    migrations::all(config.database.product()).iter().collect()
                }
                Err(problem) => return Err(problem),
            };
            print_sql(&plan, |migration| migration.up)
        }
        Command::Down(options) => {
            let connection = &mut connect_to_existing(&config)?;
            if options.dry_run {
                let plan = migrations::revertible(connection, &options.back())?;
                return print_sql(&plan, |migration| migration.down);
            }
            down(connection, &options.back(), options.yes)
        }
        Command::Status => status(&mut connect_to_existing(&config)?),
        Command::Redo { dry_run, yes } => {
            let connection = &mut connect_to_existing(&config)?;
            let last = Back::Steps(1);
            if *dry_run {
                let plan = migrations::revertible(connection, &last)?;
                print_sql(&plan, |migration| migration.down)?;
                return print_sql(&plan, |migration| migration.up);
            }
            down(connection, &last, *yes)?;
            up(connection)
        }
    }
}

fn up(connection: &mut AnyConnection) -> CommandResult {
    let mut lines = Lines::default();
    upgrade::bring_up_to_date(connection, &REGISTER, &mut |what| lines.say(what))?;
    lines.end_or("nothing to apply")?;
    changed(&migrations::status(connection)?)
}

fn down(connection: &mut AnyConnection, back: &Back, yes: bool) -> CommandResult {
    let plan = migrations::revertible(connection, back)?;
    if !plan.is_empty() {
        let losses = migrations::losses(connection, &plan)?;
        confirm(&consequence(&plan, &losses), yes)?;
    }
    let mut lines = Lines::default();
    migrations::down(connection, back, &mut |name| lines.say(&format!("reverted {name}")))?;
    Ok(lines.end_or("nothing to revert")?)
}

/// What taking these back comes to, as somebody is asked about it.
fn consequence(plan: &[&Migration], losses: &[Loss]) -> String {
    if losses.is_empty() {
        let names: Vec<&str> = plan.iter().map(|migration| migration.name).collect();
        return format!("this reverts {}, and deletes no table", names.join(", "));
    }
    let tables: Vec<String> = losses.iter().map(loss).collect();
    format!("this deletes {}", tables.join(", "))
}

fn loss(Loss { table, rows }: &Loss) -> String {
    match rows {
        1 => format!("{table} (1 row)"),
        rows if *rows > COUNTED => format!("{table} (more than {COUNTED} rows)"),
        rows => format!("{table} ({rows} rows)"),
    }
}

fn status(connection: &mut AnyConnection) -> CommandResult {
    let status = migrations::status(connection)?;
    let mut out = std::io::stdout().lock();
    for (name, state) in &status {
        let state = match state {
            State::Applied => "applied",
            State::Changed => "changed",
            State::Pending => "pending",
            State::Unknown => "unknown",
        };
        writeln!(out, "{state}  {name}")?;
    }
    let unknown = status.iter().filter(|(_, state)| *state == State::Unknown);
    let unknown: Vec<&str> = unknown.map(|(name, _)| name.as_str()).collect();
    if !unknown.is_empty() {
        return Err(format!("applied by a newer program: {}", unknown.join(", ")).into());
    }
    changed(&status)
}

/// Reports the migrations whose files are no longer what was applied.
fn changed(status: &[(String, State)]) -> CommandResult {
    let changed: Vec<&str> = status
        .iter()
        .filter(|(_, state)| *state == State::Changed)
        .map(|(name, _)| name.as_str())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "changed since it was applied: {}; restore its file, and put the change in a new migration",
        changed.join(", ")
    )
    .into())
}

fn print_sql(plan: &[&Migration], sql: fn(&Migration) -> &'static str) -> CommandResult {
    let mut out = std::io::stdout().lock();
    for migration in plan {
        writeln!(out, "-- {}\n{}", migration.name, sql(migration).trim_end())?;
    }
    Ok(())
}
