//! Which records the rows of a file are about, and which they refer to.

use std::collections::HashMap;

use diesel::QueryResult;

use super::Pending;
use crate::db::AnyConnection;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;
use crate::panel::record::read::among;
use crate::transfer::import::lookup::{Sought, Titles, with_values};
use crate::transfer::import::settings::{Matching, Plan};
use crate::transfer::import::target::Part;
use crate::transfer::import::words;

impl Pending {
    /// Puts ids in the place of titles. Where several are called the same, `#7` stands for the one
    /// with that id.
    pub(super) fn refer(
        &mut self,
        connection: &mut AnyConnection,
        titles: &mut Titles,
    ) -> QueryResult<()> {
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
                Sought::Missing => match text.strip_prefix('#').and_then(|id| id.parse().ok()) {
                    Some(id @ 1_i64..) => *text = id.to_string(),
                    _ => problems.push((field.label, words::none_called(one, text))),
                },
                Sought::Several(ids) => {
                    let several = entity.names.several();
                    problems.push((field.label, words::several_called(&several, text, ids)));
                }
            }
        }
        problems.into_iter().for_each(|(label, problem)| self.refuse(label, problem));
        Ok(())
    }

    /// Finds the record that holds what the row says.
    pub(super) fn find_by_values(
        &mut self,
        connection: &mut AnyConnection,
        plan: &Plan,
    ) -> QueryResult<()> {
        let Matching::Fields(fields) = &plan.matching else { return Ok(()) };
        let labels: Vec<&str> = fields.iter().map(|(_, field)| field.label).collect();
        let is_sought = |(label, _): &(String, String)| labels.contains(&label.as_str());
        if self.is_lost || self.problems.iter().any(is_sought) {
            self.is_lost = true;
            return Ok(());
        }
        let text = |(relation, field): &(_, &Field)| self.text(*relation, field);
        let texts = fields.iter().map(|it| text(it).unwrap_or_default().to_owned());
        let texts: Vec<String> = texts.collect();
        if texts.iter().all(String::is_empty) {
            self.lose(&labels.join(", "), words::NOTHING_TO_FIND_BY.to_owned());
            return Ok(());
        }
        match with_values(connection, plan.entity, fields, &texts)? {
            Sought::Missing => {}
            Sought::One(row) => self.row = Some(row),
            Sought::Several(rows) => {
                let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
                let problem = words::several_hold(&plan.entity.names.several(), &ids);
                self.lose(&labels.join(", "), problem);
            }
        }
        self.key = Some(serde_json::to_string(&texts).unwrap_or_default());
        Ok(())
    }
}

/// Finds the records whose ids the rows say.
pub(super) fn find_by_id(
    connection: &mut AnyConnection,
    plan: &Plan,
    pending: &mut [Pending],
) -> QueryResult<()> {
    // What a row has one of is found by that row even where all rows of the file are to be new.
    let id_field = plan.entity.id_field();
    let is_by_id = matches!(plan.matching, Matching::Id);
    if !is_by_id && id_field.is_none() {
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
                row.lose(label, words::none_with_id(one, &text));
            }
            (Matching::New, Some(_)) => {
                let owner = id_field.and_then(Field::refers_to).map_or("record", |it| it.names.one);
                row.lose(label, words::has_one(owner, plan.entity.names.a));
            }
            _ => {}
        }
        if is_by_id || id_field.is_some() {
            row.key = Some(text);
        }
    }
    Ok(())
}

/// What the records have one of, as far as the file speaks of it.
pub(in crate::transfer::import) fn relations(plan: &Plan) -> Vec<&'static Relation> {
    let mut found: Vec<&'static Relation> = Vec::new();
    for relation in plan.targets.iter().flatten().filter_map(|target| target.relation) {
        if found.iter().all(|other| other.name != relation.name) {
            found.push(relation);
        }
    }
    found
}

/// What the records that were found have one of, by its table and the id that it has from them.
pub(super) fn children(
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
