//! What is said of a job: its state, what became of the records, how fast it goes, and why it does not
//! go on, or leaves a record as it is.

use super::{Job, JobKind, JobState};
use crate::panel::entity::words::{counted, grouped};

/// What is said of a job whose operator may not go on with it.
pub const FORBIDDEN: &str = "The roles of the operator do not allow it any more.";
/// What is said of a job that this program does not understand.
pub const UNKNOWN: &str = "This version of the program does not know such jobs.";
/// What is said of a record that changed in just that moment.
pub const OVERTAKEN: &str = "It, or something that belongs to it, was changed since the job began.";
/// What is said of a record that the database does not let be written.
pub const VIOLATED: &str = "The database refused it: something that it refers to is gone, or another \
                            record has what only one may have.";

/// What is said of a job whose operator is there no more.
pub(super) const OPERATOR_GONE: &str = "The operator whose job it is has been disabled or removed.";
/// What is said of a job that cannot pass over a record.
pub(super) const STUCK: &str = "One of the records cannot be written.";
/// What is said of a job whose steps fail.
pub(super) const BROKEN: &str = "The database refused it. The log of the program says why.";
/// What is said where a job that has ended is cancelled.
pub(super) const HAD_ENDED: &str = "It had ended already.";
/// The button that cancels what a job has not done yet...
pub(super) const CANCEL_REST: &str = "Cancel the rest";
/// ...and the one that cancels what is done whole or not at all.
pub(super) const CANCEL_ALL: &str = "Cancel, and keep nothing";
/// The link to the file that a job is about.
pub(super) const FILE: &str = "The file";

/// What a state is called.
pub fn state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "Waiting",
        JobState::Running => "Running",
        JobState::Cancelling => "Being cancelled",
        JobState::Failing => "Being stopped",
        JobState::Done => "Done",
        JobState::Cancelled => "Cancelled",
        JobState::Failed => "Failed",
    }
}

/// What is to be said beside the state: why it ended as it did, and what that leaves where nobody has
/// taken it back.
pub fn standing(job: &Job, stands: bool) -> String {
    let left = match job.state() {
        _ if !stands => "",
        JobState::Waiting
        | JobState::Running
        | JobState::Cancelling
        | JobState::Failing
        | JobState::Done => "",
        JobState::Cancelled | JobState::Failed => match (job.kind(), job.done) {
            (Some(JobKind::CheckImport), _) => "The file was not checked to its end.",
            // It says itself what it has left, unless it could not even end as it should.
            (Some(JobKind::Import), _) if !["", BROKEN].contains(&job.message.as_str()) => "",
            (Some(JobKind::Import), 0) => "Nothing was imported.",
            (_, 0) => "Nothing was changed.",
            _ => "What was done before stays.",
        },
    };
    [job.message.as_str(), left]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What became of the records: labels and how many.
pub fn counts(job: &Job) -> Vec<(&'static str, String)> {
    let done = match job.kind() {
        Some(JobKind::Edit) => "Changed",
        Some(JobKind::Delete) => "Deleted",
        Some(JobKind::Link) => "Linked",
        Some(JobKind::Undo) => "Taken back",
        Some(JobKind::Restore) => "Restored",
        Some(JobKind::CheckImport) => "Checked",
        Some(JobKind::Import) => "Imported",
        None => "Processed",
    };
    vec![
        (done, grouped(job.done)),
        ("Nothing to do", grouped(job.skipped)),
        ("Refused", grouped(job.refused)),
    ]
}

/// "1,200 of 12,000"
pub fn progress(job: &Job) -> String {
    let looked_at = grouped(job.looked_at());
    match job.total {
        Some(total) => format!("{looked_at} of {}", grouped(total)),
        None => looked_at,
    }
}

/// "1,200 a second, about 2 minutes left"; nothing where that cannot be told yet.
pub fn pace(job: &Job) -> String {
    let looked_at = job.looked_at();
    if job.worked < 500 || looked_at == 0 {
        return String::new();
    }
    let rate = looked_at.saturating_mul(1000) / job.worked;
    let each = format!("{} a second", grouped(rate));
    match job.total.filter(|_| rate > 0 && !job.has_ended()) {
        Some(total) => format!("{each}, about {} left", time((total - looked_at) / rate)),
        None => each,
    }
}

fn time(seconds: i64) -> String {
    match seconds {
        ..=59 => counted(seconds.max(1), "second", "seconds"),
        60..=3599 => counted((seconds + 30) / 60, "minute", "minutes"),
        _ => counted((seconds + 1800) / 3600, "hour", "hours"),
    }
}

/// What is said of so many changes that could be taken back although something was changed since, and
/// the button that does it.
pub fn anyway(kind: JobKind, count: i64) -> (&'static str, String) {
    let changes = counted(count, "change", "changes");
    match kind {
        JobKind::Restore => (
            "What is listed is not what it was. You can restore it anyway: that overwrites what was \
             changed since. Whatever somebody changes in the meantime is listed again instead.",
            format!("Restore {} anyway", grouped(count)),
        ),
        _ => (
            "What is listed stays as it is. You can undo it anyway: that overwrites what was changed \
             since. Whatever somebody changes in the meantime is listed again instead.",
            format!("Undo {changes} anyway"),
        ),
    }
}
