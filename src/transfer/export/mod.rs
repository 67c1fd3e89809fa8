//! Taking records out as a file: what a list holds, in its order, or what was selected in it.

mod notes;
mod page;
mod plan;
mod run;
mod words;

pub use self::notes::note;
pub use self::page::{download, show};
pub use self::plan::{ColumnChoice, ExportPlan};
pub use self::run::Exported;
pub use self::words::broken_off;

use crate::access::{Action, Requirement};
use crate::panel::entity::definition::Entity;

/// What taking records of an entity out requires.
pub fn requirement(entity: &Entity) -> Requirement {
    Requirement::to(Action::Export, entity.names.path).and(Action::See, entity.names.path)
}
