//! One record: its values, what is wrong with them, and how two changes of it are merged.

pub mod check;
pub mod dependents;
pub mod merge;
pub mod read;
pub mod titled;
pub mod unreadable;
pub mod values;
pub mod write;

use self::check::Errors;
use self::merge::{Merged, has_conflict, merge, merged_values};
use self::values::{Shown, Values, unreadable_fields};
use super::entity::resource::Resource;
use super::http::error::Error;
use super::http::inputs::Inputs;
use crate::db::UNREADABLE_VERSION;

/// One record as a form holds it: what was sent of it, and how that stands to what is stored.
#[derive(Clone, Debug)]
pub struct Record {
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
    /// What is wrong with the whole of it: somebody else was quicker.
    pub problem: Option<&'static str>,
    /// The fields whose stored values cannot be read; saving replaces them.
    pub unreadable: Vec<&'static str>,
    /// How it was merged with what somebody else saved meanwhile.
    pub merged: Vec<Merged>,
    /// Itself as it was sent, where it has a problem: a page that asks about another record first
    /// carries it along like this, and the problem comes up again.
    pub(super) unsettled: Option<Box<Self>>,
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

/// The name of the hidden field that carries the version a record was opened at.
pub const VERSION: &str = "version";
/// The name of the hidden field that says which of several records it is.
pub(super) const ID: &str = "id";
/// The name of the box that removes one of several records.
pub(super) const REMOVE: &str = "remove";

const CHANGED: &str = "Somebody else changed this meanwhile, so it was not removed. These are the \
                       current values; tick the box again to remove it anyway.";
const DELETED: &str = "Somebody else deleted this meanwhile. Save to add it again as you typed it, \
                       or empty its fields to leave it deleted.";

impl Record {
    /// A record nobody has typed anything into.
    pub fn blank<R: Resource>(prefix: String, shown: Shown) -> Self {
        Self {
            prefix,
            id: None,
            version: None,
            values: Values::empty::<R>(shown),
            original: None,
            removed: false,
            errors: Errors::default(),
            problem: None,
            unreadable: Vec::new(),
            merged: Vec::new(),
            unsettled: None,
        }
    }

    /// A record as it is stored.
    pub fn stored<R: Resource>(prefix: String, shown: Shown, row: &R) -> Self {
        let values = Values::of_row(row, shown);
        Self {
            id: Some(row.stamps().id),
            version: Some(row.stamps().version),
            original: Some(values.clone()),
            values,
            unreadable: unreadable_fields(row, shown),
            ..Self::blank::<R>(prefix, shown)
        }
    }

    /// A record as it was typed so far, in a form that is not to be saved yet.
    pub fn typed<R: Resource>(inputs: &Inputs, prefix: String, shown: Shown) -> Self {
        let get = |name: &str| inputs.get(&format!("{prefix}{name}"));
        Self {
            id: get(ID).and_then(|id| id.parse().ok()),
            version: opened_version(inputs, &prefix).ok(),
            values: Values::typed::<R>(inputs, &prefix, shown),
            original: Values::original::<R>(inputs, &prefix, shown),
            // A record that stands alone is deleted on a page of its own.
            removed: !prefix.is_empty() && get(REMOVE).is_some(),
            ..Self::blank::<R>(prefix, shown)
        }
    }

    /// A record as it was sent to be saved.
    ///
    /// # Errors
    /// 400 where it says which record it is, but not which version, or lacks a field of it.
    pub fn sent<R: Resource>(inputs: &Inputs, prefix: String, shown: Shown) -> Result<Self, Error> {
        let says_version = inputs.get(&format!("{prefix}{VERSION}")).is_some();
        let record = Self::typed::<R>(inputs, prefix, shown);
        if record.id.is_some() || says_version {
            opened_version(inputs, &record.prefix)?;
            Values::whole::<R>(inputs, &record.prefix, shown)?;
        }
        Ok(record)
    }

    /// Compares it with what is stored now and merges what somebody else changed.
    pub fn settle<R: Resource>(&mut self, shown: Shown, stored: Option<&R>) -> Standing {
        let Some(row) = stored else { return self.settle_without_stored() };
        let current = row.stamps().version;
        let is_made_up = |version| version > current && current != UNREADABLE_VERSION;
        if self.version.is_some_and(is_made_up) {
            return Standing::MadeUp;
        }
        self.unreadable = unreadable_fields(row, shown);
        let theirs = Values::of_row(row, shown);
        // A record that was deleted and made anew begins at version 1 again, so the values that
        // the form was opened with must be the stored ones as well.
        let in_step = self.original.as_ref().is_none_or(|original| *original == theirs);
        if self.version == Some(current) && in_step {
            self.original = Some(theirs);
            return Standing::Stored;
        }
        if self.version.is_none() {
            // A new record that somebody else made meanwhile: both began with nothing.
            self.original = Some(Values::empty::<R>(shown));
        }
        if !self.removed {
            self.merged = merge(self.original.as_ref(), &theirs, &self.values);
            if !has_conflict(&self.merged) {
                self.values = merged_values(&self.values, &self.merged);
            }
        } else if self.original.as_ref() != Some(&theirs) {
            self.refuse(CHANGED);
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
        self.refuse(DELETED);
        self.id = None;
        self.version = None;
        self.original = None;
        Standing::New
    }

    fn refuse(&mut self, problem: &'static str) {
        self.unsettled = Some(Box::new(self.clone()));
        self.problem = Some(problem);
    }

    /// Whether it is stored and to be changed.
    pub fn is_changed(&self) -> bool {
        Some(&self.values) != self.original.as_ref() || !self.unreadable.is_empty()
    }

    /// Whether a person must choose between two changes of it.
    pub fn has_conflict(&self) -> bool {
        has_conflict(&self.merged)
    }

    /// Whether it cannot be saved as it is.
    pub fn is_refused(&self) -> bool {
        self.problem.is_some() || !self.errors.is_empty()
    }
}

/// The version that a form was opened at.
///
/// # Errors
/// 400 where the form carries none: saving it could undo what another wrote.
pub fn opened_version(inputs: &Inputs, prefix: &str) -> Result<i32, Error> {
    inputs
        .get(&format!("{prefix}{VERSION}"))
        .and_then(|text| text.parse().ok())
        .filter(|version| *version > 0 || *version == UNREADABLE_VERSION)
        .ok_or(UNKNOWN_VERSION)
}

/// The answer to a form that does not say which version it was opened at.
pub const UNKNOWN_VERSION: Error = Error::BadRequest(
    "The form does not say which version of the record it was opened at, so saving it could undo \
     somebody else's work. Open it again from the panel.",
);
