//! What is said of what is taken back by a job.

use crate::panel::entity::words::counted;

pub(super) const BUSY: &str =
    "This job still writes it. Wait until it has ended, or cancel the rest.";

/// What the job does that takes back what is called that.
pub(super) fn undo_of(title: &str) -> String {
    format!("Undo of {title}")
}

/// What is said where a job begins that takes back so many changes.
pub(super) fn begun(changes: i64) -> String {
    format!(
        "{} will be taken back. What was changed since stays as it is, and is listed.",
        counted(changes, "change", "changes"),
    )
}

/// What the job does that restores this.
pub(super) fn restore(counted: &str) -> String {
    format!("Restore {counted}")
}

/// What the job does that takes back all the same what that one has left.
pub(super) fn rest_of(title: &str) -> String {
    format!("{title}, what was left")
}
