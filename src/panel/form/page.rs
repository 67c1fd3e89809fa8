//! The page of a form, whatever it is for.

use super::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::form::fieldset::{Fieldset, FormProblem};
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::error::Error;
use crate::panel::http::failure::Failure;
use crate::panel::http::inputs::{Inputs, MARK};
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::http::words::title;
use crate::panel::record::read::find;
use crate::panel::record::tree::RecordTree;

/// The page of a form.
#[derive(Template)]
#[template(path = "panel/form.html")]
pub struct FormPage {
    layout: Layout,
    heading: String,
    /// Where the form is sent to be saved.
    action: String,
    /// Where it is sent to come back with something more in it, unsaved.
    rework: String,
    fieldsets: Vec<Fieldset>,
    /// What the summary at the top lists.
    problems: Vec<FormProblem>,
    /// Names and values that travel along unseen.
    hidden: Vec<(String, String)>,
    /// Where leaving the form leads.
    cancel: String,
    /// Whether it holds what leaving it would lose.
    unsaved: bool,
    /// The id of the field that has the focus; empty where none has it.
    focus: String,
    /// What there can be more of.
    more: Vec<More>,
    /// What a person should know about this form before filling it in.
    note: String,
    /// Whether somebody else's change is what is wrong.
    overtaken: bool,
    /// Whether another may be added after it.
    may_add: bool,
    /// Whether it may be edited once it is saved.
    may_edit: bool,
    /// What the button that saves says.
    save: String,
    /// What it made when it was sent before, with other values.
    before: Option<Before>,
    /// Why it is given back unsaved.
    failure: Option<Failure>,
}

/// What a form made that is sent again with other values.
pub struct Before {
    /// Its path, below the base.
    pub location: String,
    /// What it is called; `None` where it is gone.
    pub title: Option<String>,
}

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// A new record.
    Create,
    /// The record with that id.
    Edit(i64),
}

/// What a form is opened with.
#[derive(Debug, Default)]
pub struct Opened {
    /// What the record is called; empty for a new one, or where it is gone meanwhile.
    pub called: String,
    /// What a person should know about it before filling it in.
    pub note: String,
    /// What the form holds.
    pub fieldsets: Vec<Fieldset>,
    /// What there can be more of.
    pub more: Vec<More>,
}

/// A button for one more part.
#[derive(Debug)]
pub struct More {
    /// The name of the relation, as it is sent.
    pub relation: &'static str,
    /// What the button says.
    pub label: String,
    /// The id of the field that the part begins with.
    pub at: String,
}

impl Before {
    /// What is at that path now.
    pub fn find(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &'static Entity,
        location: String,
    ) -> QueryResult<Self> {
        let id = location.rsplit('/').next().and_then(|id| id.parse().ok());
        let row = id.map(|id| find(connection, entity, id)).transpose()?.flatten();
        Ok(Self { location, title: row.map(|row| row.title(operator)) })
    }
}

impl FormPage {
    /// The page of a form for one record of an entity.
    ///
    /// # Errors
    /// Where there is no randomness for the token of a form that makes something.
    pub fn new(
        request: &Request,
        entity: &'static Entity,
        purpose: FormPurpose,
        inputs: &Inputs,
        Opened { called, note, fieldsets, more }: Opened,
    ) -> Result<Self, Error> {
        let names = entity.names;
        let next = ReturnTo::of(inputs, &request.site.base);
        let problems: Vec<FormProblem> = fieldsets.iter().flat_map(Fieldset::problems).collect();
        let (action, rework) = paths(names, purpose);
        let heading = match purpose {
            FormPurpose::Create => words::add(names),
            FormPurpose::Edit(_) => words::edit(names, &called),
        };
        let mut hidden = Vec::new();
        if purpose == FormPurpose::Create || RecordTree::may_add_children(entity) {
            hidden.push(IdempotencyKey::field(inputs)?);
        }
        let cancel = match &next {
            Some(next) => next.as_str().to_owned(),
            None => request.site.url(&match purpose {
                FormPurpose::Create => format!("/{}", names.path),
                FormPurpose::Edit(id) => format!("/{}/{id}", names.path),
            }),
        };
        if let Some(next) = &next {
            hidden.push((RETURN_TO.to_owned(), next.as_str().to_owned()));
        }
        let title = title(&heading, !problems.is_empty());
        // Where something was sent, the summary or the field that it was sent for has the focus.
        let focus = fieldsets.first().filter(|_| !request.sent).and_then(Fieldset::first_field);
        let focus = focus.unwrap_or_default().to_owned();
        Ok(Self {
            layout: request.layout(title, names.path),
            heading,
            action: request.site.url(&action),
            rework: request.site.url(&rework),
            fieldsets,
            problems,
            hidden,
            cancel,
            unsaved: request.sent,
            focus,
            more,
            note: match request.restored {
                true => format!("{} {note}", words::RESTORED).trim_end().to_owned(),
                false => note,
            },
            overtaken: false,
            may_add: request.may(Action::Create, names.path),
            may_edit: request.may(Action::Edit, names.path),
            save: words::SAVE.to_owned(),
            before: None,
            failure: None,
        })
    }

    /// The form made that when it was sent before: saving it makes another.
    #[must_use]
    pub fn made_before(mut self, request: &Request, entity: &Entity, before: Before) -> Self {
        self.save = words::save_as_another(entity.names.one);
        self.before = Some(Before { location: request.site.url(&before.location), ..before });
        self.layout.title = title(&self.layout.title, true);
        self
    }

    /// The error with this form as its page.
    pub fn given_back(mut self, request: &Request, error: Error) -> Error {
        if self.layout.operator.is_none() {
            self.hidden.extend(request.form_mark().map(|mark| (MARK.to_owned(), mark)));
        }
        self.layout.title = title(&self.heading, true);
        self.failure = Some(request.failure(&error));
        match self.render() {
            Ok(page) => error.with_page(page),
            Err(_) => error,
        }
    }

    /// What is wrong came from somebody else's change.
    #[must_use]
    pub fn overtaken(mut self, overtaken: bool) -> Self {
        self.overtaken = overtaken;
        self
    }

    /// The answer: 200 where nothing is wrong, 409 where somebody else was quicker or the form was
    /// saved before, 422 otherwise.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, request: &Request) -> Result<HttpResponse, Error> {
        let status = match self.problems.is_empty() {
            _ if self.overtaken || self.before.is_some() => StatusCode::CONFLICT,
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        request.page(status, &self)
    }
}

/// Where the form is saved, and where it is filled in further.
pub fn paths(names: Names, purpose: FormPurpose) -> (String, String) {
    let path = names.path;
    match purpose {
        FormPurpose::Create => (format!("/{path}"), format!("/{path}/new")),
        FormPurpose::Edit(id) => (format!("/{path}/{id}"), format!("/{path}/{id}/edit")),
    }
}
