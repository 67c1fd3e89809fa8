//! Picking the record that a filter of another list refers to, among any number of them: a page of
//! links, each of which is that list with the filter.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::ListQuery;
use crate::panel::list::pager::Pager;
use crate::panel::list::search::read;
use crate::panel::list::toolbar::{LIST, OPERATOR, QUERY};
use crate::panel::picker::field::{Choice, LAST_PAGE, OFFERED, choices};

#[derive(Template)]
#[template(path = "panel/pick.html")]
struct PickPage {
    layout: Layout,
    names: Names,
    /// Whose list it is for.
    many: String,
    /// What the search carries along.
    kept: Inputs,
    search: String,
    choices: Vec<(String, Choice)>,
    /// The list as it was.
    back: String,
    pager: Pager,
    /// What is to be said of the search; empty for nothing.
    note: String,
}

/// `GET /users/pick?list=cars&test=user_id.is`
///
/// # Errors
/// 400 where it is not said what it is for, or as the database.
pub async fn pick(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let lost = || Error::BadRequest("The page does not say which list it is for.");
    let asked = |name| request.query.get(name).ok_or_else(lost);
    let (list, test) = (asked(LIST)?, asked(OPERATOR)?.to_owned());
    let of = request.site.register.entity(list).ok_or_else(lost)?.names;
    let query = Inputs::parse(request.query.get(QUERY).unwrap_or_default())?;
    let search = request.query.get("q").unwrap_or_default().trim().to_owned();
    let page = request.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let (page, words) = (i64::clamp(page, 1, LAST_PAGE), search.clone());
    let site = Arc::clone(&request.site);
    let (choices, rows) = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let mut query = ListQuery::of_search(entity, operator, &words, OFFERED, page);
            let rows = read(connection, &mut query, &site.counts)?;
            Ok((choices(entity, operator, &rows), rows))
        })
        .await?;
    let list =
        |inputs: &Inputs| request.site.url(&format!("/{}{}", of.path, inputs.to_url_query()));
    let filtered = |choice: Choice| {
        (list(&query.clone().and("where", &format!("{test}.{}", choice.id))), choice)
    };
    let kept = request.query.clone().without("q").without("page");
    let here = request.site.url(&format!("/{}/pick", entity.names.path));
    let turned = |page: i64| {
        let inputs = request.query.clone().with("page", &page.to_string());
        format!("{here}{}", inputs.to_url_query())
    };
    let shown = i64::try_from(choices.len()).unwrap_or(i64::MAX);
    let mut pager = Pager::of_rows(rows.before, shown, rows.count);
    pager.previous = rows.has_previous.then(|| turned(page - 1));
    pager.next = (rows.has_next && page < LAST_PAGE).then(|| turned(page + 1));
    let view = PickPage {
        layout: request.layout(format!("Choose {}", entity.names.a), of.path),
        names: entity.names,
        many: of.several(),
        kept,
        search,
        choices: choices.into_iter().map(filtered).collect(),
        back: list(&query),
        pager,
        note: rows.extent.note(&entity.names).unwrap_or_default(),
    };
    request.page(StatusCode::OK, &view)
}
