//! What an earlier import of the very same file has written: one that somebody else has confirmed a
//! moment ago, say, or that was cancelled half-way and is begun anew.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::settings::{ID, NEW};
use super::store::{Import, change_sets_of_file, importing_of_file};
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{Author, ChangeKind, ChangeSet, Undos, find};
use crate::transfer::jobs::{self, Job};

/// What an earlier import of a file has written, where it was not taken back, or is writing.
#[derive(Clone, Debug)]
pub struct Before {
    earlier: Earlier,
    /// How many records it added or changed, or is to.
    pub count: i64,
    /// Whether this import would add them once more: it finds them by nothing.
    pub is_repeated: bool,
}

#[derive(Clone, Debug)]
enum Earlier {
    Written(Box<ChangeSet>),
    /// A job is at it.
    Writing(Box<Job>),
}

impl Before {
    /// The latest one of the file of that import.
    pub fn find(
        connection: &mut AnyConnection,
        entity: &Entity,
        import: &Import,
    ) -> QueryResult<Option<Self>> {
        let matching = import.settings.matching.as_str();
        let finds_nothing = import.counts.created > 0 && matches!(matching, "" | NEW | ID);
        for other in importing_of_file(connection, import)? {
            let job = match other.job_id {
                Some(job) => jobs::find(connection, job)?.filter(|job| !job.has_ended()),
                None => None,
            };
            if let Some(job) = job {
                return Ok(Some(Self {
                    earlier: Earlier::Writing(Box::new(job)),
                    count: other.counts.written(),
                    is_repeated: finds_nothing && other.counts.created > 0,
                }));
            }
        }
        let ids = change_sets_of_file(connection, import)?;
        let undos = Undos::read(connection, &ids)?;
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
                let earlier = Earlier::Written(Box::new(change_set));
                return Ok(Some(Self { earlier, count, is_repeated }));
            }
        }
        Ok(None)
    }

    /// The number of its change set, where it has ended.
    pub fn change_set(&self) -> Option<i64> {
        match &self.earlier {
            Earlier::Written(change_set) => Some(change_set.id),
            Earlier::Writing(_) => None,
        }
    }

    /// The job that is at it.
    pub fn job(&self) -> Option<i64> {
        match &self.earlier {
            Earlier::Written(_) => None,
            Earlier::Writing(job) => Some(job.id),
        }
    }

    /// What is said where this import would add the same once more, and nobody said to.
    pub fn problem(&self) -> &'static str {
        match &self.earlier {
            Earlier::Written(_) => words::REPEATED,
            Earlier::Writing(_) => words::REPEATED_BESIDE,
        }
    }

    /// Who imports or imported it, and when, where that operator may know.
    pub fn author(&self, operator: &CurrentOperator, now: NaiveDateTime) -> Option<Author> {
        let change_set = match &self.earlier {
            Earlier::Written(change_set) => change_set,
            Earlier::Writing(job) => {
                return job.is_up_to(operator).then(|| job.author(operator, now));
            }
        };
        let author = Author::of(change_set, operator, now);
        let is_told = author.is_you || operator.may(Action::History, &change_set.entity);
        is_told.then_some(author)
    }
}
