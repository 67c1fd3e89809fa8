//! Writing the history: changes are gathered, and written many at once.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::change::{Change, Difference, LinkedPair};
use super::continued::Continued;
use super::query::Summary;
use super::subjects;
use super::{ChangeKind, Occasion, Root};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Stored, insert_row, insert_row_for_id, insert_rows, is_file};
use crate::panel::entity::definition::Title;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::row::Row;
use crate::schema::{
    change_set_entities, change_set_undoes, change_sets, change_subjects, changes,
};

/// So many changes, or so many bytes of their values, are written at once at the latest: what a
/// server takes in one statement is 16 MB (MariaDB's `max_allowed_packet`).
const MOST_CHANGES: usize = 500;
const MOST_BYTES: usize = 1024 * 1024;
/// Fewer rows are inserted one by one, by a statement that stays prepared.
fn few(connection: &AnyConnection) -> usize {
    // Of a file nothing is waited for, and a statement of many rows is read anew each time.
    if is_file(connection) { usize::MAX } else { 8 }
}

macro_rules! insert_few_or_many {
    ($connection:expr, $table:expr, $rows:expr) => {
        if $rows.len() < few($connection) {
            for row in &$rows {
                insert_row!($connection, $table, row)?;
            }
        } else {
            insert_rows!($connection, $table, &$rows)?;
        }
    };
}

/// A change set that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its number.
    pub change_set: i64,
    /// How many records and links it changed.
    pub summary: Summary,
    /// How many of them in this transaction.
    pub changed: i64,
    /// Whether a change set that began later has changed one of the same records before this step
    /// did: the numbers would not say which change was the last, so it is to be rolled back.
    pub is_overtaken: bool,
}

/// The changes of one transaction.
pub struct ChangeLog {
    occasion: Occasion,
    operator: (Option<i64>, String),
    /// The change set, once it is written.
    change_set: Option<i64>,
    /// The summary that is written with it.
    written: Summary,
    /// The tables of records that it changed, or linked.
    entities: BTreeSet<&'static str>,
    summary: Summary,
    /// The numbers of the first of these changes, and of the next one.
    first: i64,
    next: i64,
    bytes: usize,
    changes: Vec<Change>,
    subjects: Vec<SubjectRow>,
    /// What was changed by a step of a change set that was begun before.
    continued: Option<Continued>,
}

impl ChangeLog {
    /// One that goes on with a change set where the occasion says so, and else an empty one.
    pub fn open(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        occasion: Occasion,
    ) -> QueryResult<Self> {
        let Some(id) = occasion.continues else { return Ok(Self::new(operator, occasion)) };
        let summary: Stored<String> =
            change_sets::table.find(id).select(change_sets::summary).first(connection)?;
        let last: Option<i64> = changes::table
            .filter(changes::change_set_id.eq(id))
            .select(diesel::dsl::max(changes::number))
            .first(connection)?;
        let (summary, next) =
            (Summary::parse(&String::from(summary)), last.map_or(0, |last| last + 1));
        Ok(Self {
            change_set: Some(id),
            written: summary.clone(),
            summary,
            first: next,
            next,
            continued: Some(Continued::default()),
            ..Self::new(operator, occasion)
        })
    }

    /// An empty one.
    pub fn new(operator: &CurrentOperator, occasion: Occasion) -> Self {
        Self {
            occasion,
            operator: (Some(operator.id).filter(|id| *id != 0), operator.name.clone()),
            change_set: None,
            written: Summary::default(),
            entities: BTreeSet::new(),
            summary: Summary::default(),
            first: 0,
            next: 0,
            bytes: 0,
            changes: Vec::new(),
            subjects: Vec::new(),
            continued: None,
        }
    }

    /// Notes a change, which stands in the history of these records.
    pub fn add(
        &mut self,
        connection: &mut AnyConnection,
        difference: Difference,
        mut subjects: Vec<(&'static str, i64)>,
    ) -> QueryResult<()> {
        let Difference { entity, id, other, kind, .. } = difference;
        // What it goes on with is about something already.
        if self.continued.is_none() {
            self.occasion.root.get_or_insert_with(|| Root {
                entity,
                id: Some(id),
                title: difference.titles.0.clone(),
                kind,
            });
        }
        self.summary.count(entity, kind);
        if let Some(continued) = &mut self.continued {
            continued.add((entity, id, other), &subjects);
        }
        match other {
            None => drop(self.entities.insert(entity)),
            // Of a link, those of its sides.
            Some(_) => self.entities.extend(subjects.iter().map(|(side, _)| *side)),
        }
        let number = self.next;
        self.next += 1;
        subjects.sort_unstable();
        subjects.dedup();
        let own = other.is_none().then_some((entity, id));
        let text = subjects::to_text(own, &subjects);
        self.subjects.extend(subjects.into_iter().map(|(entity, record_id)| SubjectRow {
            entity,
            record_id,
            change_set_id: 0,
            number,
        }));
        let mut change = Change::between(difference);
        (change.number, change.subjects) = (number, text);
        self.bytes += change.size();
        self.changes.push(change);
        match self.changes.len() >= MOST_CHANGES || self.bytes >= MOST_BYTES {
            true => self.flush(connection).map(drop),
            false => Ok(()),
        }
    }

    /// Notes that two rows are linked, or not any more. Where the row itself goes, it stands in the
    /// history of the other alone.
    pub fn add_link(
        &mut self,
        connection: &mut AnyConnection,
        (end, kind): (LinkEnd, ChangeKind),
        pair: LinkedPair,
        goes: bool,
    ) -> QueryResult<()> {
        let mut subjects = vec![(end.other().table(), pair.across.0)];
        if !goes {
            subjects.push((end.entity().table(), pair.own.0));
        }
        self.add(connection, Difference::of_link((end, kind), pair), subjects)
    }

    /// Writes what is left; returns the change set, if anything changed.
    pub fn finish(mut self, connection: &mut AnyConnection) -> QueryResult<Option<Written>> {
        if !self.changes.is_empty() {
            self.flush(connection)?;
        }
        if let Some(id) = self.change_set.filter(|_| self.written != self.summary) {
            diesel::update(change_sets::table.find(id))
                .set(change_sets::summary.eq(self.summary.to_text()))
                .execute(connection)?;
        }
        self.insert_entities(connection)?;
        let Self { change_set, summary, continued, first, next, .. } = self;
        let is_overtaken = match (change_set, continued) {
            (Some(id), Some(continued)) => continued.is_overtaken(connection, id)?,
            _ => false,
        };
        let changed = next - first;
        Ok(change_set.map(|change_set| Written { change_set, summary, changed, is_overtaken }))
    }

    fn flush(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let change_set = match self.change_set {
            Some(id) => id,
            None => self.insert_change_set(connection)?,
        };
        self.changes.iter_mut().for_each(|change| change.change_set_id = change_set);
        self.subjects.iter_mut().for_each(|subject| subject.change_set_id = change_set);
        let (changes, subjects) =
            (std::mem::take(&mut self.changes), std::mem::take(&mut self.subjects));
        self.bytes = 0;
        insert_few_or_many!(connection, changes::table, changes);
        insert_few_or_many!(connection, change_subjects::table, subjects);
        Ok(())
    }

    /// Writes the change set itself. It comes last, when every row that it is about is locked: so
    /// the numbers of change sets are in the order in which they changed a row.
    fn insert_change_set(&mut self, connection: &mut AnyConnection) -> QueryResult<i64> {
        let Occasion { now, origin, reason, root, undoes: _, continues: _ } = &self.occasion;
        let root = root.as_ref();
        let row = (
            change_sets::happened_at.eq(*now),
            change_sets::operator_id.eq(self.operator.0),
            change_sets::operator.eq(&self.operator.1),
            change_sets::origin.eq(origin.word()),
            change_sets::reason.eq(reason),
            change_sets::entity.eq(root.map_or("", |root| root.entity)),
            change_sets::record_id.eq(root.and_then(|root| root.id)),
            change_sets::title.eq(root.map_or("", |root| &root.title)),
            change_sets::kind.eq(root.map_or("", |root| root.kind.word())),
            change_sets::summary.eq(self.summary.to_text()),
        );
        let id = insert_row_for_id!(connection, change_sets::table, change_sets::id, row)?;
        self.change_set = Some(id);
        self.written = self.summary.clone();
        self.insert_undoes(connection, id)?;
        Ok(id)
    }

    /// Writes which others the change set takes back.
    fn insert_undoes(&self, connection: &mut AnyConnection, id: i64) -> QueryResult<()> {
        let undone: BTreeSet<i64> = self.occasion.undoes.iter().copied().collect();
        let row = |undone| {
            (change_set_undoes::change_set_id.eq(id), change_set_undoes::undone_id.eq(undone))
        };
        let rows: Vec<_> = undone.into_iter().map(row).collect();
        insert_few_or_many!(connection, change_set_undoes::table, rows);
        Ok(())
    }

    /// Writes which tables' records the change set is about.
    fn insert_entities(&self, connection: &mut AnyConnection) -> QueryResult<()> {
        let Some(id) = self.change_set else { return Ok(()) };
        let root = self.occasion.root.iter().map(|root| root.entity);
        let entities: BTreeSet<&str> = self.entities.iter().copied().chain(root).collect();
        for entity in entities.into_iter().filter(|entity| !entity.is_empty()) {
            let key = change_set_entities::table.find((entity, id));
            if self.continued.is_some() && key.count().get_result::<i64>(connection)? > 0 {
                continue;
            }
            let row =
                (change_set_entities::entity.eq(entity), change_set_entities::change_set_id.eq(id));
            insert_row!(connection, change_set_entities::table, row)?;
        }
        Ok(())
    }
}

/// Begins a change set that steps of a job write to; returns its number.
pub fn begin(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    occasion: Occasion,
) -> QueryResult<i64> {
    let mut log = ChangeLog::new(operator, occasion);
    let id = log.insert_change_set(connection)?;
    log.insert_entities(connection)?;
    Ok(id)
}

/// Notes something without a change for each record.
pub fn note(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    occasion: Occasion,
) -> QueryResult<()> {
    begin(connection, operator, occasion).map(drop)
}

/// Notes that so many records of an entity were taken out.
pub fn note_export(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    occasion: Occasion,
    (entity, rows): (&'static str, i64),
) -> QueryResult<()> {
    let mut log = ChangeLog::new(operator, occasion);
    log.summary = Summary::of(entity, ChangeKind::Exported, rows);
    log.insert_change_set(connection)?;
    log.insert_entities(connection)
}

/// In whose history it stands.
#[derive(Insertable)]
#[diesel(table_name = change_subjects, treat_none_as_default_value = false)]
struct SubjectRow {
    entity: &'static str,
    record_id: i64,
    change_set_id: i64,
    number: i64,
}

/// What a row is called in its history: where that is words and what it refers to, it is the latter
/// alone, which not everybody may see.
pub fn stored_title(row: &Row) -> String {
    match row.entity.title {
        Title::Fields(_) => row.own_title(),
        Title::Of(_, name) => {
            row.entity.field(name).map(|field| row.referred(field).to_owned()).unwrap_or_default()
        }
    }
}
