//! Removing one link.

use super::words;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};

use crate::panel::entity::relation::LinkEnd;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::{Id, segment};
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::ReturnTo;
use crate::panel::record::history::{ChangeKind, Occasion, Origin, Root};
use crate::panel::record::read::find;
use crate::panel::record::titled::TitledRow;
use crate::panel::record::write::Writer;

/// The id of the other side, in the path of one link.
#[derive(Clone, Copy, Debug)]
pub struct Other(i64);

impl FromRequest for Other {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(http_request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        std::future::ready(segment(http_request, "other").map(Self))
    }
}

/// `POST /movies/1/castings/2/delete`. What is removed already is no error.
///
/// # Errors
/// 404 where the row whose page this is for is gone.
pub async fn remove(
    request: Request,
    end: LinkEnd,
    id: Id,
    other: Other,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (now, register) = (request.state().clock.now(), request.site.register);
    let notice = request
        .write(end.requirement(), move |connection, operator| {
            let Some(row) = find(connection, end.entity(), id.0)? else { return Ok(None) };
            let other = TitledRow::among(connection, end.other(), &[other.0])?.pop();
            let Some(other) = other else {
                let gone = words::gone(end.other().names.one);
                return Ok(Some(Message::from(gone)));
            };
            let occasion =
                Occasion::new(Origin::Link, now).about(Root::of(&row, ChangeKind::Unlinked));
            let (removed, written) = Writer::run(connection, operator, occasion, |writer| {
                writer.unlink(end, &row, &other)
            })?;
            let undo = written.and_then(|written| written.undoable(register, operator));
            Ok(Some(match removed {
                0 => Message::from(words::removed_already(&other.title)),
                _ => Message::from(words::removed(&other.title)).with_undo(undo),
            }))
        })
        .await?;
    let notice = notice.ok_or(Error::NotFound)?;
    let next = ReturnTo::of(&form.0, &request.site.base);
    Ok(request.redirect_back(next.as_ref(), &end.path(id.0), notice))
}
