//! What was restored before somebody asked for it, by whom and when.

use diesel::QueryResult;

use super::deletion::Deletion;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::history::titles::shown_title;
use crate::history::words;
use crate::panel::entity::definition::Entity;
use crate::panel::http::viewer::Clock;
use crate::panel::record::history::{Author, ChangeSet, brought_back};

/// So many records that one change set restored are named, and so many of these.
const NAMED: usize = 3;
const MOST_SETS: usize = 2;

/// The records that were restored already.
#[derive(Default)]
pub struct Already(Vec<RestoredBy>);

/// Those that one change set restored.
struct RestoredBy {
    set: ChangeSet,
    /// Whether they were deleted again since.
    is_gone: bool,
    /// What the first of them were called.
    named: Vec<String>,
    count: usize,
}

impl Already {
    /// What of these deletions was restored already, and the others.
    pub fn part(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &Entity,
        deletions: Vec<Deletion>,
    ) -> QueryResult<(Self, Vec<Deletion>)> {
        let (mut already, mut rest) = (Self::default(), Vec::new());
        for deletion in deletions {
            let (_, change) = &deletion;
            match brought_back(connection, change)? {
                Some(back) => {
                    already
                        .add(back, shown_title(entity, change.record_id, &change.title, operator));
                }
                None => rest.push(deletion),
            }
        }
        Ok((already, rest))
    }

    /// The change sets that restored them.
    pub fn sets(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(|by| by.set.id)
    }

    fn add(&mut self, (set, is_gone): (ChangeSet, bool), title: String) {
        let is_by_it = |by: &&mut RestoredBy| by.set.id == set.id && by.is_gone == is_gone;
        if let Some(by) = self.0.iter_mut().find(is_by_it) {
            by.count += 1;
            if by.named.len() < NAMED {
                by.named.push(title);
            }
            return;
        }
        self.0.push(RestoredBy { set, is_gone, named: vec![title], count: 1 });
    }

    /// What is said of them to whoever asked for them; nothing where there are none.
    pub fn in_words(&self, operator: &CurrentOperator, clock: &Clock) -> String {
        let zone = clock.zone(Some(operator));
        let told = self.0.iter().take(MOST_SETS).map(|by| {
            let author = Author::of(&by.set, operator, clock.now);
            words::restored_already((&by.named, by.count), &author, by.is_gone, &zone)
        });
        let more: usize = self.0.iter().skip(MOST_SETS).map(|by| by.count).sum();
        let more = (more > 0).then(|| words::more_restored_already(more));
        told.chain(more).collect::<Vec<_>>().join(" ")
    }
}
