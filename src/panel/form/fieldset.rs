//! The parts of a form page: the fields of one record each.

use super::control::Control;
use super::parts::Part;
use super::sent::{ID, REMOVE};
use super::words;
use crate::panel::http::inputs::{ORIGINAL, VERSION};
use crate::panel::record::Record;
use crate::panel::record::references::References;

/// One record in a form.
#[derive(Clone, Debug)]
pub struct Fieldset {
    /// Its heading, where the form has several parts.
    pub legend: String,
    /// Names and values that travel along unseen.
    pub hidden: Vec<(String, String)>,
    /// Its fields.
    pub controls: Vec<Control>,
    /// The box that removes the record; `None` where it cannot be removed here.
    pub removal: Option<Removal>,
    /// Whether it is one of many, a row of them.
    pub is_row: bool,
}

/// What is wrong, and where the summary's link leads.
#[derive(Clone, Debug)]
pub struct FormProblem {
    /// The id of the element that the link leads to.
    pub id: String,
    /// The sentence.
    pub message: String,
}

/// The box that removes a record.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The name of the box.
    pub name: String,
    /// What it says.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl Fieldset {
    /// The fields of a part.
    pub fn new(part: Part<'_>, references: &References) -> Self {
        let Part { record, legend, removal, is_row } = part;
        let prefix = &record.prefix;
        let removal = removal.map(|label| Removal {
            name: format!("{prefix}{REMOVE}"),
            label,
            ticked: record.removed,
        });
        Self {
            legend,
            hidden: version_pair(record)
                .into_iter()
                .chain(original_pairs(record))
                .chain(id_pair(record))
                .collect(),
            controls: record
                .fields()
                .map(|field| Control::new(record, field, references))
                .collect(),
            removal,
            is_row,
        }
    }

    /// The id of the first field that can be filled in.
    pub fn first_field(&self) -> Option<&str> {
        let mut open = self.controls.iter().filter(|control| control.is_open());
        open.next().map(|control| control.id.as_str())
    }

    /// Everything that is wrong with it, with the id of the element at fault.
    pub fn problems(&self) -> impl Iterator<Item = FormProblem> {
        let fields = self.controls.iter().filter_map(|control| {
            Some(FormProblem { id: control.id.clone(), message: control.error.clone()? })
        });
        // Among several records it is said which one is meant.
        let named = |problem: FormProblem| match self.legend.is_empty() {
            true => problem,
            false => {
                let message = words::within(&self.legend, &problem.message);
                FormProblem { message, ..problem }
            }
        };
        fields.map(named)
    }
}

/// The version of a stored record, as a form carries it.
fn version_pair(record: &Record) -> Option<(String, String)> {
    let version = record.version?;
    Some((format!("{}{VERSION}", record.prefix), version.to_string()))
}

/// The id of a record that is one of several, as a form carries it.
pub(super) fn id_pair(record: &Record) -> Option<(String, String)> {
    let id = record.id.filter(|_| record.within.is_some())?;
    Some((format!("{}{ID}", record.prefix), id.to_string()))
}

/// What stood in the record when the form was opened, as a form carries it.
fn original_pairs(record: &Record) -> impl Iterator<Item = (String, String)> {
    let values = record.original.iter().flat_map(|original| original.iter());
    values.map(|(field, value)| {
        (format!("{ORIGINAL}{}{}", record.prefix, field.name()), value.to_owned())
    })
}

/// Everything but the id, as a form carries it unseen.
pub(super) fn pairs(record: &Record) -> Vec<(String, String)> {
    let prefix = &record.prefix;
    let removed = record.removed.then(|| (format!("{prefix}{REMOVE}"), "1".to_owned()));
    let values = record.values.iter();
    let values =
        values.map(|(field, value)| (format!("{prefix}{}", field.name()), value.to_owned()));
    let version = version_pair(record).into_iter();
    version.chain(removed).chain(values).chain(original_pairs(record)).collect()
}
