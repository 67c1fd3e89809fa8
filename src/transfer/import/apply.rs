//! The import: exactly what the dry run has found is written, by the one writer. Each row is asked
//! again what it comes to, in the transaction that writes; where the answer is another by now,
//! somebody else was quicker.

use std::sync::Arc;

use diesel::QueryResult;

use super::dry_run::json;
use super::evaluate::{Evaluated, evaluate};
use super::settings::Plan;
use super::store::{Import, ImportRow};
use super::words;
use crate::access::CurrentOperator;
use crate::db::statement::Value;
use crate::db::{AnyConnection, CHANGED_MEANWHILE};
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{ChangeKind, Root};
use crate::panel::record::write::Writer;
use crate::transfer::format::read::FileRow;

/// What asking again came to.
pub struct Asked {
    /// What is to be written: of each row that still comes to what it came to.
    pub same: Vec<Evaluated>,
    /// The rows that come to something else by now.
    pub others: Vec<ImportRow>,
}

/// Asks again what rows come to.
pub fn ask(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    plan: &Plan,
    rows: Vec<ImportRow>,
) -> QueryResult<Asked> {
    let files: Vec<FileRow> = rows.iter().map(ImportRow::file_row).collect();
    let found = evaluate(connection, operator, plan, &files)?;
    let mut asked = Asked { same: Vec::new(), others: Vec::new() };
    for (row, found) in rows.into_iter().zip(found) {
        match row.is_still(&found) {
            true => asked.same.push(found),
            false => asked.others.push(row),
        }
    }
    Ok(asked)
}

/// Writes what rows come to.
pub fn write(writer: &mut Writer<'_>, rows: Vec<Evaluated>) -> QueryResult<()> {
    for row in rows {
        let mut id = row.record_id;
        for mut write in row.writes {
            if let (Some(by), None, Some(id)) = (write.by, &write.row, id) {
                write.draft.set(by, Some(Value::Integer(id)));
            }
            if let Some(stored) = &write.row {
                if writer.update(stored, &write.draft)? == 0 {
                    return Err(CHANGED_MEANWHILE);
                }
            } else {
                let made = writer.insert(write.entity, &write.draft)?;
                id = id.or(Some(made));
            }
        }
    }
    Ok(())
}

/// What the change set of an import is about.
pub fn root(entity: &'static Entity, import: &Import) -> Root {
    let kind = match import.counts.created {
        0 => ChangeKind::Changed,
        _ => ChangeKind::Created,
    };
    let title = words::from_file(entity.names, import.counts.written(), &import.file_name);
    Root { entity: entity.table(), id: None, title, kind }
}

impl ImportRow {
    /// The row as the file has it.
    pub fn file_row(&self) -> FileRow {
        FileRow {
            line: self.line.unsigned_abs(),
            cells: serde_json::from_str(&self.cells).unwrap_or_default(),
            problem: None,
        }
    }

    /// Whether it still comes to the same.
    fn is_still(&self, found: &Evaluated) -> bool {
        self.outcome == found.outcome.word()
            && self.record_id == found.record_id
            && self.versions == found.versions
            && self.changes == json(&found.changes)
    }
}
