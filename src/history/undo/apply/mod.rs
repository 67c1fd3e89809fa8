//! Taking changes back: the contrary of each change, the last one first.

mod ask;
mod link;

use std::collections::HashMap;

use diesel::QueryResult;

use super::super::titles::shown_title;
use super::problem::{Answers, FieldProblem, Problem, Problems};
use super::words;
use crate::db::statement::Value;
use crate::db::{CHANGED_MEANWHILE, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::entity::row::Row;
use crate::panel::record::check;
use crate::panel::record::dependents::{Dependents, Owners};
use crate::panel::record::history::{
    Change, ChangeKind, PastValue, PastValues, Summary, find as find_set, latest,
    may_reverse_change, of_change_set,
};
use crate::panel::record::read::{find, find_held};
use crate::panel::record::references::References;
use crate::panel::record::write::{Draft, Stamps, Writer};

/// So many changes are read at once.
const BATCH: i64 = 200;
/// So many rows are remembered as being there, or not.
const MOST_KNOWN: usize = 1000;

/// What is to be taken back.
pub enum Part {
    /// All of the change set of that number.
    Set(i64),
    /// What stands in a change set behind a number and before another.
    Between {
        /// The number of the change set.
        change_set: i64,
        /// Behind this number...
        behind: i64,
        /// ...and before this one.
        before: i64,
    },
    /// One change.
    Change(Box<Change>),
}

impl From<Change> for Part {
    fn from(change: Change) -> Self {
        Self::Change(Box::new(change))
    }
}

/// A field that holds something else than it was changed to.
struct Otherwise {
    /// The field.
    field: &'static Field,
    /// The name under which the choice is sent.
    name: String,
    /// What it holds.
    now: Option<Stored<Value>>,
    /// What it held before.
    then: Option<Value>,
}

/// Takes change sets back, or parts of them.
pub struct Undo<'u, 'c> {
    writer: &'u mut Writer<'c>,
    register: &'static Register,
    answers: &'u Answers,
    problems: Problems,
    /// Whether rows are there that others refer to.
    known: HashMap<(&'static str, i64), bool>,
}

impl<'u, 'c> Undo<'u, 'c> {
    /// Takes back what is left of these, in a part of a transaction that is rolled back where the
    /// problems it comes to are not those that the answers were given to.
    pub fn run(
        writer: &'u mut Writer<'c>,
        register: &'static Register,
        parts: &[Part],
        answers: &'u Answers,
    ) -> QueryResult<Problems> {
        let problems = Problems::new();
        let mut undo = Self { writer, register, answers, problems, known: HashMap::new() };
        for part in parts {
            match part {
                Part::Set(change_set) => undo.take_back_set(*change_set)?,
                Part::Between { change_set, behind, before } => {
                    undo.take_back_between(*change_set, (*behind, *before))?;
                }
                Part::Change(change) => undo.take_back(change)?,
            }
        }
        Ok(undo.problems)
    }

    fn take_back_set(&mut self, change_set: i64) -> QueryResult<()> {
        let summary = find_set(self.writer.connection, change_set)?.map(|set| set.summary());
        let total = summary.iter().flat_map(Summary::iter).map(|(.., count)| count);
        let missing = total.fold(0, i64::saturating_add)
            - self.take_back_between(change_set, (i64::MIN, i64::MAX))?;
        if missing > 0 {
            let problem = Problem::new(words::FORGOTTEN_IN_PART.to_owned(), None);
            self.problems.kept.more = true;
            self.problems.add(problem, &missing.to_string());
        }
        Ok(())
    }

    /// Takes back what stands between these numbers of a change set, the last of it first, and
    /// returns how many changes that are.
    fn take_back_between(
        &mut self,
        change_set: i64,
        (behind, mut before): (i64, i64),
    ) -> QueryResult<i64> {
        let mut count = 0;
        while before > behind {
            let batch = of_change_set(self.writer.connection, change_set, before, BATCH)?;
            let Some(last) = batch.last() else { break };
            before = last.number;
            for change in batch.iter().take_while(|change| change.number > behind) {
                self.take_back(change)?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn take_back(&mut self, change: &Change) -> QueryResult<()> {
        if !may_reverse_change(self.register, self.writer.operator, change) {
            let problem = Problem::new(words::NOT_ALLOWED.to_owned(), None);
            self.problems.kept.more = true;
            self.problems.add(problem, &change.position().to_string());
            return Ok(());
        }
        match (change.kind(), self.register.entity(&change.entity)) {
            (Some(ChangeKind::Created), Some(entity)) => self.delete(entity, change),
            (Some(ChangeKind::Changed), Some(entity)) => self.change(entity, change),
            (Some(ChangeKind::Deleted), Some(entity)) => self.restore(entity, change),
            (Some(ChangeKind::Linked), _) => self.unlink(change),
            (Some(ChangeKind::Unlinked), _) => self.link(change),
            _ => Ok(()),
        }
    }

    /// Deletes what was created, if it is there still.
    fn delete(&mut self, entity: &'static Entity, change: &Change) -> QueryResult<()> {
        let found = find_held(self.writer.connection, entity, change.record_id)?;
        let Some(row) = found else { return Ok(()) };
        let title = row.title(self.writer.operator);
        let owner = Owners::One(row.id);
        let along = Dependents::read(self.writer.connection, self.writer.operator, entity, owner)?;
        if !change.has_left(&row) {
            let owners: Vec<String> = row.belongs_to(self.writer.operator).collect();
            let sentence = words::deleted_though_changed(&title, &owners);
            let state = format!("{} {}", row.version, PastValues::of_row(&row).to_text());
            self.problem(entity, row.id, sentence, &state)?;
        }
        if !along.is_empty() {
            let counted: Vec<String> = along.iter().map(Dependents::counted).collect();
            let marks: Vec<String> = along.iter().map(Dependents::mark).collect();
            // Who changed the record is not who added these.
            let problem = Problem::new(words::deleted_with(&title, &counted), None);
            self.problems.add(problem, &marks.join(" "));
        }
        self.known.remove(&(entity.table(), row.id));
        only(self.writer.delete(&row)?)
    }

    /// Gives the fields that were changed what they held.
    fn change(&mut self, entity: &'static Entity, change: &Change) -> QueryResult<()> {
        let id = change.record_id;
        let Some(row) = find_held(self.writer.connection, entity, id)? else {
            let title = shown_title(entity, id, &change.title, self.writer.operator);
            let sentence = self.gone(entity, id, &title)?;
            return self.left_out(entity, id, sentence, "");
        };
        let (then, made) = (change.before(), change.after());
        let (mut fields, mut asked, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for field in entity.fields {
            let value = match then.get(field) {
                Some(PastValue::Other(text)) => {
                    refused.extend(unfit(field, text));
                    continue;
                }
                _ => restorable(field, &then),
            };
            let Some(value) = value else { continue };
            let now = row.value(field);
            if now == value.clone().map(Stored::Value).as_ref() {
                continue;
            }
            if let Some(Value::Integer(other)) = &value
                && !self.is_there(field, *other)?
            {
                let title = row.title(self.writer.operator);
                let sentence = words::not_again(field.label, &title, target_of(field));
                self.left_out(entity, id, sentence, "")?;
                continue;
            }
            let is_as_made = restorable(field, &made)
                .is_some_and(|made| made.map(Stored::Value).as_ref() == now);
            let name = FieldProblem::name(field, id);
            if !is_as_made {
                let (name, now, then) = (name.clone(), now.cloned(), value.clone());
                asked.push(Otherwise { field, name, now, then });
            }
            match is_as_made || self.answers.takes_back(&name) {
                true => fields.push((field, value)),
                false => self.problems.kept.field(field.label),
            }
        }
        if !asked.is_empty() {
            self.ask(&row, asked)?;
        }
        self.refuse(&row, &mut fields, refused)?;
        let mut draft = Draft::default();
        fields.into_iter().for_each(|(field, value)| draft.set(field, value));
        match draft.is_empty() {
            true => Ok(()),
            false => only(self.writer.update(&row, &draft)?),
        }
    }

    /// Writes what was deleted as it was, if nothing stands in its place.
    fn restore(&mut self, entity: &'static Entity, change: &Change) -> QueryResult<()> {
        let (id, values) = (change.record_id, change.before());
        let title = shown_title(entity, id, &change.title, self.writer.operator);
        if let Some(row) = self.find(entity, id)? {
            // It was restored already; or there is another one by now, of what there is one only.
            if values.time(entity.created_at) == row.created_at.get() {
                return Ok(());
            }
            let sentence = words::replaced(&title);
            return self.left_out(entity, id, sentence, &row.version.to_string());
        }
        let mut draft = Draft::default();
        for field in entity.fields {
            let value = restorable(field, &values).flatten();
            if let Some(Value::Integer(other)) = &value
                && !self.is_there(field, *other)?
            {
                let sentence = words::without_owner(&title, target_of(field));
                return self.left_out(entity, id, sentence, "");
            }
            if value.is_none() && field.is_required() {
                let sentence = words::without_value(&title, field.label);
                return self.left_out(entity, id, sentence, "");
            }
            draft.set(field, value);
        }
        let now = self.writer.now;
        let stamps = Stamps {
            version: values.version(entity).unwrap_or(1),
            created_at: values.time(entity.created_at).unwrap_or(now),
            updated_at: values.time(entity.updated_at).unwrap_or(now),
        };
        self.known.remove(&(entity.table(), id));
        self.writer.restore(entity, id, &draft, stamps)
    }

    fn find(&mut self, entity: &'static Entity, id: i64) -> QueryResult<Option<Row>> {
        find(self.writer.connection, entity, id)
    }

    /// Whether the row that a field refers to is there; so for a field that refers to none.
    fn is_there(&mut self, field: &Field, id: i64) -> QueryResult<bool> {
        field.refers_to().map_or(Ok(true), |target| self.stands(target, id))
    }

    /// Whether a row is there, and not another that was put in the place of a deleted one.
    fn stands(&mut self, entity: &'static Entity, id: i64) -> QueryResult<bool> {
        if let Some(stands) = self.known.get(&(entity.table(), id)) {
            return Ok(*stands);
        }
        let stands = match self.find(entity, id)? {
            Some(row) => {
                let last = latest(self.writer.connection, entity.table(), id)?;
                // What was restored a moment ago is perhaps not in the history yet, and is as old as
                // what was deleted.
                let is_another = |change: &Change| {
                    change.kind() == Some(ChangeKind::Deleted)
                        && change.before().time(entity.created_at) != row.created_at.get()
                };
                !last.is_some_and(|(_, change)| is_another(&change))
            }
            None => false,
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert((entity.table(), id), stands);
        Ok(stands)
    }
}

/// What a field refers to.
fn target_of(field: &Field) -> &'static str {
    field.refers_to().map_or(words::RECORD, |target| target.names.one)
}

/// What a field is to hold again; `None` where that is not known, or cannot be held any more.
fn restorable(field: &Field, values: &PastValues) -> Option<Option<Value>> {
    match values.get(field)? {
        PastValue::Value(value) => Some(Some(value)),
        PastValue::Empty => Some(None),
        PastValue::Other(_) | PastValue::Unreadable => None,
    }
}

/// A text that a field held and cannot hold any more, and what its form would say of it.
fn unfit(field: &'static Field, text: String) -> Option<(&'static Field, String, String)> {
    let message = check::value(field, &field.kind.tidy(&text), &References::Unread).err()?;
    Some((field, text, message))
}

/// The statement met the row it was meant for; otherwise everything is read again.
fn only(rows: usize) -> QueryResult<()> {
    if rows == 0 { Err(CHANGED_MEANWHILE) } else { Ok(()) }
}
