//! The security log, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{self, Line, Need};
use crate::panel::cell::Cell;
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::pager::Pager;

/// How many lines one page holds.
const SIZE: i64 = 100;

#[derive(Template)]
#[template(path = "account/security_log.html")]
struct LogPage {
    chrome: Chrome,
    events: Vec<Line>,
    pager: Pager,
}

/// `GET /security-log`
///
/// # Errors
/// As the database.
pub async fn security_log(visit: Visit) -> Result<HttpResponse, Error> {
    let asked = visit.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let page = i64::clamp(asked, 1, 1_000_000);
    let (events, total) = visit
        .read(Need::Operators, move |connection, _| {
            access::events(connection, SIZE, (page - 1) * SIZE)
        })
        .await?;
    let path = visit.site.url("/security-log");
    let pager = Pager::new(page, SIZE, total, |page| format!("{path}?page={page}"));
    let view = LogPage { chrome: visit.chrome("Security log", ""), events, pager };
    visit.page(StatusCode::OK, &view)
}
