//! What making a record what it was comes to: every difference, for a person to choose from.

use std::sync::Arc;

use diesel::QueryResult;

use super::difference::{
    both, created, deleted, linked, restorable, state, state_of_field, state_of_row,
};
use super::links::{links, times};
use super::section::visible;
use super::value::Reader;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::db::statement::Value;
use crate::history::titles::Titles;
use crate::history::undo::field_name;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::entity::requirement::{requirement, visible_fields};
use crate::panel::entity::words::capitalized;
use crate::panel::record::history::past::{Members, Past, PastRecord, Presence, records};
use crate::panel::record::history::{Author, Change, ChangeKind, PastValues, may_reverse_change};
use crate::panel::record::titled::TitledRow;

/// So many of one relation that were touched since are looked at.
const MOST_TOUCHED: usize = 200;
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
}

/// One of a relation, and whether it belongs to the record now.
struct Member {
    relation: &'static Relation,
    by: &'static Field,
    record: PastRecord,
    was: bool,
    is_now: bool,
}

impl<'p> Planner<'p> {
    /// Every difference that they may see and may be rid of.
    pub fn run(
        connection: &'p mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        past: &'p Past,
    ) -> QueryResult<(Plan, Reader)> {
        let mut members = Vec::new();
        let known = past.members.as_ref().filter(|_| past.is_known_since);
        for (index, relation) in visible(past.record.entity, operator) {
            let Some(known) = known else { continue };
            members.push((index, relation, touched(connection, (index, relation), past, known)?));
        }
        let touched = members.iter().flat_map(|(.., touched)| &touched.records);
        let titles = titles(connection, operator, touched.chain([&past.record]))?;
        let reader = Reader { operator: Arc::clone(operator), moment: past.moment, titles };
        let plan = Plan { groups: Vec::new(), notes: Vec::new() };
        let mut planner = Self { connection, register, past, reader, plan, is_limited: false };
        planner.own();
        if known.is_none() && !past.record.entity.relations().is_empty() {
            planner
                .plan
                .notes
                .push("Too many changes lie between to say what belonged to it.".into());
        }
        for (index, relation, touched) in members {
            if touched.is_cut {
                let several = relation.entity.names.several();
                planner.plan.notes.push(format!(
                    "Of the {several}, only the first {MOST_TOUCHED} that were changed since are \
                     here. Restore again to go on."
                ));
            }
            match (relation.through(), relation.by()) {
                (Some(end), _) => planner.links((index, end), touched)?,
                (None, Some(by)) => planner.children((relation, by), touched),
                (None, None) => {}
            }
        }
        Ok(planner.finish())
    }

    fn finish(mut self) -> (Plan, Reader) {
        if self.is_limited {
            let note =
                "Something else differs that your roles do not let you change. It stays as it is.";
            self.plan.notes.push(note.to_owned());
        }
        let (mut left, is_cut) = (MOST_ROWS, self.plan.count() > MOST_ROWS);
        for group in &mut self.plan.groups {
            group.rows.truncate(left);
            left -= group.rows.len();
        }
        self.plan.groups.retain(|group| !group.rows.is_empty());
        if is_cut {
            let note =
                format!("Only the first {MOST_ROWS} differences are here. Restore again to go on.");
            self.plan.notes.push(note);
        }
        (self.plan, self.reader)
    }

    /// The fields of the record itself.
    fn own(&mut self) {
        let record = &self.past.record;
        let fields: Vec<&'static Field> =
            visible_fields(record.entity, &self.reader.operator).collect();
        let heading = self.reader.title(record);
        self.fields(record, (heading, String::new()), &fields, true);
    }

    /// The fields of a record that differ.
    fn fields(
        &mut self,
        record: &PastRecord,
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
                let (label, heading) = (field.label, &heading);
                let note = format!("{label} of {heading} cannot hold any more what it held then.");
                self.plan.notes.push(note);
                continue;
            };
            let (now, then) = both(record, row, field);
            rows.push(PlanRow {
                key: field_name(field, record.id),
                label: field.label.to_owned(),
                now: self.reader.words(field, &now),
                then: then.map(|then| self.reader.words(field, then)).unwrap_or_default(),
                is_ticked,
                is_changed: false,
                error: None,
                state: state_of_field(row, field),
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

    fn children(&mut self, (relation, by): (&'static Relation, &'static Field), touched: Touched) {
        for record in touched.records {
            let is_now = touched.present.contains(&record.id);
            let was = touched.was.get(&record.id).copied().flatten().unwrap_or(is_now);
            self.child(&Member { relation, by, was, is_now, record });
        }
    }

    fn child(&mut self, member: &Member) {
        let Member { relation, by, record, was, is_now } = member;
        let one = capitalized(relation.entity.names.one);
        let heading = match self.reader.title(record) {
            // "Profile of Ann" says what it is.
            title if title.starts_with(&one) => title,
            title => format!("{one} {title}"),
        };
        let was_there = record.presence == Presence::There;
        match (&record.now, *was, *is_now) {
            (None, true, _) => {
                let Some(deletion) = &record.deleted else { return };
                let change = deleted(&self.reader, record, deletion);
                let then = self.summary(record, by);
                self.whole(heading, ("Comes back", String::new(), then), state("gone"), change);
            }
            (Some(row), false, true) if !was_there => {
                let (now, change) = (row.summary(), created(record, row));
                let label = "Is deleted (added since)";
                self.whole(heading, (label, now, String::new()), state_of_row(row), change);
            }
            (Some(row), true, false) => {
                let note = format!("It belongs to {} now.", self.owner(row, by));
                self.fields(record, (heading, note), &self.seen(relation.entity), false);
            }
            (Some(row), false, true) => {
                let note = format!("It came to {} since.", self.owner(row, by));
                self.fields(record, (heading, note), &[by], false);
            }
            (Some(_), true, true) => {
                let is_another = record.is_another_now();
                let note = match is_another {
                    true => format!(
                        "It is another {} now, which was added since.",
                        relation.entity.names.one
                    ),
                    false => String::new(),
                };
                self.fields(record, (heading, note), &self.seen(relation.entity), !is_another);
            }
            (_, false, _) => {}
        }
    }

    fn seen(&self, entity: &'static Entity) -> Vec<&'static Field> {
        visible_fields(entity, &self.reader.operator).collect()
    }

    /// Whose a row is.
    fn owner(&self, row: &crate::panel::entity::row::Row, by: &Field) -> String {
        match by.refers_to().filter(|owner| self.reader.operator.sees(owner.table())) {
            Some(_) => row.referred(by).to_owned(),
            None => "another".to_owned(),
        }
    }

    /// What a record held beside whose it was, in one line.
    fn summary(&self, record: &PastRecord, by: &Field) -> String {
        let fields = visible_fields(record.entity, &self.reader.operator);
        let texts = fields
            .filter(|field| *field != by)
            .filter_map(|field| Some(self.reader.words(field, record.value(field)?)));
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

    fn links(&mut self, (index, end): (usize, LinkEnd), touched: Touched) -> QueryResult<()> {
        let Some(members) = &self.past.members else { return Ok(()) };
        let (own, record) = (self.past.record.id, &self.past.record);
        let ids: Vec<i64> = touched.was.keys().copied().collect();
        let then = links(self.connection, end, own, (members, index), &ids)?;
        let now = times(self.connection, end, own, &ids)?;
        let there = TitledRow::among(self.connection, end.other(), &ids)?;
        let own = (own, self.reader.stored_title(record));
        let mut rows = Vec::new();
        for (other, was) in touched.was {
            let since = now.get(&other).copied();
            let was = was.unwrap_or(since.is_some());
            let Some(link) = then.get(&other) else { continue };
            let pair = (other, link.title.clone());
            let key = format!("{}.{other}", end.link.table);
            let (kind, since, texts, state) = match (was, since) {
                (true, None) => {
                    if there.iter().all(|row| row.id != other) {
                        let (one, title) = (end.link.words.one, &link.title);
                        let note = format!(
                            "The {one} of {title} cannot come back: {title} no longer exists."
                        );
                        self.plan.notes.push(note);
                        continue;
                    }
                    let (now, then) = (String::new(), capitalized(end.link.words.done));
                    (ChangeKind::Unlinked, link.since, (now, then), state("none"))
                }
                (false, Some(since)) => {
                    let (now, then) = (capitalized(end.link.words.done), String::new());
                    (ChangeKind::Linked, since, (now, then), state(&format!("{since:?}")))
                }
                (true, Some(_)) | (false, None) => continue,
            };
            let change = linked((end, kind), own.clone(), pair, since);
            rows.extend(self.row((key, &link.title), texts, state, change));
        }
        if !rows.is_empty() {
            let (heading, note) = (end.own().label.to_owned(), String::new());
            self.plan.groups.push(Group { heading, note, rows, by: None, record: None });
        }
        Ok(())
    }
}

/// What was touched of one relation since.
struct Touched {
    records: Vec<PastRecord>,
    /// Whether each belonged to the record then, as far as changes say.
    was: std::collections::BTreeMap<i64, Option<bool>>,
    present: std::collections::HashSet<i64>,
    is_cut: bool,
}

fn touched(
    connection: &mut AnyConnection,
    (index, relation): (usize, &'static Relation),
    past: &Past,
    members: &Members,
) -> QueryResult<Touched> {
    let was: std::collections::BTreeMap<i64, Option<bool>> =
        members.touched(index).take(MOST_TOUCHED).map(|(id, it)| (id, it.was)).collect();
    let is_cut = members.touched(index).nth(MOST_TOUCHED).is_some();
    let ids: Vec<i64> = was.keys().copied().collect();
    let mut found = match relation.through() {
        Some(_) => std::collections::HashMap::new(),
        None => records(connection, relation.entity, &ids, past.moment)?,
    };
    let records = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Touched { records, present: members.present(connection, index, &ids)?, was, is_cut })
}

/// What everything is called that these records refer to, or have referred to.
fn titles<'r>(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    records: impl Iterator<Item = &'r PastRecord>,
) -> QueryResult<Titles> {
    let mut values: Vec<(&'static Entity, PastValues)> = Vec::new();
    for record in records {
        values.push((record.entity, record.values()));
        if let Some(row) = &record.now {
            values.push((record.entity, PastValues::of_row(row)));
        }
    }
    Titles::read(connection, operator, values.iter().map(|(entity, values)| (*entity, values)))
}
