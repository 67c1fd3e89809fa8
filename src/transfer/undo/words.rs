//! What is said of what is taken back by a job.

pub(super) const BUSY: &str =
    "This job still writes it. Wait until it has ended, or cancel the rest.";

/// What the job does that takes back what is called that.
pub(super) fn undo_of(title: &str) -> String {
    format!("Undo of {title}")
}

/// What the job does that restores this.
pub(super) fn restore(counted: &str) -> String {
    format!("Restore {counted}")
}

/// What the job does that takes back all the same what that one has left.
pub(super) fn rest_of(title: &str) -> String {
    format!("{title}, what was left")
}
