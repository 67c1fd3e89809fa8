//! Choosing a record among a million: for a field of a form, and for a filter of a list.

pub mod field;
pub mod filter;
pub mod offer;
