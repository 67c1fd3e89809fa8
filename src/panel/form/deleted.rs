//! The page for a record that was deleted while a form about it was open.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::Action;
use crate::panel::entity::resource::{Names, Resource};
use crate::panel::http::error::Error;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::record::values::Values;

/// Shows what was typed, and offers a new record made of it.
#[derive(Template)]
#[template(path = "panel/deleted.html")]
pub struct DeletedPage {
    layout: Layout,
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

impl DeletedPage {
    /// The page about a record of `names`.
    pub fn new(request: &Request, names: Names) -> Self {
        Self {
            layout: request
                .layout(format!("Error: this {} has been deleted", names.one), names.path),
            names,
            typed: Vec::new(),
            renew: request.site.url(&format!("/{}/new", names.path)),
            list: request.site.url(&format!("/{}", names.path)),
            may_add: request.may(Action::Create, names.path),
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
    pub fn answer(self, request: &Request) -> Result<HttpResponse, Error> {
        request.page(StatusCode::NOT_FOUND, &self)
    }
}
