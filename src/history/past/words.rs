//! What is said of records as they were.

use crate::panel::entity::words::{capitalized, grouped};

pub(super) const NO_TIME: &str = "Enter a time, such as 2026-11-22 13:55.";
pub(super) const TIME_TO_COME: &str =
    "A moment later than now is not the past. Enter an earlier one.";

pub(super) const CHANGED: &str = "Something was changed since you opened this page, so nothing is \
                                  restored yet. Check again what will be; what differs by now in \
                                  addition is not ticked.";
pub(super) const NOTHING_TICKED: &str = "Tick what is to be restored.";
pub(super) const NOT_VALID: &str =
    "Something cannot be what it was. Untick it, or change it in the form.";
pub(super) const NOT_ALLOWED: &str =
    "Something else differs that your roles do not let you change. It stays as it is.";

/// What becomes of a record that is restored with another.
pub(super) const COMES_BACK: &str = "Comes back";
pub(super) const IS_DELETED: &str = "Is deleted (added since)";

/// What has become of it since.
pub(super) const NOT_YET: &str = "It was not there yet";
pub(super) const LOST: &str = "Not there any more";
pub(super) const DELETED: &str = "Deleted since";
pub(super) const REMOVED: &str = "Removed since";
pub(super) const ANOTHERS: &str = "Belongs to another now";
/// Whose something is, where they may not know.
pub(super) const ANOTHER: &str = "another";

pub(super) fn belongs_to(owner: &str) -> String {
    format!("Belongs to {owner} now")
}

/// The page of a record as it was.
pub(super) fn as_it_was(title: &str) -> String {
    format!("{title} as it was")
}

/// The page that asks at which time a record is to be seen.
pub(super) fn one_as_it_was(one: &str) -> String {
    format!("The {one} as it was")
}

/// The page that makes a record what it was.
pub(super) fn restore(title: &str) -> String {
    format!("Restore {title}")
}

/// It was made that, but for this.
pub(super) fn restored(title: &str, kept: &str) -> String {
    format!("Restored {title} as it was.{kept}")
}

/// A record of a relation: "Car Mini"; a title may say it itself.
pub(super) fn one_called(one: &str, title: String) -> String {
    let one = capitalized(one);
    // "Profile of Ann" says what it is.
    if title.starts_with(&one) { title } else { format!("{one} {title}") }
}

pub(super) fn belongs_elsewhere(owner: &str) -> String {
    format!("It belongs to {owner} now.")
}

pub(super) fn came_since(owner: &str) -> String {
    format!("It came to {owner} since.")
}

pub(super) fn is_another(one: &str) -> String {
    format!("It is another {one} now, which was added since.")
}

/// Some names, and how many more there are.
pub(super) fn named(names: &[String], more: usize) -> String {
    let names = names.join(", ");
    match i64::try_from(more).unwrap_or(i64::MAX) {
        0 => names,
        more => format!("{names} and {} more", grouped(more)),
    }
}

pub(super) fn gone((many, others): (&str, &str), named: &str) -> String {
    format!("Some {many} cannot come back, as the {others} no longer exist: {named}.")
}

pub(super) fn too_many(several: &str) -> String {
    format!("Too many changes lie between to say which {several} belonged to it.")
}

pub(super) fn compared(most: usize, several: &str) -> String {
    format!("Only the first {most} {several} that changed since are compared.")
}

pub(super) fn cut(most: usize) -> String {
    format!("Only the first {most} differences are here. Restore again to go on.")
}

pub(super) fn unfit(label: &str, heading: &str) -> String {
    format!("{label} of {heading} cannot hold any more what it held then.")
}

/// How many changes are looked at.
pub(super) fn looked_at(most: usize) -> String {
    grouped(i64::try_from(most).unwrap_or(i64::MAX))
}
