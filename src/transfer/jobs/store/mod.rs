//! The rows of jobs.

mod held;
mod job;
mod new;
mod old;
mod progress;

pub(super) use self::held::{Held, beat, open, release, take};
pub use self::job::{Job, find, importing, writes_to};
pub(super) use self::job::{latest, of_change_set};
pub use self::new::NewJob;
pub use self::old::{forget, oldest};
pub(super) use self::progress::{cancel, fail, finish, note};
pub use self::progress::{set_change_set, set_done};
