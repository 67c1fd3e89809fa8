//! How values and files stand to each other: what the columns of a file are called, how a value is
//! written in each format, and how it is read again.

pub mod column;
mod csv;
pub mod formula;
mod json;
pub mod read;
pub mod value;
pub mod write;
mod xlsx;
