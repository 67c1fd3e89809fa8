//! Selecting: from the boxes of a list, or all that it holds.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::rt::time::sleep;
use askama::Template;

use super::{Selected, Selection, all_of, words};
use crate::access::Action;
use crate::db::pause_of_writers;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::{Offers, requirement};
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::with_next;
use crate::panel::http::words::title;
use crate::panel::list::ListQuery;
use crate::panel::list::ticks::{ALL, THEN, TICKED};

/// So many records are written down by one transaction.
const PIECE: usize = 10_000;

#[derive(Template)]
#[template(path = "transfer/selection.html")]
struct SelectionPage {
    layout: Layout,
    names: Names,
    counted: String,
    path: String,
    offers: Offers,
    /// What its records can be linked with: where, and what the button says.
    links: Vec<(String, String)>,
    may_export: bool,
    export: String,
    list: String,
    /// How many records there still are.
    present: i64,
    /// What is said of those that there are not; empty for none.
    missing: String,
}

/// Says that nothing was selected, since others would have been than were asked for.
#[derive(Template)]
#[template(path = "transfer/unselected.html")]
struct UnselectedPage {
    layout: Layout,
    names: Names,
    /// What of the list is not understood.
    notes: Vec<String>,
    /// The list as far as it is.
    list: String,
}

/// `POST /movies/selection`: selects, and leads to what is to be done with it.
///
/// # Errors
/// 422 where all of a list is selected that is not understood in every part.
pub async fn select(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let clock = request.clock();
    let list = format!("/{}", entity.table());
    let mut ticked: Vec<Selected> = inputs.all(TICKED).filter_map(parse).collect();
    ticked.sort_by_key(|it| it.id);
    ticked.dedup_by_key(|it| it.id);
    let is_all = inputs.get(ALL).is_some();
    // One record has pages of its own for that.
    let alone = match (ticked.as_slice(), inputs.get(THEN)) {
        ([one], Some(then @ ("edit" | "delete"))) if !is_all => {
            Some(format!("{list}/{}/{then}", one.id))
        }
        _ => None,
    };
    let sent = inputs.clone();
    let found = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let query = ListQuery::parse(entity, operator, &sent, &clock.calendar(operator));
            let found = match is_all {
                true if !query.notes.is_empty() => return Ok(Err(query)),
                true => all_of(connection, &query)?,
                false => ticked.clone(),
            };
            Ok(Ok((query.page_inputs().to_query(), found)))
        })
        .await?;
    let (url, found) = match found {
        Ok(found) => found,
        Err(query) => return unselected(&request, query),
    };
    if found.is_empty() && !is_all {
        let text = words::tick_first(&entity.names.several());
        let list = format!("{list}{}", list_inputs(&inputs).to_url_query());
        return Ok(request.redirect(&list, text));
    }
    let selection = freeze(&request, (entity, url), found).await?;
    if let Some(path) = alone {
        let back = selection.list(&request.site.url(&list));
        return Ok(request.redirect(&with_next(&path, &back), ""));
    }
    let id = selection.id;
    let to = match inputs.get(THEN) {
        Some("edit") => format!("{list}/selection/{id}/edit"),
        Some("delete") => format!("{list}/selection/{id}/delete"),
        Some("export") => format!("{list}/export?selection={id}"),
        Some(link) if is_link(entity, link) => format!("{list}/selection/{id}/{link}"),
        _ => format!("{list}/selection/{id}"),
    };
    Ok(request.redirect(&to, ""))
}

fn unselected(request: &Request, query: ListQuery) -> Result<HttpResponse, Error> {
    let names = query.entity.names;
    let view = UnselectedPage {
        layout: request.layout(title(words::NOTHING_SELECTED, true), names.path),
        list: request.site.url(&format!("/{}{}", names.path, query.page_inputs().to_url_query())),
        names,
        notes: query.notes,
    };
    request.page(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// Writes down what was selected: piece by piece, as others who write wait for each. Its page is shown
/// when all of it is there.
async fn freeze(
    request: &Request,
    (entity, query): (&'static Entity, String),
    found: Vec<Selected>,
) -> Result<Selection, Error> {
    let (required, now) = (requirement(entity, Action::See), request.state().clock.now());
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let selection = request
        .write(required.clone(), move |connection, operator| {
            Selection::begin(connection, operator, (entity, query.clone()), total, now)
        })
        .await?;
    let mut pause = Duration::ZERO;
    for piece in found.chunks(PIECE) {
        sleep(pause).await;
        let (into, piece) = (selection.clone(), piece.to_vec());
        pause = request
            .write(required.clone(), move |connection, _| {
                into.add(connection, &piece)?;
                Ok(pause_of_writers(connection))
            })
            .await?;
    }
    Ok(selection)
}

/// What of a form says which list it was sent from.
fn list_inputs(inputs: &Inputs) -> Inputs {
    inputs.clone().without(TICKED).without(ALL).without(THEN)
}

/// Whether rows of an entity are linked by that table.
fn is_link(entity: &Entity, table: &str) -> bool {
    let mut ends = entity.relations().iter().filter_map(|relation| relation.through());
    ends.any(|end| end.link.table == table)
}

fn parse(text: &str) -> Option<Selected> {
    let (id, version) = text.split_once('.')?;
    Some(Selected { id: id.parse().ok()?, version: version.parse().ok()? })
}

/// `GET /movies/selection/7`: what can be done with it.
///
/// # Errors
/// 404 where there is no such selection, or it is another's.
pub async fn selection(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let found = request
        .read(requirement(entity, Action::See), move |connection, operator| {
            let Some(selection) = Selection::find(connection, operator, entity, id.0)? else {
                return Ok(None);
            };
            let present = selection.present(connection, entity)?;
            Ok(Some((selection, present, Arc::clone(operator))))
        })
        .await?;
    let (selection, present, operator) = found.ok_or(Error::NotFound)?;
    let names = entity.names;
    let counted = counted(present, names.one, &names.several());
    let list = request.site.url(&format!("/{}", names.path));
    let path = format!("{list}/selection/{}", selection.id);
    let ends = entity.relations().iter().filter_map(|relation| relation.through());
    let linked = ends.filter(|end| operator.meets(&end.requirement()));
    let view = SelectionPage {
        layout: request.layout(words::selected(&counted), names.path),
        offers: Offers::of(entity, &operator),
        links: linked
            .map(|end| (format!("{path}/{}", end.link.table), end.words_for_many()))
            .collect(),
        may_export: operator.may(Action::Export, names.path),
        export: format!("{list}/export?selection={}", selection.id),
        list: selection.list(&list),
        missing: words::missing(selection.total - present, selection.total),
        present,
        names,
        counted,
        path,
    };
    request.page(StatusCode::OK, &view)
}

impl Selection {
    /// The list in which it was made, whose path that is.
    pub fn list(&self, path: &str) -> String {
        match self.query.as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}
