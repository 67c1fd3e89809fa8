//! What importing rows of a file comes to: the same question for the dry run, which keeps the
//! answers, and for the import, which asks again and writes only where the answer is the same.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::QueryResult;

use super::lookup::{Sought, Titles, with_values};
use super::settings::{EmptyCells, Matching, Plan};
use super::store::Outcome;
use super::target::{Part, Target};
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::tidy;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::capitalized;
use crate::panel::record::Record;
use crate::panel::record::check::check;
use crate::panel::record::read::among;
use crate::panel::record::references::{References, values_of};
use crate::panel::record::write::Draft;
use crate::transfer::format::read::FileRow;
use crate::transfer::format::value::UNREADABLE;

/// What importing a row comes to.
pub struct Evaluated {
    /// In a word.
    pub outcome: Outcome,
    /// What is wrong with it: the label of a field, or nothing where it is all of it, and a sentence.
    pub problems: Vec<(String, String)>,
    /// The record that it is about, where there is one.
    pub record_id: Option<i64>,
    /// What that is called.
    pub title: String,
    /// The versions of what it changes: the record's, and of what it has one of.
    pub versions: String,
    /// What it changes: the name of a target, the text before and the text after.
    pub changes: Vec<(String, String, String)>,
    /// What tells which record it is about, where that is told.
    pub key: Option<String>,
    /// What is to be written.
    pub writes: Vec<Write>,
}

/// A record that is to be written: the row's own comes first.
pub struct Write {
    /// Its entity.
    pub entity: &'static Entity,
    /// The field by which it belongs to the first one.
    pub by: Option<&'static Field>,
    /// What is stored of it; `None` for a new one.
    pub row: Option<Row>,
    /// What it is to hold.
    pub draft: Draft,
}

/// A row on its way.
struct Pending {
    /// What each target is to hold, as it would be typed.
    typed: Vec<(Target, String)>,
    problems: Vec<(String, String)>,
    key: Option<String>,
    row: Option<Row>,
    records: Vec<(Option<&'static Relation>, Option<Row>, Record)>,
}

/// What importing these rows comes to.
pub fn evaluate(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    plan: &Plan,
    rows: &[FileRow],
) -> QueryResult<Vec<Evaluated>> {
    let mut titles = Titles::new();
    let mut pending = Vec::with_capacity(rows.len());
    for file in rows {
        let mut row = Pending::of(plan, file);
        row.refer(connection, &mut titles)?;
        pending.push(row);
    }
    find_by_id(connection, plan, &mut pending)?;
    for row in &mut pending {
        row.find_by_values(connection, plan)?;
    }
    let children = children(connection, plan, &pending)?;
    for row in &mut pending {
        row.fill_in(plan, &children);
    }
    let records = pending.iter().flat_map(|row| &row.records).map(|(.., record)| &record.values);
    let references = References::read(connection, operator, values_of(records))?;
    Ok(pending.into_iter().map(|row| row.settled(plan, operator, &references)).collect())
}

impl Pending {
    fn of(plan: &Plan, file: &FileRow) -> Self {
        let cells = plan.targets.iter().zip(&file.cells);
        let typed = cells.filter_map(|(target, cell)| {
            let (target, cell) = (target.as_ref()?, cell.as_ref()?);
            let text = match target.part {
                Part::Value(field) => field.kind.tidy(cell),
                Part::Id | Part::Title(_) => tidy(cell),
            };
            Some((*target, text))
        });
        let problems = file.problem.iter().map(|problem| (String::new(), problem.clone()));
        Self {
            typed: typed.collect(),
            problems: problems.collect(),
            key: None,
            row: None,
            records: Vec::new(),
        }
    }

    fn refuse(&mut self, label: &str, problem: String) {
        self.problems.push((label.to_owned(), problem));
    }

    /// Puts ids in the place of titles.
    fn refer(&mut self, connection: &mut AnyConnection, titles: &mut Titles) -> QueryResult<()> {
        let mut problems = Vec::new();
        for (target, text) in &mut self.typed {
            let Part::Title(field) = target.part else { continue };
            let Some(entity) = field.refers_to() else { continue };
            target.part = Part::Value(field);
            if text.is_empty() {
                continue;
            }
            let one = entity.names.one;
            match titles.look_up(connection, entity, text)? {
                Sought::One(id) => *text = id.to_string(),
                Sought::Missing => {
                    problems.push((field.label, words::none_called(one, text)));
                }
                Sought::Several(ids) => {
                    let several = entity.names.several();
                    problems.push((field.label, words::several_called(&several, text, ids)));
                }
            }
        }
        problems.into_iter().for_each(|(label, problem)| self.refuse(label, problem));
        Ok(())
    }

    /// The text for a field of the record itself.
    fn own(&self, field: &Field) -> Option<&str> {
        let is_it = |target: &Target| {
            target.relation.is_none() && target.part != Part::Id && target.field() == Some(field)
        };
        self.typed.iter().find(|(target, _)| is_it(target)).map(|(_, text)| text.as_str())
    }

    /// The id that it says, if it says one.
    fn id(&self, plan: &Plan) -> Option<&str> {
        let text = match plan.entity.id_field() {
            Some(field) => self.own(field),
            None => {
                let id = self.typed.iter().find(|(target, _)| target.part == Part::Id);
                id.map(|(_, text)| text.as_str())
            }
        };
        text.filter(|text| !text.is_empty())
    }

    fn find_by_values(&mut self, connection: &mut AnyConnection, plan: &Plan) -> QueryResult<()> {
        let Matching::Fields(fields) = &plan.matching else { return Ok(()) };
        if !self.problems.is_empty() {
            return Ok(());
        }
        let texts = fields.iter().map(|field| self.own(field).unwrap_or_default().to_owned());
        let texts: Vec<String> = texts.collect();
        if texts.iter().all(String::is_empty) {
            let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
            self.refuse(&labels.join(", "), words::NOTHING_TO_FIND_BY.to_owned());
            return Ok(());
        }
        match with_values(connection, plan.entity, fields, &texts)? {
            Sought::Missing => {}
            Sought::One(row) => self.row = Some(row),
            Sought::Several(rows) => {
                let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
                let problem = words::several_hold(&plan.entity.names.several(), &ids);
                let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
                self.refuse(&labels.join(", "), problem);
            }
        }
        self.key = Some(serde_json::to_string(&texts).unwrap_or_default());
        Ok(())
    }

    /// Makes the records of it, with what the file says filled in.
    fn fill_in(&mut self, plan: &Plan, children: &HashMap<(&'static str, i64), Row>) {
        if !self.problems.is_empty() {
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
    fn settled(
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
                self.problems.push((label.to_owned(), problem.to_owned()));
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

/// Finds the records whose ids the rows say.
fn find_by_id(
    connection: &mut AnyConnection,
    plan: &Plan,
    pending: &mut [Pending],
) -> QueryResult<()> {
    // What a row has one of is found by that row even where all rows of the file are to be new.
    let id_field = plan.entity.id_field();
    if plan.matching != Matching::Id && id_field.is_none() {
        return Ok(());
    }
    let ids = pending.iter().filter_map(|row| row.id(plan)?.parse::<i64>().ok());
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let found = among(connection, plan.entity, &ids)?;
    let found: HashMap<i64, Row> = found.into_iter().map(|row| (row.id, row)).collect();
    let (one, label) = (plan.entity.names.one, id_field.map_or(words::ID, |field| field.label));
    for row in pending {
        let Some(text) = row.id(plan).map(str::to_owned) else { continue };
        let stored = text.parse().ok().and_then(|id: i64| found.get(&id));
        match (&plan.matching, stored) {
            (Matching::Id, Some(stored)) => row.row = Some(stored.clone()),
            (Matching::Id, None) if id_field.is_none() => {
                row.refuse(label, words::none_with_id(one, &text));
            }
            (Matching::New, Some(_)) => {
                let owner = id_field.and_then(Field::refers_to).map_or("record", |it| it.names.one);
                row.refuse(label, words::has_one(owner, plan.entity.names.a));
            }
            _ => {}
        }
        if plan.matching == Matching::Id || id_field.is_some() {
            row.key = Some(text);
        }
    }
    Ok(())
}

/// What the records have one of, as far as the file speaks of it.
fn relations(plan: &Plan) -> Vec<&'static Relation> {
    let mut found: Vec<&'static Relation> = Vec::new();
    for relation in plan.targets.iter().flatten().filter_map(|target| target.relation) {
        if found.iter().all(|other| other.name != relation.name) {
            found.push(relation);
        }
    }
    found
}

/// What the records that were found have one of, by its table and the id that it has from them.
fn children(
    connection: &mut AnyConnection,
    plan: &Plan,
    pending: &[Pending],
) -> QueryResult<HashMap<(&'static str, i64), Row>> {
    let ids: Vec<i64> = pending.iter().filter_map(|row| Some(row.row.as_ref()?.id)).collect();
    let mut found = HashMap::new();
    for relation in relations(plan) {
        let rows = among(connection, relation.entity, &ids)?;
        let table = relation.entity.table();
        found.extend(rows.into_iter().map(|row| ((table, row.id), row)));
    }
    Ok(found)
}
