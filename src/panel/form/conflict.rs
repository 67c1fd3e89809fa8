//! The page that two people's edits of one record lead to: original, theirs and mine, per field.

use super::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::fieldset::{id_pair, pairs};
use super::parts::Part;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::form::{FormPurpose, paths};
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{Inputs, ORIGINAL, VERSION};
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::http::words::title;
use crate::panel::record::Record;
use crate::panel::record::history::Author;
use crate::panel::record::merge::{MergeOutcome, Merged};
use crate::panel::record::references::References;

/// The page that lets a person choose.
#[derive(Template)]
#[template(path = "panel/conflict.html")]
pub struct ConflictPage {
    layout: Layout,
    names: Names,
    /// Where the choice is sent to be saved.
    action: String,
    /// Where it is sent to be edited by hand, unsaved.
    rework: String,
    /// The record as it is now.
    record: String,
    hidden: Vec<(String, String)>,
    fieldsets: Vec<ConflictFieldset>,
    /// Who saved what the form did not know of, as far as that is known: each once.
    authors: Vec<Author>,
    /// Whether nobody but whoever looks at it changed the record.
    is_own: bool,
}

/// One record of the form.
#[derive(Debug, Default)]
pub struct ConflictFieldset {
    /// Its heading, where the form has several parts.
    pub legend: String,
    /// Names and values that travel along unseen.
    pub hidden: Vec<(String, String)>,
    /// Its fields.
    pub rows: Vec<ConflictRow>,
}

/// One field.
#[derive(Debug)]
pub struct ConflictRow {
    /// The name it is sent under.
    pub name: String,
    /// Its name for people.
    pub label: &'static str,
    /// What stood there when the form was opened.
    pub original: ConflictValue,
    /// What stands in the database now.
    pub theirs: ConflictValue,
    /// What the form says.
    pub mine: ConflictValue,
    /// What becomes of it.
    pub outcome: MergeOutcome,
    /// Who saved what stands in the database, where that is known.
    pub author: Option<Author>,
}

/// One of the three values.
#[derive(Debug, Default)]
pub struct ConflictValue {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub shown: String,
}

impl ConflictValue {
    /// As it is read, where nothing would be seen of an empty one.
    pub fn read(&self) -> &str {
        if self.shown.is_empty() { "empty" } else { &self.shown }
    }
}

impl ConflictRow {
    /// Whether a person must choose.
    pub fn is_conflict(&self) -> bool {
        self.outcome == MergeOutcome::Conflict
    }

    /// What becomes of the field, in words, where nobody must choose.
    pub fn verdict(&self) -> &'static str {
        match self.outcome {
            MergeOutcome::Same => words::SAME_IN_BOTH,
            MergeOutcome::Mine => words::YOURS_KEPT,
            MergeOutcome::Theirs => words::THEIRS_KEPT,
            MergeOutcome::Conflict => "",
        }
    }
}

impl ConflictFieldset {
    /// A part as the page shows it, or carries it along where nobody else changed it.
    pub fn new(
        part: &Part<'_>,
        references: &References,
        authors: &[(&'static Field, Author)],
    ) -> Self {
        let record = part.record.unsettled.as_deref().unwrap_or(part.record);
        let is_overtaken = record.merged.iter().any(|it| it.outcome != MergeOutcome::Same);
        let mut fieldset = Self { legend: part.legend.clone(), ..Self::default() };
        match record.version.filter(|_| is_overtaken) {
            Some(version) => fieldset.show(record, version, (references, authors)),
            None => fieldset.hidden = pairs(record),
        }
        fieldset.hidden.extend(id_pair(record));
        fieldset
    }

    /// Shows what became of a record that stands at `version` now.
    fn show(
        &mut self,
        record: &Record,
        version: i32,
        (references, authors): (&References, &[(&'static Field, Author)]),
    ) {
        let prefix = &record.prefix;
        self.hidden.push((format!("{prefix}{VERSION}"), version.to_string()));
        for merged in &record.merged {
            let Merged { field, original, theirs, mine, outcome } = merged;
            let name = format!("{prefix}{}", field.name());
            self.hidden.push((format!("{ORIGINAL}{name}"), theirs.clone()));
            match outcome {
                MergeOutcome::Same | MergeOutcome::Theirs => {
                    self.hidden.push((name.clone(), theirs.clone()));
                }
                MergeOutcome::Mine => self.hidden.push((name.clone(), mine.clone())),
                MergeOutcome::Conflict => {}
            }
            let value = |value: &str| ConflictValue {
                value: value.to_owned(),
                shown: references.shown(field, value),
            };
            self.rows.push(ConflictRow {
                name,
                label: field.label,
                original: value(original.as_deref().unwrap_or("?")),
                theirs: value(theirs),
                mine: value(mine),
                outcome: *outcome,
                author: authors
                    .iter()
                    .find(|(of, _)| of == field)
                    .map(|(_, author)| author.clone()),
            });
        }
    }
}

impl ConflictPage {
    /// The page about the record with that id.
    pub fn new(
        request: &Request,
        names: Names,
        id: i64,
        inputs: &Inputs,
        fieldsets: Vec<ConflictFieldset>,
    ) -> Self {
        let (action, rework) = paths(names, FormPurpose::Edit(id));
        let kept = [("after", inputs.get("after"))];
        let next = ReturnTo::of(inputs, &request.site.base);
        let hidden = kept
            .into_iter()
            .chain([(RETURN_TO, next.as_ref().map(ReturnTo::as_str))])
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        let authors = authors(&fieldsets);
        let is_own = !authors.is_empty() && authors.iter().all(|author| author.is_you);
        Self {
            layout: request.layout(title(&words::changed_by(is_own, names.one), true), names.path),
            names,
            record: request.site.url(&action),
            action: request.site.url(&action),
            rework: request.site.url(&rework),
            hidden,
            fieldsets,
            authors,
            is_own,
        }
    }

    /// The answer, 409.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, request: &Request) -> Result<HttpResponse, Error> {
        request.page(StatusCode::CONFLICT, &self)
    }
}

/// Everybody who saved something that the form did not know of.
fn authors(fieldsets: &[ConflictFieldset]) -> Vec<Author> {
    let rows = fieldsets.iter().flat_map(|fieldset| &fieldset.rows);
    let mut authors: Vec<Author> = Vec::new();
    for author in rows.filter_map(|row| row.author.as_ref()) {
        if !authors.contains(author) {
            authors.push(author.clone());
        }
    }
    authors
}
