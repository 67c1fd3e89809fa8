//! Deleting a selection: a page that says exactly what goes along, and a form that does just that.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::deed::{Deed, Parameters};
use super::preview::Preview;
use super::words;
use super::work::{Work, carry_out};
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::db::statement::{Column, is_selected};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::{requirement, visible_fields};
use crate::panel::entity::row::Row;
use crate::panel::form::confirmed::{Confirmed, SHOWN};
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::dependents::{Dependents, Owners, hides_some, may_restore};
use crate::panel::record::history::Reason;
use crate::panel::words::{detail_of, side_by_side};
use crate::transfer::jobs::JobKind;
use crate::transfer::selection::Selection;

#[derive(Template)]
#[template(path = "transfer/bulk/delete.html")]
struct DeletePage {
    layout: Layout,
    names: Names,
    /// How many, in words: "40 cars", "up to 12,000 cars".
    counted: String,
    preview: Preview,
    /// What the first of them are called, and what tells those of one name apart.
    first: Vec<(String, String)>,
    dependents: Vec<Dependents>,
    action: String,
    cancel: String,
    hidden: Vec<(String, String)>,
    reason: Reason,
    is_undoable: bool,
    has_trash: bool,
    /// Whether it is shown again because something changed meanwhile.
    changed: bool,
    /// Whether it would be a job.
    is_job: bool,
    /// Whether something may go along that they may not see.
    hides_some: bool,
}

/// What is to be deleted, as the page shows it.
struct Facts {
    selection: Selection,
    preview: Preview,
    dependents: Vec<Dependents>,
    operator: Arc<CurrentOperator>,
}

impl Facts {
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        entity: &'static Entity,
        (id, at_once): (i64, i64),
    ) -> QueryResult<Option<Self>> {
        let Some(selection) = Selection::find(connection, operator, entity, id)? else {
            return Ok(None);
        };
        let of = (entity, &selection);
        let preview = Preview::read(connection, operator, of, &Deed::Delete, at_once)?;
        let owners =
            |column: Column| is_selected(column, (entity.id, entity.version), selection.id);
        let owners = Owners::Several(&owners);
        let dependents = Dependents::read(connection, operator, entity, owners)?;
        Ok(Some(Self { selection, preview, dependents, operator: Arc::clone(operator) }))
    }

    /// What differs where something else would be deleted.
    fn mark(&self) -> String {
        Dependents::marked(self.preview.mark(), &self.dependents)
    }
}

/// `GET /movies/selection/7/delete`
///
/// # Errors
/// 404 where there is no such selection.
pub async fn ask_delete(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let at_once = request.site.at_once;
    let facts = request
        .read(requirement(entity, Action::Delete), move |connection, operator| {
            Facts::read(connection, operator, entity, (id.0, at_once))
        })
        .await?;
    let facts = facts.ok_or(Error::NotFound)?;
    page(&request, entity, facts, &Inputs::default(), (Reason::default(), StatusCode::OK))
}

fn page(
    request: &Request,
    entity: &'static Entity,
    facts: Facts,
    sent: &Inputs,
    (reason, status): (Reason, StatusCode),
) -> Result<HttpResponse, Error> {
    let names = entity.names;
    let mark = facts.mark();
    let Facts { selection, preview, dependents, operator } = facts;
    let list = request.site.url(&format!("/{}", names.path));
    let is_job = !preview.is_whole(&selection);
    let counted = preview.expected(&selection, names);
    let heading = match preview.change {
        0 if !is_job => words::NOTHING_TO_DELETE.to_owned(),
        _ => words::delete(&counted),
    };
    let title = title(&heading, status.is_client_error());
    let view = DeletePage {
        layout: request.layout(title, names.path),
        action: format!("{list}/selection/{}/delete", selection.id),
        cancel: selection.list(&list),
        hidden: vec![(SHOWN.to_owned(), mark), IdempotencyKey::field(sent)?],
        names,
        counted,
        first: preview
            .first
            .iter()
            .map(|row| (row.title(&operator), details(row, &operator)))
            .collect(),
        preview,
        dependents,
        reason,
        is_undoable: may_restore(&operator, entity),
        has_trash: request.may(Action::History, names.path),
        changed: status == StatusCode::CONFLICT,
        is_job,
        hides_some: hides_some(&operator, entity),
    };
    request.page(status, &view)
}

/// What a record says beside what it is called by: `Age: 36`.
fn details(row: &Row, operator: &CurrentOperator) -> String {
    let fields = visible_fields(row.entity, operator);
    let others = fields.filter(|field| !row.entity.title.is_by(field));
    let details = others.filter_map(|field| detail_of(field.label, &row.cell(field)));
    side_by_side(&details.collect::<Vec<_>>())
}

enum Deleted {
    Done(Work),
    /// The page is shown again.
    Refused(Box<Facts>, StatusCode),
    Missing,
}

/// `POST /movies/selection/7/delete`
///
/// # Errors
/// 400 where the form carries no token, 404 where there is no such selection, 409 where something
/// else would be deleted by now, 422 where the reason cannot be kept.
pub async fn delete(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (sent, key) = (Confirmed::of(&inputs), IdempotencyKey::of(&inputs)?);
    let reason = sent.reason.clone();
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let deleted = request
        .write_serially(requirement(entity, Action::Delete), move |connection, operator| {
            if let Some(work) = Work::before(connection, operator, (entity, id.0), &key)? {
                return Ok(Deleted::Done(work));
            }
            let facts = Facts::read(connection, operator, entity, (id.0, at_once))?;
            let Some(facts) = facts else { return Ok(Deleted::Missing) };
            if let Some(status) = sent.objection(&facts.mark()) {
                return Ok(Deleted::Refused(Box::new(facts), status));
            }
            let parameters = Parameters { selection: id.0, ..Parameters::default() };
            let order = (JobKind::Delete, &Deed::Delete, &parameters, &sent.reason);
            let of = (entity, &facts.selection, facts.preview.change);
            let work = carry_out(connection, (operator, register), of, order, (now, at_once))?;
            work.accepted(connection, &key).map(Deleted::Done)
        })
        .await?;
    match deleted {
        Deleted::Done(work) => Ok(work.answer(&request, entity, words::DELETED_THEM)),
        Deleted::Refused(facts, status) => {
            page(&request, entity, *facts, &inputs, (reason, status))
        }
        Deleted::Missing => Err(Error::NotFound),
    }
}
