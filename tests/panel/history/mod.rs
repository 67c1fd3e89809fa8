//! The history: what is recorded, shown and taken back.

pub mod activity;
pub mod activity_filters;
pub mod along;
pub mod authors;
pub mod change_set;
pub mod forgotten;
pub mod past;
pub mod past_unknown;
pub mod prune;
pub mod record;
pub mod refused;
pub mod replay;
pub mod restore;
pub mod seal;
pub mod trash;
pub mod twice;
pub mod undo;
pub mod undo_asked;
pub mod unseen;
