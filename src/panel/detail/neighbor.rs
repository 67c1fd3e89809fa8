//! The record before or after another one, in the list from which its page was come to.

use crate::panel::words;
use std::sync::Arc;

use actix_web::HttpResponse;

use super::came_from::CameFrom;
use super::head::RecordTab;
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::request::Request;
use crate::panel::list::cursor::Cursor;
use crate::panel::list::rows::Extent;
use crate::panel::list::window::Window;
use crate::panel::list::{ListQuery, read};
use crate::panel::record::read::find_beside;

/// What stands beside a record in a list.
enum Neighbor {
    /// The record with that id.
    Record(i64),
    /// Nothing: it is the last, or there is no such record any more.
    None,
    /// What a page of the list may cost was not enough to find it: the list itself goes on from
    /// there.
    Further(String),
}

/// `GET /movies/1/previous`
pub async fn previous(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    lead(request, (entity, id), Window::Before, "first").await
}

/// `GET /movies/1/next`
pub async fn next(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    lead(request, (entity, id), Window::After, "last").await
}

/// Leads to the neighbor, whose page leads back to the same list; beside the `end` of it, to the
/// record itself.
async fn lead(
    request: Request,
    (entity, id): (&'static Entity, Id),
    window: fn(Cursor) -> Window,
    end: &str,
) -> Result<HttpResponse, Error> {
    let list = CameFrom::of(request.next().as_ref(), entity, &request.site).list();
    let list = list.ok_or(Error::NotFound)?;
    let (site, clock) = (Arc::clone(&request.site), request.clock());
    let neighbor = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let mut query = ListQuery::parse(entity, operator, &list, &clock.calendar(operator));
            let beside = query.sort().beside().into_iter().collect();
            let Some(row) = find_beside(connection, entity, id.0, beside)? else {
                return Ok(Neighbor::None);
            };
            let key = query.sort().key(&row);
            query.window = window(Cursor { key, id: row.id, position: None });
            let further = format!("/{}{}", entity.names.path, query.page_inputs().to_url_query());
            query = query.bare();
            query.size = 1;
            query.notes.clear();
            let found = read(connection, &mut query, &site.counts)?;
            let is_all = found.extent == Extent::Whole && query.notes.is_empty();
            Ok(match found.rows.first() {
                Some(row) => Neighbor::Record(row.id),
                None if is_all => Neighbor::None,
                None => Neighbor::Further(further),
            })
        })
        .await?;
    let names = entity.names;
    let tab = RecordTab::of(&request.query);
    let record = |id: i64| format!("/{}/{id}{}{}", names.path, tab.path(), request.carried());
    Ok(match neighbor {
        Neighbor::Record(id) => request.redirect(&record(id), ""),
        Neighbor::None => request.redirect(&record(id.0), words::end_of_list(end, names.one)),
        Neighbor::Further(list) => request.redirect(&list, ""),
    })
}
