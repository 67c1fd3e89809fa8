//! A record as it was at a moment of its past, on a page that looks like the record's own, and making
//! it that again.

mod at;
mod check;
mod difference;
mod links;
mod owner;
mod page;
mod plan;
mod restore;
mod section;
mod steps;
mod value;
mod words;

pub use self::at::at;
pub use self::page::past;
pub use self::restore::{ask_restore, restore_past};

use crate::panel::record::history::past::MOST_LOOKED_AT;

/// So many changes are looked at, in words.
fn looked_at() -> String {
    words::looked_at(MOST_LOOKED_AT)
}
