//! Forms: opened, filled in further without saving, sent, refused, saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::check::{Checker, Errors};
use super::conflict::{ConflictPage, ConflictPart};
use super::error::Error;
use super::field::Kind;
use super::frame::{Chrome, Visit, with_next};
use super::gone::GonePage;
use super::id::Id;
use super::inputs::{Form, Inputs};
use super::merge::{has_conflict, merge, merged_values};
use super::need::need;
use super::next::{Next, encode};
use super::once::{TOKEN, Token};
use super::part::{Filled, Part, Problem, VERSION};
use super::resource::{Names, Resource};
use super::values::{Shown, Values};
use crate::access::{Action, Who};
use crate::db::{AnyConnection, CHANGED_MEANWHILE};

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
    /// What the button for one more part says; empty where there is none.
    more: &'static str,
    /// What a person should know about this form before filling it in.
    note: String,
    /// Whether somebody else's change is what is wrong.
    overtaken: bool,
    /// Whether another may be added after it.
    may_add: bool,
    /// Whether it may be edited once it is saved.
    may_edit: bool,
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
            hidden.push((super::next::NEXT.to_owned(), next.as_str().to_owned()));
        }
        let title = match problems.is_empty() {
            true => heading.clone(),
            false => format!("Error: {heading}"),
        };
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
            more: "",
            note: String::new(),
            overtaken: false,
            may_add: visit.may(Action::Create, names.path),
            may_edit: visit.may(Action::Edit, names.path),
        })
    }

    /// Offers one more part by a button with this text, and says `note` above the form.
    #[must_use]
    pub fn with_more(mut self, more: &'static str, note: String) -> Self {
        self.more = more;
        self.note = note;
        self
    }

    /// What is wrong came from somebody else's change.
    #[must_use]
    pub fn overtaken(mut self, overtaken: bool) -> Self {
        self.overtaken = overtaken;
        self
    }

    /// The answer: 200 where nothing is wrong, 409 where somebody else was quicker, 422 otherwise.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, visit: &Visit) -> Result<HttpResponse, Error> {
        let status = match self.problems.is_empty() {
            _ if self.overtaken => StatusCode::CONFLICT,
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

/// `GET /movies/new`, where the query may fill in some fields.
///
/// # Errors
/// As the database.
pub async fn new<R: Resource>(visit: Visit) -> Result<HttpResponse, Error> {
    let inputs = visit.query.clone();
    filled_in::<R>(visit, Purpose::Create, inputs).await
}

/// `POST /movies/new`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_new<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    filled_in::<R>(visit, Purpose::Create, form.0).await
}

/// `POST /movies/1/edit`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// As the database.
pub async fn rework_edit<R: Resource>(
    visit: Visit,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    filled_in::<R>(visit, Purpose::Edit(id.0), form.0).await
}

async fn filled_in<R: Resource>(
    visit: Visit,
    purpose: Purpose,
    inputs: Inputs,
) -> Result<HttpResponse, Error> {
    let (action, version) = match purpose {
        Purpose::Create => (Action::Create, None),
        Purpose::Edit(_) => (Action::Edit, Some(opened_version(&inputs, "")?)),
    };
    let sent = inputs.clone();
    let form = visit
        .read(need::<R>(action), move |connection, who| {
            let row = match purpose {
                Purpose::Create => None,
                Purpose::Edit(id) => match R::find(connection, id)? {
                    Some(row) => Some(row),
                    None => return Ok(None),
                },
            };
            let original = Values::original::<R>(&sent, "", Shown::All);
            let filled = Filled {
                prefix: "",
                values: &Values::typed::<R>(&sent, "", Shown::All),
                original: original.as_ref(),
                version,
                errors: &Errors::default(),
            };
            opened(connection, who, row.as_ref(), &filled).map(Some)
        })
        .await?;
    let Some(form) = form else {
        let typed = Values::typed::<R>(&inputs, "", Shown::All);
        return GonePage::new(&visit, R::NAMES).with::<R>("", "", &typed).answer(&visit);
    };
    FormPage::new(&visit, R::NAMES, purpose, &inputs, form)?.answer(&visit)
}

/// `GET /movies/1/edit`
///
/// # Errors
/// 404 where there is no such row.
pub async fn edit<R: Resource>(visit: Visit, id: Id) -> Result<HttpResponse, Error> {
    let form = visit
        .read(need::<R>(Action::Edit), move |connection, who| {
            let Some(row) = R::find(connection, id.0)? else { return Ok(None) };
            let values = Values::of_row(&row, Shown::All);
            let filled = Filled {
                prefix: "",
                values: &values,
                original: Some(&values),
                version: Some(row.stamps().version),
                errors: &Errors::default(),
            };
            opened(connection, who, Some(&row), &filled).map(Some)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = visit.query.clone();
    FormPage::new(&visit, R::NAMES, Purpose::Edit(id.0), &inputs, form)?.answer(&visit)
}

/// The version that a form was opened at.
///
/// # Errors
/// 400 where the form carries none: saving it could undo what another wrote.
pub fn opened_version(inputs: &Inputs, prefix: &str) -> Result<i32, Error> {
    inputs
        .get(&format!("{prefix}{VERSION}"))
        .and_then(|text| text.parse().ok())
        .filter(|version| *version > 0)
        .ok_or(UNKNOWN_VERSION)
}

/// The answer to a form that does not say which version it was opened at.
pub const UNKNOWN_VERSION: Error = Error::BadRequest(
    "The form does not say which version of the record it was opened at, so saving it could undo \
     somebody else's work. Open it again from the panel.",
);

/// The message where a create form comes a second time.
pub const SAVED_ALREADY: &str = "This form was saved already: here is what it made.";

enum Created {
    Now { id: i64, title: String },
    Before { location: String },
    Refused(Opened),
}

/// `POST /movies`
///
/// # Errors
/// 400 where the form carries no token.
pub async fn create<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = Token::of(&inputs)?;
    let values = Values::typed::<R>(&inputs, "", Shown::All);
    let created = visit
        .write(need::<R>(Action::Create), move |connection, who| {
            if let Some(location) = token.accepted(connection)? {
                return Ok(Created::Before { location });
            }
            let mut checker = Checker::new(&values);
            let draft = R::check(connection, None, &mut checker)?;
            if !checker.errors.is_empty() {
                let filled = Filled {
                    prefix: "",
                    values: &values,
                    original: None,
                    version: None,
                    errors: &checker.errors,
                };
                return opened::<R>(connection, who, None, &filled).map(Created::Refused);
            }
            let id = R::insert(connection, &draft)?;
            token.accept(connection, &format!("/{}/{id}", R::NAMES.path))?;
            let title = R::find(connection, id)?.map(|row| row.title(who)).unwrap_or_default();
            Ok(Created::Now { id, title })
        })
        .await?;
    match created {
        Created::Now { id, title } => {
            Ok(after_saving::<R>(&visit, &inputs, id, &format!("Added {title}.")))
        }
        Created::Before { location } => Ok(visit.redirect(&location, SAVED_ALREADY)),
        Created::Refused(opened) => {
            FormPage::new(&visit, R::NAMES, Purpose::Create, &inputs, opened)?.answer(&visit)
        }
    }
}

fn opened<R: Resource>(
    connection: &mut AnyConnection,
    who: &Who,
    row: Option<&R>,
    filled: &Filled<'_>,
) -> QueryResult<Opened> {
    let part = Part::new::<R>(connection, Shown::All, filled)?;
    Ok(Opened { called: row.map(|row| row.title(who)).unwrap_or_default(), parts: vec![part] })
}

/// Where a saved form leads: back to where it was opened, on to another, or to the record.
pub fn after_saving<R: Resource>(
    visit: &Visit,
    inputs: &Inputs,
    id: i64,
    notice: &str,
) -> HttpResponse {
    let path = R::NAMES.path;
    let next = Next::of(inputs, &visit.site.base);
    // Another one belongs to the same owner.
    let references = R::FIELDS.iter().filter(|field| matches!(field.kind, Kind::Reference(_)));
    let shared = references
        .filter_map(|field| Some(format!("{}={}", field.name, encode(inputs.get(field.name)?))))
        .collect::<Vec<_>>()
        .join("&");
    let another = match shared.is_empty() {
        true => format!("/{path}/new"),
        false => format!("/{path}/new?{shared}"),
    };
    let carried = |to: String| match &next {
        Some(next) => with_next(&to, next.as_str()),
        None => to,
    };
    match inputs.get("after") {
        Some("edit") => visit.redirect(&carried(format!("/{path}/{id}/edit")), notice),
        Some("new") => visit.redirect(&carried(another), notice),
        _ => visit.redirect_back(next.as_ref(), &format!("/{path}/{id}"), notice),
    }
}

enum Updated {
    Saved { title: String, theirs: Vec<&'static str> },
    MadeUpVersion,
    Refused(Opened),
    Conflict(Box<ConflictPart>),
    Gone,
}

/// `POST /movies/1`
///
/// # Errors
/// 400 where the form carries no version.
pub async fn update<R: Resource>(visit: Visit, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let version = opened_version(&inputs, "")?;
    let mine = Values::whole::<R>(&inputs, "", Shown::All)?;
    let original = Values::original::<R>(&inputs, "", Shown::All);
    let typed = mine.clone();
    let updated = visit
        .write(need::<R>(Action::Edit), move |connection, who| {
            save::<R>(connection, who, id.0, version, original.as_ref(), &mine)
        })
        .await?;
    let names = R::NAMES;
    match updated {
        Updated::Saved { title, theirs } => {
            let notice = saved_notice(&title, &theirs);
            Ok(after_saving::<R>(&visit, &inputs, id.0, &notice))
        }
        Updated::MadeUpVersion => Err(UNKNOWN_VERSION),
        Updated::Refused(opened) => {
            FormPage::new(&visit, names, Purpose::Edit(id.0), &inputs, opened)?.answer(&visit)
        }
        Updated::Conflict(part) => {
            ConflictPage::new(&visit, names, id.0, &inputs, vec![*part]).answer(&visit)
        }
        Updated::Gone => GonePage::new(&visit, names).with::<R>("", "", &typed).answer(&visit),
    }
}

/// The message after saving; `theirs` are the fields that somebody else changed meanwhile.
pub fn saved_notice(title: &str, theirs: &[&'static str]) -> String {
    if theirs.is_empty() {
        return format!("Saved {title}.");
    }
    let fields = theirs.join(", ");
    format!("Saved {title}. What somebody else changed meanwhile was kept: {fields}.")
}

fn save<R: Resource>(
    connection: &mut AnyConnection,
    who: &Who,
    id: i64,
    version: i32,
    original: Option<&Values>,
    mine: &Values,
) -> QueryResult<Updated> {
    let Some(row) = R::find(connection, id)? else { return Ok(Updated::Gone) };
    let current = row.stamps().version;
    if version > current {
        return Ok(Updated::MadeUpVersion);
    }
    let stored = Values::of_row(&row, Shown::All);
    // A record that was deleted and made anew begins at version 1 again, so the values that the
    // form was opened with must be the stored ones as well.
    let in_step = version == current && original.is_none_or(|original| *original == stored);
    let fields = match in_step {
        true => Vec::new(),
        false => merge(original, &stored, mine),
    };
    if has_conflict(&fields) {
        let part = ConflictPart::new::<R>(connection, "", Shown::All, current, &fields)?;
        return Ok(Updated::Conflict(Box::new(part)));
    }
    let values = merged_values(mine, &fields);
    if values == stored {
        let theirs = super::conflict::labels_of_theirs::<R>(&fields);
        return Ok(Updated::Saved { title: row.title(who), theirs });
    }
    let mut checker = Checker::new(&values);
    let draft = R::check(connection, Some(id), &mut checker)?;
    if !checker.errors.is_empty() {
        let filled = Filled {
            prefix: "",
            values: &values,
            original: Some(&stored),
            version: Some(current),
            errors: &checker.errors,
        };
        return opened(connection, who, Some(&row), &filled).map(Updated::Refused);
    }
    if R::update(connection, id, current, &draft)? == 0 {
        return Err(CHANGED_MEANWHILE);
    }
    let title = R::find(connection, id)?.map(|row| row.title(who)).unwrap_or_default();
    Ok(Updated::Saved { title, theirs: super::conflict::labels_of_theirs::<R>(&fields) })
}
