//! What an entity declares of itself: its fields, how it is sorted, what belongs to it, and what its pages require.

pub mod avatar;
pub mod calendar;
pub mod cell;
pub mod date_range;
pub mod definition;
pub mod derived;
pub mod field;
pub mod filter_operator;
pub mod json;
pub mod kind;
pub mod names;
pub mod plain;
pub mod register;
pub mod relation;
pub mod requirement;
pub mod row;
pub mod when;
pub mod words;
pub mod zone;
