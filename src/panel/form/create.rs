//! Saving a new record, once however often its form is sent.

use actix_web::HttpResponse;

use super::page::{Before, FormPage, FormPurpose, Opened};
use super::saved::after_saving;
use super::{given_back, opened, typed};
use crate::access::Action;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::form::idempotency::{Accepted, IDEMPOTENCY_KEY, IdempotencyKey};
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::record::Record;
use crate::panel::record::check::Checker;

/// The message where a create form comes a second time.
pub const SAVED_ALREADY: &str = "This form was already saved. This is the record.";

enum Created {
    Now {
        id: i64,
        title: String,
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
pub async fn create<R: Resource>(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = IdempotencyKey::of(&inputs)?;
    let typed = typed::<R>(FormPurpose::Create, &inputs);
    let created = request
        .write(requirement::<R>(Action::Create), move |connection, operator| {
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find::<R>(connection, operator, location)?;
                    let opened = opened::<R>(connection, operator, None, &typed)?;
                    return Ok(Created::Otherwise(before, opened));
                }
                None => {}
            }
            let mut checker = Checker::new(&typed.values);
            let draft = R::check(connection, None, &mut checker)?;
            if !checker.errors.is_empty() {
                let record = Record { errors: checker.errors, ..typed.clone() };
                return opened::<R>(connection, operator, None, &record).map(Created::Refused);
            }
            let id = R::insert(connection, &draft)?;
            token.accept(connection, &format!("/{}/{id}", R::NAMES.path))?;
            let title = R::find(connection, id)?.map(|row| row.title(operator)).unwrap_or_default();
            Ok(Created::Now { id, title })
        })
        .await
        .map_err(|error| given_back::<R>(&request, FormPurpose::Create, &inputs, error))?;
    let page =
        |inputs, opened| FormPage::new(&request, R::NAMES, FormPurpose::Create, inputs, opened);
    match created {
        Created::Now { id, title } => {
            Ok(after_saving::<R>(&request, &inputs, id, &format!("Added {title}.")))
        }
        Created::Before(location) => Ok(request.redirect(&location, SAVED_ALREADY)),
        Created::Otherwise(before, opened) => page(&inputs.without(IDEMPOTENCY_KEY), opened)?
            .made_before(&request, R::NAMES, before)
            .answer(&request),
        Created::Refused(opened) => page(&inputs, opened)?.answer(&request),
    }
}
