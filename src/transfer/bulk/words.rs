//! What the pages of deeds say beside their templates.

use crate::panel::entity::relation::LinkEnd;

pub(super) const NOTHING_CHOSEN: &str = "Choose what is to become of at least one field.";
pub(super) const NO_OTHER: &str = "The form does not say what is to be linked with.";

/// Before how many were changed.
pub(super) const CHANGED_THEM: &str = "Changed";

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

/// What is said of an edit of records that hold the same.
pub(super) fn hold_this_already(counted: &str) -> String {
    format!("{counted} hold this already.")
}

/// What is said of records that are linked.
pub(super) fn linked_already(counted: &str) -> String {
    format!("Linked already: {counted}.")
}
