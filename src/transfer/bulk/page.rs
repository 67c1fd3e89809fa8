//! The page that says what a deed would come to, and asks whether it is to be done.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::preview::Preview;
use super::words::{self, Question};
use crate::access::CurrentOperator;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::history::Reason;
use crate::transfer::selection::Selection;

#[derive(Template)]
#[template(path = "transfer/bulk/preview.html")]
struct PreviewPage {
    layout: Layout,
    names: Names,
    heading: String,
    /// What stands on the button that does it; `None` where there is nothing to do.
    button: Option<String>,
    preview: Preview,
    labels: Vec<&'static str>,
    lines: Vec<Line>,
    hidden: Vec<(String, String)>,
    action: String,
    back: Back,
    cancel: String,
    reason: Reason,
    /// Whether it is shown again because something changed meanwhile.
    changed: bool,
    /// Whether it would be a job.
    is_job: bool,
    meanwhile: &'static str,
    /// What is said of those for which nothing is to be done; empty for none.
    already: String,
}

/// What a page says of a deed.
pub struct Plan<'s> {
    /// The records.
    pub selection: &'s Selection,
    /// What it would come to.
    pub preview: Preview,
    /// What is asked.
    pub question: Question,
    /// The fields that are changed.
    pub labels: Vec<&'static str>,
    /// The first records that would be changed.
    pub lines: Vec<Line>,
    /// What the form carries along.
    pub hidden: Vec<(String, String)>,
    /// Where the form is sent.
    pub action: String,
    /// Where something else is asked for.
    pub back: Back,
    /// What keeps a record from it where it happens before its turn comes.
    pub meanwhile: &'static str,
    /// What is said of so many records for which nothing is to be done.
    pub already: fn(&str) -> String,
}

/// A record that would be changed.
pub struct Line {
    title: String,
    url: String,
    /// What each field holds, and would hold.
    cells: Vec<(String, String)>,
}

/// The page on which something else is asked for.
pub enum Back {
    /// A form, which takes what was sent.
    Form(String),
    /// A page on which one is chosen.
    Choice(String),
}

impl Line {
    /// A record of the list at that URL.
    pub fn of(
        row: &Row,
        operator: &CurrentOperator,
        list: &str,
        cells: Vec<(String, String)>,
    ) -> Self {
        Self { title: row.title(operator), url: format!("{list}/{}", row.id), cells }
    }
}

impl Plan<'_> {
    /// The page; again with the reason, and with why it was not done.
    ///
    /// # Errors
    /// As [`Request::page`].
    pub fn answer(
        self,
        request: &Request,
        entity: &Entity,
        (reason, status): (Reason, StatusCode),
    ) -> Result<HttpResponse, Error> {
        let (names, preview) = (entity.names, self.preview);
        let nothing = counted(preview.nothing, names.one, &names.several());
        let is_job = !preview.is_whole(self.selection);
        let (heading, button) = match preview.change {
            0 if !is_job => (words::NOTHING_TO_CHANGE.to_owned(), None),
            _ => (format!("{}?", self.question.heading), Some(self.question.button)),
        };
        let title = title(heading.trim_end_matches('?'), status.is_client_error());
        let list = request.site.url(&format!("/{}", names.path));
        let view = PreviewPage {
            layout: request.layout(title, names.path),
            names,
            already: if preview.nothing > 0 { (self.already)(&nothing) } else { String::new() },
            preview,
            heading,
            button,
            labels: self.labels,
            lines: self.lines,
            hidden: self.hidden,
            action: self.action,
            back: self.back,
            cancel: self.selection.list(&list),
            reason,
            changed: status == StatusCode::CONFLICT,
            is_job,
            meanwhile: self.meanwhile,
        };
        request.page(status, &view)
    }
}
