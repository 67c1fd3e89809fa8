//! Choosing a row of another entity for a form, among any number of them.
//!
//! Without scripts it is a page: the half-filled form is sent here, travels along unseen through
//! every search, and goes back with the choice in it. A script asks the same address for the same
//! rows and offers them beside the field.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::error::Error;
use super::field::Kind;
use super::frame::{Chrome, Visit};
use super::inputs::{Form, Inputs};
use super::list::{ListQuery, Page};
use super::need::{need, seen_belongings, seen_cells};
use super::next::Next;
use super::pager::Pager;
use super::resource::{Names, Resource};
use crate::access::{Action, Who};

/// How many rows one page offers.
const OFFERED: i64 = 20;

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
    form: &'a str,
    search: &'a str,
    carried: &'a [(String, String)],
    /// What was chosen before, kept where nothing else is. It stands behind the buttons, so that
    /// the first value of the field is the one whose button was pressed.
    chosen: &'a str,
    choices: Vec<Choice>,
    pager: Pager,
    page: i64,
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
    let choices = visit
        .read(need::<R>(Action::See), move |connection, who| {
            let page = R::list(connection, &ListQuery::of_search(who, &search, OFFERED, 1))?;
            Ok(choices(who, page))
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
    let page_number = i64::clamp(asked, 1, 1_000_000);
    let words = search.clone();
    let (choices, total, page_number) = visit
        .read(need::<R>(Action::See), move |connection, who| {
            let query = |number| ListQuery::of_search(who, &words, OFFERED, number);
            let mut number = page_number;
            let mut page = R::list(connection, &query(number))?;
            if page.rows.is_empty() && number > 1 {
                number = 1;
                page = R::list(connection, &query(number))?;
            }
            let total = page.total;
            Ok((choices(who, page), total, number))
        })
        .await?;
    let chosen = inputs.get(&field).unwrap_or_default().to_owned();
    let carried: Inputs = inputs.without(SEARCH).without(PAGE).without(&field);
    let names = R::NAMES;
    let view = ChoosePage {
        chrome: visit.chrome(format!("Choose {}", names.a), names.path),
        names,
        field: &field,
        here: visit.here.clone(),
        form: back.as_str(),
        search: &search,
        carried: carried.pairs(),
        chosen: &chosen,
        pager: Pager::new(page_number, OFFERED, total, |page| page.to_string()),
        page: page_number,
        choices,
    };
    visit.page(StatusCode::OK, &view)
}

fn choices<R: Resource>(who: &Who, page: Page<R>) -> Vec<Choice> {
    page.rows
        .into_iter()
        .map(|(row, belongings)| {
            let title = row.title(who);
            let fields = R::FIELDS
                .iter()
                .filter(|field| matches!(field.kind, Kind::Whole(..)))
                .map(|field| (field.label, (field.read)(&row)));
            let belongings = seen_belongings::<R>(who).zip(seen_cells::<R>(who, belongings));
            let belongings = belongings.map(|(label, cell)| (label, cell.display()));
            let detail = fields
                .chain(belongings)
                .filter(|(_, value)| !value.is_empty() && value != "–")
                .map(|(label, value)| format!("{label}: {value}"))
                .collect::<Vec<_>>()
                .join(" · ");
            Choice { id: row.stamps().id, title, detail }
        })
        .collect()
}
