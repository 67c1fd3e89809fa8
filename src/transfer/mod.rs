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

use self::jobs::{JobKind, Step};

/// What one step of such a job does.
pub fn step_of(kind: JobKind) -> Step {
    match kind {
        JobKind::Edit => |_, _| Ok(Box::new(bulk::edit_step)),
        JobKind::Delete => |_, _| Ok(Box::new(bulk::delete_step)),
        JobKind::Link => |_, _| Ok(Box::new(bulk::link_step)),
        JobKind::Undo => |_, _| Ok(Box::new(undo::undo_step)),
        JobKind::CheckImport => import::check_step,
        JobKind::Import => import::import_step,
    }
}
