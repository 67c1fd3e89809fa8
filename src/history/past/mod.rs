//! A record as it was at a moment of its past, on a page that looks like the record's own, and making
//! it that again.

mod at;
mod check;
mod difference;
mod links;
mod page;
mod plan;
mod restore;
mod section;
mod value;

pub use self::at::at;
pub use self::page::past;
pub use self::restore::{ask_restore, restore_past};

/// So many changes are looked at, in words.
pub(super) fn looked_at() -> String {
    use crate::panel::entity::words::grouped;
    grouped(i64::try_from(crate::panel::record::history::past::MOST_LOOKED_AT).unwrap_or(i64::MAX))
}
