//! The page for a record that was deleted: while a form about it was open, or before it was asked
//! for.

use super::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::parts::{Part, parts};
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::Record;
use crate::panel::record::history::Author;
use crate::panel::record::tree::RecordTree;

/// Shows what was typed, and offers a new record made of it.
#[derive(Template)]
#[template(path = "panel/deleted.html")]
pub struct DeletedPage {
    layout: Layout,
    names: Names,
    /// Who deleted it, where that is known and may be.
    author: Option<Author>,
    /// What was typed, record by record.
    typed: Vec<Typed>,
    /// Where the form for a new record is.
    renew: String,
    list: String,
    /// The history of the record.
    history: String,
    may_add: bool,
}

/// What was typed for one record.
struct Typed {
    legend: String,
    fields: Vec<TypedField>,
}

/// What was typed for one field.
struct TypedField {
    label: &'static str,
    name: String,
    value: String,
    /// The value as it is read.
    shown: String,
}

impl Typed {
    fn of(part: Part<'_>) -> Self {
        let Part { record, legend, .. } = part;
        let fields = record.values.iter().map(|(field, value)| TypedField {
            label: field.label,
            name: format!("{}{}", record.prefix, field.name()),
            value: value.to_owned(),
            shown: field.kind.input().shown(value).to_owned(),
        });
        Self { legend, fields: fields.collect() }
    }
}

impl DeletedPage {
    /// The page about a record.
    pub fn new(request: &Request, names: Names, id: i64) -> Self {
        Self {
            layout: request.layout(title(&words::has_been_deleted(names.one), true), names.path),
            names,
            author: None,
            typed: Vec::new(),
            renew: request.site.url(&format!("/{}/new", names.path)),
            list: request.site.url(&format!("/{}", names.path)),
            history: request.site.url(&format!("/{}/{id}/history", names.path)),
            may_add: request.may(Action::Create, names.path),
        }
    }

    /// The answer to whoever asks for a record that is not there: 404, which says who deleted it
    /// where that is known and may be.
    ///
    /// # Errors
    /// 404 where nothing may be said of it, or where the template fails.
    pub fn asked_for(
        request: &Request,
        (entity, id): (&'static Entity, Id),
        author: Option<Author>,
    ) -> Result<HttpResponse, Error> {
        match author {
            Some(_) => Self::new(request, entity.names, id.0).by(author).answer(request),
            None => Err(Error::NotFound),
        }
    }

    /// Says who deleted it.
    #[must_use]
    pub fn by(self, author: Option<Author>) -> Self {
        Self { author, ..self }
    }

    /// Shows what was typed in a form.
    #[must_use]
    pub fn with(mut self, tree: &RecordTree) -> Self {
        let is_typed = |part: &Part<'_>| {
            let Record { within, values, removed, .. } = part.record;
            within.is_none() || !(values.is_empty() || *removed)
        };
        self.typed = parts(tree).into_iter().filter(is_typed).map(Typed::of).collect();
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
