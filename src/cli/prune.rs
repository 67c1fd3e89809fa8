//! What the commands that forget take.

use chrono::NaiveDate;

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
