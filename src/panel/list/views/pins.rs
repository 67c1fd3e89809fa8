//! Pinning views of a list to the home page.

use crate::panel::list::words;
use actix_web::HttpResponse;

use super::viewed::to_list;
use crate::access::{self, Action, MOST_PINS, Pin};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::request::Request;
use crate::panel::list::query::ListQuery;

/// `POST /movies/views/1/pin`
///
/// # Errors
/// 404 where there is no such view that they may see.
pub async fn pin(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, clock) = (form.0, request.clock());
    let (list, pin) = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            let list =
                ListQuery::parse(entity, operator, &sent, &clock.calendar(operator)).inputs();
            Ok((list, access::pin_view(connection, operator, entity.names.path, id.0)?))
        })
        .await?;
    let notice = match pin {
        Pin::Pinned(name) => words::pinned(&name),
        Pin::TooMany => words::too_many_pins(MOST_PINS),
        Pin::None => return Err(Error::NotFound),
    };
    Ok(to_list(entity, &request, &list, &notice))
}

/// `POST /movies/views/1/pin/delete`
pub async fn unpin(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, clock) = (form.0, request.clock());
    let list = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            access::unpin_view(connection, operator, id.0)?;
            Ok(ListQuery::parse(entity, operator, &sent, &clock.calendar(operator)).inputs())
        })
        .await?;
    Ok(to_list(entity, &request, &list, words::UNPINNED))
}
