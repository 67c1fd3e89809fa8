//! What the record of a row would hold, what is wrong with that, and what is to be written.

use std::collections::HashMap;

use super::find::relations;
use super::{Evaluated, Pending, Write};
use crate::access::{Action, CurrentOperator};
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::Reference;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::capitalized;
use crate::panel::record::Record;
use crate::panel::record::check::check;
use crate::panel::record::references::References;
use crate::panel::record::write::Draft;
use crate::transfer::format::value::UNREADABLE;
use crate::transfer::import::settings::{EmptyCells, Plan};
use crate::transfer::import::store::Outcome;
use crate::transfer::import::target::{Part, Target};
use crate::transfer::import::words;

impl Pending {
    /// Makes the records of it, with what the file says filled in.
    pub(super) fn fill_in(&mut self, plan: &Plan, children: &HashMap<(&'static str, i64), Row>) {
        if self.is_lost {
            return;
        }
        let root = Record::blank(plan.entity, None, String::new());
        let mut records = vec![(None, self.row.clone(), root)];
        for relation in relations(plan) {
            let id = self.row.as_ref().map(|row| row.id);
            let row = id.and_then(|id| children.get(&(relation.entity.table(), id)).cloned());
            let record = Record::blank(relation.entity, relation.by(), String::new());
            records.push((Some(relation), row, record));
        }
        let mut problems = Vec::new();
        for (relation, row, record) in &mut records {
            if let Some(row) = row {
                *record = record.clone().stored(row);
            }
            let name = relation.map(|relation| relation.name);
            let own =
                self.typed.iter().filter(|(target, _)| target.relation.map(|it| it.name) == name);
            for (target, text) in own {
                let Part::Value(field) = target.part else { continue };
                if text.is_empty() && plan.empty == EmptyCells::Leave {
                    continue;
                }
                // What an export could not read either stays as it is.
                if text == UNREADABLE && record.unreadable.contains(&field) {
                    continue;
                }
                if record.keeps(field) && record.values.get(field) != text {
                    let one = record.entity.names.one;
                    let problem = words::fixed(field.label, one);
                    problems.push((field.label, problem));
                    continue;
                }
                record.values.set(field, text);
            }
        }
        problems.into_iter().for_each(|(label, problem)| self.refuse(label, problem));
        self.records = records;
    }

    /// Checks it, and tells what is to be written.
    pub(super) fn settled(
        mut self,
        plan: &Plan,
        operator: &CurrentOperator,
        references: &References,
    ) -> Evaluated {
        let (mut writes, mut changes, mut versions) = (Vec::new(), Vec::new(), Vec::new());
        for (relation, row, mut record) in std::mem::take(&mut self.records) {
            versions
                .push(row.as_ref().map_or_else(|| "-".to_owned(), |row| row.version.to_string()));
            let is_meant = record.is_meant();
            if !is_meant
                || row.is_some() && record.values == record.original.clone().unwrap_or_default()
            {
                continue;
            }
            let action = if row.is_some() { Action::Edit } else { Action::Create };
            if !operator.meets(&requirement(record.entity, action)) {
                let may_not =
                    if row.is_some() { words::may_not_change } else { words::may_not_add };
                self.refuse("", may_not(&record.entity.names.several()));
                continue;
            }
            let draft = check(&mut record, references);
            for (name, problem) in record.errors.iter() {
                let label = record.entity.field(name).map_or(name, |field| field.label);
                // What is called by no name, or by a wrong one, has been said to be that.
                if self.problems.iter().all(|(said, _)| said != label) {
                    let missing = missing(&record, name, problem);
                    let problem = missing.unwrap_or_else(|| problem.to_owned());
                    self.problems.push((label.to_owned(), problem));
                }
            }
            let mut written = Draft::default();
            for (field, value) in draft.iter() {
                let before = record.original.as_ref().map_or("", |original| original.get(field));
                let after = record.values.get(field);
                if row.is_none() || before != after {
                    written.set(field, value.cloned());
                }
                if before != after {
                    let target = Target { relation, part: Part::Value(field) };
                    changes.push((target.name(), before.to_owned(), after.to_owned()));
                }
            }
            let by = relation.and_then(Relation::by);
            writes.push(Write { entity: record.entity, by, row, draft: written });
        }
        let outcome = match &self.row {
            _ if !self.problems.is_empty() => Outcome::Refused,
            None => Outcome::Created,
            Some(_) if writes.is_empty() => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
        };
        if outcome == Outcome::Refused {
            (writes, changes) = (Vec::new(), Vec::new());
        }
        Evaluated {
            outcome,
            title: self.title(plan, operator),
            record_id: self.row.as_ref().map(|row| row.id),
            problems: self.problems,
            versions: versions.join(" "),
            changes,
            key: self.key,
            writes,
        }
    }

    /// What the record is called, or will be.
    fn title(&self, plan: &Plan, operator: &CurrentOperator) -> String {
        if let Some(row) = &self.row {
            return row.title(operator);
        }
        let parts = Field::of_title(plan.entity).filter_map(|field| self.own(field));
        let title = parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        if title.is_empty() { capitalized(plan.entity.names.a) } else { title }
    }
}

/// What is said of the id in a reference that no record has: it may never have been one.
fn missing(record: &Record, name: &str, problem: &str) -> Option<String> {
    let field = record.entity.field(name)?;
    let (other, id) = (field.refers_to()?, record.values.get(field));
    let is_gone = !id.is_empty() && problem == Reference::gone(field.label);
    is_gone.then(|| words::none_with_id(other.names.one, id))
}
