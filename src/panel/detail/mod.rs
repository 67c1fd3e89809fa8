//! Detail pages: a row's fields, the rows that it refers to, and what belongs to it.

mod owner;
mod section;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use self::owner::Owner;
use self::section::Section;
use crate::access::Action;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::Offers;
use crate::panel::entity::requirement::{requirement, visible_fields};
use crate::panel::form::deleted::DeletedPage;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::layout::{Layout, Request, with_next};
use crate::panel::list::section::Place;
use crate::panel::record::history::deleted_by;
use crate::panel::record::read::find;

#[derive(Template)]
#[template(path = "panel/detail.html")]
struct DetailPage {
    layout: Layout,
    names: Names,
    title: String,
    fields: Vec<(&'static str, Cell)>,
    created: Cell,
    updated: Cell,
    /// The list, as the person left it.
    back: String,
    edit: String,
    /// The form of a new record that is filled in as this one is.
    copy: String,
    delete: String,
    owners: Vec<Owner>,
    sections: Vec<Section>,
    offers: Offers,
    /// The page itself, where its history may be seen; else empty.
    tabs: String,
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
    let names = entity.names;
    let path = request.site.url(&format!("/{}/{}", names.path, id.0));
    let (site, query, here) =
        (Arc::clone(&request.site), request.query.clone(), request.here.clone());
    let (own_path, now) = (path.clone(), request.state().clock.now());
    let found = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let Some(row) = find(connection, entity, id.0)? else {
                return deleted_by(connection, operator, (entity, id.0), now).map(Err);
            };
            let place = Place {
                site: Arc::clone(&site),
                operator: Arc::clone(operator),
                path: own_path.clone(),
                here: here.clone(),
                query: query.clone(),
            };
            let sections = Section::all(connection, &row, &place)?;
            Ok(Ok((row, sections, place)))
        })
        .await?;
    let (row, sections, place) = match found {
        Ok(found) => found,
        Err(author) => return DeletedPage::asked_for(&request, (entity, id), author),
    };
    let list = request.site.url(&format!("/{}", names.path));
    let fields = visible_fields(entity, &place.operator);
    let title = row.title(&place.operator);
    let view = DetailPage {
        layout: request.layout(title.clone(), names.path),
        names,
        title,
        fields: fields.map(|field| (field.label, row.cell(field))).collect(),
        created: Cell::time(row.created_at),
        updated: Cell::time(row.updated_at),
        edit: with_next(&format!("{path}/edit"), &request.here),
        copy: request.site.url(&format!("/{}/new?copy={}", names.path, id.0)),
        delete: with_next(&format!("{path}/delete"), &request.here),
        back: request.next().map_or(list, |next| next.as_str().to_owned()),
        owners: Owner::all(&place, &row),
        sections,
        offers: Offers::of(entity, &place.operator),
        tabs: match place.operator.may(Action::History, names.path) {
            true => path,
            false => String::new(),
        },
    };
    request.page(StatusCode::OK, &view)
}
