//! What is said before something is taken back, and afterwards.

use crate::access::CurrentOperator;
use crate::history::words::told;
use crate::panel::entity::zone::Zone;
use crate::panel::record::history::{Author, ChangeKind};

/// What is not done yet, the button that does it all the same, and what is said where that would do
/// nothing.
pub(super) const UNDONE: [&str; 3] =
    ["Nothing is undone yet", "Undo anyway", "Nothing of this can be undone"];
/// The button that undoes what was added.
pub(super) const DELETE: &str = "Undo and delete";
pub(super) const RESTORED: [&str; 3] =
    ["Nothing is restored yet", "Restore the rest", "Nothing of this can be restored"];
/// The same of what is in the trash.
pub(super) const TRASHED: [&str; 3] =
    ["Nothing is restored yet", "Restore anyway", "Nothing of this can be restored"];

pub(super) const NOTHING_LEFT: &str = "There was nothing left to undo.";
/// Somebody changed just that while a job takes it back.
pub(super) const OVERTAKEN: &str = "It was changed since the undo began, and stays as it is.";
pub(super) const FORGOTTEN_IN_PART: &str =
    "The history has forgotten a part of this, which stays as it is.";
pub(super) const NOT_ALLOWED: &str = "You may not undo all of this. The rest of it stays as it is.";
/// What a field refers to that has no entity any more.
pub(super) const RECORD: &str = "record";

/// What was taken back, by what it was.
pub(super) fn done(undone: Option<ChangeKind>, title: &str) -> String {
    match undone {
        Some(ChangeKind::Created) => format!("Deleted {title}."),
        Some(ChangeKind::Deleted) => format!("Restored {title}."),
        _ => format!("Changed {title} back."),
    }
}

/// What taking it back comes to, by what it was.
pub(super) fn undoing(undone: Option<ChangeKind>, title: &str) -> String {
    match undone {
        Some(ChangeKind::Created) => format!("Undoing this deletes {title}."),
        Some(ChangeKind::Deleted) => format!("Undoing this restores {title}."),
        _ => format!("Undoing this changes {title} back."),
    }
}

/// Nothing was, and that stays as it is.
pub(super) fn nothing_done(kept: &str) -> String {
    format!("Nothing was undone.{kept}")
}

/// Somebody was quicker.
pub(super) fn done_already(author: &Author, zone: &Zone) -> String {
    format!("This was undone already by {}.", told(author, zone))
}

/// What stays as it is, behind what was taken back: these fields, and more than fields.
pub(super) fn kept(labels: &[&str], more: bool) -> String {
    let rest = if more { " What stood in the way stays as it is." } else { "" };
    match labels {
        [] => rest.to_owned(),
        labels => format!(" {} stays as it is.{rest}", labels.join(", ")),
    }
}

pub(super) fn changed_since(title: &str) -> String {
    format!("{title} was changed since.")
}

pub(super) fn not_all(title: &str) -> String {
    format!("{title} cannot be all that it was.")
}

pub(super) fn deleted_since(title: &str) -> String {
    format!("{title} was deleted since, and stays so.")
}

pub(super) fn lost_since(title: &str) -> String {
    format!("{title} is not there any more, and was not deleted here. It stays so.")
}

/// A new record that is somebody's by now.
pub(super) fn deleted_though_changed(title: &str, owners: &[String]) -> String {
    let whose = match owners {
        [] => String::new(),
        owners => format!(" and belongs to {}", owners.join(" and ")),
    };
    format!("{title} was changed since{whose}. It will be deleted all the same.")
}

pub(super) fn deleted_with(title: &str, along: &[String]) -> String {
    let along = along.join(", ");
    format!("Something belongs to {title} by now: {along}. It will be deleted as well.")
}

/// A field would refer to what is gone.
pub(super) fn not_again(label: &str, title: &str, target: &str) -> String {
    format!("{label} of {title} stays as it is: that {target} no longer exists.")
}

pub(super) fn replaced(title: &str) -> String {
    format!("{title} is not restored: there is another one by now.")
}

pub(super) fn without_owner(title: &str, owner: &str) -> String {
    format!("{title} is not restored: its {owner} no longer exists.")
}

pub(super) fn without_value(title: &str, label: &str) -> String {
    let label = label.to_lowercase();
    format!("{title} is not restored: its {label} is not known.")
}

pub(super) fn linked_again(one: &str, title: &str) -> String {
    format!(
        "The {one} of {title} was removed and added again since. It will be removed all the same."
    )
}

pub(super) fn without_side(one: &str, title: &str) -> String {
    format!("A {one} is not restored: {title} no longer exists.")
}

/// A value in a paragraph, of which that is the beginning.
pub(super) fn value(beginning: &str) -> String {
    match beginning {
        "" => "empty".to_owned(),
        text => format!("“{text}”"),
    }
}

/// A field that cannot be what it was.
pub(super) fn refused(label: &str, error: &str) -> String {
    format!(" {label}: {error}")
}

/// What a field holds, by whom, and held.
pub(super) fn differs(label: &str, now: &str, by: Option<String>, then: &str) -> String {
    let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
    format!(" {label}: {now} now{by}, {then} before.")
}

pub(super) fn last_changed(by: &str) -> String {
    format!(" Last changed {by}.")
}

/// Who changed something, for others than the operator to whom it was told.
pub(super) fn by(author: &Author, operator: &CurrentOperator) -> String {
    let name = if author.is_you { &operator.name } else { &author.name };
    let when = author.when.as_ref().map(|when| format!(", {}", when.told(&Zone::UTC).on_its_own()));
    format!("by {name}{}", when.unwrap_or_default())
}
