//! What was added lately, day by day: a small chart of each entity, and a table of all.

use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;
use diesel::QueryResult;

use super::words;
use crate::access::Requirement;
use crate::db::{Added, AnyConnection, Count, DAYS, Day, Look};
use crate::panel::entity::names::Names;
use crate::panel::entity::words::in_words;
use crate::panel::http::error::Error;
use crate::panel::http::layout::{Layout, Site};
use crate::panel::http::request::Request;

/// How many of the last days are a week.
const WEEK: usize = 7;
/// What a day takes of the chart, with the gap behind it, and how high the chart is.
const STEP: i64 = 5;
const BAR: i64 = 4;
const HEIGHT: i64 = 24;

/// What was added to one entity on each of the last days, the earliest first.
pub(super) struct Growth {
    days: Vec<Added>,
}

/// What was added to each of these entities.
pub(super) fn growth(
    connection: &mut AnyConnection,
    site: &Site,
    looks: &[(&'static str, Option<Look>)],
    days: &[Day],
) -> QueryResult<Vec<Growth>> {
    let table = |(entity, look): &(&'static str, Option<Look>)| {
        Some((site.register.entity(entity)?.created_at, *look))
    };
    let tables: Vec<_> = looks.iter().filter_map(table).collect();
    let growth = site.growth.of(connection, &tables, days)?;
    Ok(growth.into_iter().map(|days| Growth { days }).collect())
}

impl Growth {
    /// How many were added in the last seven days.
    pub(super) fn this_week(&self) -> Count {
        let days = &self.days[self.days.len().saturating_sub(WEEK)..];
        let sum = days.iter().map(|day| at_least(day.rows)).sum();
        match days.iter().all(|day| day.rows.exact().is_some()) {
            true => Count::Exact(sum),
            false => Count::AtLeast(sum),
        }
    }

    /// The outline of its bars, as the `d` of a path, the greatest as high as the chart; every day
    /// on which anything was added is seen.
    pub(super) fn bars(&self) -> String {
        let most = self.days.iter().map(|day| at_least(day.rows)).max().unwrap_or_default().max(1);
        let mut path = String::new();
        for (place, day) in (0..).zip(&self.days) {
            let rows = at_least(day.rows);
            let height = (rows * HEIGHT / most).max(i64::from(rows > 0));
            if height > 0 {
                let _ = write!(path, "M{} {HEIGHT}v-{height}h{BAR}v{height}z", place * STEP);
            }
        }
        path
    }

    /// What the chart shows, as the `viewBox` of its drawing.
    pub(super) fn view_box(&self) -> String {
        let days = i64::try_from(self.days.len()).unwrap_or_default();
        format!("0 0 {} {HEIGHT}", days * STEP - (STEP - BAR))
    }
}

#[derive(Template)]
#[template(path = "home/added.html")]
struct AddedPage {
    layout: Layout,
    entities: Vec<Names>,
    days: Vec<AddedOnDay>,
}

/// One line of the table: a day, and what was added to each entity.
struct AddedOnDay {
    day: NaiveDate,
    added: Vec<String>,
}

/// `GET /added`: the charts of the home page as numbers.
pub async fn added(request: Request) -> Result<HttpResponse, Error> {
    let (site, clock) = (Arc::clone(&request.site), request.clock());
    let (entities, growth) = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let names = site.register.names().filter(|names| operator.sees(names.path));
            let names: Vec<Names> = names.copied().collect();
            let seen: Vec<_> = names.iter().map(|names| (names.path, None)).collect();
            let days = clock.zone(Some(operator)).last_days(DAYS, clock.now);
            Ok((names, growth(connection, &site, &seen, &days)?))
        })
        .await?;
    let days = table(&growth);
    let page = AddedPage { layout: request.layout(words::ADDED_PER_DAY, ""), entities, days };
    request.page(StatusCode::OK, &page)
}

/// The table, the latest day first.
fn table(growth: &[Growth]) -> Vec<AddedOnDay> {
    let line = |place: usize| {
        let of_day = growth.iter().filter_map(|growth| growth.days.get(place));
        let day = of_day.clone().next()?.day;
        Some(AddedOnDay { day, added: of_day.map(|added| in_words(added.rows)).collect() })
    };
    (0..DAYS).rev().filter_map(line).collect()
}

fn at_least(count: Count) -> i64 {
    match count {
        Count::Exact(rows) | Count::About(rows) | Count::MoreThan(rows) | Count::AtLeast(rows) => {
            rows
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(rows: impl IntoIterator<Item = Count>) -> Growth {
        let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let days = first.iter_days().zip(rows).map(|(day, rows)| Added { day, rows });
        Growth { days: days.collect() }
    }

    #[test]
    fn the_last_seven_days_are_this_week() {
        let rows = (0..14).map(|day| Count::Exact(if day < 7 { 1000 } else { day }));
        assert_eq!(growth(rows).this_week(), Count::Exact(70));
        let mut rows = [Count::Exact(2); 14];
        rows[13] = Count::MoreThan(10_000);
        assert_eq!(growth(rows).this_week(), Count::AtLeast(10_012));
    }

    #[test]
    fn every_day_on_which_anything_was_added_has_a_bar() {
        let rows = [0, 1, 10_000].map(Count::Exact);
        let growth = growth(rows);
        assert_eq!(growth.bars(), "M5 24v-1h4v1zM10 24v-24h4v24z");
        assert_eq!(growth.view_box(), "0 0 14 24");
        assert_eq!(table(&[growth])[0].added, ["10,000"]);
    }
}
