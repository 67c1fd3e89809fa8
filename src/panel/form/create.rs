//! Saving a new record, once however often its form is sent.

use actix_web::HttpResponse;

use super::page::{Before, FormPage, FormPurpose, Opened};
use super::saved::after_saving;
use super::{given_back, opened};
use crate::access::Action;
use crate::db::AnyConnection;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::form::fieldset::Filled;
use crate::panel::form::idempotency::{Accepted, IDEMPOTENCY_KEY, IdempotencyKey};
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::record::check::{Checker, Errors};
use crate::panel::record::values::{Shown, Values};

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
    let values = Values::typed::<R>(&inputs, "", Shown::All);
    let created = request
        .write(requirement::<R>(Action::Create), move |connection, operator| {
            let shown = |connection: &mut AnyConnection, errors: &Errors| {
                let (original, version) = (None, None);
                let filled = Filled { prefix: "", values: &values, original, version, errors };
                opened::<R>(connection, operator, None, &filled)
            };
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find::<R>(connection, operator, location)?;
                    let opened = shown(connection, &Errors::default())?;
                    return Ok(Created::Otherwise(before, opened));
                }
                None => {}
            }
            let mut checker = Checker::new(&values);
            let draft = R::check(connection, None, &mut checker)?;
            if !checker.errors.is_empty() {
                return shown(connection, &checker.errors).map(Created::Refused);
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
