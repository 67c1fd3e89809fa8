//! Picking the record that a filter of another list refers to, among any number of them: a page of
//! links, each of which is that list with the filter.

use crate::panel::words;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::offer::{Asked, Choice, Offer, without_search};
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::pager::Pager;
use crate::panel::list::toolbar::{LIST, OPERATOR, QUERY};

#[derive(Template)]
#[template(path = "panel/pick.html")]
struct PickPage {
    layout: Layout,
    names: Names,
    /// Whose list it is for.
    many: String,
    /// Where the search is sent, and what it carries along.
    action: String,
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
    let lost = || Error::BadRequest(words::NO_LIST);
    let said = |name| request.query.get(name).ok_or_else(lost);
    let (list, test) = (said(LIST)?, said(OPERATOR)?.to_owned());
    let of = request.site.register.entity(list).ok_or_else(lost)?.names;
    let query = Inputs::parse(request.query.get(QUERY).unwrap_or_default())?;
    let asked = Asked::of_query(&request.query);
    let (sought, site) = (asked.clone(), Arc::clone(&request.site));
    let offer = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            Offer::read(connection, operator, entity, &sought, &site)
        })
        .await?;
    let list =
        |inputs: &Inputs| request.site.url(&format!("/{}{}", of.path, inputs.to_url_query()));
    let filtered = |choice: Choice| {
        (list(&query.clone().and("where", &format!("{test}.{}", choice.id))), choice)
    };
    let here = request.site.url(&format!("/{}/pick", entity.names.path));
    let view = PickPage {
        layout: request.layout(words::choose(entity.names.a), of.path),
        names: entity.names,
        many: of.several(),
        kept: without_search(&request.query),
        search: asked.search,
        back: list(&query),
        pager: offer.pager_of(&here, &request.query),
        note: offer.note,
        choices: offer.choices.into_iter().map(filtered).collect(),
        action: here,
    };
    request.page(StatusCode::OK, &view)
}
