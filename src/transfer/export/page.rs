//! The page on which a file is asked for, and the file.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDateTime;

use super::plan::{BOM, COLUMNS, ColumnChoice, ExportPlan, FORMAT, LIVE, SEPARATOR};
use super::run::Exported;
use super::{note, requirement, words};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Count};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::viewer::Clock;
use crate::panel::http::words::title;
use crate::panel::list;
use crate::panel::record::history::Origin;
use crate::transfer::download::{FileError, NotSent, Way, send};
use crate::transfer::format::{FileFormat, Separator};
use crate::transfer::selection::missing;

#[derive(Template)]
#[template(path = "transfer/export.html")]
struct ExportPage {
    layout: Layout,
    names: Names,
    /// What is downloaded: `812 cars`.
    what: String,
    /// The conditions that they meet, in words.
    conditions: Vec<String>,
    /// What the form carries along.
    kept: Inputs,
    /// The list that it was asked for from.
    list: String,
    plan: ExportPlan,
    problems: Vec<String>,
    /// What is said of what was selected and is not there; empty for nothing.
    missing: String,
}

impl ExportPage {
    fn new(
        request: &Request,
        plan: ExportPlan,
        count: Option<Count>,
        problems: Vec<String>,
    ) -> Self {
        let names = plan.query.entity.names;
        let what = words::what(names, count);
        let path = format!("/{}", names.path);
        let list = match &plan.selection {
            None => request.site.url(&format!("{path}{}", plan.inputs().to_url_query())),
            Some(it) => request.site.url(&format!("{path}/selection/{}", it.id)),
        };
        let missing = match (&plan.selection, count) {
            (Some(it), Some(Count::Exact(count))) => missing(it.total - count, it.total),
            _ => String::new(),
        };
        Self {
            layout: request
                .layout(title(&words::download(&what), !problems.is_empty()), names.path),
            names,
            what,
            conditions: plan.conditions(),
            kept: plan.inputs(),
            list,
            plan,
            problems,
            missing,
        }
    }

    fn formats(&self) -> impl Iterator<Item = FileFormat> {
        FileFormat::ALL.iter().copied()
    }

    fn separators(&self) -> impl Iterator<Item = Separator> {
        Separator::ALL.iter().copied()
    }

    fn names_of(&self, choice: ColumnChoice) -> String {
        let names = self.plan.columns_of(choice);
        names.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ")
    }
}

/// `GET /cars/export`: in which format the list, or what is selected, is wanted.
///
/// # Errors
/// 404 where there is no such selection.
pub async fn show(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let (inputs, clock) = (request.query.clone(), request.clock());
    let site = Arc::clone(&request.site);
    let found = request
        .read(requirement(entity), move |connection, operator| {
            let calendar = clock.calendar(operator);
            let plan = ExportPlan::read(connection, operator, entity, &inputs, &calendar)?;
            let Some(mut plan) = plan else { return Ok(None) };
            let count = match &plan.selection {
                Some(selection) => Count::Exact(selection.present(connection, entity)?),
                None => list::read(connection, &mut plan.query, &site.counts)?.count,
            };
            Ok(Some((plan, count)))
        })
        .await?;
    let (plan, count) = found.ok_or(Error::NotFound)?;
    let notes = plan.query.notes.clone();
    request.page(StatusCode::OK, &ExportPage::new(&request, plan, Some(count), notes))
}

/// `POST /cars/export`: the file. It is asked for by a form of this session, as everything is that
/// writes: that records were taken out is noted in the activity.
///
/// # Errors
/// 404 where there is no such selection.
pub async fn download(
    request: Request,
    sent: HttpRequest,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (inputs, clock) = (form.0, request.clock());
    let (read, days, now) = (inputs.clone(), clock.clone(), clock.now);
    let found = request
        .read(requirement(entity), move |connection, operator| {
            let calendar = days.calendar(operator);
            let plan = ExportPlan::read(connection, operator, entity, &read, &calendar)?;
            Ok(plan.map(|plan| (plan, Arc::clone(operator))))
        })
        .await?;
    let (plan, operator) = found.ok_or(Error::NotFound)?;
    if !plan.query.notes.is_empty() {
        // Other rows would come than were asked for.
        let notes = plan.query.notes.clone();
        let page = ExportPage::new(&request, plan, None, notes);
        return request.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    log::info!("{} downloads {}{}", operator.name, entity.names.several(), plan.words());
    let file = (plan.file_name(now), plan.dialect.format);
    let answer = send(&request, &sent, file, move |connection, way| {
        carry_out(connection, plan, (&operator, now), way)
    });
    match answer.await {
        Ok(response) => Ok(response),
        Err(NotSent::Failed(error)) => Err(error),
        Err(NotSent::Problem(status, problem)) => {
            refused(request, entity, (inputs, clock), (status, problem)).await
        }
    }
}

/// The page once more, with what is wrong.
async fn refused(
    request: Request,
    entity: &'static Entity,
    (inputs, clock): (Inputs, Clock),
    (status, problem): (StatusCode, String),
) -> Result<HttpResponse, Error> {
    let plan = request
        .read(requirement(entity), move |connection, operator| {
            ExportPlan::read(connection, operator, entity, &inputs, &clock.calendar(operator))
        })
        .await?
        .ok_or(Error::NotFound)?;
    request.page(status, &ExportPage::new(&request, plan, None, vec![problem]))
}

/// Writes the file, and notes it.
fn carry_out(
    connection: &mut AnyConnection,
    plan: ExportPlan,
    (operator, now): (&CurrentOperator, NaiveDateTime),
    way: &mut Way,
) -> Result<(), FileError> {
    let (entity, noted, wanted) = (plan.query.entity, plan.words(), way.wanted());
    let Exported { rows, outcome } = plan.run(connection, &mut *way, &mut |_| wanted.ensure());
    let is_broken = outcome.is_err();
    if is_broken && !way.has_begun() {
        // Nothing was taken out.
        return outcome;
    }
    let noted = if is_broken { words::broken_off(&noted) } else { noted };
    let noting = note(connection, operator, (Origin::Export, now), (entity, rows), &noted);
    outcome.and(noting.map_err(FileError::Database))
}
