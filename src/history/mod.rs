//! The pages of the history: what became of a record, who did it, and taking it back.

mod activity;
mod change;
mod comparison;
mod pages;
mod past;
mod record;
mod titles;
mod trash;
mod undo;

pub use self::activity::{ActivityList, activity};
pub use self::past::{ask_restore, at, past, restore_past};
pub use self::record::history;
pub use self::trash::{ONLY, TICKED, is_root, restore, trash};
pub use self::undo::{Answers, Part, Taken, root, take_back, undo};
