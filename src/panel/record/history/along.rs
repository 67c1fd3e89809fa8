//! What went along with a record that was deleted.

use diesel::prelude::*;

use super::ChangeKind;
use super::change::Change;
use super::query::{ChangeSet, numbered, some_of_change_set};
use super::trash::is_deletion;
use crate::db::{AnyConnection, Span};
use crate::schema::changes;

/// The first of what went along with a record, in the order in which it went.
#[derive(Default)]
pub struct Along {
    /// The changes, so many of each table.
    pub changes: Vec<Change>,
    /// Whether more went along.
    pub has_more: bool,
}

/// The changes of a change set that lie between two of them, without these.
#[derive(Clone, Copy)]
struct Section {
    change_set: i64,
    behind: i64,
    before: i64,
}

impl Along {
    /// So many of each table that passes, whatever their number: an index leads to what was deleted,
    /// and links are looked for within a budget.
    pub fn read(
        connection: &mut AnyConnection,
        (set, deletion): (&ChangeSet, &Change),
        most: usize,
        passes: impl Fn(&str) -> bool,
    ) -> QueryResult<Self> {
        let section = Section::of(connection, set, deletion)?;
        let (mut along, mut numbers) = (Self::default(), Vec::new());
        let summary = set.summary();
        let others = summary.iter().filter(|(table, ..)| *table != deletion.entity);
        for (table, kind, _) in others.filter(|(table, ..)| passes(table)) {
            match kind {
                ChangeKind::Deleted => {
                    let mut found = section.deleted(connection, table, most + 1)?;
                    along.has_more |= found.len() > most;
                    found.truncate(most);
                    numbers.extend(found);
                }
                ChangeKind::Unlinked => along.add_links(connection, section, (table, most))?,
                ChangeKind::Created
                | ChangeKind::Changed
                | ChangeKind::Linked
                | ChangeKind::Exported => {}
            }
        }
        along.changes.extend(numbered(connection, set.id, &numbers)?);
        along.changes.sort_by_key(|change| change.number);
        Ok(along)
    }

    fn add_links(
        &mut self,
        connection: &mut AnyConnection,
        section: Section,
        (table, most): (&str, usize),
    ) -> QueryResult<()> {
        let page = (Span::After(section.behind), most + 1);
        let is_of = |other: &str| other == table;
        let mut found = some_of_change_set(connection, section.change_set, page, is_of)?;
        found.rows.retain(|change| change.number < section.before);
        let is_cut = found.cut_at.is_some_and(|place| place < section.before);
        self.has_more |= is_cut || found.rows.len() > most;
        self.changes.extend(found.rows.into_iter().take(most));
        Ok(())
    }
}

/// The number behind which stands in its change set what went along with a deletion: all of it is
/// between that and the deletion.
pub fn along_is_behind(
    connection: &mut AnyConnection,
    (set, deletion): (&ChangeSet, &Change),
) -> QueryResult<i64> {
    Section::of(connection, set, deletion).map(|section| section.behind)
}

impl Section {
    /// What goes along with a record is written just before it, and behind the one that was deleted
    /// before it.
    fn of(connection: &mut AnyConnection, set: &ChangeSet, deletion: &Change) -> QueryResult<Self> {
        let behind: Option<i64> = match set.record_id {
            Some(_) => None,
            None => changes::table
                .filter(changes::entity.eq(&deletion.entity))
                .filter(is_deletion())
                .filter(changes::change_set_id.eq(set.id))
                .filter(changes::number.lt(deletion.number))
                .order(changes::number.desc())
                .select(changes::number)
                .first(connection)
                .optional()?,
        };
        let (change_set, before) = (set.id, deletion.number);
        Ok(Self { change_set, behind: behind.unwrap_or(i64::MIN), before })
    }

    /// The numbers of the first deletions of a table in it.
    fn deleted(
        self,
        connection: &mut AnyConnection,
        table: &str,
        most: usize,
    ) -> QueryResult<Vec<i64>> {
        // A number on either side would lead SQLite through all changes between them.
        let mut found: Vec<i64> = changes::table
            .filter(changes::entity.eq(table))
            .filter(is_deletion())
            .filter(changes::change_set_id.eq(self.change_set))
            .filter(changes::number.gt(self.behind))
            .order(changes::number.asc())
            .limit(i64::try_from(most).unwrap_or(i64::MAX))
            .select(changes::number)
            .load(connection)?;
        found.retain(|number| *number < self.before);
        Ok(found)
    }
}
