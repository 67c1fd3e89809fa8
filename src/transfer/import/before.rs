//! What an earlier import of the very same file has written: one that was cancelled half-way, say, and
//! is begun anew.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::settings::{ID, NEW};
use super::store::{Import, change_sets_of_file};
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{Author, ChangeKind, ChangeSet, Undos, find};

/// What an earlier import of a file has written, where it was not taken back.
#[derive(Clone, Debug)]
pub struct Before {
    change_set: ChangeSet,
    /// How many records it added or changed.
    pub count: i64,
    /// Whether this import would add them once more: it finds them by nothing.
    pub is_repeated: bool,
}

impl Before {
    /// The latest one of the file of that import.
    pub fn find(
        connection: &mut AnyConnection,
        entity: &Entity,
        import: &Import,
    ) -> QueryResult<Option<Self>> {
        let ids = change_sets_of_file(connection, import)?;
        let undos = Undos::read(connection, &ids)?;
        let matching = import.settings.matching.as_str();
        let finds_nothing = import.counts.created > 0 && matches!(matching, "" | NEW | ID);
        for id in ids {
            let Some(change_set) = find(connection, id)? else { continue };
            if undos.is_reversed(&change_set) {
                continue;
            }
            let summary = change_set.summary();
            let of_kind = |kind| summary.of_kind(entity.table(), kind);
            let (added, changed) = (of_kind(ChangeKind::Created), of_kind(ChangeKind::Changed));
            let (count, is_repeated) = (added + changed, finds_nothing && added > 0);
            if count > 0 {
                return Ok(Some(Self { change_set, count, is_repeated }));
            }
        }
        Ok(None)
    }

    /// The number of its change set.
    pub fn change_set(&self) -> i64 {
        self.change_set.id
    }

    /// Who imported it, and when, where that operator may know.
    pub fn author(&self, operator: &CurrentOperator, now: NaiveDateTime) -> Option<Author> {
        let author = Author::of(&self.change_set, operator, now);
        let is_told = author.is_you || operator.may(Action::History, &self.change_set.entity);
        is_told.then_some(author)
    }
}
