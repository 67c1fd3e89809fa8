//! What a form says, read from what a browser sends.

use super::words;
use std::collections::BTreeSet;

use super::FormPurpose;
use crate::db::UNREADABLE_VERSION;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{Inputs, ORIGINAL, VERSION};
use crate::panel::record::Record;
use crate::panel::record::tree::RecordTree;
use crate::panel::record::values::Values;

/// The name of the hidden field that says which of several records it is.
pub(super) const ID: &str = "id";
/// The name of the box that removes one of several records; where nothing stands in it, it stays.
pub(super) const REMOVE: &str = "remove";
/// The name of the hidden field that says that a person was asked whether a record is removed.
pub(super) const ASKED: &str = "asked";
/// The name of the button that asks for one more record of a relation.
pub(super) const MORE: &str = "more";

/// The records that a form holds.
///
/// # Errors
/// 400 where a stored record lacks its version or a field: what was lost on the way would be
/// emptied; or where nobody answered whether a record is removed.
pub fn read(
    entity: &'static Entity,
    purpose: FormPurpose,
    inputs: &Inputs,
) -> Result<RecordTree, Error> {
    let mut tree = RecordTree::blank(entity);
    if let FormPurpose::Edit(_) = purpose {
        opened_version(inputs, "")?;
    }
    tree.root = record(purpose, inputs, tree.root)?;
    for part in &mut tree.parts {
        let blanks = match part.relation.is_many() {
            true => {
                let rows = rows(inputs, part.relation.name).into_iter();
                rows.map(|row| part.blank(part.prefix(row))).collect()
            }
            false => std::mem::take(&mut part.records),
        };
        let sent = blanks.into_iter().map(|blank| record(purpose, inputs, blank));
        part.records = sent.collect::<Result<_, _>>()?;
    }
    Ok(tree)
}

/// The numbers of the rows that stand in a form as `cars.0.name`, `cars.1.name`.
fn rows(inputs: &Inputs, relation: &str) -> BTreeSet<u32> {
    let row = |name: &str| {
        name.strip_prefix(relation)?.strip_prefix('.')?.split('.').next()?.parse().ok()
    };
    inputs.pairs().iter().filter_map(|(name, _)| row(name)).collect()
}

/// What was sent for a blank record. In the form of a new root all records are new.
fn record(purpose: FormPurpose, inputs: &Inputs, blank: Record) -> Result<Record, Error> {
    let prefix = blank.prefix.clone();
    let get = |name: &str| inputs.get(&format!("{prefix}{name}"));
    let typed = |field: &Field| get(field.name());
    let values = Values::typed(blank.fields(), typed);
    if get(ASKED).is_some() && get(REMOVE).is_none() {
        return Err(Error::BadRequest(words::FIELD_MISSING));
    }
    let removed = get(REMOVE).is_some_and(|ticked| !ticked.is_empty());
    let (id, says_version) = (get(ID).and_then(|id| id.parse().ok()), get(VERSION).is_some());
    if purpose == FormPurpose::Create || (id.is_none() && !says_version) {
        return Ok(Record { values, removed: removed && blank.within.is_some(), ..blank });
    }
    if !blank.fields().all(|field| typed(field).is_some()) {
        return Err(Error::BadRequest(words::FIELD_MISSING));
    }
    let original = |field: &Field| inputs.get(&format!("{ORIGINAL}{prefix}{}", field.name()));
    Ok(Record {
        id,
        version: Some(opened_version(inputs, &prefix)?),
        values,
        original: Values::all_typed(blank.fields(), original),
        removed: removed && blank.is_removable(),
        ..blank
    })
}

/// The version that a form was opened at.
///
/// # Errors
/// 400 where the form carries none: saving it could undo what another wrote.
pub fn opened_version(inputs: &Inputs, prefix: &str) -> Result<i32, Error> {
    inputs
        .get(&format!("{prefix}{VERSION}"))
        .and_then(|text| text.parse().ok())
        .filter(|version| *version > 0 || *version == UNREADABLE_VERSION)
        .ok_or(UNKNOWN_VERSION)
}

/// The answer to a form that does not say which version it was opened at.
pub const UNKNOWN_VERSION: Error = Error::BadRequest(words::NO_VERSION);
