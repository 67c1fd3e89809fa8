//! Noting in the activity what was taken out.

use chrono::NaiveDateTime;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, retried};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::words::counted;
use crate::panel::record::history::{ChangeKind, Occasion, Origin, Root, note_export};

/// Notes that so many rows were taken out, and what [`ExportPlan::words`] say of it.
///
/// [`ExportPlan::words`]: super::ExportPlan::words
///
/// It is noted at the end, when it is known how many there were, and before whoever takes the file
/// is told that it is whole.
///
/// # Errors
/// As the database.
pub fn note(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (origin, now): (Origin, NaiveDateTime),
    (entity, rows): (&'static Entity, i64),
    words: &str,
) -> diesel::QueryResult<()> {
    let names = entity.names;
    let root = Root {
        entity: entity.table(),
        id: None,
        title: format!("{}{words}", counted(rows, names.one, &names.several())),
        kind: ChangeKind::Exported,
    };
    retried(connection, |connection| {
        let occasion = Occasion::new(origin, now).about(root.clone());
        note_export(connection, operator, occasion, (entity.table(), rows))
    })
}
