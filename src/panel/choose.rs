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

use super::cell::Cell;
use super::error::Error;
use super::frame::{Chrome, Visit};
use super::inputs::{Form, Inputs};
use super::list::ListQuery;
use super::list::column::Column;
use super::list::rows::{CUT_OFF, Rows};
use super::list::search::read;
use super::list::window::NUMBERED;
use super::need::need;
use super::next::{Next, encode};
use super::pager::Pager;
use super::part::element_id;
use super::resource::{Names, Resource};
use crate::access::{Action, Who};

/// How many rows one page offers.
pub(super) const OFFERED: i64 = 20;
/// Nobody turns pages further: the search leads there.
pub(super) const LAST_PAGE: i64 = NUMBERED / OFFERED;

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
    chrome: Chrome,
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
    note: &'static str,
}

/// The names of this page's own fields among those that travel along.
const SEARCH: &str = "choose.q";
const PAGE: &str = "choose.page";

/// `GET /users/choose?q=…`: the rows, for a script.
///
/// # Errors
/// As the database.
pub async fn options<R: Resource>(visit: Visit) -> Result<HttpResponse, Error> {
    let search = visit.query.get("q").unwrap_or_default().to_owned();
    let site = Arc::clone(&visit.site);
    let choices = visit
        .read(need::<R>(Action::See), move |connection, who| {
            let mut query = ListQuery::of_search(who, &search, OFFERED, 1);
            Ok(choices::<R>(who, &read(connection, &mut query, &site.counts)?))
        })
        .await?;
    Ok(HttpResponse::Ok().json(choices))
}

/// `POST /users/choose?for=user_id&form=/cars/new`: the page, with the form that was sent.
///
/// # Errors
/// 400 where it is not said which form and field the choice is for.
pub async fn choose<R: Resource>(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let lost = Error::BadRequest("The page does not say what is to be chosen here.");
    let (Some(field), Some(back)) = (
        visit.query.get("for").map(str::to_owned),
        visit.query.get("form").and_then(|form| Next::parse(form, &visit.site.base)),
    ) else {
        return Err(lost);
    };
    let inputs = form.0;
    let search = inputs.get(SEARCH).unwrap_or_default().trim().to_owned();
    let asked = inputs.get(PAGE).and_then(|text| text.parse().ok()).unwrap_or(1);
    let asked = i64::clamp(asked, 1, LAST_PAGE);
    let words = search.clone();
    let site = Arc::clone(&visit.site);
    let (choices, rows, page) = visit
        .read(need::<R>(Action::See), move |connection, who| {
            let query = |page| ListQuery::<R>::of_search(who, &words, OFFERED, page);
            let mut page = asked;
            let mut rows = read(connection, &mut query(page), &site.counts)?;
            if rows.rows.is_empty() && page > 1 {
                page = 1;
                rows = read(connection, &mut query(page), &site.counts)?;
            }
            Ok((choices(who, &rows), rows, page))
        })
        .await?;
    let mut pager = Pager::of_rows(rows.before, choices.len().try_into().unwrap_or(0), rows.count);
    pager.previous = rows.has_previous.then(String::new);
    pager.next = (rows.has_next && page < LAST_PAGE).then(String::new);
    let chosen = inputs.get(&field).unwrap_or_default().to_owned();
    let carried: Inputs = inputs.without(SEARCH).without(PAGE).without(&field);
    let names = R::NAMES;
    let view = ChoosePage {
        chrome: visit.chrome(format!("Choose {}", names.a), names.path),
        names,
        field: &field,
        here: visit.here.clone(),
        form: format!("{}#{}", back.as_str(), encode(&element_id(&field))),
        search: &search,
        carried: carried.pairs(),
        chosen: &chosen,
        pager,
        page,
        note: if rows.is_cut_off { CUT_OFF } else { "" },
        choices,
    };
    visit.page(StatusCode::OK, &view)
}

/// The rows as they are offered.
pub(super) fn choices<R: Resource>(who: &Who, rows: &Rows<R>) -> Vec<Choice> {
    let tells = |column: &Column<R>| column.is_numeric() || matches!(column, Column::Belonging(_));
    let columns: Vec<Column<R>> = Column::all(who).filter(tells).collect();
    let choice = |(row, cells): &(R, Vec<Cell>)| {
        let details = columns.iter().filter_map(|column| match column.cell(row, cells) {
            Cell::Empty => None,
            cell => Some(format!("{}: {}", column.label(), cell.display())),
        });
        let detail = details.collect::<Vec<_>>().join(" · ");
        Choice { id: row.stamps().id, title: row.title(who), detail }
    };
    rows.rows.iter().map(choice).collect()
}
