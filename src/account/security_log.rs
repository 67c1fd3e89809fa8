//! The security log, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{self, Line, Requirement};
use crate::panel::entity::cell::Cell;
use crate::panel::http::error::Error;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::pager::Pager;

/// How many lines one page holds.
const SIZE: i64 = 100;

#[derive(Template)]
#[template(path = "account/security_log.html")]
struct LogPage {
    layout: Layout,
    events: Vec<Line>,
    pager: Pager,
}

/// `GET /security-log`
pub async fn security_log(request: Request) -> Result<HttpResponse, Error> {
    let asked = request.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let page = i64::clamp(asked, 1, 1_000_000);
    let (events, total) = request
        .read(Requirement::Operators, move |connection, _| {
            access::events(connection, SIZE, (page - 1) * SIZE)
        })
        .await?;
    let path = request.site.url("/security-log");
    let pager = Pager::new(page, SIZE, total, |page| format!("{path}?page={page}"));
    let view = LogPage { layout: request.layout("Security log", ""), events, pager };
    request.page(StatusCode::OK, &view)
}
