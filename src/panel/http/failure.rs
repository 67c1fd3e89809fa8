//! A form that could not be saved by a fault of ours is given back, with everything typed in it:
//! the form itself where its handler can show it, or else a page that sends it once more.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::CurrentOperator;
use crate::db;
use crate::panel::http::authorization::Outcome;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{IDEMPOTENCY_KEY, Inputs, MARK, ORIGINAL, VERSION};
use crate::panel::http::layout::{Layout, Site};
use crate::panel::http::return_to::RETURN_TO;
use crate::panel::http::words;

/// What is said above a form that is given back.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Whether it was saved, as far as that is known.
    pub heading: &'static str,
    /// Why, and what to do.
    pub sentence: &'static str,
    /// To be told to whoever runs the panel.
    pub request_id: String,
}

impl Failure {
    /// What is said of that error of ours.
    pub fn of(error: Option<&Error>, outcome: Outcome, request_id: String) -> Self {
        let is_known = !matches!(error, Some(Error::Database(db::Error::Unconfirmed(_))));
        if outcome == Outcome::Unknown || !is_known {
            let sentence = words::MAY_BE_SAVED_WHY;
            return Self { heading: words::MAY_BE_SAVED, sentence, request_id };
        }
        let sentence = error.map_or(words::UNKNOWN_CAUSE, cause);
        Self { heading: words::NOTHING_SAVED, sentence, request_id }
    }
}

/// Why a form could not be saved, and what helps.
fn cause(error: &Error) -> &'static str {
    match error {
        Error::Database(db::Error::Full(_)) => words::DISK_FULL,
        Error::Database(db::Error::ReadOnly(_)) => words::READ_ONLY,
        Error::Database(db::Error::TimedOut(_)) => words::TOOK_TOO_LONG,
        Error::Database(db::Error::Contended(_)) => words::CONTENDED,
        Error::Database(db::Error::Busy | db::Error::Unavailable(_)) => words::UNREACHABLE,
        Error::Overloaded => words::OVERLOADED,
        _ => words::UNKNOWN_CAUSE,
    }
}

#[derive(Template)]
#[template(path = "shared/unsaved.html")]
struct UnsavedPage {
    layout: Layout,
    status: u16,
    failure: Failure,
    /// Labels and values, as a person reads them.
    typed: Vec<(String, Vec<String>)>,
    /// Where the form is sent once more.
    action: String,
    /// All of it; empty where it cannot be given back.
    hidden: Vec<(String, String)>,
}

/// The same answer with a page as its body that gives the form back: all of it is sent once more
/// by a button.
pub(in crate::panel) fn page(
    response: ServiceResponse<BoxBody>,
    operator: Option<Arc<CurrentOperator>>,
    failure: Failure,
    sent: Option<Inputs>,
) -> ServiceResponse<BoxBody> {
    let request = response.request();
    let Some(site) = request.app_data::<web::Data<Site>>() else { return response };
    let sent = sent.unwrap_or_default();
    let page = UnsavedPage {
        layout: Layout::of_failure(site, operator, &words::title(failure.heading, true)),
        status: response.status().as_u16(),
        failure,
        typed: typed(sent.pairs()),
        action: request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned(),
        hidden: sent.pairs().to_vec(),
    };
    let Ok(html) = page.render() else { return response };
    let (request, old) = response.into_parts();
    let mut new = HttpResponse::build(old.status());
    if let Some(value) = old.headers().get(header::RETRY_AFTER) {
        new.insert_header((header::RETRY_AFTER, value.clone()));
    }
    new.content_type("text/html; charset=utf-8");
    ServiceResponse::new(request, new.body(html))
}

/// What somebody typed or chose, under names that can be read; not what travels along unseen.
fn typed(pairs: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let is_seen = |name: &str| {
        let own = name.rsplit('.').next().unwrap_or(name);
        ![MARK, IDEMPOTENCY_KEY, RETURN_TO, VERSION, "after", "more", "shown", "id", "do"]
            .contains(&own)
            && !name.starts_with(ORIGINAL)
    };
    let mut typed: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in pairs.iter().filter(|(name, value)| is_seen(name) && !value.is_empty()) {
        let label = label(name);
        match typed.iter_mut().find(|(other, _)| *other == label) {
            Some((_, values)) => values.push(value.clone()),
            None => typed.push((label, vec![value.clone()])),
        }
    }
    // What ids stand for is in the database, which cannot be asked.
    for (label, values) in &mut typed {
        if let Some(chosen) = label.strip_suffix(" id") {
            *values = vec![format!("{} chosen", values.len())];
            *label = chosen.to_owned();
        }
    }
    typed
}

/// `cars.0.first_name` is read as "Cars 0 first name".
fn label(name: &str) -> String {
    let words = name.replace(['.', '_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_without_what_travels_unseen() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        let sent = pairs(&[
            ("mark", "m"),
            ("once", "o"),
            ("version", "1"),
            ("cars.0.version", "1"),
            ("original.name", "Alien"),
            ("first_name", "Ada"),
            ("last_name", ""),
            ("role", "editor"),
            ("role", "viewer"),
            ("actor_id", "12"),
            ("actor_id", "7"),
        ]);
        let read = [
            ("First name", vec!["Ada"]),
            ("Role", vec!["editor", "viewer"]),
            ("Actor", vec!["2 chosen"]),
        ];
        let read = read.map(|(label, values)| {
            (label.to_owned(), values.into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        assert_eq!(typed(&sent), read);
    }
}
