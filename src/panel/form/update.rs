//! Saving a record over what is stored: compared, merged, checked, written.

use actix_web::HttpResponse;
use diesel::QueryResult;

use super::conflict::{ConflictFieldset, ConflictPage, labels_of_theirs};
use super::deleted::DeletedPage;
use super::page::{FormPage, FormPurpose, Opened};
use super::saved::{after_saving, saved_notice};
use super::{given_back, opened};
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, CHANGED_MEANWHILE};
use crate::panel::entity::derived::refit;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::record::check::Checker;
use crate::panel::record::values::Shown;
use crate::panel::record::{Record, Standing, UNKNOWN_VERSION, opened_version};

enum Updated {
    Saved { title: String, theirs: Vec<&'static str> },
    MadeUpVersion,
    Refused(Opened),
    Conflict(Box<ConflictFieldset>),
    Deleted,
}

/// `POST /movies/1`
///
/// # Errors
/// 400 where the form carries no version.
pub async fn update<R: Resource>(
    request: Request,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    opened_version(&inputs, "")?;
    let sent = Record::sent::<R>(&inputs, String::new(), Shown::All)?;
    let typed = sent.values.clone();
    let updated = request
        .write(requirement::<R>(Action::Edit), move |connection, operator| {
            save::<R>(connection, operator, id.0, sent.clone())
        })
        .await
        .map_err(|error| given_back::<R>(&request, FormPurpose::Edit(id.0), &inputs, error))?;
    let names = R::NAMES;
    match updated {
        Updated::Saved { title, theirs } => {
            let notice = saved_notice(&title, &theirs);
            Ok(after_saving::<R>(&request, &inputs, id.0, &notice))
        }
        Updated::MadeUpVersion => Err(UNKNOWN_VERSION),
        Updated::Refused(opened) => {
            FormPage::new(&request, names, FormPurpose::Edit(id.0), &inputs, opened)?
                .answer(&request)
        }
        Updated::Conflict(fieldset) => {
            ConflictPage::new(&request, names, id.0, &inputs, vec![*fieldset]).answer(&request)
        }
        Updated::Deleted => {
            DeletedPage::new(&request, names).with::<R>("", "", &typed).answer(&request)
        }
    }
}

fn save<R: Resource>(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    id: i64,
    mut record: Record,
) -> QueryResult<Updated> {
    let Some(row) = R::find(connection, id)? else { return Ok(Updated::Deleted) };
    if record.settle(Shown::All, Some(&row)) == Standing::MadeUp {
        return Ok(Updated::MadeUpVersion);
    }
    if record.has_conflict() {
        let fieldset = record.conflict_fieldset::<R>(connection, Shown::All, String::new())?;
        return Ok(Updated::Conflict(Box::new(fieldset)));
    }
    let theirs = labels_of_theirs::<R>(&record.merged);
    if !record.is_changed() {
        refit::<R>(connection, &[id])?;
        return Ok(Updated::Saved { title: row.title(operator), theirs });
    }
    let mut checker = Checker::new(&record.values);
    let draft = R::check(connection, Some(id), &mut checker)?;
    record.errors = checker.errors;
    if record.is_refused() {
        return opened(connection, operator, Some(&row), &record).map(Updated::Refused);
    }
    if R::update(connection, id, row.stamps().version, &draft)? == 0 {
        return Err(CHANGED_MEANWHILE);
    }
    let title = R::find(connection, id)?.map(|row| row.title(operator)).unwrap_or_default();
    Ok(Updated::Saved { title, theirs })
}
