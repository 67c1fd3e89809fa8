//! Saving a new record, once however often its form is sent.

use actix_web::HttpResponse;

use super::opened;
use super::page::{FormPage, Opened, Purpose};
use super::saved::after_saving;
use crate::access::Action;
use crate::panel::check::Checker;
use crate::panel::error::Error;
use crate::panel::frame::Visit;
use crate::panel::inputs::Form;
use crate::panel::need::need;
use crate::panel::once::Token;
use crate::panel::part::Filled;
use crate::panel::resource::Resource;
use crate::panel::values::{Shown, Values};

/// The message where a create form comes a second time.
pub const SAVED_ALREADY: &str = "This form was already saved. This is the record.";

enum Created {
    Now { id: i64, title: String },
    Before { location: String },
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
            if let Some(location) = token.accepted(connection)? {
                return Ok(Created::Before { location });
            }
            let mut checker = Checker::new(&values);
            let draft = R::check(connection, None, &mut checker)?;
            if !checker.errors.is_empty() {
                let filled = Filled {
                    prefix: "",
                    values: &values,
                    original: None,
                    version: None,
                    errors: &checker.errors,
                };
                return opened::<R>(connection, who, None, &filled).map(Created::Refused);
            }
            let id = R::insert(connection, &draft)?;
            token.accept(connection, &format!("/{}/{id}", R::NAMES.path))?;
            let title = R::find(connection, id)?.map(|row| row.title(who)).unwrap_or_default();
            Ok(Created::Now { id, title })
        })
        .await?;
    match created {
        Created::Now { id, title } => {
            Ok(after_saving::<R>(&visit, &inputs, id, &format!("Added {title}.")))
        }
        Created::Before { location } => Ok(visit.redirect(&location, SAVED_ALREADY)),
        Created::Refused(opened) => {
            FormPage::new(&visit, R::NAMES, Purpose::Create, &inputs, opened)?.answer(&visit)
        }
    }
}
