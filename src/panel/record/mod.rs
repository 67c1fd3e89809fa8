//! One record: its values, what is wrong with them, and how two changes of it are merged.

pub mod check;
pub mod merge;
pub mod unreadable;
pub mod values;
