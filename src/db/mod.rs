//! The way to the data. Every difference between the databases is in this room, as an exhaustive
//! `match` over the connection or the product; no other room knows which database it talks to.

mod address;
mod batch;
pub mod bounded;
mod connect;
mod connection;
pub mod copy;
mod count;
pub mod derived;
mod error;
#[cfg(feature = "sqlite")]
mod file;
mod growth;
pub mod health;
pub mod migrations;
mod pool;
mod portable;
mod problem;
mod receipt;
pub mod search;
mod sequence;
mod session;
mod sql;
pub mod statement;
mod stored;
mod text;
mod time;
mod time_place;
mod transaction;
mod version;
mod walk;
mod worded;
mod work;
mod written;

pub use address::{Address, AddressError, Product};
pub use batch::reserve_ids;
pub(crate) use batch::{insert_row, insert_row_for_id, insert_rows};
pub use connection::{AnyConnection, Backend};
pub use count::{BoxedQuery, COUNTED, Count, Counts, count_all, count_most};
pub use error::Error;
pub use growth::{Added, DAYS, Day, Growth, Look};
pub use migrations::{MigrationError, run_pending};
pub use pool::{Db, Settings};
pub use portable::{
    in_microseconds, is_file, last_insert_id, lock, now, pause_of_writers, state_of_file,
};
pub use problem::Problem;
pub use session::{Limits, can_stop, prepare_for_many, within};
pub use sql::BoxedFilter;
pub use statement::{Comparison, Direction};
pub use stored::Stored;
pub use text::{
    FOLDING, Folding, LAST_CHARACTER, breaks_lines, composed, fold, is_invisible, is_unseen,
    reorders, sort_key, sort_keys_alike,
};
pub use time::{UtcTime, YEARS, latest_believed};
pub use time_place::TimePlace;
pub(crate) use time_place::load_by_time;
pub use transaction::{CHANGED_MEANWHILE, after_commit, attempt, retried, snapshot};
pub use version::{UNREADABLE_VERSION, at_version, next_version, version_of};
pub use walk::{LOOKED_AT, Span, Walked, walk};
pub(crate) use worded::worded;
pub use work::Slot;
pub use written::{KeptText, written, written_for_good};
