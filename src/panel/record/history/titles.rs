//! What a record was called at moments of its past.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::subjects::is_of_subject;
use crate::db::{AnyConnection, Stored};
use crate::schema::{change_subjects, changes};

/// So many of the changes in the history of a record are looked at together.
const LOOKED_AT: usize = 200;

/// A change in the history of a record: its change set, its own table and record, and what that was
/// called after it.
type Named = (i64, Stored<String>, i64, Stored<String>);

/// What a record was called after each of these change sets: as its last change until then has it, if
/// there is any.
pub fn titles_at(
    connection: &mut AnyConnection,
    (entity, id): (&str, i64),
    moments: &BTreeSet<i64>,
) -> QueryResult<BTreeMap<i64, String>> {
    let mut titles = BTreeMap::new();
    let Some(latest) = moments.last() else { return Ok(titles) };
    let until = |moment: i64| {
        change_subjects::table
            .inner_join(changes::table.on(is_of_subject()))
            .filter(change_subjects::entity.eq(entity))
            .filter(change_subjects::record_id.eq(id))
            .filter(change_subjects::change_set_id.le(moment))
            .order((change_subjects::change_set_id.desc(), change_subjects::number.desc()))
            .select((
                change_subjects::change_set_id,
                changes::entity,
                changes::record_id,
                changes::title,
            ))
    };
    let near: Vec<Named> =
        until(*latest).limit(i64::try_from(LOOKED_AT).unwrap_or(i64::MAX)).load(connection)?;
    let is_own = |(_, table, record, _): &&Named| {
        *record == id && matches!(table, Stored::Value(table) if table == entity)
    };
    let own: Vec<&Named> = near.iter().filter(is_own).collect();
    for moment in moments {
        let found = own.iter().find(|(set, ..)| set <= moment).map(|(.., title)| title.clone());
        let title = match found {
            None if near.len() == LOOKED_AT => until(*moment)
                .filter(changes::entity.eq(entity))
                .filter(changes::record_id.eq(id))
                .first::<Named>(connection)
                .optional()?
                .map(|(.., title)| title),
            found => found,
        };
        let title = title.and_then(Stored::value).filter(|title| !title.is_empty());
        titles.extend(title.map(|title| (*moment, title)));
    }
    Ok(titles)
}
