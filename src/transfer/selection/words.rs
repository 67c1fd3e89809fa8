//! What the pages of selections say beside their templates.

use crate::panel::entity::words::grouped;

/// The title of the page that refuses to select.
pub(super) const NOTHING_SELECTED: &str = "Nothing was selected";

/// What is said where nothing is ticked.
pub(super) fn tick_first(several: &str) -> String {
    format!("Tick the {several} first.")
}

/// "40 cars selected"
pub(super) fn selected(counted: &str) -> String {
    format!("{counted} selected")
}

/// What is said of so many of a selection that are not there; nothing for none. They may be ids that
/// somebody typed.
pub(crate) fn missing(count: i64, total: i64) -> String {
    let total = grouped(total);
    match count {
        0 => String::new(),
        1 => format!("1 of the {total} selected does not exist: it may have been deleted since."),
        _ => format!(
            "{} of the {total} selected do not exist: they may have been deleted since.",
            grouped(count),
        ),
    }
}
