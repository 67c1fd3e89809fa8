//! Linking a selection with one record of another entity: casting these actors in a movie.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::deed::{Deed, Parameters};
use super::work::carry_out;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::words::{capitalized, counted};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::ListQuery;
use crate::panel::list::pager::Pager;
use crate::panel::list::search::read;
use crate::panel::picker::field::{Choice, LAST_PAGE, OFFERED, choices};
use crate::panel::record::history::Reason;
use crate::panel::record::titled::TitledRow;
use crate::transfer::jobs::JobKind;
use crate::transfer::selection::Selection;

/// The name of the buttons; each holds the id of a record.
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "transfer/bulk/link.html")]
struct LinkPage {
    layout: Layout,
    heading: String,
    /// What the records are linked with.
    other: Names,
    many: String,
    search: String,
    choices: Vec<Choice>,
    pager: Pager,
    /// What is to be said of the search; empty for nothing.
    note: String,
    here: String,
    cancel: String,
}

/// `GET /actors/selection/7/castings?q=…`: what they can be linked with.
///
/// # Errors
/// 404 where there is no such selection.
pub async fn choose(request: Request, end: LinkEnd, id: Id) -> Result<HttpResponse, Error> {
    let (entity, other) = (end.entity(), end.other());
    let search = request.query.get("q").unwrap_or_default().trim().to_owned();
    let page = request.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let (page, words) = (i64::clamp(page, 1, LAST_PAGE), search.clone());
    let site = Arc::clone(&request.site);
    let found = request
        .read(end.requirement(), move |connection, operator| {
            let Some(selection) = Selection::find(connection, operator, entity, id.0)? else {
                return Ok(None);
            };
            let mut query = ListQuery::of_search(other, operator, &words, OFFERED, page);
            let rows = read(connection, &mut query, &site.counts)?;
            Ok(Some((selection, choices(other, operator, &rows), rows)))
        })
        .await?;
    let (selection, choices, rows) = found.ok_or(Error::NotFound)?;
    let names = entity.names;
    let many = counted(selection.total, names.one, &names.several());
    let heading = format!("{} {}: {many}", end.own().added, other.names.a);
    let list = request.site.url(&format!("/{}", names.path));
    let here = format!("{list}/selection/{}/{}", selection.id, end.link.table);
    let turned = |page: i64| {
        let inputs = request.query.clone().with("page", &page.to_string());
        format!("{here}{}", inputs.to_url_query())
    };
    let shown = i64::try_from(choices.len()).unwrap_or(i64::MAX);
    let mut pager = Pager::of_rows(rows.before, shown, rows.count);
    pager.previous = rows.has_previous.then(|| turned(page - 1));
    pager.next = (rows.has_next && page < LAST_PAGE).then(|| turned(page + 1));
    let view = LinkPage {
        layout: request.layout(heading.clone(), names.path),
        heading,
        other: other.names,
        many,
        search,
        choices,
        pager,
        note: rows.extent.note(&other.names).unwrap_or_default(),
        cancel: selection.list(&list),
        here,
    };
    request.page(StatusCode::OK, &view)
}

/// `POST /actors/selection/7/castings`: links them with the one that was chosen.
///
/// # Errors
/// 400 where none was chosen, 404 where it or the selection is gone.
pub async fn link(
    request: Request,
    end: LinkEnd,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let chosen = form.0.get(OTHER).and_then(|text| text.parse().ok());
    let Some(chosen): Option<i64> = chosen else {
        return Err(Error::BadRequest("The form does not say what is to be linked with."));
    };
    let (entity, register) = (end.entity(), request.site.register);
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let work = request
        .write(end.requirement(), move |connection, operator| {
            let selection = Selection::find(connection, operator, entity, id.0)?;
            let other = TitledRow::among(connection, end.other(), &[chosen])?.pop();
            let (Some(selection), Some(other)) = (selection, other) else { return Ok(None) };
            let link = Some((end.link.table.to_owned(), chosen));
            let parameters = Parameters { selection: id.0, link, ..Parameters::default() };
            let deed = Deed::Link(end, other);
            let order = (JobKind::Link, &deed, &parameters, &Reason::default());
            let of = (entity, &selection, selection.total);
            carry_out(connection, (operator, register), of, order, (now, at_once)).map(Some)
        })
        .await?;
    let done = capitalized(end.link.words.done);
    Ok(work.ok_or(Error::NotFound)?.answer(&request, entity, &done))
}
