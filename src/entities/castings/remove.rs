//! Removing one casting.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};

use super::rows;
use super::side::Side;
use crate::panel::http::error::Error;
use crate::panel::http::id::{Id, segment};
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::http::return_to::ReturnTo;

/// The id of the other side, in the path of one casting.
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
/// 404 where the movie or the actor whose page this is for is gone.
pub async fn remove(
    side: Side,
    request: Request,
    id: Id,
    other: Other,
    form: Form,
) -> Result<HttpResponse, Error> {
    let notice = request
        .write(side.requirement(), move |connection, operator| {
            if side.title(connection, operator, id.0)?.is_none() {
                return Ok(None);
            }
            let removed = rows::delete(connection, side, id.0, other.0)?;
            let title = side.other().title(connection, operator, other.0)?;
            Ok(Some(match (title, removed) {
                (None, _) => format!("This {} no longer exists.", side.other().names().one),
                (Some(title), 0) => format!("{title} was removed already."),
                (Some(title), _) => format!("Removed {title}."),
            }))
        })
        .await?;
    let notice = notice.ok_or(Error::NotFound)?;
    let next = ReturnTo::of(&form.0, &request.site.base);
    Ok(request.redirect_back(next.as_ref(), &side.path(id.0), &notice))
}
