//! What forms say, beside their templates.

use crate::panel::entity::names::Names;
use crate::panel::entity::words::{capitalized, grouped, listed};
use crate::panel::entity::zone::Zone;
use crate::panel::record::history::Author;
use crate::panel::record::save::Moved;

pub const SAVED_ALREADY: &str = "This form was already saved. This is the record.";
/// What stands above a form that added records when it was sent before, with other values.
pub const ADDED_ALREADY: &str = "This form was saved already, and what it added then is there. What \
                                 you have changed since is not saved yet: remove below what \
                                 would be added twice, then save.";
/// What stands above a form that its session did not outlive.
pub const RESTORED: &str = "Your session had ended when you sent this form. It is not saved yet.";
/// What is said at a field whose stored value cannot be shown.
pub const UNREADABLE: &str =
    "Another program stored a value here that cannot be shown. Saving replaces it.";
/// What is said at a moment of which nothing else is said.
pub const OF_MOMENTS: &str = "In UTC, such as 2026-11-22 13:55.";
/// What is said at a day of which nothing else is said.
pub const OF_DAYS: &str = "Such as 2026-11-22.";
pub const NO_MARK: &str = "The form lacks the mark that keeps it from being saved twice. Open it \
                           again from the panel.";
pub const FIELD_MISSING: &str = "A field of the form is missing, or nothing was chosen for it, so \
                                 nothing was saved. Go back and fill it in.";
pub const NO_VERSION: &str = "The form does not say which version of the record it was opened at, \
                              so saving it could undo somebody else's work. Open it again from \
                              the panel.";
/// What is said behind what was left out of a form.
pub const OTHERS_UNSAVED: &str = "Nothing else is saved yet.";
pub const SAVE: &str = "Save";

pub const SAME_IN_BOTH: &str = "the same in both";
pub const YOURS_KEPT: &str = "your change is kept";
pub const THEIRS_KEPT: &str = "their change is kept";
pub const CHOOSE_BELOW: &str = "choose below";
pub const EMPTY: &str = "empty";
/// What somebody did to a record.
pub const CHANGED: &str = "changed";
pub const DELETED: &str = "deleted";
pub const REMOVED: &str = "removed";
/// What may become of a record that is removed here and was changed meanwhile...
pub const REMOVE_OR_KEEP: [&str; 2] = ["Remove it all the same", "Keep it, as it is now"];
/// ...and of one that is changed here and was deleted meanwhile.
pub const LEAVE_OR_ADD: [&str; 2] = ["Leave it deleted", "Add it again, as you have it"];

pub fn add(names: Names) -> String {
    format!("Add {}", names.a)
}

/// The heading of an edit form; what the record is called may be empty.
pub fn edit(names: Names, title: &str) -> String {
    match title {
        "" => format!("Edit this {}", names.one),
        title => format!("Edit {title}"),
    }
}

pub fn added(title: &str) -> String {
    format!("Added {title}.")
}

pub fn saved(title: &str) -> String {
    format!("Saved {title}.")
}

/// What was typed into a form for records that its operator may not change any more.
pub fn may_not_change(several: &str, typed: &str) -> String {
    format!("You may not change {several}, so what you had typed for them was left out: {typed}.")
}

/// A child of a form that was given to another owner, and what was typed for it.
pub fn moved(moved: &Moved, zone: &Zone) -> String {
    let Moved { a, owner, typed, by } = moved;
    let by = match by {
        Some(Author { name, when: Some(when), .. }) => {
            format!("by {name}, {}", when.told(zone).words())
        }
        Some(Author { name, .. }) => format!("by {name}"),
        None => "meanwhile".to_owned(),
    };
    format!(
        "{} of this form was given to another {owner} {by}, so your changes to it were left out. You \
         had typed: {typed}.",
        capitalized(a),
    )
}

/// The message after saving where others changed some fields meanwhile: `others` are their names,
/// and `is_known` is whether it is known who it was.
pub fn saved_beside(title: &str, fields: &[&str], others: &[&str], is_known: bool) -> String {
    let who = match others {
        [] if is_known => "you changed in another window".to_owned(),
        _ => format!("{} changed meanwhile", changed_by(others, false)),
    };
    format!("Saved {title}. What {who} was kept: {}.", fields.join(", "))
}

pub fn save_as_another(one: &str) -> String {
    format!("Save as another {one}")
}

pub fn add_another(one: &str) -> String {
    format!("Add another {one}")
}

/// What a box says that removes one of several records, whose heading it stands behind.
pub const REMOVE: &str = "Remove";

pub fn remove_the(one: &str) -> String {
    format!("Remove the {one}")
}

pub fn numbered(one: &str, number: usize) -> String {
    format!("{} {number}", capitalized(one))
}

/// A problem of one record among several.
pub fn within(legend: &str, problem: &str) -> String {
    format!("{legend}: {problem}")
}

/// Who changed something: `others` are their names, and `is_own` is whether it was nobody but you.
pub fn changed_by(others: &[&str], is_own: bool) -> String {
    match others {
        [] if is_own => "you".to_owned(),
        [] => "somebody else".to_owned(),
        others => listed(others),
    }
}

pub fn changed(one: &str, by: &str) -> String {
    format!("this {one} was changed by {by}")
}

pub fn has_been_deleted(one: &str) -> String {
    format!("this {one} has been deleted")
}

/// What a form says of the children that it does not hold.
pub fn more_children(one: &str, many: &str, total: i64, held: i64) -> String {
    let total = grouped(total);
    format!(
        "This {one} has {total} {many}. The first {held} are here; the others are edited from the \
         page of the {one}."
    )
}

pub fn copied(title: &str) -> String {
    match title {
        "" => "This is a copy. Nothing is saved yet.".to_owned(),
        title => format!("This is a copy of {title}. Nothing is saved yet."),
    }
}

pub fn only_first_copied(many: &str, total: i64, held: i64) -> String {
    format!("Only the first {held} of {} {many} are copied.", grouped(total))
}

pub fn links_not_copied(links: &str) -> String {
    format!("Its {links} are not copied.")
}
