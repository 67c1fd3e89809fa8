//! What the pages of one record, of choosing and of deleting say, beside their templates.

use crate::panel::entity::cell::Cell;

pub const BACK: &str = "Back";
pub const NO_FIELD: &str = "The page does not say what is to be chosen here.";
pub const NO_LIST: &str = "The page does not say which list it is for.";

pub fn delete(title: &str) -> String {
    format!("Delete {title}")
}

pub fn deleted(title: &str) -> String {
    format!("Deleted {title}.")
}

pub fn choose(a: &str) -> String {
    format!("Choose {a}")
}

/// What stands in a column of what is offered.
pub fn detail(label: &str, text: &str) -> String {
    format!("{label}: {text}")
}

/// The same of a cell; nothing where that is empty.
pub fn detail_of(label: &str, cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Empty => None,
        cell => Some(detail(label, &cell.display())),
    }
}

/// What tells records of one name apart: "Color: red · Owner: Ada".
pub fn side_by_side(details: &[String]) -> String {
    details.join(" · ")
}

/// Where the previous or next record is asked for, and there is none: the end is "first" or "last".
pub fn end_of_list(end: &str, one: &str) -> String {
    format!("This is the {end} {one} of the list.")
}

pub fn search_for(words: &str) -> String {
    format!("Search for “{words}”")
}

/// "Users", "Users matching “ann”, filtered"
pub fn list(many: &str, search: &str, is_filtered: bool) -> String {
    let matching = match search {
        "" => String::new(),
        search => format!(" matching “{search}”"),
    };
    let filtered = if is_filtered { ", filtered" } else { "" };
    format!("{many}{matching}{filtered}")
}

/// The one that a record has: "the profile".
pub fn the_one(one: &str) -> String {
    format!("the {one}")
}

/// Those that a record has: "all cars".
pub fn all(many: &str) -> String {
    format!("all {many}")
}
