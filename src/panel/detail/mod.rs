//! Detail pages: a row's fields, the rows that it refers to, and what belongs to it.

mod came_from;
mod head;
mod neighbor;
mod owner;
mod section;
mod trail;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use self::came_from::CameFrom;
pub use self::head::{RecordHead, RecordTab};
pub use self::neighbor::{next, previous};
use self::owner::Owner;
use self::section::Section;
use crate::access::Action;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::{requirement, visible_fields};
use crate::panel::form::deleted::DeletedPage;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::section::Place;
use crate::panel::record::history::deleted_by;
use crate::panel::record::read::find;

#[derive(Template)]
#[template(path = "panel/detail.html")]
struct DetailPage<'r> {
    layout: Layout,
    head: RecordHead,
    fields: Vec<(&'static str, Cell<'r>)>,
    created: Cell<'r>,
    updated: Cell<'r>,
    owners: Vec<Owner>,
    sections: Vec<Section>,
}

/// `GET /movies/1`
///
/// # Errors
/// 404 where there is no such row; who may see its history is told who deleted it.
pub async fn detail(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let path = request.site.url(&format!("/{}/{}", entity.names.path, id.0));
    let (site, query, here) =
        (Arc::clone(&request.site), request.query.clone(), request.here.clone());
    let (own_path, clock, next) = (path.clone(), request.clock(), request.next());
    let has_neighbors = CameFrom::of(next.as_ref(), entity, &site).list().is_some();
    let back = if has_neighbors { here.clone() } else { path.clone() };
    let found = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let Some(row) = find(connection, entity, id.0)? else {
                return deleted_by(connection, operator, (entity, id.0), clock.now).map(Err);
            };
            let place = Place {
                site: Arc::clone(&site),
                operator: Arc::clone(operator),
                path: own_path.clone(),
                here: here.clone(),
                query: query.clone(),
                back: back.clone(),
                viewer: clock.viewer(&site.base, Some(operator)),
            };
            let (next, tab) = (next.as_ref(), RecordTab::Record);
            let head = RecordHead::read(connection, &place, &row, next, tab)?;
            let sections = Section::all(connection, &row, &place)?;
            Ok(Ok((row, head, sections, place)))
        })
        .await?;
    let (row, head, sections, place) = match found {
        Ok(found) => found,
        Err(author) => return DeletedPage::asked_for(&request, (entity, id), author),
    };
    let fields = visible_fields(entity, &place.operator);
    let view = DetailPage {
        layout: request.layout(row.title(&place.operator), entity.names.path),
        head,
        fields: fields.map(|field| (field.label, row.cell(field))).collect(),
        created: Cell::time(row.created_at),
        updated: Cell::time(row.updated_at),
        owners: Owner::all(&place, &row),
        sections,
    };
    request.page(StatusCode::OK, &view)
}
