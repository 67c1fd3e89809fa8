//! Saving a new record, once however often its form is sent.

use super::words;
use actix_web::HttpResponse;

use super::page::{Before, FormPage, FormPurpose, Opened};
use super::saved::after_saving;
use super::sent::read;
use super::{given_back, opened};
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::form::idempotency::{Accepted, IdempotencyKey};
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::IDEMPOTENCY_KEY;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::record::history::{Occasion, Origin};
use crate::panel::record::save::{self, Saved};
use crate::panel::record::write::Writer;

enum Created {
    Now {
        id: i64,
        title: String,
        /// The change set, if they may take it back.
        undo: Option<i64>,
    },
    /// The same form made that before.
    Before(String),
    /// The form made that before with other values, and is shown again with these.
    Otherwise(Before, Opened),
    Refused(Opened),
}

/// `POST /movies`
///
/// # Errors
/// 400 where the form carries no token.
pub async fn create(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = IdempotencyKey::of(&inputs)?;
    let sent = read(entity, FormPurpose::Create, &inputs)?;
    let (now, register) = (request.state().clock.now(), request.site.register);
    let created = request
        .write(requirement(entity, Action::Create), move |connection, operator| {
            let mut tree = sent.clone().limited_to(operator);
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find(connection, operator, entity, location)?;
                    let opened = opened(connection, operator, &tree, None)?;
                    return Ok(Created::Otherwise(before, opened));
                }
                None => {}
            }
            let occasion = Occasion::new(Origin::Form, now);
            let (saved, written) = Writer::run(connection, operator, occasion, |writer| {
                save::create(writer, &mut tree)
            })?;
            let Saved::Done { id, title, .. } = saved else {
                return opened(connection, operator, &tree, None).map(Created::Refused);
            };
            token.accept(connection, &format!("/{}/{id}", entity.names.path))?;
            let undo = written.and_then(|written| written.undoable(register, operator));
            Ok(Created::Now { id, title, undo })
        })
        .await
        .map_err(|error| given_back(&request, entity, FormPurpose::Create, &inputs, error))?;
    let page =
        |inputs, opened| FormPage::new(&request, entity, FormPurpose::Create, inputs, opened);
    match created {
        Created::Now { id, title, undo } => {
            let message = Message::from(words::added(&title)).with_undo(undo);
            Ok(after_saving(&request, entity, &inputs, id, message))
        }
        Created::Before(location) => Ok(request.redirect(&location, words::SAVED_ALREADY)),
        Created::Otherwise(before, opened) => page(&inputs.without(IDEMPOTENCY_KEY), opened)?
            .made_before(&request, entity, before)
            .answer(&request),
        Created::Refused(opened) => page(&inputs, opened)?.answer(&request),
    }
}
