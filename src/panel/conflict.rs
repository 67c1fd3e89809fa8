//! The page that two people's edits of one record lead to: original, theirs and mine, per field.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::error::Error;
use super::field::Field;
use super::form::{Purpose, paths};
use super::frame::{Chrome, Visit};
use super::inputs::Inputs;
use super::merge::{Merged, Outcome};
use super::next::{NEXT, Next};
use super::part::{VERSION, shown_value};
use super::resource::{Names, Resource};
use super::values::{ORIGINAL, Shown, shown_fields};
use crate::db::AnyConnection;

/// The page that lets a person choose.
#[derive(Template)]
#[template(path = "panel/conflict.html")]
pub struct ConflictPage {
    chrome: Chrome,
    names: Names,
    /// Where the choice is sent to be saved.
    action: String,
    /// Where it is sent to be edited by hand, unsaved.
    rework: String,
    /// The record as it is now.
    record: String,
    hidden: Vec<(String, String)>,
    parts: Vec<ConflictPart>,
}

/// One record of the form.
#[derive(Debug, Default)]
pub struct ConflictPart {
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
    pub original: Side,
    /// What stands in the database now.
    pub theirs: Side,
    /// What the form says.
    pub mine: Side,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// One of the three values.
#[derive(Debug, Default)]
pub struct Side {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub shown: String,
}

impl Side {
    /// As it is read, where nothing would be seen of an empty one.
    pub fn read(&self) -> &str {
        if self.shown.is_empty() { "empty" } else { &self.shown }
    }
}

impl ConflictRow {
    /// Whether a person must choose.
    pub fn is_conflict(&self) -> bool {
        self.outcome == Outcome::Conflict
    }

    /// What becomes of the field, in words, where nobody must choose.
    pub fn verdict(&self) -> &'static str {
        match self.outcome {
            Outcome::Same => "the same in both",
            Outcome::Mine => "your change is kept",
            Outcome::Theirs => "their change is kept",
            Outcome::Conflict => "",
        }
    }
}

impl ConflictPart {
    /// The part of one record that stands at `version` now.
    ///
    /// # Errors
    /// As the queries that look up what a reference is called.
    pub fn new<R: Resource>(
        connection: &mut AnyConnection,
        prefix: &str,
        shown: Shown,
        version: i32,
        fields: &[Merged],
    ) -> QueryResult<Self> {
        let mut part = Self::default();
        part.hidden.push((format!("{prefix}{VERSION}"), version.to_string()));
        for merged in fields {
            let Some(field) = shown_fields::<R>(shown).find(|field| field.name == merged.name)
            else {
                continue;
            };
            let name = format!("{prefix}{}", field.name);
            part.hidden.push((format!("{ORIGINAL}{name}"), merged.theirs.clone()));
            match merged.outcome {
                Outcome::Same | Outcome::Theirs => {
                    part.hidden.push((name.clone(), merged.theirs.clone()));
                }
                Outcome::Mine => part.hidden.push((name.clone(), merged.mine.clone())),
                Outcome::Conflict => {}
            }
            part.rows.push(ConflictRow {
                name,
                label: field.label,
                original: side(connection, field, merged.original.as_deref().unwrap_or("?"))?,
                theirs: side(connection, field, &merged.theirs)?,
                mine: side(connection, field, &merged.mine)?,
                outcome: merged.outcome,
            });
        }
        Ok(part)
    }
}

fn side<R: Resource>(
    connection: &mut AnyConnection,
    field: &Field<R>,
    value: &str,
) -> QueryResult<Side> {
    Ok(Side { value: value.to_owned(), shown: shown_value(connection, field, value)? })
}

/// The labels of the fields that only the other one changed.
pub fn labels_of_theirs<R: Resource>(fields: &[Merged]) -> Vec<&'static str> {
    let theirs = fields.iter().filter(|field| field.outcome == Outcome::Theirs);
    theirs
        .filter_map(|merged| R::FIELDS.iter().find(|field| field.name == merged.name))
        .map(|field| field.label)
        .collect()
}

impl ConflictPage {
    /// The page about the record with that id.
    pub fn new(
        visit: &Visit,
        names: Names,
        id: i64,
        inputs: &Inputs,
        parts: Vec<ConflictPart>,
    ) -> Self {
        let (_, action, rework) = paths(names, Purpose::Edit(id));
        let kept = [("after", inputs.get("after"))];
        let next = Next::of(inputs, &visit.site.base);
        let hidden = kept
            .into_iter()
            .chain([(NEXT, next.as_ref().map(Next::as_str))])
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        Self {
            chrome: visit
                .chrome(format!("Error: somebody else changed this {}", names.one), names.path),
            names,
            record: visit.site.url(&action),
            action: visit.site.url(&action),
            rework: visit.site.url(&rework),
            hidden,
            parts,
        }
    }

    /// The answer, 409.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, visit: &Visit) -> Result<HttpResponse, Error> {
        visit.page(StatusCode::CONFLICT, &self)
    }
}
