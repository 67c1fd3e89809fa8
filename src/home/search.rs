//! The search over everything.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::words;
use crate::access::Requirement;
use crate::panel::entity::cell::Cell;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::with_next;
use crate::panel::overview::Overview;

/// How many rows of each entity it shows.
const FOUND: i64 = 5;

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
    let mut layout = request.layout(words::search_for(&search), "");
    if search.is_empty() {
        words::SEARCH.clone_into(&mut layout.title);
    }
    layout.search.clone_from(&search);
    let back = with_next("", &request.here);
    request.page(StatusCode::OK, &SearchPage { layout, search, found, back })
}
