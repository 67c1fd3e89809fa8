//! What an edit of a selection would change, shown before anything is written; and writing just
//! that.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::QueryResult;

use super::deed::{Deed, Parameters};
use super::edit::{DO, EMPTY, SET, Typed, checked, typed};
use super::form::{Again, show};
use super::page::{Back, Line, Plan};
use super::preview::Preview;
use super::words;
use super::work::{Work, carry_out};
use crate::access::{Action, CurrentOperator};
use crate::db::statement::Value;
use crate::db::{AnyConnection, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::form::confirmed::{Confirmed, SHOWN};
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::record::check::Errors;
use crate::panel::record::history::Reason;
use crate::panel::record::references::References;
use crate::panel::record::write::Draft;
use crate::transfer::jobs::JobKind;
use crate::transfer::selection::Selection;

/// What would change.
struct Facts {
    selection: Selection,
    deed: Deed,
    preview: Preview,
    references: References,
    operator: Arc<CurrentOperator>,
}

/// What a form comes to.
enum Found {
    Facts(Box<Facts>),
    Wrong(Errors),
    Missing,
}

impl Facts {
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        entity: &'static Entity,
        asked: &Typed,
        (id, at_once): (i64, i64),
    ) -> QueryResult<Found> {
        let Some(selection) = Selection::find(connection, operator, entity, id)? else {
            return Ok(Found::Missing);
        };
        let (draft, references) = checked(connection, operator, entity, asked)?;
        let deed = match draft {
            Ok(draft) => Deed::Edit(draft),
            Err(errors) => return Ok(Found::Wrong(errors)),
        };
        let of = (entity, &selection);
        let preview = Preview::read(connection, operator, of, &deed, at_once)?;
        let operator = Arc::clone(operator);
        Ok(Found::Facts(Box::new(Self { selection, deed, preview, references, operator })))
    }
}

/// `POST /movies/selection/7/preview`: shows what would change.
///
/// # Errors
/// 404 where there is no such selection, 422 where something is wrong with the form.
pub async fn preview(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let asked = typed(entity, &inputs);
    if asked.is_empty() {
        let again = Again { errors: Errors::default(), problem: words::NOTHING_CHOSEN };
        return show(&request, entity, id, &inputs, Some(again)).await;
    }
    let at_once = request.site.at_once;
    let found = request
        .read(requirement(entity, Action::Edit), move |connection, operator| {
            Facts::read(connection, operator, entity, &asked, (id.0, at_once))
        })
        .await?;
    match found {
        Found::Facts(facts) => {
            page(&request, entity, *facts, &inputs, (Reason::default(), StatusCode::OK))
        }
        Found::Wrong(errors) => {
            let again = Again { errors, problem: "" };
            show(&request, entity, id, &inputs, Some(again)).await
        }
        Found::Missing => Err(Error::NotFound),
    }
}

/// What an edit came to.
enum Edited {
    Done(Work),
    /// The page is shown again.
    Refused(Box<Facts>, StatusCode),
    Wrong(Errors),
    Missing,
}

/// `POST /movies/selection/7`: writes what was shown.
///
/// # Errors
/// 400 where the form carries no token, 404 where there is no such selection, 409 where something
/// else would change by now, 422 where something is wrong with the form.
pub async fn apply(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let asked = typed(entity, &inputs);
    let (sent, key) = (Confirmed::of(&inputs), IdempotencyKey::of(&inputs)?);
    let reason = sent.reason.clone();
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let edited = request
        .write_serially(requirement(entity, Action::Edit), move |connection, operator| {
            if let Some(work) = Work::before(connection, operator, (entity, id.0), &key)? {
                return Ok(Edited::Done(work));
            }
            let of = (id.0, at_once);
            let facts = match Facts::read(connection, operator, entity, &asked, of)? {
                Found::Facts(facts) => facts,
                Found::Wrong(errors) => return Ok(Edited::Wrong(errors)),
                Found::Missing => return Ok(Edited::Missing),
            };
            if let Some(status) = sent.objection(&facts.preview.mark()) {
                return Ok(Edited::Refused(facts, status));
            }
            let parameters =
                Parameters { selection: id.0, fields: asked.clone(), ..Parameters::default() };
            let order = (JobKind::Edit, &facts.deed, &parameters, &sent.reason);
            let of = (entity, &facts.selection, facts.preview.change);
            let work = carry_out(connection, (operator, register), of, order, (now, at_once))?;
            work.accepted(connection, &key).map(Edited::Done)
        })
        .await?;
    match edited {
        Edited::Done(work) => Ok(work.answer(&request, entity, words::CHANGED_THEM)),
        Edited::Refused(facts, status) => page(&request, entity, *facts, &inputs, (reason, status)),
        Edited::Wrong(errors) => {
            let again = Again { errors, problem: "" };
            show(&request, entity, id, &inputs, Some(again)).await
        }
        Edited::Missing => Err(Error::NotFound),
    }
}

fn page(
    request: &Request,
    entity: &'static Entity,
    facts: Facts,
    inputs: &Inputs,
    (reason, status): (Reason, StatusCode),
) -> Result<HttpResponse, Error> {
    let Facts { selection, deed, preview, references, operator } = facts;
    let Deed::Edit(draft) = deed else { return Err(Error::NotFound) };
    let list = request.site.url(&format!("/{}", entity.table()));
    let action = format!("{list}/selection/{}", selection.id);
    let counted = preview.expected(&selection, entity.names);
    let after: Vec<String> =
        draft.iter().map(|(field, value)| words_after(field, value, inputs, &references)).collect();
    let line = |row: &Row| {
        let before = draft.iter().map(|(field, _)| words_before(row, field));
        Line::of(row, &operator, &list, before.zip(after.iter().cloned()).collect())
    };
    let plan = Plan {
        labels: draft.iter().map(|(field, _)| field.label).collect(),
        lines: preview.first.iter().map(line).collect(),
        hidden: carried(&draft, inputs, preview.mark())?,
        back: Back::Form(format!("{action}/edit")),
        selection: &selection,
        question: words::change(&counted),
        meanwhile: words::CHANGED,
        already: words::hold_this_already,
        action,
        preview,
    };
    plan.answer(request, entity, (reason, status))
}

fn words_before(row: &Row, field: &'static Field) -> String {
    match field.refers_to() {
        Some(_) => row.referred(field).to_owned(),
        None => row.value(field).map(|value| field.words(value).into_owned()).unwrap_or_default(),
    }
}

/// What a field is to hold, in words.
fn words_after(
    field: &'static Field,
    value: Option<&Value>,
    inputs: &Inputs,
    references: &References,
) -> String {
    match (value, field.refers_to()) {
        (Some(_), Some(_)) => references.shown(field, inputs.get(field.name()).unwrap_or_default()),
        (Some(value), None) => field.words(&Stored::Value(value.clone())).into_owned(),
        (None, _) => String::new(),
    }
}

/// What the form carries along: what is to be done, and what was shown.
fn carried(draft: &Draft, inputs: &Inputs, mark: String) -> Result<Vec<(String, String)>, Error> {
    let mut pairs = vec![(SHOWN.to_owned(), mark), IdempotencyKey::field(inputs)?];
    for (field, value) in draft.iter() {
        let what = if value.is_some() { SET } else { EMPTY };
        pairs.push((format!("{DO}{}", field.name()), what.to_owned()));
        if let Some(text) = inputs.get(field.name()).filter(|_| value.is_some()) {
            pairs.push((field.name().to_owned(), text.to_owned()));
        }
    }
    Ok(pairs)
}
