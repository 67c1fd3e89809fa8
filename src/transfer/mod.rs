//! Many records at once: selected in a list, changed together, taken out and brought in. What is
//! too much for one request is a job.

pub mod bulk;
pub mod download;
pub mod export;
pub mod format;
pub mod import;
pub mod jobs;
pub mod selection;
pub mod undo;

use self::jobs::{JobKind, Steps};

/// What the steps of such a job do.
pub fn steps_of(kind: JobKind) -> Steps {
    match kind {
        JobKind::Edit => Steps::ending(|_, _| Ok(Box::new(bulk::edit_step))),
        JobKind::Delete => Steps::ending(|_, _| Ok(Box::new(bulk::delete_step))),
        JobKind::Link => Steps::ending(|_, _| Ok(Box::new(bulk::link_step))),
        JobKind::Undo | JobKind::Restore => Steps::ending(|_, _| Ok(Box::new(undo::undo_step))),
        JobKind::CheckImport => Steps::ending(import::check_step),
        JobKind::Import => Steps { go_on: import::import_step, end: import::end_step },
    }
}
