//! Choosing the one record that a selection is linked with.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::link::{OTHER, preview};
use super::words;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::pager::Pager;
use crate::panel::picker::offer::{Asked, Choice, Offer, without_search};
use crate::transfer::selection::Selection;

#[derive(Template)]
#[template(path = "transfer/bulk/link.html")]
struct LinkPage {
    layout: Layout,
    heading: String,
    /// What the records are linked with.
    other: Names,
    /// Where the search is sent, and what it carries along.
    action: String,
    kept: Inputs,
    search: String,
    /// What they can be linked with, and where that leads.
    choices: Vec<(String, Choice)>,
    pager: Pager,
    /// What is to be said of the search; empty for nothing.
    note: String,
    cancel: String,
}

/// `GET /actors/selection/7/castings?q=…`: what they can be linked with; with `other=5`, what it
/// would come to with that one.
///
/// # Errors
/// 404 where there is no such selection, or no such other one.
pub async fn choose(request: Request, end: LinkEnd, id: Id) -> Result<HttpResponse, Error> {
    if request.query.get(OTHER).is_some() {
        return preview(request, end, id).await;
    }
    let (entity, other) = (end.entity(), end.other());
    let asked = Asked::of_query(&request.query);
    let (sought, site) = (asked.clone(), Arc::clone(&request.site));
    let found = request
        .read(end.requirement(), move |connection, operator| {
            let Some(selection) = Selection::find(connection, operator, entity, id.0)? else {
                return Ok(None);
            };
            let offer = Offer::read(connection, operator, other, &sought, &site)?;
            let present = selection.present(connection, entity)?;
            Ok(Some((selection, present, offer)))
        })
        .await?;
    let (selection, present, offer) = found.ok_or(Error::NotFound)?;
    let names = entity.names;
    let heading = words::choose(end, &counted(present, names.one, &names.several()));
    let list = request.site.url(&format!("/{}", names.path));
    let here = format!("{list}/selection/{}/{}", selection.id, end.link.table);
    let chosen = |choice: Choice| (format!("{here}?{OTHER}={}", choice.id), choice);
    let view = LinkPage {
        layout: request.layout(heading.clone(), names.path),
        heading,
        other: other.names,
        kept: without_search(&request.query),
        search: asked.search,
        pager: offer.pager_of(&here, &request.query),
        note: offer.note,
        choices: offer.choices.into_iter().map(chosen).collect(),
        cancel: selection.list(&list),
        action: here,
    };
    request.page(StatusCode::OK, &view)
}
