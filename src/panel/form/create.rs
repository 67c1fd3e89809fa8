//! Saving a new record, once however often its form is sent.

use actix_web::HttpResponse;

use super::page::{Before, FormPage, Opened, Purpose};
use super::saved::after_saving;
use super::{given_back, opened};
use crate::access::Action;
use crate::db::AnyConnection;
use crate::panel::check::{Checker, Errors};
use crate::panel::error::Error;
use crate::panel::frame::Visit;
use crate::panel::inputs::Form;
use crate::panel::need::need;
use crate::panel::once::{Accepted, TOKEN, Token};
use crate::panel::part::Filled;
use crate::panel::resource::Resource;
use crate::panel::values::{Shown, Values};

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
pub async fn create<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let token = Token::of(&inputs)?;
    let values = Values::typed::<R>(&inputs, "", Shown::All);
    let created = visit
        .write(need::<R>(Action::Create), move |connection, who| {
            let shown = |connection: &mut AnyConnection, errors: &Errors| {
                let (original, version) = (None, None);
                let filled = Filled { prefix: "", values: &values, original, version, errors };
                opened::<R>(connection, who, None, &filled)
            };
            match token.accepted(connection)? {
                Some(Accepted::Same(location)) => return Ok(Created::Before(location)),
                Some(Accepted::Otherwise(location)) => {
                    let before = Before::find::<R>(connection, who, location)?;
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
            let title = R::find(connection, id)?.map(|row| row.title(who)).unwrap_or_default();
            Ok(Created::Now { id, title })
        })
        .await
        .map_err(|error| given_back::<R>(&visit, Purpose::Create, &inputs, error))?;
    let page = |inputs, opened| FormPage::new(&visit, R::NAMES, Purpose::Create, inputs, opened);
    match created {
        Created::Now { id, title } => {
            Ok(after_saving::<R>(&visit, &inputs, id, &format!("Added {title}.")))
        }
        Created::Before(location) => Ok(visit.redirect(&location, SAVED_ALREADY)),
        Created::Otherwise(before, opened) => page(&inputs.without(TOKEN), opened)?
            .made_before(&visit, R::NAMES, before)
            .answer(&visit),
        Created::Refused(opened) => page(&inputs, opened)?.answer(&visit),
    }
}
