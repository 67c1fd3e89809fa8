//! The page for a record that was deleted while a form about it was open.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::Error;
use super::frame::{Chrome, Visit};
use super::resource::{Names, Resource};
use super::values::Values;
use crate::access::Action;

/// Shows what was typed, and offers a new record made of it.
#[derive(Template)]
#[template(path = "panel/gone.html")]
pub struct GonePage {
    chrome: Chrome,
    names: Names,
    /// What was typed, record by record.
    typed: Vec<Typed>,
    /// Where the form for a new record is.
    renew: String,
    list: String,
    may_add: bool,
}

/// What was typed for one record.
struct Typed {
    legend: String,
    /// Labels, names and values.
    fields: Vec<(&'static str, String, String)>,
}

impl GonePage {
    /// The page about a record of `names`.
    pub fn new(visit: &Visit, names: Names) -> Self {
        Self {
            chrome: visit.chrome(format!("Error: this {} has been deleted", names.one), names.path),
            names,
            typed: Vec::new(),
            renew: visit.site.url(&format!("/{}/new", names.path)),
            list: visit.site.url(&format!("/{}", names.path)),
            may_add: visit.may(Action::Create, names.path),
        }
    }

    /// Shows what was typed for a record of `R`, under a heading where there are several.
    #[must_use]
    pub fn with<R: Resource>(mut self, legend: &str, prefix: &str, typed: &Values) -> Self {
        let fields = typed.iter().filter_map(|(name, value)| {
            let field = R::FIELDS.iter().find(|field| field.name == name)?;
            Some((field.label, format!("{prefix}{name}"), value.to_owned()))
        });
        self.typed.push(Typed { legend: legend.to_owned(), fields: fields.collect() });
        self
    }

    /// The answer, 404.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, visit: &Visit) -> Result<HttpResponse, Error> {
        visit.page(StatusCode::NOT_FOUND, &self)
    }
}
