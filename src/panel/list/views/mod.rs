//! What somebody keeps of a list: views of it, and its columns.

mod form;
mod pins;
mod tabs;
mod viewed;

use crate::panel::list::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

pub use self::form::{OTHER, ViewForm};
pub use self::pins::{pin, unpin};
pub use self::tabs::Tabs;
pub use self::viewed::ViewedList;
use self::viewed::to_list;
use super::query::ListQuery;
use super::remembered::COLUMNS;
use super::toolbar::chosen_columns;
use crate::access::{self, CurrentOperator, Requirement, Saved};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

#[derive(Template)]
#[template(path = "list/view.html")]
struct ViewPage {
    layout: Layout,
    /// What the list holds.
    several: String,
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
    list: impl ViewedList,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, clock) = (form.0, request.clock());
    let outcome = request
        .write(list.requirement(), move |connection, operator| {
            let kept = list.written(&sent, operator, &clock.calendar(operator));
            let mut form = ViewForm::sent(list, &sent, kept, shareable(connection, operator)?);
            let Some(draft) = form.check() else { return Ok(Outcome::Open(form)) };
            let done = match access::save_view(connection, operator.id, list.path(), &draft)? {
                Saved::TooMany => return Ok(Outcome::Open(form.refused())),
                Saved::Added => words::view_saved(&draft.name),
                Saved::Replaced => words::view_replaced(&draft.name),
            };
            Ok(Outcome::Saved(form.kept, done))
        })
        .await?;
    match outcome {
        Outcome::Saved(kept, notice) => Ok(to_list(list, &request, &kept, &notice)),
        Outcome::Open(view) => page(list, &request, view),
    }
}

fn page(list: impl ViewedList, request: &Request, view: ViewForm) -> Result<HttpResponse, Error> {
    let title = title(words::SAVE_VIEW, !view.errors.is_empty());
    let status = match view.errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let layout = request.layout(title, list.path());
    let (several, path) = (list.several(), list.path());
    let list = request.site.url(&format!("/{path}{}", view.kept.to_url_query()));
    request.page(status, &ViewPage { layout, several, list, view })
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
    list: impl ViewedList,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, clock) = (form.0, request.clock());
    let (kept, deleted) = request
        .write(list.requirement(), move |connection, operator| {
            let kept = list.written(&sent, operator, &clock.calendar(operator));
            Ok((kept, access::delete_view(connection, operator, list.path(), id.0)?))
        })
        .await?;
    let name = deleted.ok_or(Error::NotFound)?;
    Ok(to_list(list, &request, &kept, &words::view_deleted(&name)))
}

/// `POST /movies/columns`: the columns that are ticked are shown to them from now on.
pub async fn remember_columns(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (sent, clock) = (form.0, request.clock());
    let (list, notice) = request
        .write(Requirement::List(entity.names.path), move |connection, operator| {
            let chosen = sent.clone().with("columns", &chosen_columns(&sent));
            let query = ListQuery::parse(entity, operator, &chosen, &clock.calendar(operator));
            let list = query.inputs();
            let notice = match list.get("columns") {
                None => words::CHOOSE_COLUMN,
                Some(columns) => {
                    let kept = Inputs::default().and(COLUMNS, columns).to_query();
                    access::remember_list(connection, operator.id, entity.names.path, kept)?;
                    words::COLUMNS_SAVED
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
    let list = shown(&request, entity, form.0, |connection, operator| {
        access::forget_list(connection, operator.id, entity.names.path)
    });
    let list = list.await?.without(COLUMNS);
    Ok(to_list(entity, &request, &list, words::USUAL_COLUMNS))
}

/// `POST /movies/density`: so dense is every list shown to them from now on.
pub async fn choose_density(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let is_compact = form.0.get("density") == Some("compact");
    let list = shown(&request, entity, form.0, move |connection, operator| {
        access::set_compact(connection, operator.id, is_compact)
    });
    Ok(to_list(entity, &request, &list.await?, ""))
}

/// Changes how lists are shown to them, and returns which list that is, on the page where it is.
async fn shown(
    request: &Request,
    entity: &'static Entity,
    sent: Inputs,
    change: impl Fn(&mut AnyConnection, &CurrentOperator) -> QueryResult<()> + Send + 'static,
) -> Result<Inputs, Error> {
    let clock = request.clock();
    request
        .write(Requirement::List(entity.names.path), move |connection, operator| {
            change(connection, operator)?;
            let query = ListQuery::parse(entity, operator, &sent, &clock.calendar(operator));
            Ok(query.page_inputs())
        })
        .await
}
