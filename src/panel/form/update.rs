//! Saving a record over what is stored: compared, merged, checked, written.

use actix_web::HttpResponse;
use diesel::QueryResult;

use super::page::{FormPage, FormPurpose, Opened};
use super::saved::{after_saving, saved_notice};
use super::{UNKNOWN_VERSION, given_back, opened, opened_version};
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, CHANGED_MEANWHILE, UNREADABLE_VERSION};
use crate::panel::entity::derived::refit;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::Resource;
use crate::panel::form::conflict::{ConflictFieldset, ConflictPage};
use crate::panel::form::deleted::DeletedPage;
use crate::panel::form::fieldset::Filled;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::record::check::Checker;
use crate::panel::record::merge::{has_conflict, merge, merged_values};
use crate::panel::record::values::{Shown, Values, unreadable_fields};

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
    let version = opened_version(&inputs, "")?;
    let mine = Values::whole::<R>(&inputs, "", Shown::All)?;
    let original = Values::original::<R>(&inputs, "", Shown::All);
    let typed = mine.clone();
    let updated = request
        .write(requirement::<R>(Action::Edit), move |connection, operator| {
            save::<R>(connection, operator, id.0, version, original.as_ref(), &mine)
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
    version: i32,
    original: Option<&Values>,
    mine: &Values,
) -> QueryResult<Updated> {
    let Some(row) = R::find(connection, id)? else { return Ok(Updated::Deleted) };
    let current = row.stamps().version;
    if version > current && current != UNREADABLE_VERSION {
        return Ok(Updated::MadeUpVersion);
    }
    let stored = Values::of_row(&row, Shown::All);
    // A record that was deleted and made anew begins at version 1 again, so the values that the
    // form was opened with must be the stored ones as well.
    let in_step = version == current && original.is_none_or(|original| *original == stored);
    let fields = match in_step {
        true => Vec::new(),
        false => merge(original, &stored, mine),
    };
    if has_conflict(&fields) {
        let fieldset = ConflictFieldset::new::<R>(connection, "", Shown::All, current, &fields)?;
        return Ok(Updated::Conflict(Box::new(fieldset)));
    }
    let values = merged_values(mine, &fields);
    if values == stored && unreadable_fields(&row, Shown::All).is_empty() {
        refit::<R>(connection, &[id])?;
        let theirs = crate::panel::form::conflict::labels_of_theirs::<R>(&fields);
        return Ok(Updated::Saved { title: row.title(operator), theirs });
    }
    let mut checker = Checker::new(&values);
    let draft = R::check(connection, Some(id), &mut checker)?;
    if !checker.errors.is_empty() {
        let filled = Filled {
            prefix: "",
            values: &values,
            original: Some(&stored),
            version: Some(current),
            errors: &checker.errors,
        };
        return opened(connection, operator, Some(&row), &filled).map(Updated::Refused);
    }
    if R::update(connection, id, current, &draft)? == 0 {
        return Err(CHANGED_MEANWHILE);
    }
    let title = R::find(connection, id)?.map(|row| row.title(operator)).unwrap_or_default();
    Ok(Updated::Saved {
        title,
        theirs: crate::panel::form::conflict::labels_of_theirs::<R>(&fields),
    })
}
