//! The page that two people's edits of one record lead to: original, theirs and mine, per field.

use super::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::fieldset::{id_pair, pairs};
use super::parts::Part;
use super::saved::others;
use super::sent::{ASKED, REMOVE};
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::form::{FormPurpose, paths};
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{IDEMPOTENCY_KEY, Inputs, ORIGINAL, VERSION};
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::http::words::title;
use crate::panel::record::history::Author;
use crate::panel::record::merge::{MergeOutcome, Merged};
use crate::panel::record::references::References;
use crate::panel::record::{Overtaken, Record};

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
    /// Who changed it, in the middle of a sentence.
    by: String,
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
    /// What is asked about the whole of it.
    pub question: Option<Question>,
}

/// What becomes of a record that one side changed and the other removed.
#[derive(Debug)]
pub struct Question {
    /// The name that the answer is sent under.
    pub name: String,
    /// What it is: "car".
    pub one: &'static str,
    /// What the other side did.
    pub done: &'static str,
    /// Who did, where it is deleted and that is known.
    pub author: Option<Author>,
    /// The answers: what is sent, and what is read. Only a record that is removed sends anything.
    pub answers: [(&'static str, &'static str); 2],
}

/// Who did to a record what a form did not know of, as far as that is known.
#[derive(Debug, Default)]
pub struct RecordAuthors {
    /// Who saved what stands in its fields.
    pub of_fields: Vec<(&'static Field, Author)>,
    /// Who deleted it.
    pub of_deletion: Option<Author>,
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
    /// What becomes of it; `None` where a person must choose between the two.
    pub verdict: Option<&'static str>,
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
    fn new(field: &Field, value: &str, references: &References) -> Self {
        Self { value: value.to_owned(), shown: references.shown(field, value) }
    }

    /// As it is read, where nothing would be seen of an empty one.
    pub fn read(&self) -> &str {
        if self.shown.is_empty() { words::EMPTY } else { &self.shown }
    }

    /// What is read where the record is gone on that side.
    fn gone(words: &str) -> Self {
        Self { shown: words.to_owned(), ..Self::default() }
    }
}

/// What becomes of a field, where nobody must choose.
fn verdict(outcome: MergeOutcome) -> Option<&'static str> {
    match outcome {
        MergeOutcome::Same => Some(words::SAME_IN_BOTH),
        MergeOutcome::Mine => Some(words::YOURS_KEPT),
        MergeOutcome::Theirs => Some(words::THEIRS_KEPT),
        MergeOutcome::Conflict => None,
    }
}

impl Question {
    fn of(record: &Record, overtaken: Overtaken, of_deletion: Option<&Author>) -> Self {
        let (done, [removed, kept]) = match overtaken {
            Overtaken::Changed => (words::CHANGED, words::REMOVE_OR_KEEP),
            Overtaken::Deleted => (words::DELETED, words::LEAVE_OR_ADD),
        };
        Self {
            name: format!("{}{REMOVE}", record.prefix),
            one: record.entity.names.one,
            done,
            author: of_deletion.cloned(),
            answers: [("1", removed), ("", kept)],
        }
    }
}

impl ConflictFieldset {
    /// A part as the page shows it, or carries it along where nobody else changed it.
    pub fn new(part: &Part<'_>, references: &References, authors: &RecordAuthors) -> Self {
        let record = part.record;
        let is_changed = record.merged.iter().any(|it| it.outcome != MergeOutcome::Same);
        let question = |overtaken| Question::of(record, overtaken, authors.of_deletion.as_ref());
        let mut fieldset = Self {
            legend: part.legend.clone(),
            question: record.overtaken.map(question),
            ..Self::default()
        };
        if record.overtaken.is_some() {
            fieldset.hidden.push((format!("{}{ASKED}", record.prefix), "1".to_owned()));
        }
        match (record.overtaken, record.version) {
            (Some(Overtaken::Deleted), _) => fieldset.show_deleted(record, references),
            (_, Some(version)) if is_changed => {
                fieldset.show(record, version, (references, &authors.of_fields));
            }
            _ => fieldset.hidden.extend(pairs(record)),
        }
        if record.overtaken != Some(Overtaken::Deleted) {
            fieldset.hidden.extend(id_pair(record));
        }
        fieldset
    }

    /// Shows what the form has of a record that is gone, and carries it along as that of a new one.
    fn show_deleted(&mut self, record: &Record, references: &References) {
        let Record { prefix, values, original, .. } = record;
        for (field, mine) in values.iter() {
            let name = format!("{prefix}{}", field.name());
            let value = |value: &str| ConflictValue::new(field, value, references);
            self.hidden.push((name.clone(), mine.to_owned()));
            self.rows.push(ConflictRow {
                name,
                label: field.label,
                original: value(original.as_ref().map_or("?", |original| original.get(field))),
                theirs: ConflictValue::gone(words::DELETED),
                mine: value(mine),
                verdict: Some(words::CHOOSE_BELOW),
                author: None,
            });
        }
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
            let value = |value: &str| ConflictValue::new(field, value, references);
            let (mine, verdict) = match record.overtaken {
                Some(_) => (ConflictValue::gone(words::REMOVED), Some(words::CHOOSE_BELOW)),
                None => (value(mine), verdict(*outcome)),
            };
            self.rows.push(ConflictRow {
                name,
                label: field.label,
                original: value(original.as_deref().unwrap_or("?")),
                theirs: value(theirs),
                mine,
                verdict,
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
        let kept = ["after", IDEMPOTENCY_KEY].map(|name| (name, inputs.get(name)));
        let next = ReturnTo::of(inputs, &request.site.base);
        let hidden = kept
            .into_iter()
            .chain([(RETURN_TO, next.as_ref().map(ReturnTo::as_str))])
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        let authors = authors(&fieldsets);
        let questions = fieldsets.iter().filter_map(|fieldset| fieldset.question.as_ref());
        let of_deletions = questions.filter_map(|question| question.author.as_ref());
        let all: Vec<&Author> = authors.iter().chain(of_deletions).collect();
        let is_own = !all.is_empty() && all.iter().all(|author| author.is_you);
        let by = words::changed_by(&others(all), is_own);
        Self {
            layout: request.layout(title(&words::changed(names.one, &by), true), names.path),
            names,
            record: request.site.url(&action),
            action: request.site.url(&action),
            rework: request.site.url(&rework),
            hidden,
            fieldsets,
            authors,
            is_own,
            by,
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
