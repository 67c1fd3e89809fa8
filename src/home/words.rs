//! What the pages of this room say beside their templates.

pub(super) const HOME: &str = "Home";
pub(super) const SEARCH: &str = "Search";
pub(super) const ADDED_PER_DAY: &str = "Added per day";
pub(super) const NONE_THIS_WEEK: &str = "None this week";
pub(super) const SAMPLE_DATA: &str = "Sample data";
pub(super) const SAMPLE_LOADED: &str = "Sample data loaded.";
pub(super) const NOT_EMPTY: &str = "The panel is not empty, so no sample data was loaded.";

pub(super) fn this_week(added: &str) -> String {
    format!("+{added} this week")
}

/// The title of the page of a search.
pub(super) fn search_for(search: &str) -> String {
    format!("Search - {search}")
}
