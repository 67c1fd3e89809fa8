//! The sample data, for a panel that is empty.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::words;
use crate::access::{Action, Requirement};
use crate::panel::entity::register::Register;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::request::Request;
use crate::panel::overview::Overview;
use crate::panel::record::history::{self, ChangeKind, Occasion, Origin, Root};
use crate::sample::{Sample, load};

/// What loading the sample data requires: to create a record of every entity.
pub(super) fn sample_requirement(register: &Register) -> Requirement {
    register.names().fold(Requirement::SignedIn, |requirement, names| {
        requirement.and(Action::Create, names.path)
    })
}

/// `POST /sample-data`: fills an empty panel; one that holds anything is left as it is.
///
/// # Errors
/// Nothing is loaded then.
pub async fn load_sample_data(request: Request, _: Form) -> Result<HttpResponse, Error> {
    let (site, now) = (Arc::clone(&request.site), request.state().clock.now());
    let loaded = request
        .write(sample_requirement(request.site.register), move |connection, operator| {
            if Overview::recent(connection, &site, operator, 1)?
                .iter()
                .any(|overview| !overview.count.is_zero())
            {
                return Ok(0);
            }
            let root = Root::many(words::SAMPLE_DATA, ChangeKind::Created);
            let occasion = Occasion::new(Origin::Sample, now).about(root);
            history::note(connection, operator, occasion)?;
            load::load(connection, &Sample::default())
        })
        .await?;
    let notice = match loaded {
        0 => words::NOT_EMPTY,
        _ => words::SAMPLE_LOADED,
    };
    Ok(request.redirect("/", notice))
}
