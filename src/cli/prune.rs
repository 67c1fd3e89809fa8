//! What the commands that forget take.

use chrono::{NaiveDate, TimeDelta};

use super::CommandResult;
use crate::db;

/// How far something is forgotten, and whether at once.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct PruneOptions {
    /// The first day that is kept, such as 2026-01-31 (UTC)
    #[arg(long, value_name = "DATE")]
    pub before: NaiveDate,
    /// Says what would be forgotten, and forgets nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Forgets without asking
    #[arg(long)]
    pub yes: bool,
}

impl PruneOptions {
    /// Refuses a day that has been mistyped: the first that is kept is tomorrow at the latest, which
    /// forgets all that has happened, and is today already east of Greenwich.
    pub fn check(&self) -> CommandResult {
        let latest = db::now().date() + TimeDelta::days(1);
        match self.before > latest {
            true => Err(format!(
                "{} lies in the future: the first day that is kept is {latest} at the latest",
                self.before
            )
            .into()),
            false => Ok(()),
        }
    }
}
