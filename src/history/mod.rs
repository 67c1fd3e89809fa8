//! The pages of the history: what became of a record, who did it, and taking it back.

mod activity;
mod along;
mod change;
mod comparison;
mod entry;
mod forgotten;
mod past;
mod record;
mod titles;
mod trash;
mod undo;
mod undos;
mod words;

pub use self::activity::{ActivityList, activity, change_set};
pub use self::entry::called;
pub use self::past::{ask_restore, at, past, restore_past};
pub use self::record::history;
pub use self::titles::{counted_title, shown_title};
pub use self::trash::{Already, ONLY, TICKED, is_root, restore, takes_all_back, trash};
pub use self::undo::{
    Answers, Part, Problem, Taken, root, take_back, take_back_or_roll_back, undo,
};
pub use self::undos::SeenUndos;
