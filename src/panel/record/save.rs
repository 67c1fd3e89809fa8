//! Saving a record with its children: every record is compared with what is stored, merged,
//! checked, and only then is anything written.

use std::collections::HashMap;

use diesel::QueryResult;

use crate::db::CHANGED_MEANWHILE;
use crate::db::statement::Value;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::derived::refit;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::record::check::{check, check_is_only_one};
use crate::panel::record::history::{Author, as_typed, authors_of_fields};
use crate::panel::record::merge::labels_of_theirs;
use crate::panel::record::read::find;
use crate::panel::record::references::{References, values_of};
use crate::panel::record::tree::RecordTree;
use crate::panel::record::write::{Draft, Writer};
use crate::panel::record::{Record, Standing};

/// What became of the records. Where they were not saved, the reasons are noted in them.
pub enum Saved {
    /// They are saved; `theirs` are the fields that somebody else changed meanwhile and that were
    /// kept.
    Done {
        /// The id of the root.
        id: i64,
        /// What it is called.
        title: String,
        /// The labels of those fields.
        theirs: Vec<&'static str>,
    },
    /// Something is wrong with one of them.
    Refused,
    /// Children that were changed belong to another by now, and were left out.
    Moved(Vec<Moved>),
    /// Somebody else changed the same fields, or a record that was removed here, or the other way
    /// round.
    Conflict,
    /// One says a version that was never stored.
    MadeUpVersion,
}

/// A child that was changed in a form and belongs to another by now.
pub struct Moved {
    /// One such record: "a car".
    pub a: &'static str,
    /// What it belongs to: "user".
    pub owner: &'static str,
    /// What was typed for it.
    pub typed: String,
    /// Who gave it away, as far as they may know.
    pub by: Option<Author>,
}

/// For each record what is to be written of it; `None` where it stays as it is, or goes.
type Drafts = Vec<Option<Draft>>;

/// Creates the root and its children.
pub fn create(writer: &mut Writer<'_>, tree: &mut RecordTree) -> QueryResult<Saved> {
    let drafts = check_all(writer, tree)?;
    if let Some(Some(draft)) = drafts.first() {
        check_is_only_one(writer.connection, &mut tree.root, draft)?;
    }
    let Some(Some(draft)) = drafts.first().filter(|_| !is_refused(tree)) else {
        return Ok(Saved::Refused);
    };
    let id = writer.insert(tree.root.entity, draft)?;
    write_children(writer, id, tree, (drafts, &[]))?;
    done(writer, tree, id)
}

/// Saves the root and its children over what is stored.
pub fn update(writer: &mut Writer<'_>, row: &Row, tree: &mut RecordTree) -> QueryResult<Saved> {
    let stored = tree.stored_children(writer.connection, row)?;
    let moved = leave_out_moved(writer, tree, row, &stored)?;
    if !moved.is_empty() {
        return Ok(Saved::Moved(moved));
    }
    if settle(tree, row, &stored) == Standing::MadeUp {
        return Ok(Saved::MadeUpVersion);
    }
    if tree.records().any(Record::has_conflict) {
        return Ok(Saved::Conflict);
    }
    let mut drafts = check_all(writer, tree)?;
    if is_refused(tree) {
        return Ok(Saved::Refused);
    }
    match drafts.first_mut().and_then(Option::take) {
        Some(draft) => only(writer.update(row, &draft)?)?,
        None => refit(writer.connection, row.entity, &[row.id])?,
    }
    write_children(writer, row.id, tree, (drafts, &stored))?;
    done(writer, tree, row.id)
}

fn is_refused(tree: &RecordTree) -> bool {
    tree.records().any(Record::is_refused)
}

fn done(writer: &mut Writer<'_>, tree: &RecordTree, id: i64) -> QueryResult<Saved> {
    let row = find(writer.connection, tree.root.entity, id)?;
    let title = row.map(|row| row.title(writer.operator)).unwrap_or_default();
    let theirs = tree.records().flat_map(|record| labels_of_theirs(&record.merged)).collect();
    Ok(Saved::Done { id, title, theirs })
}

/// Takes the children that are another's by now out of the form; returns those that it changed.
fn leave_out_moved(
    writer: &mut Writer<'_>,
    tree: &mut RecordTree,
    root: &Row,
    stored: &[Vec<Row>],
) -> QueryResult<Vec<Moved>> {
    let mut all = Vec::new();
    for (part, rows) in tree.parts.iter_mut().zip(stored) {
        for record in std::mem::take(&mut part.records) {
            let row = rows.iter().find(|row| Some(row.id) == record.id);
            match row.filter(|row| row.referred_id(part.by) != Some(root.id)) {
                Some(row) if record.removed || record.is_changed() => {
                    all.push(moved(writer, root.entity, (row, part.by), &record)?);
                }
                Some(_) => {}
                None => part.records.push(record),
            }
        }
    }
    Ok(all)
}

fn moved(
    writer: &mut Writer<'_>,
    owner: &Entity,
    (row, by): (&Row, &'static Field),
    record: &Record,
) -> QueryResult<Moved> {
    let held = as_typed(by, row.value(by));
    let (of, fields) = ((row.entity, row.id), [(by, held.as_deref())]);
    let authors = authors_of_fields(writer.connection, writer.operator, of, &fields, writer.now)?;
    let typed: Vec<&str> = record.values.iter().map(|(_, value)| value).collect();
    Ok(Moved {
        a: row.entity.names.a,
        owner: owner.names.one,
        typed: typed.join(", "),
        by: authors.into_iter().next().map(|(_, author)| author),
    })
}

/// Compares every record with what is stored. Children that were deleted meanwhile, and that the
/// form says nothing more about, are dropped.
fn settle(tree: &mut RecordTree, root: &Row, stored: &[Vec<Row>]) -> Standing {
    let mut standings = vec![tree.root.settle(Some(root))];
    for (part, rows) in tree.parts.iter_mut().zip(stored) {
        let mut rows: HashMap<i64, &Row> = rows.iter().map(|row| (row.id, row)).collect();
        let is_many = part.relation.is_many();
        part.records.retain_mut(|record| {
            let id = if is_many { record.id } else { Some(root.id) };
            let standing = record.settle(id.and_then(|id| rows.remove(&id)));
            if record.overtaken.is_some() {
                record.id = id;
            }
            standings.push(standing);
            standing != Standing::Deleted
        });
        if !is_many && part.records.is_empty() {
            part.add();
        }
    }
    match standings.contains(&Standing::MadeUp) {
        true => Standing::MadeUp,
        false => Standing::Stored,
    }
}

/// Checks everything that is to be written; what is wrong is noted in the records.
fn check_all(writer: &mut Writer<'_>, tree: &mut RecordTree) -> QueryResult<Drafts> {
    let is_checked = |record: &Record| record.is_meant() && record.is_changed();
    let checked = tree.records().filter(|record| is_checked(record));
    let values = values_of(checked.map(|record| &record.values));
    let references = References::read(writer.connection, writer.operator, values)?;
    let draft = |record: &mut Record| is_checked(record).then(|| check(record, &references));
    Ok(tree.records_mut().map(draft).collect())
}

/// Writes the children of the row with that id, which are stored like that; the first of the drafts
/// is its own.
fn write_children(
    writer: &mut Writer<'_>,
    id: i64,
    tree: &RecordTree,
    (drafts, stored): (Drafts, &[Vec<Row>]),
) -> QueryResult<()> {
    let mut drafts = drafts.into_iter().skip(1);
    let mut stored = stored.iter();
    for part in &tree.parts {
        let mut untouched = Vec::new();
        let rows = stored.next().map_or(&[][..], Vec::as_slice);
        for (record, draft) in part.records.iter().zip(&mut drafts) {
            let row =
                record.version.and_then(|_| rows.iter().find(|row| Some(row.id) == record.id));
            match (row, draft) {
                (Some(row), _) if record.removed => only(writer.delete(row)?)?,
                (Some(row), Some(draft)) => only(writer.update(row, &draft)?)?,
                (Some(row), None) => untouched.push(row.id),
                (None, Some(mut draft)) => {
                    draft.set(part.by, Some(Value::Integer(id)));
                    writer.insert(record.entity, &draft)?;
                }
                (None, None) => {}
            }
        }
        refit(writer.connection, part.relation.entity, &untouched)?;
    }
    Ok(())
}

/// The statement met the row it was meant for; otherwise everything is read again.
fn only(rows: usize) -> QueryResult<()> {
    if rows == 0 { Err(CHANGED_MEANWHILE) } else { Ok(()) }
}
