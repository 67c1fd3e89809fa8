//! The history: what is recorded, shown and taken back.

pub mod record;
pub mod replay;
