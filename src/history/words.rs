//! What the pages of the history say beside their templates.

use chrono::NaiveDate;

use crate::panel::entity::when::When;
use crate::panel::entity::words::{capitalized, counted, grouped, listed};
use crate::panel::entity::zone::Zone;
use crate::panel::record::history::{Author, ChangeKind, Origin};

pub(super) const ACTIVITY: &str = "Activity";
pub(super) const HISTORY: &str = "History";
pub(super) const FORGOTTEN: &str = "Forgotten";

pub(super) const A_COMMAND: &str = "A command";
pub(super) const COMMANDS: &str = "Commands";

pub(super) const NO_ENTITY: &str = "There is no such entity, so it was left out.";
pub(super) const NO_ACTION: &str = "There is no such action, so it was left out.";
pub(super) const NO_OPERATOR: &str = "There is no such operator, so it was left out.";
pub(super) const NO_DATE: &str = "That is no date, so it was left out.";
/// What a view of the activity is one of, and keeps.
pub(super) const VIEWED: &str = "activity";
pub(super) const KEPT_BY_VIEW: &str = "search, filters and page size";

pub(super) const NOTHING_TO_RESTORE: &str = "There was nothing left to restore.";

/// What became of a record or link.
pub(super) fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Created => "Added",
        ChangeKind::Changed => "Edited",
        ChangeKind::Deleted => "Deleted",
        ChangeKind::Linked => "Linked",
        ChangeKind::Unlinked => "Unlinked",
        ChangeKind::Exported => "Exported",
    }
}

/// By which way it came about.
pub(super) fn how(origin: Origin) -> &'static str {
    match origin {
        Origin::Form | Origin::Link => "Form",
        Origin::Undo => "Undo",
        Origin::Restore => "Restored version",
        Origin::Bulk => "Bulk action",
        Origin::Import => "Import",
        Origin::Export => "Download",
        Origin::Api => "API",
        Origin::CommandLine => "Command line",
        Origin::Sample => "Sample data",
        Origin::Schedule => "By schedule",
    }
}

/// What the activity can be filtered by: the names in the address, and what a page calls them.
pub(super) const FILTERS: [(&str, &str); 5] =
    [("operator", "Who"), ("kind", "Did"), ("entity", "Of"), ("since", "From"), ("until", "To")];

/// A filter that is set.
pub(super) fn filter(label: &str, value: &str) -> String {
    format!("{label}: {value}")
}

/// Somebody of whom nothing is known any more.
pub(super) fn operator(id: i64) -> String {
    format!("Operator {id}")
}

/// A change set that is about what somebody may not see.
pub(super) fn change(id: i64) -> String {
    format!("Change {id}")
}

pub(super) fn history_of(title: &str) -> String {
    format!("History of {title}")
}

pub(super) fn trash_of(many: &str) -> String {
    format!("Trash - {many}")
}

/// A record whose title nobody knows, or may.
pub(super) fn by_number(one: &str, id: i64) -> String {
    format!("{} {id}", capitalized(one))
}

/// A record that is called by what it refers to.
pub(super) fn titled(words: &str, title: &str) -> String {
    format!("{words} {title}")
}

/// So many records of a change set, and the rest of what its title says of them.
pub(super) fn recounted(count: i64, (one, several): (&str, &str), rest: &str) -> String {
    format!("{}{rest}", counted(count, one, several))
}

/// What was done to a record that does not say itself what it is.
pub(super) fn done_to(verb: &str, one: &str) -> String {
    format!("{verb} the {one}")
}

/// What was done with a link, and with which list.
pub(super) fn linked(kind: ChangeKind, list: &str) -> (&'static str, String) {
    match kind {
        ChangeKind::Linked => ("Added", format!("to the {list}")),
        _ => ("Removed", format!("from the {list}")),
    }
}

/// When a link was removed with the record on its other side.
pub(super) fn since_deleted(one: &str) -> String {
    format!("since the {one} was deleted")
}

/// What became of so many others: "12 cars deleted".
pub(super) fn also(counted: &str, kind: ChangeKind) -> String {
    format!("{counted} {}", verb(kind).to_lowercase())
}

/// What went along with several records that were deleted at once.
pub(super) fn with_all(also: &str) -> String {
    format!("With all that were deleted at once: {also}")
}

pub(super) fn went_with(one: &str, title: &str) -> String {
    format!("With the {one} {title}")
}

pub(super) fn in_form_of(one: &str, title: &str) -> String {
    format!("In the form of the {one} {title}")
}

/// The beginning of a long text, of which all has so many characters.
pub(super) fn shortened(beginning: &str, characters: i64) -> String {
    format!("{beginning}… ({} characters)", grouped(characters))
}

/// What is forgotten, and since when.
pub(super) fn forgotten(before: NaiveDate, when: Option<When>, zone: &Zone) -> String {
    let when = when.map(|when| format!(" on {}", when.told(zone).on_its_own())).unwrap_or_default();
    format!("What happened before {before} was forgotten{when}.")
}

pub(super) fn tick(several: &str) -> String {
    format!("Tick the {several} to be restored.")
}

pub(super) fn restored(what: &str) -> String {
    format!("Restored {what}.")
}

/// Nothing was, and that stays as it is.
pub(super) fn nothing_restored(kept: &str) -> String {
    format!("Nothing was restored.{kept}")
}

/// Several sentences as one text; an empty one is none.
pub(super) fn sentences<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Somebody was quicker with these, of which some are named.
pub(super) fn restored_already(
    (named, count): (&[String], usize),
    author: &Author,
    is_gone: bool,
    zone: &Zone,
) -> String {
    let more = i64::try_from(count - named.len()).unwrap_or(i64::MAX);
    let more = (more > 0).then(|| format!("{} more", grouped(more)));
    let all: Vec<String> = named.iter().cloned().chain(more).collect();
    let records = listed(&all);
    let were = if count == 1 { "was" } else { "were" };
    let again = if is_gone { ", and deleted again since" } else { "" };
    format!("{records} {were} restored already by {}{again}.", told(author, zone))
}

/// So many more were restored by others still.
pub(super) fn more_restored_already(count: usize) -> String {
    let count = grouped(i64::try_from(count).unwrap_or(i64::MAX));
    format!("{count} more were restored already.")
}

/// Who did something, and when: "Ada, 5 minutes ago".
pub(super) fn told(author: &Author, zone: &Zone) -> String {
    let when = author.when.map(|when| format!(", {}", when.told(zone).words()));
    format!("{}{}", author.name, when.unwrap_or_default())
}
