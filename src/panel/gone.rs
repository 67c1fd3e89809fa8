//! The page for a record that was deleted while a form about it was open.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::Error;
use super::frame::{Chrome, Visit};
use super::resource::{Names, Resource};
use super::values::Values;

/// Shows what was typed, and offers a new record made of it.
#[derive(Template)]
#[template(path = "panel/gone.html")]
pub struct GonePage {
    chrome: Chrome,
    names: Names,
    /// Labels, names and values of what was typed.
    typed: Vec<(&'static str, &'static str, String)>,
    /// Where the form for a new record is.
    renew: String,
    list: String,
}

impl GonePage {
    /// The page about a row of `R`.
    pub fn new<R: Resource>(visit: &Visit, typed: &Values) -> Self {
        let names = R::NAMES;
        let typed = R::FIELDS
            .iter()
            .map(|field| (field.label, field.name, typed.get(field.name).to_owned()))
            .collect();
        Self {
            chrome: visit.chrome(format!("Error: this {} has been deleted", names.one), names.path),
            names,
            typed,
            renew: visit.site.url(&format!("/{}/new", names.path)),
            list: visit.site.url(&format!("/{}", names.path)),
        }
    }

    /// The answer, 404.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, visit: &Visit) -> Result<HttpResponse, Error> {
        visit.page(StatusCode::NOT_FOUND, &self)
    }
}
