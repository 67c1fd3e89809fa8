//! Linking a selection with one record of another entity, such as casting these actors in a movie:
//! what that would come to, and just that.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::QueryResult;

use super::deed::{Deed, Parameters};
use super::page::{Back, Line, Plan};
use super::preview::Preview;
use super::words;
use super::work::{Work, carry_out};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::form::confirmed::{Confirmed, SHOWN};
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::record::history::Reason;
use crate::panel::record::titled::TitledRow;
use crate::transfer::jobs::JobKind;
use crate::transfer::selection::Selection;

/// The name of what holds the id of the other record.
pub const OTHER: &str = "other";

/// What would be linked.
struct Facts {
    selection: Selection,
    other: TitledRow,
    preview: Preview,
    operator: Arc<CurrentOperator>,
}

impl Facts {
    /// Nothing where the selection or the other record is gone.
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        end: LinkEnd,
        (id, other, at_once): (i64, i64, i64),
    ) -> QueryResult<Option<Self>> {
        let selection = Selection::find(connection, operator, end.entity(), id)?;
        let other = TitledRow::among(connection, end.other(), &[other])?.pop();
        let (Some(selection), Some(other)) = (selection, other) else { return Ok(None) };
        let (of, deed) = ((end.entity(), &selection), Deed::Link(end, other.clone()));
        let preview = Preview::read(connection, operator, of, &deed, at_once)?;
        Ok(Some(Self { selection, other, preview, operator: Arc::clone(operator) }))
    }
}

fn chosen(inputs: &Inputs) -> Result<i64, Error> {
    let chosen = inputs.get(OTHER).and_then(|text| text.parse().ok());
    chosen.ok_or(Error::BadRequest(words::NO_OTHER))
}

/// `GET /actors/selection/7/castings?other=5`: shows what would be linked.
///
/// # Errors
/// 400 where it says nothing to link with, 404 where that or the selection is gone.
pub(super) async fn preview(request: Request, end: LinkEnd, id: Id) -> Result<HttpResponse, Error> {
    let of = (id.0, chosen(&request.query)?, request.site.at_once);
    let facts = request
        .read(end.requirement(), move |connection, operator| {
            Facts::read(connection, operator, end, of)
        })
        .await?;
    let facts = facts.ok_or(Error::NotFound)?;
    page(&request, end, facts, &Inputs::default(), (Reason::default(), StatusCode::OK))
}

enum Linked {
    Done(Work),
    /// The page is shown again.
    Refused(Box<Facts>, StatusCode),
    Missing,
}

/// `POST /actors/selection/7/castings`: links what was shown.
///
/// # Errors
/// 400 where the form says nothing to link with or carries no token, 404 where that or the
/// selection is gone, 409 where others would be linked by now, 422 where the reason cannot be kept.
pub async fn link(
    request: Request,
    end: LinkEnd,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let chosen = chosen(&inputs)?;
    let (sent, key) = (Confirmed::of(&inputs), IdempotencyKey::of(&inputs)?);
    let reason = sent.reason.clone();
    let (entity, register) = (end.entity(), request.site.register);
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let linked = request
        .write_serially(end.requirement(), move |connection, operator| {
            if let Some(work) = Work::before(connection, operator, (entity, id.0), &key)? {
                return Ok(Linked::Done(work));
            }
            let facts = Facts::read(connection, operator, end, (id.0, chosen, at_once))?;
            let Some(facts) = facts else { return Ok(Linked::Missing) };
            if let Some(status) = sent.objection(&facts.preview.mark()) {
                return Ok(Linked::Refused(Box::new(facts), status));
            }
            let link = Some((end.link.table.to_owned(), chosen));
            let parameters = Parameters { selection: id.0, link, ..Parameters::default() };
            let deed = Deed::Link(end, facts.other);
            let order = (JobKind::Link, &deed, &parameters, &sent.reason);
            let of = (entity, &facts.selection, facts.preview.change);
            let work = carry_out(connection, (operator, register), of, order, (now, at_once))?;
            work.accepted(connection, &key).map(Linked::Done)
        })
        .await?;
    match linked {
        Linked::Done(work) => Ok(work.answer(&request, entity, end.across().added)),
        Linked::Refused(facts, status) => page(&request, end, *facts, &inputs, (reason, status)),
        Linked::Missing => Err(Error::NotFound),
    }
}

fn page(
    request: &Request,
    end: LinkEnd,
    facts: Facts,
    sent: &Inputs,
    shown: (Reason, StatusCode),
) -> Result<HttpResponse, Error> {
    let Facts { selection, other, preview, operator } = facts;
    let names = end.entity().names;
    let list = request.site.url(&format!("/{}", names.path));
    let action = format!("{list}/selection/{}/{}", selection.id, end.link.table);
    let counted = preview.expected(&selection, names);
    let plan = Plan {
        selection: &selection,
        question: words::link(end, &other.title, &counted),
        labels: Vec::new(),
        lines: preview
            .first
            .iter()
            .map(|row| Line::of(row, &operator, &list, Vec::new()))
            .collect(),
        hidden: vec![
            (OTHER.to_owned(), other.id.to_string()),
            (SHOWN.to_owned(), preview.mark()),
            IdempotencyKey::field(sent)?,
        ],
        back: Back::Choice(action.clone()),
        action,
        meanwhile: words::DELETED,
        already: words::linked_already,
        preview,
    };
    plan.answer(request, end.entity(), shown)
}
