//! One record: its values, what is wrong with them, and how two changes of it are merged.

pub mod check;
pub mod dependents;
pub mod history;
pub mod merge;
pub mod read;
pub mod recheck;
pub mod references;
pub mod save;
pub mod titled;
pub mod tree;
pub mod unreadable;
pub mod values;
mod words;
pub mod write;

use self::check::Errors;
use self::merge::{Merged, has_conflict, merge, merged_values};
use self::values::Values;
use super::entity::definition::Entity;
use super::entity::field::Field;
use super::entity::row::Row;
use crate::db::statement::Value;
use crate::db::{Stored, UNREADABLE_VERSION};

/// One record as a form holds it: what was sent of it, and how that stands to what is stored.
#[derive(Clone)]
pub struct Record {
    /// Its entity.
    pub entity: &'static Entity,
    /// The field that refers to the record whose form it stands in: its value goes without saying.
    pub within: Option<&'static Field>,
    /// What stands before the names of its fields.
    pub prefix: String,
    /// The id of a stored record that is one of several; one that stands alone needs none.
    pub id: Option<i64>,
    /// The version it was opened at; `None` for a new record.
    pub version: Option<i32>,
    /// What is typed.
    pub values: Values,
    /// What stood there when the form was opened.
    pub original: Option<Values>,
    /// Whether it is to be removed.
    pub removed: bool,
    /// What is wrong with its fields.
    pub errors: Errors,
    /// What somebody else did to it, where the form wants something that does not go with that.
    pub overtaken: Option<Overtaken>,
    /// The fields whose stored values cannot be read; saving replaces them.
    pub unreadable: Vec<&'static Field>,
    /// How it was merged with what somebody else saved meanwhile.
    pub merged: Vec<Merged>,
}

/// What somebody else did to a record, so that a person must say what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overtaken {
    /// They changed it, and the form removes it.
    Changed,
    /// They deleted it, and the form changes it.
    Deleted,
}

/// How a record of the form stands to the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none, and the form means a new one, or nothing.
    New,
    /// It is stored; the record's version is now the stored one's.
    Stored,
    /// The form says a version that was never stored.
    MadeUp,
    /// It was deleted, and the form had nothing more to say about it.
    Deleted,
}

/// The fields of an entity that are shown of a record; see [`Record::within`].
fn shown_fields(
    entity: &'static Entity,
    within: Option<&'static Field>,
) -> impl Iterator<Item = &'static Field> {
    entity.fields.iter().filter(move |field| Some(*field) != within)
}

impl Record {
    /// A record nobody has typed anything into.
    pub fn blank(entity: &'static Entity, within: Option<&'static Field>, prefix: String) -> Self {
        Self {
            entity,
            within,
            prefix,
            id: None,
            version: None,
            values: Values::empty(shown_fields(entity, within)),
            original: None,
            removed: false,
            errors: Errors::default(),
            overtaken: None,
            unreadable: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// The same record as it is stored.
    #[must_use]
    pub fn stored(self, row: &Row) -> Self {
        let values = Values::of_row(self.fields(), row);
        Self {
            id: Some(row.id),
            version: Some(row.version),
            original: Some(values.clone()),
            values,
            unreadable: self.unreadable_in(row),
            ..self
        }
    }

    /// The fields that are shown of it.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        shown_fields(self.entity, self.within)
    }

    /// The fields whose values in that row cannot be read.
    pub fn unreadable_in(&self, row: &Row) -> Vec<&'static Field> {
        self.fields().filter(|field| row.value(field) == Some(&Stored::Unreadable)).collect()
    }

    /// Whether the field stays as it is stored.
    pub fn keeps(&self, field: &Field) -> bool {
        field.fixed && self.version.is_some()
    }

    /// The value of a field that may not be typed, and stays because it is stored: of a record that
    /// has been compared with what is stored.
    pub fn stays(&self, field: &Field) -> Option<Value> {
        let text = self.values.get(field);
        let stored = self.original.as_ref().filter(|_| self.version.is_some())?;
        let is_stored = !text.is_empty() && stored.get(field) == text;
        let stays = is_stored && field.kind.traits().keeps_outdated;
        stays.then(|| Value::Text(text.to_owned()))
    }

    /// Whether the form that it stands in may remove it: what has others belonging to it is deleted
    /// on a page that says what goes along.
    pub fn is_removable(&self) -> bool {
        self.within.is_some() && self.entity.relations().is_empty()
    }

    /// Compares it with what is stored now and merges what somebody else changed.
    pub fn settle(&mut self, stored: Option<&Row>) -> Standing {
        let Some(row) = stored else { return self.settle_without_stored() };
        let current = row.version;
        let is_made_up = |version| version > current && current != UNREADABLE_VERSION;
        if self.version.is_some_and(is_made_up) {
            return Standing::MadeUp;
        }
        self.id = Some(row.id);
        self.unreadable = self.unreadable_in(row);
        let theirs = Values::of_row(self.fields(), row);
        let kept: Vec<&Field> = self.fields().filter(|field| self.keeps(field)).collect();
        kept.into_iter().for_each(|field| self.values.set(field, theirs.get(field)));
        // A record that was deleted and made anew begins at version 1 again, so the values that
        // the form was opened with must be the stored ones as well.
        let in_step = self.original.as_ref().is_none_or(|original| *original == theirs);
        if self.version == Some(current) && in_step {
            self.original = Some(theirs);
            return Standing::Stored;
        }
        if self.version.is_none() {
            // A new record that somebody else made meanwhile: both began with nothing.
            self.original = Some(Values::empty(self.fields()));
        }
        if !self.removed {
            self.merged = merge(self.original.as_ref(), &theirs, &self.values);
            if !has_conflict(&self.merged) {
                self.values = merged_values(&self.values, &self.merged);
            }
        } else if self.original.as_ref() != Some(&theirs) {
            let opened = self.original.as_ref().unwrap_or(&theirs);
            self.merged = merge(Some(opened), &theirs, opened);
            self.overtaken = Some(Overtaken::Changed);
            self.removed = false;
            self.values = theirs.clone();
        }
        self.original = Some(theirs);
        self.version = Some(current);
        Standing::Stored
    }

    fn settle_without_stored(&mut self) -> Standing {
        if self.version.is_none() {
            return Standing::New;
        }
        if self.removed || Some(&self.values) == self.original.as_ref() {
            return Standing::Deleted;
        }
        self.overtaken = Some(Overtaken::Deleted);
        Standing::New
    }

    /// Whether there is to be such a record: a part of a form that is left empty means none.
    pub fn is_meant(&self) -> bool {
        let is_filled_in = self.version.is_some() || !self.values.is_empty();
        self.within.is_none() || is_filled_in && !self.removed
    }

    /// Whether it is new, or to be changed.
    pub fn is_changed(&self) -> bool {
        // What cannot be read is replaced where a person was told so, at the record that the form is
        // about, and never in a child that nobody has touched.
        let is_replaced = self.within.is_none() && !self.unreadable.is_empty();
        Some(&self.values) != self.original.as_ref() || is_replaced
    }

    /// Whether a person must choose between two changes of it.
    pub fn has_conflict(&self) -> bool {
        self.overtaken.is_some() || has_conflict(&self.merged)
    }

    /// Every value that the merge has looked at.
    pub fn merged_values(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        self.merged.iter().flat_map(|Merged { field, original, theirs, mine, .. }| {
            let sides = [original.as_deref(), Some(theirs.as_str()), Some(mine.as_str())];
            sides.into_iter().flatten().map(|value| (*field, value))
        })
    }

    /// Whether it cannot be saved as it is.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }
}
