//! Linking a selection with one record of another entity: casting these actors in a movie.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::deed::{Deed, Parameters};
use super::work::{Work, carry_out};
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::words::{capitalized, counted};
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::pager::Pager;
use crate::panel::picker::offer::{Asked, Choice, Offer};
use crate::panel::record::history::Reason;
use crate::panel::record::titled::TitledRow;
use crate::transfer::jobs::JobKind;
use crate::transfer::selection::Selection;

/// The name of the buttons; each holds the id of a record.
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "transfer/bulk/link.html")]
struct LinkPage {
    layout: Layout,
    heading: String,
    /// What the records are linked with.
    other: Names,
    many: String,
    search: String,
    choices: Vec<Choice>,
    pager: Pager,
    /// What is to be said of the search; empty for nothing.
    note: String,
    here: String,
    hidden: Vec<(String, String)>,
    cancel: String,
}

/// `GET /actors/selection/7/castings?q=…`: what they can be linked with.
///
/// # Errors
/// 404 where there is no such selection.
pub async fn choose(request: Request, end: LinkEnd, id: Id) -> Result<HttpResponse, Error> {
    let (entity, other) = (end.entity(), end.other());
    let asked = Asked::of_query(&request.query);
    let (sought, site) = (asked.clone(), Arc::clone(&request.site));
    let found = request
        .read(end.requirement(), move |connection, operator| {
            let Some(selection) = Selection::find(connection, operator, entity, id.0)? else {
                return Ok(None);
            };
            let offer = Offer::read(connection, operator, other, &sought, &site)?;
            Ok(Some((selection, offer)))
        })
        .await?;
    let (selection, offer) = found.ok_or(Error::NotFound)?;
    let names = entity.names;
    let many = counted(selection.total, names.one, &names.several());
    let heading = format!("{} {}: {many}", end.own().added, other.names.a);
    let list = request.site.url(&format!("/{}", names.path));
    let here = format!("{list}/selection/{}/{}", selection.id, end.link.table);
    let view = LinkPage {
        layout: request.layout(heading.clone(), names.path),
        heading,
        other: other.names,
        many,
        search: asked.search,
        pager: offer.pager_of(&here, &request.query),
        note: offer.note,
        choices: offer.choices,
        cancel: selection.list(&list),
        hidden: vec![IdempotencyKey::field(&Inputs::default())?],
        here,
    };
    request.page(StatusCode::OK, &view)
}

/// `POST /actors/selection/7/castings`: links them with the one that was chosen.
///
/// # Errors
/// 400 where none was chosen or the form carries no token, 404 where it or the selection is gone.
pub async fn link(
    request: Request,
    end: LinkEnd,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let chosen = form.0.get(OTHER).and_then(|text| text.parse().ok());
    let Some(chosen): Option<i64> = chosen else {
        return Err(Error::BadRequest("The form does not say what is to be linked with."));
    };
    // Whoever goes back and chooses another one wants that too.
    let key = IdempotencyKey::of(&form.0)?.of_choice(chosen);
    let (entity, register) = (end.entity(), request.site.register);
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let work = request
        .write(end.requirement(), move |connection, operator| {
            if let Some(work) = Work::before(connection, operator, (entity, id.0), &key)? {
                return Ok(Some(work));
            }
            let selection = Selection::find(connection, operator, entity, id.0)?;
            let other = TitledRow::among(connection, end.other(), &[chosen])?.pop();
            let (Some(selection), Some(other)) = (selection, other) else { return Ok(None) };
            let link = Some((end.link.table.to_owned(), chosen));
            let parameters = Parameters { selection: id.0, link, ..Parameters::default() };
            let deed = Deed::Link(end, other);
            let order = (JobKind::Link, &deed, &parameters, &Reason::default());
            let of = (entity, &selection, selection.total);
            let work = carry_out(connection, (operator, register), of, order, (now, at_once))?;
            work.accepted(connection, &key).map(Some)
        })
        .await?;
    let done = capitalized(end.link.words.done);
    Ok(work.ok_or(Error::NotFound)?.answer(&request, entity, &done))
}
