//! Taking records out as a file: what a list holds, in its order, or what was selected in it.
//!
//! The file is written while it is read: a thread with a connection of its own reads some rows,
//! writes them, and waits until they were taken. What fails behind the first byte breaks the
//! transfer off, so that no short file ever looks like a whole one.

mod notes;
mod page;
mod plan;
mod run;
mod spool;
mod stream;

pub use self::notes::note;
pub use self::page::{download, show};
pub use self::plan::{ColumnChoice, ExportPlan};
pub use self::run::{ExportError, Exported};

use crate::access::{Action, Requirement};
use crate::panel::entity::definition::Entity;

/// What taking records of an entity out requires.
pub fn requirement(entity: &Entity) -> Requirement {
    Requirement::to(Action::Export, entity.names.path).and(Action::See, entity.names.path)
}
