//! Forms: opened, filled in further without saving, sent, refused, saved. A form holds one record
//! and what belongs to it.

pub mod confirmed;
pub mod conflict;
pub mod control;
mod create;
pub mod deleted;
pub mod fieldset;
pub mod idempotency;
mod page;
mod parts;
mod saved;
pub mod sent;
mod update;
pub(crate) mod words;

use actix_web::HttpResponse;
use diesel::QueryResult;

use self::control::element_id;
pub use self::create::create;
use self::deleted::DeletedPage;
use self::fieldset::Fieldset;
use self::page::More;
pub use self::page::{Before, FormPage, FormPurpose, Opened, paths};
use self::parts::{copy_note, left_out_note, note, parts};
pub use self::saved::{after_saving, saved_notice};
use self::sent::{MORE, read};
pub use self::update::update;
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::record::history::deleted_by;
use crate::panel::record::references::{References, values_of};
use crate::panel::record::tree::{Children, RecordTree, RootRow, linked};

/// The name of the number of a record in the query of the form of a new one, which is filled in as
/// that one is.
const COPY: &str = "copy";

/// `GET /movies/new`, where the query may fill in some fields, or name a record to be copied.
pub async fn new(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let inputs = request.query.clone();
    if let Some(id) = inputs.get(COPY).and_then(|text| text.parse().ok()) {
        return copy(request, entity, id).await;
    }
    let mut tree = read(entity, FormPurpose::Create, &inputs)?;
    tree.parts.iter_mut().filter(|part| part.relation.is_many()).for_each(Children::add);
    filled_in(request, entity, FormPurpose::Create, inputs, tree).await
}

/// The form of a new record that is filled in as another one is, with its children.
async fn copy(request: Request, entity: &'static Entity, id: i64) -> Result<HttpResponse, Error> {
    let opened = request
        .read(requirement(entity, Action::Create), move |connection, operator| {
            let Some(root) = RootRow::find(connection, operator, entity, id)? else {
                return Ok(None);
            };
            let tree = RecordTree::stored(connection, operator, &root.row)?.copied();
            let note = copy_note(&root, &tree, &linked(connection, operator, &root.row)?);
            let opened = opened(connection, operator, &tree, None)?;
            Ok(Some(Opened { note, ..opened }))
        })
        .await?
        .ok_or(Error::NotFound)?;
    let inputs = request.query.clone().without(COPY);
    FormPage::new(&request, entity, FormPurpose::Create, &inputs, opened)?.answer(&request)
}

/// `POST /movies/new`: the form comes back as it was sent, unsaved, perhaps with one part more.
pub async fn rework_new(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    rework(request, entity, FormPurpose::Create, form.0).await
}

/// `POST /movies/1/edit`: the form comes back as it was sent, unsaved, perhaps with one part more.
///
/// # Errors
/// 400 where the form carries no version, or as the database.
pub async fn rework_edit(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    rework(request, entity, FormPurpose::Edit(id.0), form.0).await
}

async fn rework(
    request: Request,
    entity: &'static Entity,
    purpose: FormPurpose,
    inputs: Inputs,
) -> Result<HttpResponse, Error> {
    let mut tree = read(entity, purpose, &inputs)?;
    let more = inputs.get(MORE);
    let asked = tree.parts.iter_mut().filter(|part| part.relation.is_many());
    asked.filter(|part| more == Some(part.relation.name)).for_each(Children::add);
    filled_in(request, entity, purpose, inputs, tree).await
}

async fn filled_in(
    request: Request,
    entity: &'static Entity,
    purpose: FormPurpose,
    inputs: Inputs,
    tree: RecordTree,
) -> Result<HttpResponse, Error> {
    let action = match purpose {
        FormPurpose::Create => Action::Create,
        FormPurpose::Edit(_) => Action::Edit,
    };
    let (sent, now) = (tree.clone(), request.state().clock.now());
    let opened = request
        .read(requirement(entity, action), move |connection, operator| {
            let mut tree = sent.clone().limited_to(operator);
            let left_out = left_out_note(&sent, &tree);
            let noted = |opened: Opened| {
                let note = format!("{} {left_out}", opened.note).trim().to_owned();
                Ok(Opened { note, ..opened })
            };
            let FormPurpose::Edit(id) = purpose else {
                return opened(connection, operator, &tree, None).map(noted);
            };
            let Some(root) = RootRow::find(connection, operator, entity, id)? else {
                let author = deleted_by(connection, operator, (entity, id), now)?;
                return Ok(Err((id, author)));
            };
            tree.root.unreadable = tree.root.unreadable_in(&root.row);
            opened(connection, operator, &tree, Some(&root)).map(noted)
        })
        .await
        .map_err(|error| given_back(&request, entity, purpose, &inputs, error))?;
    match opened {
        Ok(opened) => FormPage::new(&request, entity, purpose, &inputs, opened)?.answer(&request),
        Err((id, author)) => {
            DeletedPage::new(&request, entity.names, id).by(author).with(&tree).answer(&request)
        }
    }
}

/// `GET /movies/1/edit`
///
/// # Errors
/// 404 where there is no such row; who may see its history is told who deleted it.
pub async fn edit(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let now = request.state().clock.now();
    let opened = request
        .read(requirement(entity, Action::Edit), move |connection, operator| {
            let Some(root) = RootRow::find(connection, operator, entity, id.0)? else {
                return deleted_by(connection, operator, (entity, id.0), now).map(Err);
            };
            let tree = RecordTree::stored(connection, operator, &root.row)?;
            opened(connection, operator, &tree, Some(&root)).map(Ok)
        })
        .await?;
    let opened = match opened {
        Ok(opened) => opened,
        Err(author) => return DeletedPage::asked_for(&request, (entity, id), author),
    };
    let inputs = request.query.clone();
    FormPage::new(&request, entity, FormPurpose::Edit(id.0), &inputs, opened)?.answer(&request)
}

/// The form that holds these records, of a root that is stored like that.
fn opened(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    tree: &RecordTree,
    root: Option<&RootRow>,
) -> QueryResult<Opened> {
    let values = values_of(tree.records().map(|record| &record.values));
    let references = References::read(connection, operator, values)?;
    Ok(Opened {
        called: root.map(|root| root.row.title(operator)).unwrap_or_default(),
        note: root.map(|root| note(root, tree)).unwrap_or_default(),
        fieldsets: fieldsets(tree, &references),
        more: more(tree),
    })
}

fn fieldsets(tree: &RecordTree, references: &References) -> Vec<Fieldset> {
    parts(tree).into_iter().map(|part| Fieldset::new(part, references)).collect()
}

/// The buttons for one part more.
fn more(tree: &RecordTree) -> Vec<More> {
    let many = tree.parts.iter().filter(|part| part.relation.is_many());
    let button = |part: &Children| {
        let next = part.blank(part.next_prefix());
        let first = next.fields().next().map_or("", |field| field.name());
        More {
            relation: part.relation.name,
            label: words::add_another(part.relation.entity.names.one),
            at: element_id(&format!("{}{first}", next.prefix)),
        }
    };
    many.map(button).collect()
}

/// The error; where it is ours, with the form as it was sent as its page.
fn given_back(
    request: &Request,
    entity: &'static Entity,
    purpose: FormPurpose,
    inputs: &Inputs,
    error: Error,
) -> Error {
    if !request.gives_back(&error) {
        return error;
    }
    let page = read(entity, purpose, inputs).and_then(|tree| {
        let (tree, more) = match request.operator() {
            Some(operator) => {
                let tree = tree.limited_to(&operator);
                let more = more(&tree);
                (tree, more)
            }
            None => (tree, Vec::new()),
        };
        let fieldsets = fieldsets(&tree, &References::Unread);
        let opened = Opened { fieldsets, more, ..Opened::default() };
        FormPage::new(request, entity, purpose, inputs, opened)
    });
    match page {
        Ok(page) => page.given_back(request, error),
        Err(_) => error,
    }
}
