//! The form that says which fields of a selection become what.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::edit::{DO, EMPTY, SET, checked, editable, typed};
use super::words;
use crate::access::Action;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::words::counted;
use crate::panel::form::control::Control;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::Record;
use crate::panel::record::check::Errors;
use crate::panel::record::references::References;
use crate::panel::record::values::Values;
use crate::transfer::selection::Selection;

#[derive(Template)]
#[template(path = "transfer/bulk/edit.html")]
struct EditPage {
    layout: Layout,
    names: Names,
    counted: String,
    /// What is wrong with the form as a whole.
    problem: &'static str,
    fields: Vec<Assigned>,
    action: String,
    rework: String,
    cancel: String,
    /// The field that has the focus: none.
    focus: String,
}

/// A field, and what is to become of it.
struct Assigned {
    /// The name of the control that says it, and its id.
    name: String,
    id: String,
    chosen: String,
    may_be_emptied: bool,
    control: Control,
}

/// What a form is shown again for.
pub(super) struct Again {
    /// What is wrong with its fields.
    pub errors: Errors,
    /// What is wrong with it as a whole.
    pub problem: &'static str,
}

/// `GET /movies/selection/7/edit`
///
/// # Errors
/// 404 where there is no such selection.
pub async fn edit(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let inputs = request.query.clone();
    show(&request, entity, id, &inputs, None).await
}

/// `POST /movies/selection/7/edit`: the form comes back as it was sent, unsaved.
///
/// # Errors
/// 404 where there is no such selection.
pub async fn rework(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    show(&request, entity, id, &form.0, None).await
}

/// The form with what was typed in it.
pub(super) async fn show(
    request: &Request,
    entity: &'static Entity,
    id: Id,
    inputs: &Inputs,
    again: Option<Again>,
) -> Result<HttpResponse, Error> {
    let asked = typed(entity, inputs);
    let found = request
        .read(requirement(entity, Action::Edit), move |connection, operator| {
            let Some(selection) = Selection::find(connection, operator, entity, id.0)? else {
                return Ok(None);
            };
            let present = selection.present(connection, entity)?;
            let (_, references) = checked(connection, operator, entity, &asked)?;
            Ok(Some((selection, present, references)))
        })
        .await?;
    let (selection, present, references) = found.ok_or(Error::NotFound)?;
    let status = match again {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = EditPage::new(request, (entity, &selection, present), inputs, &references, again);
    request.page(status, &page)
}

impl EditPage {
    fn new(
        request: &Request,
        (entity, selection, present): (&'static Entity, &Selection, i64),
        inputs: &Inputs,
        references: &References,
        again: Option<Again>,
    ) -> Self {
        let names = entity.names;
        let counted = counted(present, names.one, &names.several());
        let Again { errors, problem } =
            again.unwrap_or(Again { errors: Errors::default(), problem: "" });
        let is_refused = !errors.is_empty() || !problem.is_empty();
        let mut record = Record::blank(entity, None, String::new());
        record.values = Values::typed(record.fields(), |field| inputs.get(field.name()));
        record.errors = errors;
        let assigned = |field| {
            let mut control = Control::new(&record, field, references);
            let may_be_emptied = !control.required;
            // Whether it must be filled in is up to what stands beside it.
            control.required = false;
            let name = format!("{DO}{}", field.name());
            let chosen = inputs.get(&name).unwrap_or_default().to_owned();
            let id = name.replace('.', "-");
            Assigned { name, id, chosen, may_be_emptied, control }
        };
        let list = request.site.url(&format!("/{}", names.path));
        let path = format!("{list}/selection/{}", selection.id);
        Self {
            layout: request.layout(title(&words::edit(&counted), is_refused), names.path),
            counted,
            problem,
            fields: editable(entity).map(assigned).collect(),
            action: format!("{path}/preview"),
            rework: format!("{path}/edit"),
            cancel: selection.list(&list),
            focus: String::new(),
            names,
        }
    }

    fn errors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter_map(|field| Some((field.control.id.as_str(), field.control.error.as_deref()?)))
    }
}
