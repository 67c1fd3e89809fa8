//! A record in the shapes that pages have for it: part of a form, part of a conflict.

use diesel::QueryResult;

use super::conflict::ConflictFieldset;
use super::fieldset::{Fieldset, Filled, FormProblem, Removal};
use crate::db::AnyConnection;
use crate::panel::entity::resource::Resource;
use crate::panel::record::merge::MergeOutcome;
use crate::panel::record::values::{ORIGINAL, Shown, Values};
use crate::panel::record::{ID, REMOVE, Record, VERSION};

impl Record {
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
    pub fn unread_fieldset<R: Resource>(
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
    pub fn conflict_fieldset<R: Resource>(
        &self,
        connection: &mut AnyConnection,
        shown: Shown,
        legend: String,
    ) -> QueryResult<ConflictFieldset> {
        if let Some(sent) = &self.unsettled {
            return sent.conflict_fieldset::<R>(connection, shown, legend);
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
