//! What an entity declares of itself: its fields, how it is sorted, what belongs to it, and what its pages require.

pub mod cell;
pub mod date_range;
pub mod definition;
pub mod derived;
pub mod kind;
pub mod operator;
pub mod permission;
pub mod register;
pub mod relations;
pub mod requirement;
pub mod resource;
pub mod row;
pub mod typed_field;
