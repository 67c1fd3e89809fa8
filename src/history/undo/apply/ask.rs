//! What is asked before something is overwritten, deleted or left out that was changed since.

use diesel::QueryResult;

use super::super::problem::{FieldProblem, Problem};
use super::super::words;
use super::{Otherwise, Undo};
use crate::db::Stored;
use crate::db::statement::Value;
use crate::history::titles::{NOW, Titles};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::record::history::{
    Author, ChangeKind, PastValues, as_typed, authors_of_fields, last_author, latest,
};
use crate::panel::record::recheck::objections;
use crate::panel::record::write::Writer;

impl Undo<'_, '_> {
    /// Notes fields that were changed since, for a person to choose.
    pub(super) fn ask(&mut self, row: &Row, asked: Vec<Otherwise>) -> QueryResult<()> {
        let entity = row.entity;
        let (mut of_now, mut of_then) = (PastValues::default(), PastValues::default());
        for Otherwise { field, now, then, .. } in &asked {
            of_now.set(field, now.as_ref());
            of_then.set(field, then.clone().map(Stored::Value).as_ref());
        }
        let values = [(entity, of_now, NOW), (entity, of_then, NOW)];
        let titles = Titles::read(self.writer.connection, self.writer.operator, &values)?;
        let shown = |field, value: Option<Stored<Value>>| {
            value.map(|value| titles.words(field, &value, NOW)).unwrap_or_default()
        };
        let authors = self.authors(row, &asked)?;
        let problem = |Otherwise { field, name, now, then }: Otherwise| FieldProblem {
            name,
            label: field.label,
            now: shown(field, now),
            by: authors
                .iter()
                .find(|(of, _)| of.name() == field.name())
                .map(|(_, author)| author.clone()),
            then: shown(field, then.map(Stored::Value)),
            error: None,
        };
        let fields = asked.into_iter().map(problem).collect();
        let title = row.title(self.writer.operator);
        let sentence = words::changed_since(&title);
        let problem = Problem { fields, ..Problem::new(sentence, None) };
        self.problems.add(problem, &row.version.to_string());
        Ok(())
    }

    /// Leaves out of what a row is to hold again what its form would not take, and says so.
    pub(super) fn refuse(
        &mut self,
        row: &Row,
        fields: &mut Vec<(&'static Field, Option<Value>)>,
        mut refused: Vec<(&'static Field, String, String)>,
    ) -> QueryResult<()> {
        while !fields.is_empty() {
            let Writer { connection, operator, .. } = &mut *self.writer;
            let found = objections(connection, operator, row, fields)?;
            if found.is_empty() {
                break;
            }
            let message = |field: &Field| {
                let own = found.iter().find(|objection| objection.name == field.name());
                own.map(|objection| objection.message.clone())
            };
            let is_any = fields.iter().any(|(field, _)| message(field).is_some());
            let (stay, kept) = std::mem::take(fields)
                .into_iter()
                // What is said of another field is said of all of them.
                .partition::<Vec<_>, _>(|(field, _)| !is_any || message(field).is_some());
            *fields = kept;
            for (field, value) in stay {
                let of_others = || found.first().map(|it| it.message.clone()).unwrap_or_default();
                let then = value.map(|value| field.kind.print(&value)).unwrap_or_default();
                let message = message(field).unwrap_or_else(of_others);
                refused.push((field, then, message));
            }
        }
        if refused.is_empty() {
            return Ok(());
        }
        let problem = |(field, then, message): (&'static Field, String, String)| FieldProblem {
            name: FieldProblem::name(field, row.id),
            label: field.label,
            now: as_typed(field, row.value(field)).unwrap_or_default(),
            by: None,
            then,
            error: Some(message),
        };
        refused.iter().for_each(|(field, ..)| self.problems.kept.field(field.label));
        let title = row.title(self.writer.operator);
        let sentence = words::not_all(&title);
        let fields = refused.into_iter().map(problem).collect();
        let problem = Problem { fields, ..Problem::new(sentence, None) };
        self.problems.add(problem, &row.version.to_string());
        Ok(())
    }

    /// Who made these fields of a row hold what they do.
    fn authors(
        &mut self,
        row: &Row,
        asked: &[Otherwise],
    ) -> QueryResult<Vec<(&'static Field, Author)>> {
        if self.problems.are_enough() {
            return Ok(Vec::new());
        }
        let held: Vec<Option<String>> =
            asked.iter().map(|it| as_typed(it.field, it.now.as_ref())).collect();
        let fields = asked.iter().zip(&held).map(|(it, held)| (it.field, held.as_deref()));
        let fields: Vec<_> = fields.collect();
        let Writer { connection, operator, now, .. } = &mut *self.writer;
        authors_of_fields(connection, operator, (row.entity, row.id), &fields, *now)
    }

    /// Notes what is in the way with a record, of which that is the state, and is left out.
    pub(super) fn left_out(
        &mut self,
        entity: &'static Entity,
        id: i64,
        sentence: String,
        state: &str,
    ) -> QueryResult<()> {
        self.problems.kept.more = true;
        self.problem(entity, id, sentence, state)
    }

    /// Notes what is to be known of a record, of which that is the state.
    pub(super) fn problem(
        &mut self,
        entity: &'static Entity,
        id: i64,
        sentence: String,
        state: &str,
    ) -> QueryResult<()> {
        let by = self.last_author(entity, id)?;
        self.problems.add(Problem::new(sentence, by), state);
        Ok(())
    }

    /// What is said of a record that is gone and called that: whether it was deleted here.
    pub(super) fn gone(&mut self, entity: &Entity, id: i64, title: &str) -> QueryResult<String> {
        let last = latest(self.writer.connection, entity.table(), id)?;
        let kind = last.and_then(|(_, change)| change.kind());
        Ok(match kind {
            Some(ChangeKind::Deleted) => words::deleted_since(title),
            _ => words::lost_since(title),
        })
    }

    /// Who changed a record last, for whoever may know of it.
    fn last_author(&mut self, entity: &'static Entity, id: i64) -> QueryResult<Option<Author>> {
        let Writer { connection, operator, now, .. } = &mut *self.writer;
        if self.problems.are_enough() {
            return Ok(None);
        }
        last_author(connection, operator, (entity, id), *now)
    }
}
