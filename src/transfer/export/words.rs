//! What the page says that asks for a file, beside its template, and what is noted of files.

use crate::db::Count;
use crate::panel::entity::names::Names;
use crate::panel::entity::words::{counted, grouped};
use crate::transfer::format::FileFormat;

pub(super) const NO_FORMAT: &str =
    "There is no such format. Choose one of those below, and download again.";
pub(super) const NO_SEPARATOR: &str =
    "There is no such separator. Choose one of those below, and download again.";

pub(super) const NO_COLUMNS: &str =
    "There is no such choice of columns. Choose one of those below, and download again.";

/// What would be downloaded: `812 cars`.
pub(super) fn what(names: Names, count: Option<Count>) -> String {
    let several = names.several();
    match count {
        Some(Count::Exact(count)) => counted(count, names.one, &several),
        Some(Count::About(count)) => format!("about {} {several}", grouped(count)),
        Some(Count::MoreThan(count)) => format!("more than {} {several}", grouped(count)),
        Some(Count::AtLeast(_)) | None => several,
    }
}

/// The heading of the page, and its title.
pub(super) fn download(what: &str) -> String {
    format!("Download {what}")
}

/// A search as one of the conditions.
pub(super) fn search(text: &str) -> String {
    format!("“{text}”")
}

/// What the activity says of a file, behind how many rows it has: ` as CSV, selected; Color is blue`.
pub(super) fn noted(format: FileFormat, is_selection: bool, conditions: &[String]) -> String {
    let selected = if is_selection { ", selected" } else { "" };
    let conditions = conditions.iter().map(|condition| format!("; {condition}"));
    let conditions: String = conditions.collect();
    format!(" as {}{selected}{conditions}", format.word().to_uppercase())
}

/// The same of a file that was not written to its end.
pub fn broken_off(noted: &str) -> String {
    format!("{noted}; broken off")
}
