//! The pages about everything: the home page, the search, the sample data.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::access::{Action, CurrentOperator, Requirement};
use crate::db::AnyConnection;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::register::Register;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::{Layout, Request, with_next};
use crate::panel::overview::{Glimpse, Overview};
use crate::panel::record::history::{self, Author, ChangeKind, Occasion, Origin, Root};
use crate::sample::{Sample, load};

/// How many of the last changes the home page shows.
const RECENT: usize = 12;
/// How many rows of each entity a search over everything shows.
const FOUND: i64 = 5;

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    layout: Layout,
    overviews: Vec<Overview>,
    recent: Vec<Recent>,
    /// Whether the sample data may be loaded.
    may_load: bool,
}

/// A row that was changed lately.
struct Recent {
    row: Glimpse,
    /// Who did, where that is known and may be.
    author: Option<Author>,
    when: Option<When>,
}

/// `GET /`
pub async fn home(request: Request) -> Result<HttpResponse, Error> {
    let most = i64::try_from(RECENT).unwrap_or(i64::MAX);
    let (site, now) = (Arc::clone(&request.site), request.state().clock.now());
    let (overviews, recent, may_load) = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let overviews = Overview::recent(connection, &site, operator, most)?;
            let recent = recent(connection, operator, &overviews, now)?;
            Ok((overviews, recent, operator.meets(&sample_requirement(site.register))))
        })
        .await?;
    let page = HomePage { layout: request.layout("Home", ""), overviews, recent, may_load };
    request.page(StatusCode::OK, &page)
}

/// The rows that were changed last, whatever they are of.
fn recent(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    overviews: &[Overview],
    now: NaiveDateTime,
) -> QueryResult<Vec<Recent>> {
    let mut rows: Vec<&Glimpse> = overviews.iter().flat_map(|overview| &overview.rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.updated_at.get()));
    rows.truncate(RECENT);
    let changed: Vec<_> = rows.iter().map(|row| (row.names.path, row.id, row.updated_at)).collect();
    let mut authors = history::authors_of_rows(connection, operator, &changed, now)?;
    let recent = |row: &Glimpse| Recent {
        author: authors.remove(&(row.names.path, row.id)),
        when: When::of(row.updated_at, now),
        row: row.clone(),
    };
    Ok(rows.into_iter().map(recent).collect())
}

#[derive(Template)]
#[template(path = "home/search.html")]
struct SearchPage {
    layout: Layout,
    search: String,
    found: Vec<Overview>,
    /// What leads back here from the page of a record.
    back: String,
}

/// `GET /search?q=…`
pub async fn search(request: Request) -> Result<HttpResponse, Error> {
    let search = request.query.get("q").unwrap_or_default().trim().to_owned();
    let words = search.clone();
    let site = Arc::clone(&request.site);
    let mut found = request
        .read(Requirement::SignedIn, move |connection, operator| match words.is_empty() {
            true => Ok(Vec::new()),
            false => Overview::found(connection, &site, operator, (&words, FOUND)),
        })
        .await?;
    found.retain(|overview| !overview.count.is_zero() || !overview.note.is_empty());
    let mut layout = request.layout(format!("Search - {search}"), "");
    if search.is_empty() {
        "Search".clone_into(&mut layout.title);
    }
    layout.search.clone_from(&search);
    let back = with_next("", &request.here);
    request.page(StatusCode::OK, &SearchPage { layout, search, found, back })
}

/// What loading the sample data requires: to create a record of every entity.
fn sample_requirement(register: &Register) -> Requirement {
    register.names().fold(Requirement::SignedIn, |requirement, names| {
        requirement.and(Action::Create, names.path)
    })
}

/// `POST /sample-data`: fills an empty panel; one that holds anything is left as it is.
///
/// # Errors
/// Nothing is loaded then.
pub async fn load_sample_data(request: Request, _: Form) -> Result<HttpResponse, Error> {
    let (site, now) = (Arc::clone(&request.site), request.state().clock.now());
    let loaded = request
        .write(sample_requirement(request.site.register), move |connection, operator| {
            if Overview::recent(connection, &site, operator, 1)?
                .iter()
                .any(|overview| !overview.count.is_zero())
            {
                return Ok(0);
            }
            let root = Root::many("Sample data", ChangeKind::Created);
            let occasion = Occasion::new(Origin::Sample, now).about(root);
            history::note(connection, operator, occasion)?;
            load::load(connection, &Sample::default())
        })
        .await?;
    let notice = match loaded {
        0 => "The panel is not empty, so no sample data was loaded.",
        _ => "Sample data loaded.",
    };
    Ok(request.redirect("/", notice))
}
