//! Choosing a row of another entity for a form, among any number of them.
//!
//! Without scripts it is a page: the half-filled form is sent here, travels along unseen through
//! every search, and goes back with the choice in it. A script asks the same address for the same
//! rows and offers them beside the field.

use crate::panel::words;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::offer::{Asked, Choice, Offer};
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::form::control::element_id;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::ReturnTo;
use crate::panel::http::url::encode;
use crate::panel::list::pager::Pager;

#[derive(Template)]
#[template(path = "panel/choose.html")]
struct ChoosePage<'a> {
    layout: Layout,
    names: Names,
    /// The field that is filled.
    field: &'a str,
    /// This page.
    here: String,
    /// The form that the choice goes back to.
    form: String,
    search: &'a str,
    carried: &'a [(String, String)],
    /// What was chosen before, kept where nothing else is. It stands behind the buttons, so that
    /// the first value of the field is the one whose button was pressed.
    chosen: &'a str,
    choices: Vec<Choice>,
    pager: Pager,
    page: i64,
    /// What is to be said of the search; empty for nothing.
    note: String,
}

/// The names of this page's own fields among those that travel along: the search and the page.
const OWN: (&str, &str) = ("choose.q", "choose.page");

/// `GET /users/choose?q=…`: the rows, for a script.
pub async fn options(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let asked = Asked::of_query(&request.query);
    let site = Arc::clone(&request.site);
    let offer = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            Offer::read(connection, operator, entity, &asked, &site)
        })
        .await?;
    Ok(HttpResponse::Ok().json(offer.choices))
}

/// `POST /users/choose?for=user_id&form=/cars/new`: the page, with the form that was sent.
///
/// # Errors
/// 400 where it is not said which form and field the choice is for.
pub async fn choose(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let lost = Error::BadRequest(words::NO_FIELD);
    let (Some(field), Some(back)) = (
        request.query.get("for").map(str::to_owned),
        request.query.get("form").and_then(|form| ReturnTo::parse(form, &request.site.base)),
    ) else {
        return Err(lost);
    };
    let inputs = form.0;
    let asked = Asked::of(&inputs, OWN);
    let (sought, site) = (asked.clone(), Arc::clone(&request.site));
    let offer = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            Offer::read(connection, operator, entity, &sought, &site)
        })
        .await?;
    let chosen = inputs.get(&field).unwrap_or_default().to_owned();
    let carried: Inputs = inputs.without(OWN.0).without(OWN.1).without(&field);
    let names = entity.names;
    let view = ChoosePage {
        layout: request.layout(words::choose(names.a), names.path),
        names,
        field: &field,
        here: request.here.clone(),
        form: format!("{}#{}", back.as_str(), encode(&element_id(&field))),
        search: &asked.search,
        carried: carried.pairs(),
        chosen: &chosen,
        // Its buttons send the form, so no page has an address.
        pager: offer.pager(|_| String::new()),
        page: offer.page,
        note: offer.note,
        choices: offer.choices,
    };
    request.page(StatusCode::OK, &view)
}
