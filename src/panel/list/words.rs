//! What lists say, beside their templates.

use crate::db::Count;
use crate::db::search::{MOST_CHARACTERS, MOST_WORDS};
use crate::panel::entity::names::Names;
use crate::panel::entity::words::{grouped, in_words};

pub const NO_FILTER: &str = "This list has no such filter.";
pub const ENTER_NUMBER: &str = "Enter a whole number, 0 or more.";
pub const ENTER_NUMBER_FROM_ONE: &str = "Enter a whole number, 1 or more.";
pub const FILTERS_TOO_SLOW: &str =
    "These filters took too long, so no rows are shown: others may find some.";
pub const SEARCH_CUT_OFF: &str = "The search took too long, so this is only what begins with \
                                  these words: more of them, or longer ones, may find the rest.";

pub const SHORTER: &str = "The list has become shorter. This is its first page.";
pub const NOTHING_BEHIND_FIRST: &str = "Nothing comes after that. This is the first page.";
pub const NOTHING_BEHIND_LAST: &str = "Nothing comes after that. This is the last page.";
pub const NO_PAGE_SIZE: &str = "There is no such page size, so this is the usual one.";
pub const NO_SORTING: &str = "The list cannot be sorted like that, so it is in its usual order.";
pub const NO_COLUMN: &str = "There is no such column, so it was left out.";
pub const NO_PLACE: &str = "The address names no place in this list, so this is its first page.";
pub const NO_VALUE: &str = "The column that the list is sorted by holds nothing like that, so this \
                            is its first page.";
pub const NO_PAGE: &str = "There is no such page, so this is the first.";

pub const EDIT: &str = "Edit";
pub const DOWNLOAD: &str = "Download";

pub const SAVE_VIEW: &str = "Save a view";
pub const ENTER_NAME: &str = "Enter a name.";
pub const NAME: &str = "Name";
pub const VIEW_TOO_LONG: &str = "The search and the filters are too long to be saved.";
pub const NO_ROLE: &str = "There is no such role, or you may not share with it.";
/// What a view of a list keeps.
pub const KEPT_BY_VIEW: &str = "search, filters, columns, sorting and page size";
pub const CHOOSE_COLUMN: &str = "Choose at least one column.";
pub const COLUMNS_SAVED: &str = "Columns saved.";
pub const USUAL_COLUMNS: &str = "These are the usual columns again.";
pub const UNPINNED: &str = "It is no longer on the home page.";

/// The question of a filter with two values.
pub fn between(question: &str, least: &str, most: &str) -> String {
    format!("{question} {least} and {most}")
}

pub fn with_value(question: &str, value: &str) -> String {
    format!("{question} {value}")
}

pub fn with_text(question: &str, text: &str) -> String {
    format!("{question} “{text}”")
}

pub fn with_value_or_empty(question: &str, value: &str) -> String {
    format!("{question} {value} or empty")
}

/// A question that is offered, before its value is typed.
pub fn open(question: &str) -> String {
    format!("{question} …")
}

pub fn has_none(names: &str) -> String {
    format!("No {names}")
}

pub fn has(names: &str) -> String {
    format!("Has {names}")
}

pub fn number_of(many: &str, operator: &str) -> String {
    format!("Number of {many} {operator}")
}

/// What is said of a filter as it stands in the address, and what is wrong with it.
pub fn filter_left_out(text: &str, problem: &str) -> String {
    format!("The filter “{text}” was left out. {problem}")
}

pub fn first_filters(most: usize) -> String {
    format!("Only the first {most} filters apply.")
}

/// What is said where a search has more words than are looked for.
pub fn first_words() -> String {
    format!(
        "Only the first {MOST_WORDS} words are searched for, and only {MOST_CHARACTERS} characters \
         of them."
    )
}

pub fn related_not_searched(names: &Names) -> String {
    format!(
        "The search took too long, so what belongs to the {} was not searched.",
        names.several()
    )
}

pub fn looked_at(number: i64, names: &Names) -> String {
    format!("Only {} {} were looked at.", grouped(number), names.several())
}

/// Where there are too many rows to sort them by a number of other rows.
pub fn too_many_to_sort(most: i64, many: &str, label: &str) -> String {
    format!(
        "{} {many} at most can be sorted by {}, so these are in their usual order. Filter them to \
         have fewer.",
        grouped(most),
        label.to_lowercase(),
    )
}

/// The title of a list: "Users - ann - page 3".
pub fn title(many: &str, search: &str, page: Option<i64>) -> String {
    let page = page.map(|page| format!(" - page {page}")).unwrap_or_default();
    let search = if search.is_empty() { String::new() } else { format!(" - {search}") };
    format!("{many}{search}{page}")
}

pub fn exact_count(many: &str) -> String {
    format!("{many} - exact count")
}

pub fn search(search: &str) -> String {
    format!("Search: “{search}”")
}

/// Which rows of how many a page shows, with so many before them: "51–100 of 812".
pub fn range(before: Option<i64>, shown: i64, count: Count) -> String {
    match (before, shown) {
        (_, 0) if count.is_zero() => "none".to_owned(),
        (_, 0) if count == Count::AtLeast(0) => in_words(count),
        (_, 0) => format!("none of {}", in_words(count)),
        (None, _) => format!("{} of {}", grouped(shown), in_words(count)),
        (Some(before), _) => {
            let (first, last) = (grouped(before + 1), grouped(before + shown));
            format!("{first}–{last} of {}", in_words(count))
        }
    }
}

pub fn select_all(many: &str, count: Option<i64>) -> String {
    match count {
        Some(count) => format!("Select all {} {many}", grouped(count)),
        None => format!("Select all {many}"),
    }
}

pub fn select_matching(many: &str) -> String {
    format!("Select all {many} that match")
}

pub fn view_saved(name: &str) -> String {
    format!("Saved the view {name}.")
}

pub fn view_replaced(name: &str) -> String {
    format!("Replaced the view {name}.")
}

pub fn view_deleted(name: &str) -> String {
    format!("Deleted the view {name}.")
}

pub fn too_many_views(most: i64) -> String {
    format!("You have {most} views of this list. Delete one of them first.")
}

pub fn pinned(name: &str) -> String {
    format!("Pinned {name} to the home page.")
}

pub fn too_many_pins(most: i64) -> String {
    format!("The home page holds {most} views. Unpin one of them first.")
}
