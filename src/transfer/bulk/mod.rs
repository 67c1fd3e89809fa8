//! The same done to many records: a selection is edited, deleted, or linked with one record. Nothing
//! is written before a page has said what would be.

mod apply;
mod choose;
mod deed;
mod delete;
mod edit;
mod form;
mod link;
mod page;
mod preview;
mod step;
mod words;
mod work;

pub use self::apply::{apply, preview};
pub use self::choose::choose;
pub use self::delete::{ask_delete, delete};
pub use self::form::{edit, rework};
pub use self::link::link;
pub use self::step::{delete_step, edit_step, link_step};
