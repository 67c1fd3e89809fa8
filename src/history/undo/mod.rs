//! Undo: a change set that takes another back, through the same writer.

mod apply;
mod problem;
mod words;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;
use diesel::result::Error as QueryError;

pub use self::apply::Part;
use self::apply::Undo;
pub use self::problem::{Answers, Problem, Problems};
use self::problem::{DESPITE, FieldProblem, Kept, THEN};
use super::titles::{recounted, shown_title};
use super::undos::SeenUndos;
use crate::access::{CurrentOperator, Requirement};
use crate::db::{AnyConnection, attempt};
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::http::words::title;
use crate::panel::record::history::{
    Author, ChangeKind, ChangeSet, Occasion, Origin, Root, Written, find, is_undoable, may_undo,
};
use crate::panel::record::read;
use crate::panel::record::write::Writer;

/// Asks what to do with what was changed since.
#[derive(Template)]
#[template(path = "history/undo.html")]
pub struct UndoPage {
    layout: Layout,
    problems: Problems,
    action: String,
    hidden: Vec<(String, String)>,
    /// Where leaving it leads.
    cancel: String,
    /// What it comes to; empty where the page before said so.
    about: String,
    /// Whether that deletes something.
    deletes: bool,
    /// What is not done yet, the button that does it all the same, and what is said where that would
    /// do nothing.
    words: [&'static str; 3],
}

/// What became of it.
enum Outcome {
    /// What is said of it, and the page of the record that it was about, or of its list.
    Done(Message, String),
    /// Problems that nobody has answered to.
    Asked(Box<(Problems, ChangeSet)>, String),
    Forbidden,
    /// Nobody can take it back.
    Impossible,
    Missing,
}

/// Why a part of the transaction is rolled back.
enum Stopped {
    Asked(Box<Problems>),
    Failed(QueryError),
}

impl From<QueryError> for Stopped {
    fn from(error: QueryError) -> Self {
        Self::Failed(error)
    }
}

/// `POST /history/7/undo`: takes that change set back, as far as it is not taken back yet.
///
/// # Errors
/// 403 where they may not take it back, 404 where there is no such change set, 409 where nobody can
/// take it back.
pub async fn undo(request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let answers = Answers::of(&inputs);
    let (now, register) = (request.state().clock.now(), request.site.register);
    let clock = request.clock();
    let outcome = request
        .write_serially(Requirement::SignedIn, move |connection, operator| {
            let Some(change_set) = find(connection, id.0)? else { return Ok(Outcome::Missing) };
            if !is_undoable(register, &change_set) {
                return Ok(Outcome::Impossible);
            }
            if !may_undo(register, operator, &change_set) {
                return Ok(Outcome::Forbidden);
            }
            let undos = SeenUndos::read(connection, (operator, register), &[id.0])?;
            let path = |connection: &mut _| path(connection, register, &change_set);
            let already = || {
                let author = undos.seen_of(id.0).map(|undo| Author::of(undo, operator, now));
                let zone = clock.zone(Some(operator));
                let told = author.map(|author| words::done_already(&author, &zone));
                Message::from(told.unwrap_or_else(|| words::NOTHING_LEFT.to_owned()))
            };
            if undos.is_reversed(&change_set) {
                return Ok(Outcome::Done(already(), path(connection)?));
            }
            let occasion = Occasion {
                undoes: vec![id.0],
                ..Occasion::new(Origin::Undo, now).about(root(register, &change_set))
            };
            let parts = [Part::Set(id.0)];
            let taken = take_back(connection, operator, register, (occasion, &parts), &answers)?;
            let message = match taken {
                Taken::Asked(problems) => {
                    let path = path(connection)?;
                    return Ok(Outcome::Asked(Box::new((problems, change_set)), path));
                }
                Taken::Back(written, kept) => {
                    message(register, operator, &change_set, (&written, &kept))
                }
                Taken::Nothing(kept) if kept.is_nothing() => already(),
                Taken::Nothing(kept) => Message::from(words::nothing_done(&kept.in_words())),
            };
            Ok(Outcome::Done(message, path(connection)?))
        })
        .await?;
    let next = ReturnTo::of(&inputs, &request.site.base);
    match outcome {
        Outcome::Missing => Err(Error::NotFound),
        Outcome::Forbidden => Err(Error::Forbidden),
        Outcome::Impossible => Err(Error::NotUndoable),
        Outcome::Done(message, path) => Ok(request.redirect_back(next.as_ref(), &path, message)),
        Outcome::Asked(asked, path) => {
            let (problems, change_set) = *asked;
            let back = next.as_ref().map(|next| (RETURN_TO.to_owned(), next.as_str().to_owned()));
            let action = request.site.url(&format!("/history/{}/undo", id.0));
            let cancel = next.map_or(request.site.url(&path), |next| next.as_str().to_owned());
            let page =
                UndoPage::new(&request, problems, (action, cancel), back.into_iter().collect());
            let page = page.undoing(&change_set);
            request.page(StatusCode::CONFLICT, &page)
        }
    }
}

impl UndoPage {
    /// The page of these problems: where the answers are sent, where leaving it leads, and what the
    /// form carries along.
    pub fn new(
        request: &Request,
        problems: Problems,
        (action, cancel): (String, String),
        mut hidden: Vec<(String, String)>,
    ) -> Self {
        hidden.push((DESPITE.to_owned(), problems.mark()));
        let layout = request.layout("", "");
        let (about, words) = (String::new(), words::UNDONE);
        Self { layout, problems, action, hidden, cancel, about, deletes: false, words }.titled()
    }

    /// The same with what is undone.
    #[must_use]
    fn undoing(self, change_set: &ChangeSet) -> Self {
        let kind = change_set.kind();
        let deletes = kind == Some(ChangeKind::Created);
        let [not_yet, anyway, never] = self.words;
        let words = [not_yet, if deletes { words::DELETE } else { anyway }, never];
        Self { about: words::undoing(kind, &change_set.title), deletes, words, ..self }
    }

    /// The same where a record is made what it was.
    #[must_use]
    pub fn restoring(self) -> Self {
        Self { words: words::RESTORED, ..self }.titled()
    }

    /// The same where what was deleted is restored.
    #[must_use]
    pub fn of_trash(self) -> Self {
        Self { words: words::TRASHED, ..self }.titled()
    }

    fn titled(mut self) -> Self {
        self.layout.title = title(self.heading(), true);
        self
    }

    fn heading(&self) -> &'static str {
        let [not_yet, _, never] = self.words;
        if self.problems.is_answerable { not_yet } else { never }
    }
}

/// What became of taking something back.
pub enum Taken {
    /// It was, as far as it was not yet, but for this.
    Back(Written, Kept),
    /// Nothing was left of it, but for this.
    Nothing(Kept),
    /// Nothing was yet: problems stand in the way that nobody has answered to.
    Asked(Problems),
}

/// Takes all of this back at once, in a part of the transaction that is rolled back where there are
/// problems without an answer.
pub fn take_back(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    register: &'static Register,
    (occasion, parts): (Occasion, &[Part]),
    answers: &Answers,
) -> QueryResult<Taken> {
    Taken::of(attempt(connection, |connection| {
        write(connection, operator, register, (occasion, parts), answers)
    }))
}

/// The same in a transaction that is rolled back as a whole where there are problems without an
/// answer.
pub fn take_back_or_roll_back(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    register: &'static Register,
    what: (Occasion, &[Part]),
    answers: &Answers,
) -> QueryResult<Taken> {
    Taken::of(write(connection, operator, register, what, answers))
}

/// Writes it; what was written is to be rolled back where that is an error.
fn write(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    register: &'static Register,
    (occasion, parts): (Occasion, &[Part]),
    answers: &Answers,
) -> Result<(Option<Written>, Kept), Stopped> {
    let run = |writer: &mut Writer<'_>| Undo::run(writer, register, parts, answers);
    let (mut problems, written) = Writer::run(connection, operator, occasion, run)?;
    if written.as_ref().is_some_and(|written| written.is_overtaken) {
        problems.add(Problem::new(words::OVERTAKEN.to_owned(), None), "");
    }
    problems.is_answerable |= written.as_ref().is_some_and(|written| written.changed > 0);
    match answers.cover(&problems) {
        true => Ok((written, problems.kept)),
        false => Err(Stopped::Asked(Box::new(problems))),
    }
}

impl Taken {
    fn of(written: Result<(Option<Written>, Kept), Stopped>) -> QueryResult<Self> {
        match written {
            Err(Stopped::Failed(error)) => Err(error),
            Err(Stopped::Asked(problems)) => Ok(Self::Asked(*problems)),
            Ok((Some(written), kept)) if written.changed > 0 => Ok(Self::Back(written, kept)),
            Ok((_, kept)) => Ok(Self::Nothing(kept)),
        }
    }
}

/// What the new change set is about: the same record, and the contrary of what became of it.
pub fn root(register: &Register, undone: &ChangeSet) -> Root {
    let entities = register.entities.iter().map(|entity| entity.table());
    let mut tables = entities.chain(register.links.iter().map(|link| link.table));
    let kind = undone.kind().and_then(ChangeKind::contrary).unwrap_or(ChangeKind::Changed);
    Root {
        entity: tables.find(|table| *table == undone.entity).unwrap_or_default(),
        id: undone.record_id,
        title: undone.title.clone(),
        kind,
    }
}

/// The name of a field of a record among those of other records.
pub fn field_name(field: &Field, id: i64) -> String {
    FieldProblem::name(field, id)
}

/// The page of the record that a change set is about; its list where it is gone.
fn path(
    connection: &mut AnyConnection,
    register: &Register,
    change_set: &ChangeSet,
) -> QueryResult<String> {
    let (Some(entity), Some(id)) = (register.entity(&change_set.entity), change_set.record_id)
    else {
        return Ok("/".to_owned());
    };
    Ok(match read::find(connection, entity, id)? {
        Some(_) => format!("/{}/{id}", entity.table()),
        None => format!("/{}", entity.table()),
    })
}

fn message(
    register: &'static Register,
    operator: &CurrentOperator,
    undone: &ChangeSet,
    (written, kept): (&Written, &Kept),
) -> Message {
    let title = match (register.entity(&undone.entity), undone.record_id) {
        (Some(entity), Some(id)) => shown_title(entity, id, &undone.title, operator),
        (Some(entity), None) => {
            let kind = root(register, undone).kind;
            recounted(&undone.title, entity, kind, &written.summary)
        }
        (None, _) => undone.title.clone(),
    };
    let text = words::done(undone.kind(), &title);
    Message::from(text + &kept.in_words()).with_undo(written.undoable(register, operator))
}
