//! What importing rows of a file comes to: the same question for the dry run, which keeps the
//! answers, and for the import, which asks again and writes only where the answer is the same.

mod find;
mod settle;

use std::sync::Arc;

use diesel::QueryResult;

pub(super) use self::find::relations;
use self::find::{children, find_by_id};
use super::lookup::{Titles, whole};
use super::settings::Plan;
use super::store::Outcome;
use super::target::{Part, Target};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::tidy;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;
use crate::panel::record::Record;
use crate::panel::record::references::{References, values_of};
use crate::panel::record::write::Draft;
use crate::transfer::format::read::FileRow;

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
    /// Whether it cannot be told what it would come to: it is no whole row, or about no certain
    /// record.
    is_lost: bool,
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
                Part::Value(field) if field.refers_to().is_some() => whole(&tidy(cell)).to_owned(),
                Part::Value(field) => field.kind.tidy(cell),
                Part::Id => whole(&tidy(cell)).to_owned(),
                Part::Title(_) => tidy(cell),
            };
            Some((*target, text))
        });
        let problems = file.problem.iter().map(|problem| (String::new(), problem.clone()));
        Self {
            typed: typed.collect(),
            problems: problems.collect(),
            is_lost: file.problem.is_some(),
            key: None,
            row: None,
            records: Vec::new(),
        }
    }

    fn refuse(&mut self, label: &str, problem: String) {
        self.problems.push((label.to_owned(), problem));
    }

    /// The same where nothing else can be told of it.
    fn lose(&mut self, label: &str, problem: String) {
        self.refuse(label, problem);
        self.is_lost = true;
    }

    /// The text for a field of the record itself.
    fn own(&self, field: &Field) -> Option<&str> {
        self.text(None, field)
    }

    /// The text for a field of the record, or of what it has one of.
    fn text(&self, relation: Option<&Relation>, field: &Field) -> Option<&str> {
        let name = relation.map(|relation| relation.name);
        let is_it = |target: &Target| {
            target.relation.map(|relation| relation.name) == name
                && target.part != Part::Id
                && target.field() == Some(field)
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
}
