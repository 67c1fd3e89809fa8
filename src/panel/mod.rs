//! What the pages of all entities share.
//!
//! Nothing in this room knows a single entity or a database's dialect: an entity is a
//! value that describes itself, and its pages follow.

pub mod delete;
pub mod detail;
pub mod entity;
pub mod form;
pub mod http;
pub mod link;
pub mod list;
pub mod overview;
pub mod picker;
pub mod record;
pub(crate) mod words;

pub use entity::names::Names;
