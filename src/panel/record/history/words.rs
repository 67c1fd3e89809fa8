//! What is said of the history where it is read and written.

use chrono::NaiveDate;

use crate::panel::entity::words::{counted, grouped};

/// The label of the field that says why, in what is said against a text.
pub(super) const REASON: &str = "Reason";

/// Who changed something, in the middle of a sentence.
pub(super) const YOU: &str = "you";
pub(super) const A_COMMAND: &str = "a command";
pub(super) const ANOTHER_PROGRAM: &str = "another program";

pub(super) const NO_SEAL: &str =
    "a seal is the number of its entry, a colon, and 64 letters, as verify prints it";

/// What the activity calls a part of the history that was cut off: "History before 2026-01-31 (12
/// change sets; 812 since 2024-03-01 in all)".
pub(super) fn history_before(
    (day, sets): (NaiveDate, i64),
    (in_all, since): (i64, Option<NaiveDate>),
) -> String {
    let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
    let in_all = match in_all > sets {
        true => format!("; {}{since} in all", grouped(in_all)),
        false => String::new(),
    };
    format!("History before {day} ({}{in_all})", change_sets(sets))
}

/// What a command is about to forget: "812 change sets from before 2026-01-31, and how to restore 3
/// deleted records and links".
pub(super) fn to_be_forgotten((day, sets): (NaiveDate, i64), deleted: i64, altered: i64) -> String {
    let deleted = counted(deleted, "deleted record or link", "deleted records and links");
    let altered = match altered {
        0 => String::new(),
        altered => {
            format!("; {} not fit", counted(altered, "entry of it does", "entries of it do"))
        }
    };
    format!("{} from before {day}, and how to restore {deleted}{altered}", change_sets(sets))
}

fn change_sets(count: i64) -> String {
    counted(count, "change set", "change sets")
}
