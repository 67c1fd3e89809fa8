//! The same done to many records: a selection is edited, deleted, or linked with one record. Nothing
//! is written before a page has said what would be.

mod deed;
mod delete;
mod edit;
mod preview;
mod step;
mod work;

pub use self::delete::{ask_delete, delete};
pub use self::step::{delete_step, edit_step, link_step};
