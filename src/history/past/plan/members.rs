//! The differences between what belonged to a record and what belongs to it.

use std::collections::HashSet;

use diesel::QueryResult;

use super::touched::Touched;
use super::{Group, PlanRow, Planner};
use crate::db::UtcTime;
use crate::history::past::difference::{created, deleted, linked, state, state_of_row};
use crate::history::past::links::{LinkFound, links, times};
use crate::history::past::words;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::entity::requirement::visible_fields;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::capitalized;
use crate::panel::record::history::past::{Members, PastRecord, Presence};
use crate::panel::record::history::{Change, ChangeKind};
use crate::panel::record::titled::TitledRow;

/// So many of those that are gone are named.
const NAMED: usize = 5;

/// One of a relation, and whether it belongs to the record now.
struct Member {
    relation: &'static Relation,
    by: &'static Field,
    record: PastRecord,
    was: bool,
    is_now: bool,
}

impl Planner<'_> {
    pub(super) fn children(
        &mut self,
        (relation, by): (&'static Relation, &'static Field),
        touched: Touched,
    ) {
        for record in touched.records {
            let is_now = touched.present.contains(&record.id);
            let was = touched.was.get(&record.id).copied().flatten().unwrap_or(is_now);
            self.child(&Member { relation, by, was, is_now, record });
        }
    }

    fn child(&mut self, member: &Member) {
        let Member { relation, by, record, was, is_now } = member;
        let heading = words::one_called(relation.entity.names.one, self.reader.title(record));
        let was_there = record.presence == Presence::There;
        match (&record.now, *was, *is_now) {
            (None, true, _) => {
                let Some(deletion) = &record.deleted else { return };
                let change = deleted(&self.reader, record, deletion);
                let then = self.summary(record, by);
                self.whole(
                    heading,
                    (words::COMES_BACK, String::new(), then),
                    state("gone"),
                    change,
                );
            }
            (Some(row), false, true) if !was_there => {
                let (now, change) = (row.summary(), created(record, row));
                let label = words::IS_DELETED;
                self.whole(heading, (label, now, String::new()), state_of_row(row), change);
            }
            (Some(row), true, false) => {
                let note = words::belongs_elsewhere(&self.owner(row, by));
                self.fields(
                    (record, Some(*by)),
                    (heading, note),
                    &self.seen(relation.entity),
                    false,
                );
            }
            (Some(row), false, true) => {
                let note = words::came_since(&self.owner(row, by));
                self.fields((record, Some(*by)), (heading, note), &[*by], false);
            }
            (Some(_), true, true) => {
                let is_another = record.is_another_now();
                let note = match is_another {
                    true => words::is_another(relation.entity.names.one),
                    false => String::new(),
                };
                self.fields(
                    (record, Some(*by)),
                    (heading, note),
                    &self.seen(relation.entity),
                    !is_another,
                );
            }
            (_, false, _) => {}
        }
    }

    fn seen(&self, entity: &'static Entity) -> Vec<&'static Field> {
        visible_fields(entity, &self.reader.operator).collect()
    }

    /// Whose a row is.
    fn owner(&self, row: &Row, by: &Field) -> String {
        match by.refers_to().filter(|owner| self.reader.operator.sees(owner.table())) {
            Some(_) => row.referred(by).to_owned(),
            None => words::ANOTHER.to_owned(),
        }
    }

    /// What a record held beside whose it was, in one line.
    fn summary(&self, record: &PastRecord, by: &Field) -> String {
        let fields = visible_fields(record.entity, &self.reader.operator);
        let texts = fields.filter(|field| *field != by).filter_map(|field| {
            Some(self.reader.words(field, record.value(field)?, self.past.moment.0))
        });
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn whole(
        &mut self,
        heading: String,
        (label, now, then): (&str, String, String),
        state: String,
        change: Change,
    ) {
        let key = format!("{}.{}", change.entity, change.record_id);
        let Some(row) = self.row((key, label), (now, then), state, change) else { return };
        let rows = vec![row];
        self.plan.groups.push(Group { heading, note: String::new(), rows, by: None, record: None });
    }

    pub(super) fn links(
        &mut self,
        (index, end): (usize, LinkEnd),
        members: &Members,
        touched: Touched,
    ) -> QueryResult<()> {
        let own = self.past.record.id;
        let ids: Vec<i64> = touched.was.keys().copied().collect();
        let then = links(self.connection, (end, own), (members, index), (self.past.moment, &ids))?;
        let now = times(self.connection, end, own, &ids)?;
        let there = TitledRow::among(self.connection, end.other(), &ids)?;
        let there: HashSet<i64> = there.into_iter().map(|row| row.id).collect();
        let mut rows = Vec::new();
        for (other, was) in touched.was {
            let since = now.get(&other).copied();
            let Some(link) = then.get(&other) else { continue };
            match (was.unwrap_or(since.is_some()), since) {
                (true, None) if !there.contains(&other) => self.gone.push(link.title.clone()),
                (true, None) => rows.extend(self.link_again(end, (other, link))),
                (false, Some(since)) => rows.extend(self.unlink(end, (other, link), since)),
                (true, Some(_)) | (false, None) => {}
            }
        }
        let heading = end.own().label.to_owned();
        let is_begun = |group: &&mut Group| group.heading == heading && group.record.is_none();
        match self.plan.groups.last_mut().filter(is_begun) {
            Some(group) => group.rows.extend(rows),
            None => {
                let note = String::new();
                self.plan.groups.push(Group { heading, note, rows, by: None, record: None });
            }
        }
        Ok(())
    }

    fn link_again(&mut self, end: LinkEnd, (other, link): (i64, &LinkFound)) -> Option<PlanRow> {
        let texts = (String::new(), capitalized(end.link.words.done));
        let change = linked((end, ChangeKind::Unlinked), self.own(), (other, link), link.since);
        let key = format!("{}.{other}", end.link.table);
        self.row((key, &link.title), texts, state("none"), change)
    }

    fn unlink(
        &mut self,
        end: LinkEnd,
        (other, link): (i64, &LinkFound),
        since: UtcTime,
    ) -> Option<PlanRow> {
        let texts = (capitalized(end.link.words.done), String::new());
        let change = linked((end, ChangeKind::Linked), self.own(), (other, link), since);
        let key = format!("{}.{other}", end.link.table);
        self.row((key, &link.title), texts, state(&format!("{since:?}")), change)
    }

    /// The record itself, and what it is called.
    fn own(&self) -> (i64, String) {
        (self.past.record.id, self.reader.stored_title(&self.past.record))
    }

    /// Says which of a relation cannot be linked again.
    pub(super) fn note_gone(&mut self, end: LinkEnd) {
        let gone = std::mem::take(&mut self.gone);
        if gone.is_empty() {
            return;
        }
        let named = words::named(&gone[..gone.len().min(NAMED)], gone.len().saturating_sub(NAMED));
        let others = end.other().names.several();
        self.note(words::gone((end.link.words.many, &others), &named));
    }
}
