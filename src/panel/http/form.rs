//! The body of a form, as a browser sends it.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, dev, web};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;

use crate::access::AccessState;
use crate::panel::http::authorization::sent::note_form;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{Inputs, MARK};
use crate::panel::http::words;

/// The largest form that is read, in bytes. The longest text fits, in which each of 65,535 characters
/// may take twelve, together with what stood there when the form was opened.
pub const LARGEST_FORM: usize = 2 * 1024 * 1024;
/// A larger body is still taken in up to this size and thrown away: a browser shows the answer
/// only once it has sent everything.
const LARGEST_DISCARDED: usize = 64 * 1024 * 1024;

/// The body of a form, as handlers take it.
pub struct Form(pub Inputs);

impl FromRequest for Form {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| {
                kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
            });
        let payload = web::Payload::from_request(request, payload);
        let state = request.app_data::<web::Data<AccessState>>();
        let arrival = state.map_or(Duration::ZERO, |state| state.policy.form_arrival);
        let request = request.clone();
        Box::pin(async move {
            let payload = payload.await.map_err(|_| Error::BadRequest(words::UNREADABLE_BODY))?;
            // A server's own time-out covers only the head.
            let body = tokio::time::timeout(arrival, read_body(payload))
                .await
                .map_err(|_| Error::TooSlow)??;
            if !is_form {
                return Err(Error::NotAForm);
            }
            let text =
                std::str::from_utf8(&body).map_err(|_| Error::BadRequest(words::FORM_NO_UTF8))?;
            let inputs = Inputs::parse(text)?;
            note_form(&request, &inputs);
            // The mark has done its work, and is never carried on.
            Ok(Form(inputs.without(MARK)))
        })
    }
}

async fn read_body(mut payload: web::Payload) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    let mut arrived = 0_usize;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::BadRequest(words::ENDED_EARLY))?;
        arrived = arrived.saturating_add(chunk.len());
        if arrived <= LARGEST_FORM {
            body.extend_from_slice(&chunk);
        } else if arrived > LARGEST_DISCARDED {
            break;
        }
    }
    if arrived > LARGEST_FORM { Err(Error::TooLarge) } else { Ok(body) }
}
