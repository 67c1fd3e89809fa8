//! The page where several actors are chosen for a movie, or several movies for an actor.
//!
//! All of it is one form whose state is its URL: what is ticked travels along through searches
//! and pages as ticked boxes, and only "Add" sends it by POST.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::side::Side;
use super::{candidates, rows};
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::kind::tidy;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::pager::{Pager, counted};

/// How many rows one page offers.
const OFFERED: i64 = 20;

/// What the form says.
pub(super) struct Choice {
    /// What is searched for.
    pub search: String,
    /// The ids of the other side that are ticked.
    pub ticked: BTreeSet<i64>,
    page: i64,
}

impl Choice {
    /// Reads the form; a box with a value that cannot be an id is not ours and counts for nothing.
    pub fn of(inputs: &Inputs, side: Side) -> Self {
        let page = inputs.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        Self {
            search: searched(inputs.get("q").unwrap_or_default()),
            ticked: inputs.all(side.other().key()).filter_map(|id| id.parse().ok()).collect(),
            page: i64::max(page, 1),
        }
    }
}

/// The text as it is searched for, and shown again. A browser cannot show NUL, and PostgreSQL
/// cannot be asked about it.
pub(super) fn searched(text: &str) -> String {
    tidy(text).replace('\0', "\u{fffd}")
}

#[derive(Template)]
#[template(path = "link/choose.html")]
struct ChoosePage<'a> {
    layout: Layout,
    heading: String,
    /// What the movie or the actor is called.
    title: &'a str,
    /// Its page.
    detail: String,
    /// This page, and where the choice is sent.
    here: String,
    other: Side,
    search: &'a str,
    /// What is wrong with what was sent.
    problem: Option<&'a str>,
    /// What has happened to what was ticked.
    note: String,
    /// Those ticked on other pages and in other searches.
    ticked: &'a [Candidate],
    offered: &'a [Candidate],
    /// The addresses in it are numbers of pages.
    pager: Pager,
    /// Whether one of just the name that is searched for can be created.
    creatable: bool,
}

/// One row that may be cast.
struct Candidate {
    id: i64,
    name: String,
    /// What tells it from others of the same name.
    credits: Option<String>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Free,
    Ticked,
    Cast,
}

/// Everything the page shows, as read at once.
struct Found {
    title: String,
    ticked: Vec<Candidate>,
    offered: Vec<Candidate>,
    page: i64,
    total: i64,
    /// How many of the ticked have been deleted.
    deleted: usize,
    creatable: bool,
}

/// `GET /movies/1/castings?q=…`
///
/// # Errors
/// 404 where there is no such movie or actor.
pub async fn choose(side: Side, request: Request, id: Id) -> Result<HttpResponse, Error> {
    let choice = Choice::of(&request.query, side);
    page(&request, side, id, choice, None).await
}

/// The page, with what is wrong where the choice was refused.
pub(super) async fn page(
    request: &Request,
    side: Side,
    id: Id,
    choice: Choice,
    problem: Option<&str>,
) -> Result<HttpResponse, Error> {
    let search = choice.search.clone();
    let found = request
        .read(side.requirement(), move |connection, operator| {
            read(connection, operator, side, id.0, &choice)
        })
        .await?;
    let found = found.ok_or(Error::NotFound)?;
    let other = side.other();
    let heading = format!("Add {} to {}", other.plural(), found.title);
    let (status, title) = match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, format!("Error: {heading}")),
        None => (StatusCode::OK, heading.clone()),
    };
    let path = request.site.url(&side.path(id.0));
    let view = ChoosePage {
        layout: request.layout(title, side.names().path),
        heading,
        title: &found.title,
        here: format!("{path}/castings"),
        detail: path,
        other,
        search: &search,
        problem,
        note: deleted_note(other, found.deleted),
        ticked: &found.ticked,
        offered: &found.offered,
        pager: Pager::new(found.page, OFFERED, found.total, |page| page.to_string()),
        creatable: found.creatable,
    };
    request.page(status, &view)
}

/// The sentence about those that were deleted before they were cast; empty where there are none.
pub(super) fn deleted_note(other: Side, deleted: usize) -> String {
    let Ok(number @ 1..) = i64::try_from(deleted) else { return String::new() };
    let verb = if number == 1 { "exists" } else { "exist" };
    let chosen = counted(number, other.names().one, other.plural());
    format!("{chosen} that you chose no longer {verb}.")
}

fn read(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    side: Side,
    id: i64,
    choice: &Choice,
) -> QueryResult<Option<Found>> {
    let Some(title) = side.title(connection, operator, id)? else { return Ok(None) };
    let (other, search) = (side.other(), &choice.search);
    let total = candidates::count(connection, operator, other, search)?;
    let page = choice.page.min((total + OFFERED - 1) / OFFERED).max(1);
    let offset = (page - 1) * OFFERED;
    let offered = candidates::offered(connection, operator, other, search, (OFFERED, offset))?;
    let ticked: Vec<i64> = choice.ticked.iter().copied().collect();
    let ticked = candidates::named(connection, other, &ticked)?;
    let ids: Vec<i64> = offered.iter().chain(&ticked).map(|credit| credit.id).collect();
    let cast = rows::cast_among(connection, side, id, &ids)?;
    let mut credits = candidates::credits_of(connection, other, &ids)?;
    let deleted = choice.ticked.len() - ticked.len();
    let offered_ids: BTreeSet<i64> = offered.iter().map(|credit| credit.id).collect();
    let mut candidate = |rows::Credit { id, name }| Candidate {
        id,
        name: name.to_string(),
        credits: credits.remove(&id),
        state: match choice.ticked.contains(&id) {
            _ if cast.contains(&id) => State::Cast,
            true => State::Ticked,
            false => State::Free,
        },
    };
    let offered = offered.into_iter().map(&mut candidate).collect();
    let elsewhere =
        |credit: &rows::Credit| !offered_ids.contains(&credit.id) && !cast.contains(&credit.id);
    let ticked = ticked.into_iter().filter(elsewhere).map(&mut candidate).collect();
    let creatable = !search.is_empty()
        && operator.may(Action::Create, other.names().path)
        && candidates::namesakes(connection, other, search)?.is_empty();
    Ok(Some(Found { title, ticked, offered, page, total, deleted, creatable }))
}
