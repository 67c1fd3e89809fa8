//! Lists: a page of rows, filtered, searched and sorted, whose whole state is its URL.

mod address;
pub mod all;
pub mod bounded;
mod candidates;
pub mod column;
mod count_page;
pub mod cursor;
pub mod filter;
mod filter_form;
mod filtered;
pub mod limits;
mod numbered;
pub mod page;
pub mod pager;
mod parts;
pub mod query;
pub mod question;
mod remembered;
pub mod rows;
pub mod scope;
pub mod search;
mod searched;
pub mod section;
pub mod sort;
pub mod ticks;
pub mod toolbar;
pub mod views;
pub mod walked;
pub mod why;
pub mod window;
pub(crate) mod words;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use self::count_page::CountPage;
use self::page::ListPage;
pub use self::query::ListQuery;
use self::rows::Rows;
pub use self::search::{found, read};
use self::toolbar::ToolbarAction;
use self::window::Window;
use crate::access::{Action, Requirement};
use crate::db::count_all;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;

/// What a list's URL comes to.
enum Outcome {
    /// A page of it.
    Page(Box<(ListQuery, Rows, Option<ToolbarAction>)>),
    /// Another page, and why, if that is to be said.
    Elsewhere(String, &'static str),
}

/// `GET /movies`
pub async fn list(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let inputs = request.query.clone();
    let clock = request.clock();
    let site = Arc::clone(&request.site);
    let outcome = request
        .read(Requirement::List(entity.names.path), move |connection, operator| {
            let calendar = clock.calendar(operator);
            let mut query = ListQuery::parse(entity, operator, &inputs, &calendar);
            let toolbar = query.toolbar(&inputs, &calendar);
            if let Some(ToolbarAction::Elsewhere(path, inputs)) = toolbar {
                return Ok(Outcome::Elsewhere(format!("{path}{}", inputs.to_url_query()), ""));
            }
            let rows = read(connection, &mut query, &site.counts)?;
            Ok(match elsewhere(&query, &rows) {
                Some((inputs, note)) => {
                    let path = format!("/{}{}", entity.names.path, inputs.to_url_query());
                    Outcome::Elsewhere(path, note)
                }
                None => Outcome::Page(Box::new((query, rows, toolbar))),
            })
        })
        .await?;
    match outcome {
        Outcome::Elsewhere(path, note) => Ok(request.redirect(&path, note)),
        Outcome::Page(page) => {
            let (query, rows, toolbar) = *page;
            request.page(StatusCode::OK, &ListPage::new(&request, &query, &rows, toolbar)?)
        }
    }
}

/// Where a page leads that has no rows, or not enough of them, while there are others.
fn elsewhere(query: &ListQuery, rows: &Rows) -> Option<(Inputs, &'static str)> {
    let inputs = query.inputs();
    match &query.window {
        _ if rows.count.is_zero() || rows.extent.place().is_some() => None,
        Window::Page(page) if *page > 1 && rows.rows.is_empty() => Some((inputs, words::SHORTER)),
        // Read from its end, it might again be looked at in part, and lead back and forth.
        Window::After(_) | Window::From(_)
            if rows.rows.is_empty() && !query.is_everything() && rows.count.exact().is_none() =>
        {
            Some((inputs, words::NOTHING_BEHIND_FIRST))
        }
        Window::After(_) | Window::From(_) if rows.rows.is_empty() => {
            Some((inputs.and("page", "last"), words::NOTHING_BEHIND_LAST))
        }
        // The first page holds these rows and those that follow.
        Window::Before(_) if !rows.has_previous && is_short(query, rows) => Some((inputs, "")),
        _ => None,
    }
}

fn is_short(query: &ListQuery, rows: &Rows) -> bool {
    i64::try_from(rows.rows.len()).is_ok_and(|shown| shown < query.size)
}

/// `GET /movies/count`: how many rows the list has, exactly, however long that takes.
pub async fn count(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let inputs = request.query.clone();
    let clock = request.clock();
    let (query, count) = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let query = ListQuery::parse(entity, operator, &inputs, &clock.calendar(operator));
            let count = count_all(connection, query.ids(query.found()))?;
            Ok((query, count))
        })
        .await?;
    request.page(StatusCode::OK, &CountPage::new(&request, &query, count))
}
