//! What is said of records that cannot be written as they are.

use crate::panel::entity::words::with_article;

/// Nothing was chosen for a reference that may not be empty.
pub fn choose(label: &str) -> String {
    format!("Choose {}.", with_article(label))
}

pub fn required(label: &str) -> String {
    format!("{label} is required.")
}

pub fn has_one_already(owner: &str, a: &str) -> String {
    format!("This {owner} already has {a}. Edit that one.")
}

/// What a reference leads to, where it cannot be read what that is called.
pub fn unnamed(id: &str) -> String {
    format!("number {id}")
}
