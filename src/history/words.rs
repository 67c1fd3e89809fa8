//! What the pages of the history say beside their templates.

use crate::panel::entity::words::grouped;
use crate::panel::entity::zone::Zone;
use crate::panel::record::history::Author;

pub const CHANGED_SINCE: &str = "Something was changed since";
pub const NO_TIME: &str = "Enter a time in UTC, such as 2026-11-22 13:55.";

pub const NOTHING_TO_UNDO: &str = "There was nothing left to undo.";
pub const NOTHING_TO_RESTORE: &str = "There was nothing left to restore.";

/// Several sentences as one text; an empty one is none.
pub fn sentences<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Somebody was quicker.
pub fn undone_already(author: &Author, zone: &Zone) -> String {
    format!("This was undone already by {}.", told(author, zone))
}

/// Somebody was quicker with these, of which some are named.
pub fn restored_already(
    (named, count): (&[String], usize),
    author: &Author,
    is_gone: bool,
    zone: &Zone,
) -> String {
    let more = i64::try_from(count - named.len()).unwrap_or(i64::MAX);
    let more = (more > 0).then(|| format!("{} more", grouped(more)));
    let all: Vec<String> = named.iter().cloned().chain(more).collect();
    let records = match all.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => all.concat(),
    };
    let were = if count == 1 { "was" } else { "were" };
    let again = if is_gone { ", and deleted again since" } else { "" };
    format!("{records} {were} restored already by {}{again}.", told(author, zone))
}

/// So many more were restored by others still.
pub fn more_restored_already(count: usize) -> String {
    let count = grouped(i64::try_from(count).unwrap_or(i64::MAX));
    format!("{count} more were restored already.")
}

/// Who did something, and when: "Ada, 5 minutes ago".
fn told(author: &Author, zone: &Zone) -> String {
    let when = author.when.map(|when| format!(", {}", when.words(zone)));
    format!("{}{}", author.name, when.unwrap_or_default())
}

/// The page that asks at which time a record is to be seen.
pub fn as_it_was(one: &str) -> String {
    format!("The {one} as it was")
}

/// The page that makes a record what it was.
pub fn restore(title: &str) -> String {
    format!("Restore {title}")
}
