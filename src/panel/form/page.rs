//! The page of a form, whatever it is for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use crate::access::{Action, Who};
use crate::db::AnyConnection;
use crate::panel::error::Error;
use crate::panel::failure::Failure;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::{Inputs, MARK};
use crate::panel::next::{NEXT, Next};
use crate::panel::once::{TOKEN, Token};
use crate::panel::part::{Part, Problem};
use crate::panel::resource::{Names, Resource};

/// The page of a form.
#[derive(Template)]
#[template(path = "panel/form.html")]
pub struct FormPage {
    chrome: Chrome,
    heading: String,
    /// Where the form is sent to be saved.
    action: String,
    /// Where it is sent to come back with something more in it, unsaved.
    rework: String,
    parts: Vec<Part>,
    /// What the summary at the top lists.
    problems: Vec<Problem>,
    /// Names and values that travel along unseen.
    hidden: Vec<(String, String)>,
    /// Where leaving the form leads.
    cancel: String,
    /// Whether it holds what leaving it would lose.
    unsaved: bool,
    /// The id of the field that has the focus; empty where none has it.
    focus: String,
    /// What the button for one more part says; empty where there is none.
    more: &'static str,
    /// The id of the field that this part begins with.
    more_at: String,
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
pub enum Purpose {
    /// A new record.
    Create,
    /// The record with that id.
    Edit(i64),
}

/// What a form is opened with.
#[derive(Debug)]
pub struct Opened {
    /// What the record is called; empty for a new one, or where it is gone meanwhile.
    pub called: String,
    /// What the form holds.
    pub parts: Vec<Part>,
}

/// What stands above a form that its session did not outlive.
const RESTORED: &str = "Your session had ended when you sent this form. It is not saved yet.";

impl Before {
    /// What is at that path now.
    ///
    /// # Errors
    /// As the query.
    pub fn find<R: Resource>(
        connection: &mut AnyConnection,
        who: &Who,
        location: String,
    ) -> QueryResult<Self> {
        let id = location.rsplit('/').next().and_then(|id| id.parse().ok());
        let row = id.map(|id| R::find(connection, id)).transpose()?.flatten();
        Ok(Self { location, title: row.map(|row| row.title(who)) })
    }
}

impl FormPage {
    /// The page of a form for one record of `names`.
    ///
    /// # Errors
    /// Where there is no randomness for the token of a create form.
    pub fn new(
        visit: &Visit,
        names: Names,
        purpose: Purpose,
        inputs: &Inputs,
        Opened { called, parts }: Opened,
    ) -> Result<Self, Error> {
        let next = Next::of(inputs, &visit.site.base);
        let problems: Vec<Problem> = parts.iter().flat_map(Part::problems).collect();
        let (verb, action, rework) = paths(names, purpose);
        let heading = match (purpose, called.as_str()) {
            (Purpose::Create, _) => format!("{verb} {}", names.a),
            (Purpose::Edit(_), "") => format!("{verb} this {}", names.one),
            (Purpose::Edit(_), title) => format!("{verb} {title}"),
        };
        let mut hidden = Vec::new();
        if purpose == Purpose::Create {
            let token = Token::of(inputs).or_else(|_| Token::random())?;
            hidden.push((TOKEN.to_owned(), token.as_str().to_owned()));
        }
        let cancel = match &next {
            Some(next) => next.as_str().to_owned(),
            None => visit.site.url(&match purpose {
                Purpose::Create => format!("/{}", names.path),
                Purpose::Edit(id) => format!("/{}/{id}", names.path),
            }),
        };
        if let Some(next) = &next {
            hidden.push((NEXT.to_owned(), next.as_str().to_owned()));
        }
        let title = match problems.is_empty() {
            true => heading.clone(),
            false => format!("Error: {heading}"),
        };
        // Where something was sent, the summary or the field that it was sent for has the focus.
        let focus = parts.first().filter(|_| !visit.sent).and_then(Part::first_field);
        let focus = focus.unwrap_or_default().to_owned();
        Ok(Self {
            chrome: visit.chrome(title, names.path),
            heading,
            action: visit.site.url(&action),
            rework: visit.site.url(&rework),
            parts,
            problems,
            hidden,
            cancel,
            unsaved: visit.sent,
            focus,
            more: "",
            more_at: String::new(),
            note: if visit.restored { RESTORED.to_owned() } else { String::new() },
            overtaken: false,
            may_add: visit.may(Action::Create, names.path),
            may_edit: visit.may(Action::Edit, names.path),
            save: "Save".to_owned(),
            before: None,
            failure: None,
        })
    }

    /// The form made that when it was sent before: saving it makes another.
    #[must_use]
    pub fn made_before(mut self, visit: &Visit, names: Names, before: Before) -> Self {
        self.save = format!("Save as another {}", names.one);
        self.before = Some(Before { location: visit.site.url(&before.location), ..before });
        self.chrome.title = format!("Error: {}", self.chrome.title);
        self
    }

    /// The error with this form as its page.
    pub fn given_back(mut self, visit: &Visit, error: Error) -> Error {
        if self.chrome.who.is_none() {
            self.hidden.extend(visit.form_mark().map(|mark| (MARK.to_owned(), mark)));
        }
        self.chrome.title = format!("Error: {}", self.heading);
        self.failure = Some(visit.failure(&error));
        match self.render() {
            Ok(page) => error.with_page(page),
            Err(_) => error,
        }
    }

    /// Says `note` above the form.
    #[must_use]
    pub fn with_note(mut self, note: &str) -> Self {
        self.note = format!("{} {note}", self.note).trim().to_owned();
        self
    }

    /// Offers one more part by a button with this text; its first field has the id `at`.
    #[must_use]
    pub fn with_more(mut self, more: &'static str, at: String) -> Self {
        self.more = more;
        self.more_at = at;
        self
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
    pub fn answer(self, visit: &Visit) -> Result<HttpResponse, Error> {
        let status = match self.problems.is_empty() {
            _ if self.overtaken || self.before.is_some() => StatusCode::CONFLICT,
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        visit.page(status, &self)
    }
}

/// The verb, where the form is saved, and where it is filled in further.
pub fn paths(names: Names, purpose: Purpose) -> (&'static str, String, String) {
    let path = names.path;
    match purpose {
        Purpose::Create => ("Add", format!("/{path}"), format!("/{path}/new")),
        Purpose::Edit(id) => ("Edit", format!("/{path}/{id}"), format!("/{path}/{id}/edit")),
    }
}
