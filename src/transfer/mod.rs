//! Many records at once: from files.

pub mod format;
pub mod import;
