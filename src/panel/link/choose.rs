//! The page where several rows are chosen that a row is to be linked with.
//!
//! All of it is one form whose state is its URL: what is ticked travels along through searches
//! and pages as ticked boxes, and only "Add" sends it by POST.

use super::words;
use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::{candidates, rows};
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, Counts};
use crate::panel::entity::kind::tidy;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{LinkEnd, LinkWords};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::list::pager::{Pager, pages};
use crate::panel::picker::offer::{LAST_PAGE, OFFERED};
use crate::panel::record::read::find;
use crate::panel::record::titled::TitledRow;

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
    pub fn of(inputs: &Inputs, end: LinkEnd) -> Self {
        let page = inputs.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let ticked = inputs.all(end.across().column.name);
        Self {
            search: searched(inputs.get("q").unwrap_or_default()),
            ticked: ticked.filter_map(|id| id.parse().ok()).collect(),
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
    /// What the row is called.
    title: &'a str,
    /// Its page.
    detail: String,
    /// This page, and where the choice is sent.
    here: String,
    /// What it is to be linked with.
    other: Names,
    words: LinkWords,
    /// The name of the boxes.
    key: &'static str,
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

/// One row that may be linked.
struct Candidate {
    id: i64,
    title: String,
    /// What tells it from others of the same name.
    links: Option<String>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Free,
    Ticked,
    Linked,
}

/// Everything the page shows, as read at once.
struct Found {
    title: String,
    ticked: Vec<Candidate>,
    offered: Vec<Candidate>,
    pager: Pager,
    /// How many of the ticked have been deleted.
    deleted: usize,
    creatable: bool,
}

/// `GET /movies/1/castings?q=…`
///
/// # Errors
/// 404 where there is no such row.
pub async fn choose(request: Request, end: LinkEnd, id: Id) -> Result<HttpResponse, Error> {
    let choice = Choice::of(&request.query, end);
    page(&request, end, id, choice, None).await
}

/// The page, with what is wrong where the choice was refused.
pub(super) async fn page(
    request: &Request,
    end: LinkEnd,
    id: Id,
    choice: Choice,
    problem: Option<&str>,
) -> Result<HttpResponse, Error> {
    let search = choice.search.clone();
    let site = Arc::clone(&request.site);
    let found = request
        .read(end.requirement(), move |connection, operator| {
            read(connection, &site.counts, operator, end, id.0, &choice)
        })
        .await?;
    let found = found.ok_or(Error::NotFound)?;
    let other = end.other().names;
    let heading = words::add_to(&other.several(), &found.title);
    let title = title(&heading, problem.is_some());
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let path = request.site.url(&end.path(id.0));
    let view = ChoosePage {
        layout: request.layout(title, end.entity().names.path),
        heading,
        title: &found.title,
        here: format!("{path}/{}", end.link.table),
        detail: path,
        other,
        words: end.link.words,
        key: end.across().column.name,
        search: &search,
        problem,
        note: deleted_note(other, found.deleted),
        ticked: &found.ticked,
        offered: &found.offered,
        pager: found.pager,
        creatable: found.creatable,
    };
    request.page(status, &view)
}

/// The sentence about those that were deleted before they were linked; empty where there are none.
pub(super) fn deleted_note(other: Names, deleted: usize) -> String {
    let Ok(number @ 1..) = i64::try_from(deleted) else { return String::new() };
    words::chosen_gone(other, number)
}

fn read(
    connection: &mut AnyConnection,
    counts: &Counts,
    operator: &CurrentOperator,
    end: LinkEnd,
    id: i64,
    choice: &Choice,
) -> QueryResult<Option<Found>> {
    let Some(row) = find(connection, end.entity(), id)? else { return Ok(None) };
    let (other, search) = (end.other(), &choice.search);
    let count = candidates::count(connection, counts, operator, other, search)?;
    let last = count.exact().map_or(LAST_PAGE, |total| pages(total, OFFERED));
    let page = choice.page.min(last);
    let offset = (page - 1) * OFFERED;
    let offered = candidates::offered(connection, operator, other, search, (OFFERED, offset))?;
    let shown = i64::try_from(offered.len()).unwrap_or(i64::MAX);
    let mut pager = Pager::of_rows(Some(offset), shown, count);
    pager.previous = (page > 1).then(|| (page - 1).to_string());
    pager.next = (page < last).then(|| (page + 1).to_string());
    let ticked: Vec<i64> = choice.ticked.iter().copied().collect();
    let ticked = TitledRow::among(connection, other, &ticked)?;
    let ids: Vec<i64> = offered.iter().chain(&ticked).map(|row| row.id).collect();
    let linked = rows::linked_among(connection, end, id, &ids)?;
    let mut links = candidates::links_in_words(connection, end.turned(), &ids)?;
    let deleted = choice.ticked.len() - ticked.len();
    let offered_ids: BTreeSet<i64> = offered.iter().map(|row| row.id).collect();
    let mut candidate = |TitledRow { id, title }| Candidate {
        id,
        title,
        links: links.remove(&id),
        state: match choice.ticked.contains(&id) {
            _ if linked.contains(&id) => State::Linked,
            true => State::Ticked,
            false => State::Free,
        },
    };
    let offered = offered.into_iter().map(&mut candidate).collect();
    let elsewhere = |row: &TitledRow| !offered_ids.contains(&row.id) && !linked.contains(&row.id);
    let ticked = ticked.into_iter().filter(elsewhere).map(&mut candidate).collect();
    let creatable = match candidates::name_field(other) {
        Some(name) if !search.is_empty() && operator.may(Action::Create, other.table()) => {
            candidates::namesakes(connection, other, name, search)?.is_empty()
        }
        _ => false,
    };
    let title = row.title(operator);
    Ok(Some(Found { title, ticked, offered, pager, deleted, creatable }))
}
