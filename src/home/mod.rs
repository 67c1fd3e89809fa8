//! The pages about everything: the home page, the search, the sample data.

mod growth;
mod pinned;
mod sample;
mod search;
mod week;
mod words;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

pub use self::growth::added;
use self::growth::{Growth, growth};
use self::pinned::{Pinned, pinned};
pub use self::sample::load_sample_data;
use self::sample::sample_requirement;
pub use self::search::search;
use self::week::{Part, Week};
use crate::access::{CurrentOperator, Requirement};
use crate::db::{AnyConnection, DAYS, Look};
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::overview::{Glimpse, Overview};
use crate::panel::record::history::{self, Author};

/// How many of the last changes the home page shows.
const RECENT: usize = 12;

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    layout: Layout,
    entities: Vec<EntityCard>,
    pinned: Vec<Pinned>,
    recent: Vec<Recent>,
    /// Whether the sample data may be loaded.
    may_load: bool,
}

/// How much there is of an entity, and what became of it lately.
struct EntityCard {
    overview: Overview,
    growth: Growth,
    this_week: Vec<Part>,
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
    let (site, clock) = (Arc::clone(&request.site), request.clock());
    let (entities, pinned, recent, may_load) = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let overviews = Overview::recent(connection, &site, operator, most)?;
            let seen: Vec<_> = overviews.iter().map(look).collect();
            let now = clock.now;
            let days = clock.zone(Some(operator)).last_days(DAYS, now);
            let growth = growth(connection, &site, &seen, &days)?;
            let calendar = clock.calendar(operator);
            let week = Week::read(connection, &calendar)?;
            let pinned = pinned(connection, &site, operator, &calendar)?;
            let recent = recent(connection, operator, &overviews, now)?;
            let may_load = operator.meets(&sample_requirement(site.register));
            let card = |(overview, growth): (Overview, Growth)| EntityCard {
                this_week: week.parts(&site, operator, &overview.names, &growth),
                overview,
                growth,
            };
            let entities = overviews.into_iter().zip(growth).map(card).collect();
            Ok((entities, pinned, recent, may_load))
        })
        .await?;
    let page =
        HomePage { layout: request.layout(words::HOME, ""), entities, pinned, recent, may_load };
    request.page(StatusCode::OK, &page)
}

/// What tells whether anything was added to an entity since the last time.
fn look(overview: &Overview) -> (&'static str, Option<Look>) {
    let latest = overview.rows.first().map(|row| (row.id, row.updated_at));
    (overview.names.path, Some(Look { count: overview.count, latest }))
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
