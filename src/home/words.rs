//! What the pages of this room say beside their templates.

use crate::db::Count;
use crate::panel::entity::words::in_words;

pub(super) const HOME: &str = "Home";
pub(super) const SEARCH: &str = "Search";
pub(super) const ADDED_PER_DAY: &str = "Added per day";
pub(super) const SAMPLE_DATA: &str = "Sample data";
pub(super) const SAMPLE_LOADED: &str = "Sample data loaded.";
pub(super) const NOT_EMPTY: &str = "The panel is not empty, so no sample data was loaded.";

/// So many records are new.
pub(super) fn added(count: Count) -> String {
    format!("{} added", in_words(count))
}

/// So often records were edited, one perhaps more than once.
pub(super) fn edits(count: Count) -> String {
    let edits = if count == Count::Exact(1) { "edit" } else { "edits" };
    format!("{} {edits}", in_words(count))
}

/// So many records were deleted.
pub(super) fn deleted(count: Count) -> String {
    format!("{} deleted", in_words(count))
}

/// That there may be changes which are not counted, beside those that are, or alone.
pub(super) fn perhaps(more: bool) -> &'static str {
    if more { "perhaps more" } else { "perhaps changes" }
}

/// The title of the page of a search.
pub(super) fn search_for(search: &str) -> String {
    format!("Search - {search}")
}
