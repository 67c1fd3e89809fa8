//! Checking a file and importing it as jobs, where it is too much for one request.
//!
//! All or nothing holds for a job as well. First everything is asked again, and nothing written
//! where something comes to something else by now. What changes while it writes makes it take back
//! what it wrote, by an undo of its own change set; so does whatever else ends it before it is done.

mod check;
mod end;
mod order;
mod stage;
mod take_back;
mod write;

pub use self::check::check_step;
pub use self::end::{end_step, is_taken_back};
pub use self::order::{import_of, new_check, new_import, take_turn};
pub use self::stage::{Cause, RowName};
pub use self::take_back::has_left_some;
pub use self::write::import_step;

/// So many rows are checked or written by one step at most.
const MOST: i64 = 2000;
