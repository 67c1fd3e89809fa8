//! How values and files stand to each other.

pub mod read;
