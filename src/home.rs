//! The pages about everything: the home page, the search, the sample data.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::Need;
use crate::entities;
use crate::panel::cell::Cell;
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::Form;
use crate::panel::overview::{Glimpse, Overview};
use crate::sample::{Sample, load};

/// How many of the last changes the home page shows.
const RECENT: usize = 12;
/// How many rows of each entity a search over everything shows.
const FOUND: i64 = 5;

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    chrome: Chrome,
    overviews: Vec<Overview>,
    recent: Vec<Glimpse>,
    /// Whether the sample data may be loaded.
    may_load: bool,
}

/// `GET /`
///
/// # Errors
/// As the database.
pub async fn home(visit: Visit) -> Result<HttpResponse, Error> {
    let most = i64::try_from(RECENT).unwrap_or(i64::MAX);
    let site = Arc::clone(&visit.site);
    let (overviews, may_load) = visit
        .read(Need::SignedIn, move |connection, who| {
            let overviews = entities::recent(connection, &site.counts, who, most)?;
            Ok((overviews, who.meets(&entities::sample_need())))
        })
        .await?;
    let mut recent: Vec<Glimpse> =
        overviews.iter().flat_map(|overview| overview.rows.clone()).collect();
    recent.sort_by_key(|row| std::cmp::Reverse(row.updated_at.get()));
    recent.truncate(RECENT);
    let page = HomePage { chrome: visit.chrome("Home", ""), overviews, recent, may_load };
    visit.page(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "home/search.html")]
struct SearchPage {
    chrome: Chrome,
    search: String,
    found: Vec<Overview>,
}

/// `GET /search?q=…`
///
/// # Errors
/// As the database.
pub async fn search(visit: Visit) -> Result<HttpResponse, Error> {
    let search = visit.query.get("q").unwrap_or_default().trim().to_owned();
    let words = search.clone();
    let site = Arc::clone(&visit.site);
    let mut found = visit
        .read(Need::SignedIn, move |connection, who| match words.is_empty() {
            true => Ok(Vec::new()),
            false => entities::found(connection, &site.counts, who, &words, FOUND),
        })
        .await?;
    found.retain(|overview| !overview.count.is_zero() || !overview.note.is_empty());
    let mut chrome = visit.chrome(format!("Search - {search}"), "");
    if search.is_empty() {
        "Search".clone_into(&mut chrome.title);
    }
    chrome.search.clone_from(&search);
    visit.page(StatusCode::OK, &SearchPage { chrome, search, found })
}

/// `POST /sample-data`: fills an empty panel; one that holds anything is left as it is.
///
/// # Errors
/// As the database; nothing is loaded then.
pub async fn load_sample_data(visit: Visit, _: Form) -> Result<HttpResponse, Error> {
    let site = Arc::clone(&visit.site);
    let loaded = visit
        .write(entities::sample_need(), move |connection, who| {
            if entities::recent(connection, &site.counts, who, 1)?
                .iter()
                .any(|overview| !overview.count.is_zero())
            {
                return Ok(0);
            }
            load::load(connection, &Sample::default())
        })
        .await?;
    let notice = match loaded {
        0 => "The panel is not empty, so no sample data was loaded.",
        _ => "Sample data loaded.",
    };
    Ok(visit.redirect("/", notice))
}
