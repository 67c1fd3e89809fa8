//! What the pages of deeds say beside their templates.

use crate::panel::entity::names::Names;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::words::counted;

pub(super) const NOTHING_CHOSEN: &str = "Choose what is to become of at least one field.";
pub(super) const NO_OTHER: &str = "The form does not say what is to be linked with.";

/// The headings where there is nothing to do.
pub(super) const NOTHING_TO_CHANGE: &str = "Nothing would change";
pub(super) const NOTHING_TO_DELETE: &str = "There is nothing to delete";

/// Before how many were changed, or deleted.
pub(super) const CHANGED_THEM: &str = "Changed";
pub(super) const DELETED_THEM: &str = "Deleted";

/// Why a record is left as it is.
pub(super) const MISSING: &str = "It does not exist: it may have been deleted since.";
pub(super) const CHANGED_SINCE: &str = "It was changed since it was selected.";

/// What keeps a record from an edit where it happens before its turn comes...
pub(super) const CHANGED: &str = "changed";
/// ...and what keeps it from being linked.
pub(super) const DELETED: &str = "deleted";

/// What a page asks.
pub(super) struct Question {
    /// The heading, without its question mark.
    pub heading: String,
    /// What stands on the button that does it.
    pub button: String,
}

pub(super) fn change(counted: &str) -> Question {
    let heading = format!("Change {counted}");
    Question { button: heading.clone(), heading }
}

/// "Cast in Alien: 3 actors", "Cast 3 actors".
pub(super) fn link(end: LinkEnd, other: &str, counted: &str) -> Question {
    Question {
        heading: format!("{} {other}: {counted}", end.own().added),
        button: format!("{} {counted}", end.across().added),
    }
}

/// "Cast in a movie: 3 actors"
pub(super) fn choose(end: LinkEnd, counted: &str) -> String {
    format!("{} {}: {counted}", end.own().added, end.other().names.a)
}

/// What is not known to be so many yet.
pub(super) fn up_to(counted: &str) -> String {
    format!("up to {counted}")
}

/// What is said of an edit of records that hold the same.
pub(super) fn hold_this_already(counted: &str) -> String {
    format!("Like that already: {counted}.")
}

/// What is said of records that are linked.
pub(super) fn linked_already(counted: &str) -> String {
    format!("Linked already: {counted}.")
}

/// The title of the form that edits them.
pub(super) fn edit(counted: &str) -> String {
    format!("Edit {counted}")
}

/// The title of the page that deletes them.
pub(super) fn delete(counted: &str) -> String {
    format!("Delete {counted}")
}

/// What is said where the one to link with is gone.
pub(super) fn other_gone(one: &str) -> String {
    format!("The {one} to link with was deleted.")
}

/// "Deleted 3 cars. 1 car was left as they are.": so many were changed, needed no change, and were
/// refused.
pub(super) fn done(done: &str, names: Names, [changed, skipped, refused]: [i64; 3]) -> String {
    let count = |number| counted(number, names.one, &names.several());
    let mut text = format!("{done} {}.", count(changed));
    if skipped > 0 {
        text.push_str(&format!(" {} needed no change.", count(skipped)));
    }
    match refused {
        0 => {}
        1 => text.push_str(&format!(" {} was left as it is.", count(1))),
        _ => text.push_str(&format!(" {} were left as they are.", count(refused))),
    }
    text
}
