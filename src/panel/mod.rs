//! What the pages of all entities share.
//!
//! Nothing in this room knows a single entity or a database's dialect: an entity describes itself
//! by [`Resource`], and its pages follow.

pub mod cell;
pub mod check;
pub mod choose;
pub mod client;
pub mod conflict;
pub mod delete;
pub mod derived;
pub mod detail;
mod door;
pub mod error;
mod error_page;
pub mod failure;
pub mod field;
pub mod form;
pub mod frame;
pub mod framing;
pub mod gone;
pub mod headers;
pub mod id;
pub mod inputs;
pub mod list;
pub mod merge;
pub mod need;
pub mod next;
pub mod notice;
pub mod once;
pub mod origin;
pub mod overview;
pub mod pager;
pub mod part;
pub mod pick;
pub mod requests;
mod resource;
pub mod sorting;
pub mod unreadable;
pub mod values;

pub use resource::{Names, Resource, Stamps};
