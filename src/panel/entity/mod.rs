//! What an entity declares of itself: its fields, how it is sorted, what belongs to it, and what its pages require.

pub mod cell;
pub mod derived;
pub mod field;
pub mod relation;
pub mod requirement;
pub mod resource;
pub mod sorting;
