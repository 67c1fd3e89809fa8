//! What the writer notes in the history.

use diesel::QueryResult;

use super::{Draft, Stamps, Writer};
use crate::db::statement::Value;
use crate::db::{Stored, UNREADABLE_VERSION};
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::row::{Row, in_one_line};
use crate::panel::record::history::{ChangeKind, Difference, PastValues, stored_title};
use crate::panel::record::titled::TitledRow;

impl Writer<'_> {
    pub(super) fn note_created(
        &mut self,
        entity: &'static Entity,
        id: i64,
        draft: &Draft,
        stamps: Stamps,
    ) -> QueryResult<()> {
        let mut new = PastValues::default();
        for (field, value) in draft.iter() {
            if let Some(value) = value {
                new.set(field, Some(&Stored::Value(value.clone())));
            }
        }
        new.stamp(entity.version, Value::Integer(stamps.version.into()));
        new.stamp(entity.created_at, Value::Moment(stamps.created_at));
        new.stamp(entity.updated_at, Value::Moment(stamps.updated_at));
        let difference = Difference {
            entity: entity.table(),
            id,
            other: None,
            kind: ChangeKind::Created,
            version: Some(stamps.version),
            titles: (self.title_after(entity, draft, None)?, String::new()),
            old: PastValues::default(),
            new,
        };
        let subjects = subjects((entity, id), None, |field| draft.after(field, None));
        self.log.add(self.connection, difference, subjects)
    }

    pub(super) fn note_changed(
        &mut self,
        row: &Row,
        draft: &Draft,
        version: i32,
    ) -> QueryResult<()> {
        let entity = row.entity;
        let (mut old, mut new) = (PastValues::default(), PastValues::default());
        for (field, value) in draft.iter().filter(|(field, _)| field.column != entity.id) {
            let (before, after) = (row.value(field), value.cloned().map(Stored::Value));
            if before != after.as_ref() {
                old.set(field, before);
                new.set(field, after.as_ref());
            }
        }
        let mut subjects_of_both =
            subjects((entity, row.id), None, |field| row.value(field).cloned());
        subjects_of_both
            .extend(subjects((entity, row.id), None, |field| draft.after(field, Some(row))));
        let title = self.title_after(entity, draft, Some(row))?;
        // By both it is found.
        let before = Some(stored_title(row)).filter(|before| *before != title);
        let difference = Difference {
            entity: entity.table(),
            id: row.id,
            other: None,
            kind: ChangeKind::Changed,
            version: Some(version),
            titles: (title, before.unwrap_or_default()),
            old,
            new,
        };
        self.log.add(self.connection, difference, subjects_of_both)
    }

    /// What goes along with the row that it refers to by a field stands in its own history alone:
    /// that of the other row ends with its deletion.
    pub(super) fn note_deleted(&mut self, row: &Row, along: Option<&Field>) -> QueryResult<()> {
        let entity = row.entity;
        let difference = Difference {
            entity: entity.table(),
            id: row.id,
            other: None,
            kind: ChangeKind::Deleted,
            version: Some(row.version).filter(|version| *version != UNREADABLE_VERSION),
            titles: (stored_title(row), String::new()),
            old: PastValues::of_row(row),
            new: PastValues::default(),
        };
        let subjects = subjects((entity, row.id), along, |field| row.value(field).cloned());
        self.log.add(self.connection, difference, subjects)
    }

    /// What a row is called after a draft was written over it, as [`stored_title`] has it.
    fn title_after(
        &mut self,
        entity: &'static Entity,
        draft: &Draft,
        row: Option<&Row>,
    ) -> QueryResult<String> {
        let Title::Of(_, name) = entity.title else {
            let fields = Field::of_title(entity).map(|field| (field, draft.after(field, row)));
            return Ok(in_one_line(fields));
        };
        let Some(field) = entity.field(name) else { return Ok(String::new()) };
        let (Some(target), Some(Value::Integer(id))) = (field.refers_to(), draft.get(field)) else {
            return Ok(row.map(stored_title).unwrap_or_default());
        };
        let found = TitledRow::among(self.connection, target, &[*id])?;
        Ok(found.into_iter().next().map(|row| row.title).unwrap_or_default())
    }
}

/// The record itself, and what it refers to, but by one field.
fn subjects(
    (entity, id): (&'static Entity, i64),
    left_out: Option<&Field>,
    value: impl Fn(&Field) -> Option<Stored<Value>>,
) -> Vec<(&'static str, i64)> {
    let fields = entity.fields.iter().filter(|field| left_out.is_none_or(|out| out != *field));
    let referred =
        fields.filter_map(|field| Some((field.refers_to()?.table(), value(field)?.integer()?)));
    std::iter::once((entity.table(), id)).chain(referred).collect()
}
