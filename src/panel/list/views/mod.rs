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
use super::toolbar::chosen_columns;
use crate::access::{self, Action, CurrentOperator, Saved};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::{Layout, Request};

#[derive(Template)]
#[template(path = "list/view.html")]
struct ViewPage {
    layout: Layout,
    names: Names,
    /// The list that is to be kept.
    list: String,
    view: ViewForm,
}

/// What a view that was sent comes to.
enum Outcome {
    /// It is kept: the list, and what is to be said.
    Saved(Inputs, String),
    /// The form is shown once more.
    Open(ViewForm),
}

/// `POST /movies/views`: keeps the list as a view.
pub async fn save(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, request.state().clock.now());
    let outcome = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            let list = ListQuery::parse(entity, operator, &sent, now).inputs();
            let mut form = ViewForm::sent(&sent, list, shareable(connection, operator)?);
            let Some(draft) = form.check() else { return Ok(Outcome::Open(form)) };
            let saved = access::save_view(connection, operator.id, entity.names.path, &draft)?;
            let done = match saved {
                Saved::TooMany => return Ok(Outcome::Open(form.refused())),
                Saved::Added => "Saved",
                Saved::Replaced => "Replaced",
            };
            Ok(Outcome::Saved(form.kept, format!("{done} the view {}.", draft.name)))
        })
        .await?;
    match outcome {
        Outcome::Saved(list, notice) => Ok(to_list(entity, &request, &list, &notice)),
        Outcome::Open(view) => page(entity, &request, view),
    }
}

fn page(entity: &Entity, request: &Request, view: ViewForm) -> Result<HttpResponse, Error> {
    let names = entity.names;
    let (status, title) = match view.errors.is_empty() {
        true => (StatusCode::OK, "Save a view"),
        false => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Save a view"),
    };
    let list = request.site.url(&format!("/{}{}", names.path, view.kept.to_url_query()));
    let layout = request.layout(title, names.path);
    request.page(status, &ViewPage { layout, names, list, view })
}

/// The roles that they may share with: their own, or every one where they manage operators.
fn shareable(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
) -> QueryResult<Vec<String>> {
    match operator.manages() {
        true => access::role_names(connection),
        false => Ok(operator.roles.clone()),
    }
}

/// `POST /movies/views/1/delete`
///
/// # Errors
/// 404 where there is no such view that is theirs to delete.
pub async fn delete(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, request.state().clock.now());
    let (list, deleted) = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            let list = ListQuery::parse(entity, operator, &sent, now).inputs();
            Ok((list, access::delete_view(connection, operator, entity.names.path, id.0)?))
        })
        .await?;
    let name = deleted.ok_or(Error::NotFound)?;
    Ok(to_list(entity, &request, &list, &format!("Deleted the view {name}.")))
}

/// `POST /movies/columns`: the columns that are ticked are shown to them from now on.
pub async fn remember_columns(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, request.state().clock.now());
    let (list, notice) = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            let chosen = sent.clone().with("columns", &chosen_columns(&sent));
            let list = ListQuery::parse(entity, operator, &chosen, now).inputs();
            let notice = match list.get("columns") {
                None => "Choose at least one column.",
                Some(columns) => {
                    let query = Inputs::default().and("columns", columns).to_query();
                    access::remember_columns(connection, operator.id, entity.names.path, query)?;
                    "Columns saved."
                }
            };
            Ok((list.without("columns"), notice))
        })
        .await?;
    Ok(to_list(entity, &request, &list, notice))
}

/// `POST /movies/columns/delete`: the usual columns are shown to them again.
pub async fn forget_columns(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, now) = (form.0, request.state().clock.now());
    let list = request
        .write(requirement(entity, Action::See), move |connection, operator| {
            access::forget_columns(connection, operator.id, entity.names.path)?;
            Ok(ListQuery::parse(entity, operator, &sent, now).inputs().without("columns"))
        })
        .await?;
    Ok(to_list(entity, &request, &list, "These are the usual columns again."))
}

fn to_list(entity: &Entity, request: &Request, list: &Inputs, notice: &str) -> HttpResponse {
    request.redirect(&format!("/{}{}", entity.names.path, list.to_url_query()), notice)
}
