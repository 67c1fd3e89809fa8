//! `backlot security-log`: forgetting the beginning of the security log.

use std::io::Write as _;

use chrono::NaiveDate;
use clap::Subcommand;

use super::confirm::confirm;
use super::prune::PruneOptions;
use super::{CommandResult, PLACE, connect_to_current, progress};
use crate::access;
use crate::config::Config;
use crate::db::{self, AnyConnection, retried};
use crate::panel::entity::words::counted;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Forgets what happened before a day, in batches, while the panel serves
    Prune(PruneOptions),
}

pub(super) fn run(command: &Command) -> CommandResult {
    let Command::Prune(options) = command;
    options.check()?;
    let config = Config::from_env()?;
    let connection = &mut connect_to_current(&config)?;
    let PruneOptions { before, dry_run, yes } = options;
    let count = access::count_events(connection, *before)?;
    let lines = format!("{} from before {before}", counted(count, "line", "lines"));
    let said = match count {
        0 => format!("there is nothing from before {before}"),
        _ if *dry_run => format!("this would forget {lines}"),
        _ => {
            confirm(&format!("this forgets {lines} of the security log"), *yes)?;
            prune(connection, *before, count)?;
            format!("forgot {lines}")
        }
    };
    Ok(writeln!(std::io::stdout(), "{said}")?)
}

fn prune(connection: &mut AnyConnection, before: NaiveDate, count: i64) -> CommandResult {
    let now = db::now();
    retried(connection, |connection| access::note_pruned(connection, before, (PLACE, now)))?;
    let bar = progress::bar(count.unsigned_abs(), "lines")?;
    loop {
        let deleted = retried(connection, |connection| access::delete_events(connection, before))?;
        if deleted == 0 {
            bar.finish_and_clear();
            return Ok(());
        }
        bar.inc(u64::try_from(deleted)?);
    }
}
