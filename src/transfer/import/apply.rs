//! The import: exactly what the dry run has found is written, by the one writer. Each row is asked
//! again what it comes to, in the transaction that writes; where the answer is another by now,
//! somebody else was quicker.

use std::sync::Arc;

use diesel::QueryResult;

use super::dry_run::json;
use super::evaluate::{Evaluated, Write, evaluate, relations};
use super::settings::Plan;
use super::store::{Import, ImportRow};
use super::words;
use crate::access::CurrentOperator;
use crate::db::statement::Value;
use crate::db::{AnyConnection, CHANGED_MEANWHILE};
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{ChangeKind, Root};
use crate::panel::record::read;
use crate::panel::record::write::{Draft, Writer};
use crate::transfer::format::read::FileRow;

/// What asking again came to.
pub struct Asked {
    /// What is to be written: of each row that still comes to what it came to.
    pub same: Vec<Evaluated>,
    /// The rows that come to something else by now.
    pub others: Vec<ImportRow>,
}

/// Keeps others from changing the records that rows are about, and what those have one of, until the
/// transaction ends.
pub fn hold(connection: &mut AnyConnection, plan: &Plan, rows: &[ImportRow]) -> QueryResult<()> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.record_id).collect();
    let related = relations(plan).into_iter().map(|relation| relation.entity);
    std::iter::once(plan.entity)
        .chain(related)
        .try_for_each(|entity| read::hold(connection, entity, entity.id, &ids))
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

/// Writes what rows come to, in their order; new records that nothing is written beside, together.
pub fn write(writer: &mut Writer<'_>, rows: &[Evaluated]) -> QueryResult<()> {
    for rows in rows.chunk_by(|row, next| row.only_new().is_some() && next.only_new().is_some()) {
        let drafts: Vec<&Draft> = rows.iter().filter_map(Evaluated::only_new).collect();
        match rows {
            [row] => write_row(writer, row)?,
            _ => writer.insert_all(rows[0].writes[0].entity, &drafts)?,
        }
    }
    Ok(())
}

fn write_row(writer: &mut Writer<'_>, row: &Evaluated) -> QueryResult<()> {
    let mut id = row.record_id;
    for Write { entity, by, row, draft } in &row.writes {
        match (row, by, id) {
            (Some(stored), ..) => {
                if writer.update(stored, draft)? == 0 {
                    return Err(CHANGED_MEANWHILE);
                }
            }
            (None, Some(by), Some(owner)) => {
                let mut draft = draft.clone();
                draft.set(by, Some(Value::Integer(owner)));
                writer.insert(entity, &draft)?;
            }
            (None, ..) => id = Some(writer.insert(entity, draft)?),
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

impl Evaluated {
    /// What is to be written of a new record, where nothing else is.
    fn only_new(&self) -> Option<&Draft> {
        match &self.writes[..] {
            [Write { by: None, row: None, draft, .. }] => Some(draft),
            _ => None,
        }
    }
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
