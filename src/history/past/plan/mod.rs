//! What making a record what it was comes to: every difference, for a person to choose from.

mod members;
mod touched;

use std::sync::Arc;

use diesel::QueryResult;

use self::touched::Touched;
use super::difference::{restorable, state_of_field};
use super::section::visible;
use super::value::Reader;
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::history::titles::{NOW, Titles, ValuesAt};
use crate::history::undo::field_name;
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::{requirement, visible_fields};
use crate::panel::record::history::past::{Members, Moment, Past, PastRecord, present};
use crate::panel::record::history::{Author, Change, PastValues, may_reverse_change};

/// So many of one relation that were touched since are compared at once, and so often.
const BATCH: usize = 200;
const MOST_BATCHES: usize = 50;
/// So many differences are shown.
const MOST_ROWS: usize = 500;

/// Every difference between a record as it was and as it is.
pub struct Plan {
    /// The differences, record by record.
    pub groups: Vec<Group>,
    /// What is to be known besides.
    pub notes: Vec<String>,
}

/// The differences of one record, or the links of one.
pub struct Group {
    /// Whose they are.
    pub heading: String,
    /// What is to be known before they are ticked; empty for nothing.
    pub note: String,
    /// The differences.
    pub rows: Vec<PlanRow>,
    /// Who changed it last, where it was changed while the page was open.
    pub by: Option<Author>,
    /// The record itself, where single fields of it differ.
    pub record: Option<PastRecord>,
}

/// One difference.
pub struct PlanRow {
    /// What tells it from the others.
    pub key: String,
    /// What differs.
    pub label: String,
    /// As it is now, and as it was.
    pub now: String,
    pub then: String,
    /// Whether it is to be restored.
    pub is_ticked: bool,
    /// Whether it was changed while the page was open.
    pub is_changed: bool,
    /// Why it cannot be restored.
    pub error: Option<String>,
    /// What tells its state now from others.
    pub state: String,
    /// What it comes to.
    pub effect: Effect,
}

/// What restoring one difference comes to.
pub enum Effect {
    /// The field holds that again.
    Field(&'static Field, Option<Value>),
    /// The change is taken back.
    Whole(Change),
}

impl Plan {
    /// How many differences there are.
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }

    /// Every difference.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut PlanRow> {
        self.groups.iter_mut().flat_map(|group| &mut group.rows)
    }
}

/// Finds the differences.
pub struct Planner<'p> {
    connection: &'p mut AnyConnection,
    register: &'static Register,
    past: &'p Past,
    reader: Reader,
    plan: Plan,
    /// Whether something differs that they may not change.
    is_limited: bool,
    /// What those are called that cannot be linked again.
    gone: Vec<String>,
}

impl<'p> Planner<'p> {
    /// Every difference that they may see and may be rid of.
    pub fn run(
        connection: &'p mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        past: &'p Past,
    ) -> QueryResult<(Plan, Reader)> {
        let titles = titles(connection, operator, (past.moment, [&past.record].into_iter()))?;
        let reader =
            Reader { operator: Arc::clone(operator), moment: past.moment, asked: None, titles };
        let plan = Plan { groups: Vec::new(), notes: Vec::new() };
        let (is_limited, gone) = (false, Vec::new());
        let mut planner = Self { connection, register, past, reader, plan, is_limited, gone };
        planner.itself();
        let known = past.members.as_ref().filter(|_| past.is_known_since);
        for (index, relation) in visible(past.record.entity, operator) {
            match known {
                Some(members) => planner.relation((index, relation), members)?,
                None => planner.note(words::too_many(&relation.entity.names.several())),
            }
        }
        Ok(planner.finish())
    }

    fn note(&mut self, note: String) {
        self.plan.notes.push(note);
    }

    /// The differences of one relation: of those that were touched since, a batch after the other.
    fn relation(
        &mut self,
        (index, relation): (usize, &'static Relation),
        members: &Members,
    ) -> QueryResult<()> {
        let ids: Vec<i64> = members.touched(index).map(|(id, _)| id).collect();
        if ids.len() > BATCH * MOST_BATCHES {
            let (compared, several) = (BATCH * MOST_BATCHES, relation.entity.names.several());
            self.note(words::compared(compared, &several));
        }
        for ids in ids.chunks(BATCH).take(MOST_BATCHES) {
            if self.plan.count() > MOST_ROWS {
                break;
            }
            let found =
                Touched::read(self.connection, (index, relation), (self.past, members), ids)?;
            let operator = Arc::clone(&self.reader.operator);
            let records = (self.past.moment, found.records.iter());
            let titles = titles(self.connection, &operator, records)?;
            self.reader.titles.extend(titles);
            match (relation.through(), relation.by()) {
                (Some(end), _) => self.links((index, end), members, found)?,
                (None, Some(by)) => self.children((relation, by), found),
                (None, None) => {}
            }
        }
        if let Some(end) = relation.through() {
            self.note_gone(end);
        }
        Ok(())
    }

    fn finish(mut self) -> (Plan, Reader) {
        if self.is_limited {
            self.plan.notes.push(words::NOT_ALLOWED.to_owned());
        }
        let (mut left, is_cut) = (MOST_ROWS, self.plan.count() > MOST_ROWS);
        for group in &mut self.plan.groups {
            group.rows.truncate(left);
            left -= group.rows.len();
        }
        self.plan.groups.retain(|group| !group.rows.is_empty());
        if is_cut {
            self.plan.notes.push(words::cut(MOST_ROWS));
        }
        (self.plan, self.reader)
    }

    /// The fields of the record itself.
    fn itself(&mut self) {
        let record = &self.past.record;
        let fields: Vec<&'static Field> =
            visible_fields(record.entity, &self.reader.operator).collect();
        let heading = self.reader.title(record);
        self.fields((record, None), (heading, String::new()), &fields, true);
    }

    /// The fields of a record that differ; `by` says whose it is, where it is shown for that.
    fn fields(
        &mut self,
        (record, by): (&PastRecord, Option<&'static Field>),
        (heading, note): (String, String),
        fields: &[&'static Field],
        is_ticked: bool,
    ) {
        let Some(row) = &record.now else { return };
        let is_kept = |field: &Field| field.fixed || field.column == record.entity.id;
        let differs = |field: &&&'static Field| !is_kept(field) && record.is_different(field);
        let mut rows = Vec::new();
        for field in fields.iter().filter(differs) {
            let Some(value) = restorable(record, field) else {
                self.plan.notes.push(words::unfit(field.label, &heading));
                continue;
            };
            let (now, then) = (present(row, field), record.value(field));
            rows.push(PlanRow {
                key: field_name(field, record.id),
                label: field.label.to_owned(),
                now: self.reader.words(field, &now, NOW),
                then: then
                    .map(|then| self.reader.words(field, then, self.past.moment.0))
                    .unwrap_or_default(),
                is_ticked,
                is_changed: false,
                error: None,
                state: state_of_field(row, field, by),
                effect: Effect::Field(field, value),
            });
        }
        if rows.is_empty() {
            return;
        }
        if !self.reader.operator.meets(&requirement(record.entity, Action::Edit)) {
            self.is_limited = true;
            return;
        }
        let record = Some(record.clone());
        self.plan.groups.push(Group { heading, note, rows, by: None, record });
    }

    /// A difference that is taken back as a whole, if they may.
    fn row(
        &mut self,
        (key, label): (String, &str),
        (now, then): (String, String),
        state: String,
        change: Change,
    ) -> Option<PlanRow> {
        if !may_reverse_change(self.register, &self.reader.operator, &change) {
            self.is_limited = true;
            return None;
        }
        Some(PlanRow {
            key,
            label: label.to_owned(),
            now,
            then,
            is_ticked: true,
            is_changed: false,
            error: None,
            state,
            effect: Effect::Whole(change),
        })
    }
}

/// What everything is called that these records refer to, or have referred to.
fn titles<'r>(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (moment, records): (Moment, impl Iterator<Item = &'r PastRecord>),
) -> QueryResult<Titles> {
    let mut values: Vec<ValuesAt> = Vec::new();
    for record in records {
        values.push((record.entity, record.values(), moment.0));
        if let Some(row) = &record.now {
            values.push((record.entity, PastValues::of_row(row), NOW));
        }
    }
    Titles::read(connection, operator, &values)
}
