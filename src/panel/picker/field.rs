//! Choosing a row of another entity for a form, among any number of them.
//!
//! Without scripts it is a page: the half-filled form is sent here, travels along unseen through
//! every search, and goes back with the choice in it. A script asks the same address for the same
//! rows and offers them beside the field.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use crate::access::{Action, CurrentOperator};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::form::control::element_id;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{Form, Inputs};
use crate::panel::http::layout::{Layout, Request};
use crate::panel::http::return_to::{ReturnTo, encode};
use crate::panel::list::ListQuery;
use crate::panel::list::column::Column;
use crate::panel::list::pager::Pager;
use crate::panel::list::rows::Rows;
use crate::panel::list::search::read;
use crate::panel::list::window::NUMBERED;

/// How many rows one page offers.
pub const OFFERED: i64 = 20;
/// Nobody turns pages further: the search leads there.
pub const LAST_PAGE: i64 = NUMBERED / OFFERED;

/// One row on offer.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// What is sent when it is chosen.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What tells it from others of the same title.
    pub detail: String,
}

#[derive(Template)]
#[template(path = "panel/choose.html")]
struct ChoosePage<'a> {
    layout: Layout,
    names: Names,
    /// The field that is filled.
    field: &'a str,
    /// This page.
    here: String,
    /// The form that the choice goes back to.
    form: String,
    search: &'a str,
    carried: &'a [(String, String)],
    /// What was chosen before, kept where nothing else is. It stands behind the buttons, so that
    /// the first value of the field is the one whose button was pressed.
    chosen: &'a str,
    choices: Vec<Choice>,
    pager: Pager,
    page: i64,
    /// What is to be said of the search; empty for nothing.
    note: String,
}

/// The names of this page's own fields among those that travel along.
const SEARCH: &str = "choose.q";
const PAGE: &str = "choose.page";

/// `GET /users/choose?q=…`: the rows, for a script.
pub async fn options(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let search = request.query.get("q").unwrap_or_default().to_owned();
    let site = Arc::clone(&request.site);
    let choices = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let mut query = ListQuery::of_search(entity, operator, &search, OFFERED, 1);
            let rows = read(connection, &mut query, &site.counts)?;
            Ok(choices(entity, operator, &rows))
        })
        .await?;
    Ok(HttpResponse::Ok().json(choices))
}

/// `POST /users/choose?for=user_id&form=/cars/new`: the page, with the form that was sent.
///
/// # Errors
/// 400 where it is not said which form and field the choice is for.
pub async fn choose(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let lost = Error::BadRequest("The page does not say what is to be chosen here.");
    let (Some(field), Some(back)) = (
        request.query.get("for").map(str::to_owned),
        request.query.get("form").and_then(|form| ReturnTo::parse(form, &request.site.base)),
    ) else {
        return Err(lost);
    };
    let inputs = form.0;
    let search = inputs.get(SEARCH).unwrap_or_default().trim().to_owned();
    let asked = inputs.get(PAGE).and_then(|text| text.parse().ok()).unwrap_or(1);
    let asked = i64::clamp(asked, 1, LAST_PAGE);
    let words = search.clone();
    let site = Arc::clone(&request.site);
    let (choices, rows, page) = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let query = |page| ListQuery::of_search(entity, operator, &words, OFFERED, page);
            let mut page = asked;
            let mut rows = read(connection, &mut query(page), &site.counts)?;
            if rows.rows.is_empty() && page > 1 {
                page = 1;
                rows = read(connection, &mut query(page), &site.counts)?;
            }
            Ok((choices(entity, operator, &rows), rows, page))
        })
        .await?;
    let mut pager = Pager::of_rows(rows.before, choices.len().try_into().unwrap_or(0), rows.count);
    pager.previous = rows.has_previous.then(String::new);
    pager.next = (rows.has_next && page < LAST_PAGE).then(String::new);
    let chosen = inputs.get(&field).unwrap_or_default().to_owned();
    let carried: Inputs = inputs.without(SEARCH).without(PAGE).without(&field);
    let names = entity.names;
    let view = ChoosePage {
        layout: request.layout(format!("Choose {}", names.a), names.path),
        names,
        field: &field,
        here: request.here.clone(),
        form: format!("{}#{}", back.as_str(), encode(&element_id(&field))),
        search: &search,
        carried: carried.pairs(),
        chosen: &chosen,
        pager,
        page,
        note: rows.extent.note(&entity.names).unwrap_or_default(),
        choices,
    };
    request.page(StatusCode::OK, &view)
}

/// The rows as they are offered.
pub fn choices(entity: &'static Entity, operator: &CurrentOperator, rows: &Rows) -> Vec<Choice> {
    let tells = |column: &Column| column.is_numeric() || matches!(column, Column::Relation(_));
    let columns: Vec<Column> = Column::all(entity, operator).filter(tells).collect();
    let choice = |row: &Row| {
        let details = columns.iter().filter_map(|column| match rows.cell(*column, row) {
            Cell::Empty => None,
            cell => Some(format!("{}: {}", column.label(), cell.display())),
        });
        let why = rows.why(row).iter().map(|why| format!("{}: {}", why.label, why.text));
        let mut details: Vec<String> = details.collect();
        for why in why {
            if !details.contains(&why) {
                details.push(why);
            }
        }
        let detail = details.join(" · ");
        Choice { id: row.id, title: row.title(operator), detail }
    };
    rows.rows.iter().map(choice).collect()
}
