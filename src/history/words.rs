//! What the pages of the history say beside their templates.

pub const CHANGED_SINCE: &str = "Something was changed since";
pub const NO_TIME: &str = "Enter a time in UTC, such as 2026-11-22 13:55.";

/// The page that asks at which time a record is to be seen.
pub fn as_it_was(one: &str) -> String {
    format!("The {one} as it was")
}

/// The page that makes a record what it was.
pub fn restore(title: &str) -> String {
    format!("Restore {title}")
}
