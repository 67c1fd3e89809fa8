//! What somebody keeps of a list: views of it, and its columns.

mod form;
mod tabs;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

pub use self::form::{OTHER, ViewForm};
pub use self::tabs::Tabs;
use super::ListQuery;
use super::wish::chosen_columns;
use crate::access::{self, Action, Saved, Who};
use crate::db::AnyConnection;
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::id::Id;
use crate::panel::inputs::{Form, Inputs};
use crate::panel::need::need;
use crate::panel::resource::{Names, Resource};

#[derive(Template)]
#[template(path = "list/view.html")]
struct ViewPage {
    chrome: Chrome,
    names: Names,
    /// The list that is to be kept.
    list: String,
    view: ViewForm,
}

/// What a view that was sent comes to.
enum Outcome {
    /// It is kept: the list, and what is to be said.
    Kept(Inputs, String),
    /// The form is shown once more.
    Open(ViewForm),
}

/// `POST /movies/views`: keeps the list as a view.
///
/// # Errors
/// As the database.
pub async fn save<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, visit.guard().clock.now());
    let outcome = visit
        .write(need::<R>(Action::See), move |connection, who| {
            let list = ListQuery::<R>::parse(who, &sent, now).inputs();
            let mut form = ViewForm::sent(&sent, list, shareable(connection, who)?);
            let Some(draft) = form.check() else { return Ok(Outcome::Open(form)) };
            let saved = access::save_view(connection, who.id, R::NAMES.path, &draft)?;
            let done = match saved {
                Saved::TooMany => return Ok(Outcome::Open(form.refused())),
                Saved::Added => "Saved",
                Saved::Replaced => "Replaced",
            };
            Ok(Outcome::Kept(form.kept, format!("{done} the view {}.", draft.name)))
        })
        .await?;
    match outcome {
        Outcome::Kept(list, notice) => Ok(to_list::<R>(&visit, &list, &notice)),
        Outcome::Open(view) => page::<R>(&visit, view),
    }
}

fn page<R: Resource>(visit: &Visit, view: ViewForm) -> Result<HttpResponse, Error> {
    let names = R::NAMES;
    let (status, title) = match view.errors.is_empty() {
        true => (StatusCode::OK, "Save a view"),
        false => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Save a view"),
    };
    let list = visit.site.url(&format!("/{}{}", names.path, view.kept.to_url_query()));
    let chrome = visit.chrome(title, names.path);
    visit.page(status, &ViewPage { chrome, names, list, view })
}

/// The roles that they may share with: their own, or every one where they manage operators.
fn shareable(connection: &mut AnyConnection, who: &Who) -> QueryResult<Vec<String>> {
    match who.manages() {
        true => access::role_names(connection),
        false => Ok(who.roles.clone()),
    }
}

/// `POST /movies/views/1/delete`
///
/// # Errors
/// 404 where there is no such view that is theirs to delete.
pub async fn delete<R: Resource>(visit: Visit, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, visit.guard().clock.now());
    let (list, deleted) = visit
        .write(need::<R>(Action::See), move |connection, who| {
            let list = ListQuery::<R>::parse(who, &sent, now).inputs();
            Ok((list, access::delete_view(connection, who, R::NAMES.path, id.0)?))
        })
        .await?;
    let name = deleted.ok_or(Error::NotFound)?;
    Ok(to_list::<R>(&visit, &list, &format!("Deleted the view {name}.")))
}

/// `POST /movies/columns`: the columns that are ticked are shown to them from now on.
///
/// # Errors
/// As the database.
pub async fn remember_columns<R: Resource>(
    visit: Visit,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, visit.guard().clock.now());
    let (list, notice) = visit
        .write(need::<R>(Action::See), move |connection, who| {
            let chosen = sent.clone().with("columns", &chosen_columns(&sent));
            let list = ListQuery::<R>::parse(who, &chosen, now).inputs();
            let notice = match list.get("columns") {
                None => "Choose at least one column.",
                Some(columns) => {
                    let query = Inputs::default().and("columns", columns).to_query();
                    access::remember_columns(connection, who.id, R::NAMES.path, query)?;
                    "Columns saved."
                }
            };
            Ok((list.without("columns"), notice))
        })
        .await?;
    Ok(to_list::<R>(&visit, &list, notice))
}

/// `POST /movies/columns/delete`: the usual columns are shown to them again.
///
/// # Errors
/// As the database.
pub async fn forget_columns<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, visit.guard().clock.now());
    let list = visit
        .write(need::<R>(Action::See), move |connection, who| {
            access::forget_columns(connection, who.id, R::NAMES.path)?;
            Ok(ListQuery::<R>::parse(who, &sent, now).inputs().without("columns"))
        })
        .await?;
    Ok(to_list::<R>(&visit, &list, "These are the usual columns again."))
}

fn to_list<R: Resource>(visit: &Visit, list: &Inputs, notice: &str) -> HttpResponse {
    visit.redirect(&format!("/{}{}", R::NAMES.path, list.to_url_query()), notice)
}
