//! What the pages of selections say beside their templates.

/// What is said where nothing is ticked.
pub(super) fn tick_first(several: &str) -> String {
    format!("Tick the {several} first.")
}

/// "40 cars selected"
pub(super) fn selected(counted: &str) -> String {
    format!("{counted} selected")
}
