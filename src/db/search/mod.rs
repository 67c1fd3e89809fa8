//! Search: the condition that words stand in the texts of a row, of the rows that it belongs to, or
//! of those that belong to it.
//!
//! Each database has its own way to a part of a text, and all of them give the same rows: an index
//! only narrows down which rows are looked at, and the texts themselves decide.

mod candidates;
mod condition;
mod found;
mod matching;
mod scope;
mod words;

pub use self::candidates::Candidates;
pub use self::found::{Found, SearchPlan};
pub use self::matching::Matching;
pub use self::scope::{Related, Scope, Searched, Text};
pub use self::words::{Indexed, MOST_CHARACTERS, MOST_WORDS, Words};
use super::connection::AnyConnection;

/// Whether an index leads to the rows in which a word may stand.
pub fn has_index(connection: &AnyConnection) -> bool {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => true,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => false,
    }
}
