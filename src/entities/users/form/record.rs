//! One record of the form: what was sent of it, and how that stands to what is stored.

use diesel::QueryResult;

use crate::db::{AnyConnection, UNREADABLE_VERSION};
use crate::panel::Resource;
use crate::panel::form::conflict::ConflictFieldset;
use crate::panel::form::fieldset::{Fieldset, Filled, FormProblem, Removal, VERSION};
use crate::panel::form::opened_version;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::record::check::Errors;
use crate::panel::record::merge::{MergeOutcome, Merged, has_conflict, merge, merged_values};
use crate::panel::record::values::{ORIGINAL, Shown, Values, unreadable_fields};

/// The user, the profile or one car, as the form holds it.
#[derive(Clone, Debug)]
pub struct Record {
    /// What stands before the names of its fields.
    pub prefix: String,
    /// The id of a stored car; the user and the profile need none.
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
    unsettled: Option<Box<Self>>,
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

const ID: &str = "id";
const REMOVE: &str = "remove";

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

    /// A record as it was sent.
    ///
    /// # Errors
    /// 400 where it says which record it is, but not which version, or lacks a field of it.
    pub fn sent<R: Resource>(inputs: &Inputs, prefix: String, shown: Shown) -> Result<Self, Error> {
        let get = |name: &str| inputs.get(&format!("{prefix}{name}"));
        let id = get(ID).and_then(|id| id.parse().ok());
        let version = match id.is_some() || get(VERSION).is_some() {
            true => Some(opened_version(inputs, &prefix)?),
            false => None,
        };
        Ok(Self {
            id,
            version,
            values: match version {
                Some(_) => Values::whole::<R>(inputs, &prefix, shown)?,
                None => Values::typed::<R>(inputs, &prefix, shown),
            },
            original: Values::original::<R>(inputs, &prefix, shown),
            removed: get(REMOVE).is_some(),
            ..Self::blank::<R>(prefix, shown)
        })
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

    /// The part of the form page that shows it.
    pub fn fieldset<R: Resource>(
        &self,
        connection: &mut AnyConnection,
        shown: Shown,
        legend: String,
        removal: Option<&str>,
    ) -> QueryResult<Fieldset> {
        let fieldset = Fieldset::new::<R>(connection, shown, &self.filled())?;
        Ok(self.completed(fieldset, legend, removal))
    }

    /// The same without the database.
    pub fn unread_part<R: Resource>(
        &self,
        shown: Shown,
        legend: String,
        removal: Option<&str>,
    ) -> Fieldset {
        self.completed(Fieldset::unread::<R>(shown, &self.filled()), legend, removal)
    }

    fn filled(&self) -> Filled<'_> {
        Filled {
            prefix: &self.prefix,
            values: &self.values,
            original: self.original.as_ref(),
            version: self.version,
            errors: &self.errors,
        }
    }

    fn completed(&self, mut fieldset: Fieldset, legend: String, removal: Option<&str>) -> Fieldset {
        fieldset.note_unreadable(&self.unreadable);
        fieldset.legend = legend;
        fieldset.hidden.extend(self.id_pair());
        fieldset.removal = removal.filter(|_| self.version.is_some()).map(|label| Removal {
            name: format!("{}{REMOVE}", self.prefix),
            label: label.to_owned(),
            ticked: self.removed,
        });
        fieldset.problem = self.problem.map(|message| FormProblem {
            id: format!("{}problem", self.prefix.replace('.', "-")),
            message: message.to_owned(),
        });
        fieldset
    }

    /// The part of the conflict page that shows it, or carries it along where nobody else changed
    /// it.
    pub fn conflict_part<R: Resource>(
        &self,
        connection: &mut AnyConnection,
        shown: Shown,
        legend: String,
    ) -> QueryResult<ConflictFieldset> {
        if let Some(sent) = &self.unsettled {
            return sent.conflict_part::<R>(connection, shown, legend);
        }
        let overtaken = self.merged.iter().any(|field| field.outcome != MergeOutcome::Same);
        let mut fieldset = match self.version {
            Some(version) if overtaken => {
                ConflictFieldset::new::<R>(connection, &self.prefix, shown, version, &self.merged)?
            }
            _ => ConflictFieldset { hidden: self.pairs(), ..ConflictFieldset::default() },
        };
        fieldset.legend = legend;
        fieldset.hidden.extend(self.id_pair());
        Ok(fieldset)
    }

    fn id_pair(&self) -> Option<(String, String)> {
        let id = self.id.filter(|_| !self.prefix.is_empty())?;
        Some((format!("{}{ID}", self.prefix), id.to_string()))
    }

    /// Everything but the id, as another form carries it.
    fn pairs(&self) -> Vec<(String, String)> {
        let prefix = &self.prefix;
        let version =
            self.version.map(|version| (format!("{prefix}{VERSION}"), version.to_string()));
        let removed = self.removed.then(|| (format!("{prefix}{REMOVE}"), "1".to_owned()));
        let values =
            self.values.iter().map(|(name, value)| (format!("{prefix}{name}"), value.to_owned()));
        let original = self.original.iter().flat_map(Values::iter);
        let original =
            original.map(|(name, value)| (format!("{ORIGINAL}{prefix}{name}"), value.to_owned()));
        version.into_iter().chain(removed).chain(values).chain(original).collect()
    }
}
