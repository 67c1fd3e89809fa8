//! What the pages of links say, beside their templates.

use crate::panel::entity::names::Names;
use crate::panel::entity::words::{counted, grouped};

pub fn tick_one(one: &str) -> String {
    format!("Tick at least one {one}.")
}

pub fn ambiguous(many: &str) -> String {
    format!("There are several {many} of this name: tick the right one.")
}

pub fn created(one: &str, name: &str) -> String {
    format!("Created the {one} {name}.")
}

/// "Cast 2 actors.": the verb is that of the link.
pub fn added(verb: &str, names: Names, number: i64) -> String {
    format!("{verb} {}.", count(names, number))
}

/// "2 actors were cast before."
pub fn linked_before(done: &str, names: Names, number: i64) -> String {
    let was = if number == 1 { "was" } else { "were" };
    format!("{} {was} {done} before.", count(names, number))
}

pub fn chosen_gone(names: Names, number: i64) -> String {
    let verb = if number == 1 { "exists" } else { "exist" };
    format!("{} that you chose no longer {verb}.", count(names, number))
}

pub fn and_more(named: &str, more: i64) -> String {
    format!("{named} and {} more", grouped(more))
}

pub fn add_to(many: &str, title: &str) -> String {
    format!("Add {many} to {title}")
}

pub fn gone(one: &str) -> String {
    format!("This {one} no longer exists.")
}

pub fn removed_already(title: &str) -> String {
    format!("{title} was removed already.")
}

pub fn removed(title: &str) -> String {
    format!("Removed {title}.")
}

fn count(names: Names, number: i64) -> String {
    counted(number, names.one, &names.several())
}
