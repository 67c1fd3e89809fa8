//! What a saved form leads to.

use super::words;
use actix_web::HttpResponse;

use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{ReturnTo, with_next};
use crate::panel::http::url::encode;
use crate::panel::record::history::Author;

/// Where a saved form leads: back to where it was opened, on to another, or to the record.
pub fn after_saving(
    request: &Request,
    entity: &Entity,
    inputs: &Inputs,
    id: i64,
    message: Message,
) -> HttpResponse {
    let path = entity.names.path;
    let next = ReturnTo::of(inputs, &request.site.base);
    // Another one belongs to the same owner.
    let references = entity.fields.iter().filter(|field| field.refers_to().is_some());
    let names = references.map(Field::name);
    let shared = names
        .filter_map(|name| Some(format!("{name}={}", encode(inputs.get(name)?))))
        .collect::<Vec<_>>()
        .join("&");
    let another = match shared.is_empty() {
        true => format!("/{path}/new"),
        false => format!("/{path}/new?{shared}"),
    };
    let carried = |to: String| match &next {
        Some(next) => with_next(&to, next.as_str()),
        None => to,
    };
    match inputs.get("after") {
        Some("edit") => request.redirect(&carried(format!("/{path}/{id}/edit")), message),
        Some("new") => request.redirect(&carried(another), message),
        _ => {
            let next = next.map(|next| next.at(entity.names, id));
            request.redirect_back(next.as_ref(), &format!("/{path}/{id}"), message)
        }
    }
}

/// The message after saving; `theirs` are the fields that were changed meanwhile, and `authors` those
/// who did, as far as that is known.
pub fn saved_notice(title: &str, theirs: &[&'static str], authors: &[Author]) -> String {
    if theirs.is_empty() {
        return words::saved(title);
    }
    words::saved_beside(title, theirs, &others(authors), !authors.is_empty())
}

/// The names of those who are not whoever looks at the page, each once.
pub(super) fn others<'a>(authors: impl IntoIterator<Item = &'a Author>) -> Vec<&'a str> {
    let mut others: Vec<&str> = Vec::new();
    for author in authors.into_iter().filter(|author| !author.is_you) {
        if !others.contains(&author.name.as_str()) {
            others.push(&author.name);
        }
    }
    others
}
