//! The page that a file is uploaded on, and what becomes of it.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::arrive::{Arrived, Refused, look_at, settle};
use super::settings::Settings;
use super::store::{self, CHUNK, Import, NewImport};
use super::target::Target;
use super::words;
use crate::access::{Action, Requirement};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::upload::{UploadForm, UploadProblem, UploadedFile};
use crate::panel::http::words::title;
use crate::transfer::format::read::FileProblem;

#[derive(Template)]
#[template(path = "transfer/import/upload.html")]
struct UploadPage {
    layout: Layout,
    names: Names,
    /// What is wrong with the file that was sent.
    problem: String,
    /// The largest file, in words.
    largest: String,
    /// What columns can be put into.
    targets: Vec<String>,
    /// Imports that they have begun.
    open: Vec<Open>,
}

/// An import that is not over.
struct Open {
    id: i64,
    file_name: String,
    when: Option<When>,
}

/// Why a file that was sent is not taken.
enum NotTaken {
    /// Something is wrong with it; it is said on the page.
    Problem(StatusCode, String),
    Failed(Error),
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What the pages of imports require. What its rows do requires more, and is asked row by row.
pub fn requirement(entity: &Entity) -> Requirement {
    Requirement::to(Action::Import, entity.names.path)
}

/// `GET /cars/import`
pub async fn show(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    page(&request, entity, (StatusCode::OK, String::new())).await
}

async fn page(
    request: &Request,
    entity: &'static Entity,
    (status, problem): (StatusCode, String),
) -> Result<HttpResponse, Error> {
    let (open, operator) = request
        .read(requirement(entity), move |connection, operator| {
            Ok((store::open(connection, operator.id, entity)?, Arc::clone(operator)))
        })
        .await?;
    let now = request.state().clock.now();
    let open = open.into_iter().map(|import| Open {
        id: import.id,
        file_name: import.file_name,
        when: When::of(import.updated_at, now),
    });
    let heading = words::import(&entity.names.several());
    let targets = Target::all(entity, &operator);
    let view = UploadPage {
        layout: request.layout(title(&heading, !problem.is_empty()), entity.names.path),
        names: entity.names,
        problem,
        largest: words::size(request.site.imports.largest),
        targets: targets.iter().map(Target::label).collect(),
        open: open.collect(),
    };
    request.page(status, &view)
}

/// `POST /cars/import`: takes a file in.
pub async fn upload(
    request: Request,
    entity: &'static Entity,
    form: UploadForm,
) -> Result<HttpResponse, Error> {
    match take(&request, entity, form).await {
        Ok(import) => Ok(request.redirect(&format!("/{}/import/{import}", entity.table()), "")),
        Err(NotTaken::Failed(error)) => Err(error),
        Err(NotTaken::Problem(status, problem)) => page(&request, entity, (status, problem)).await,
    }
}

async fn take(
    request: &Request,
    entity: &'static Entity,
    mut form: UploadForm,
) -> Result<i64, NotTaken> {
    form.values().await?;
    // Whoever may not import is refused before anything of the file is kept.
    request.write(requirement(entity), |_, _| Ok(())).await?;
    let limits = &request.site.imports;
    let file = form.file(limits.largest, limits.folder.clone()).await;
    let UploadedFile { name, file } =
        file.map_err(|problem| not_arrived(problem, limits.largest))?;
    let folder = limits.folder.clone();
    let looked = web::block(move || look_at(file, &folder)).await.map_err(|_| Error::Panicked)?;
    let arrived = looked.map_err(|refused| match refused {
        Refused::Problem(FileProblem(problem)) => {
            NotTaken::Problem(StatusCode::UNPROCESSABLE_ENTITY, problem)
        }
        Refused::Failed(error) => not_arrived(UploadProblem::from(error), limits.largest),
    })?;
    keep(request, entity, name, arrived).await
}

/// Keeps the file in the database, a few pieces at a time.
async fn keep(
    request: &Request,
    entity: &'static Entity,
    name: String,
    arrived: Arrived,
) -> Result<i64, NotTaken> {
    let Arrived { sniffed, digest, mut file, sheets } = arrived;
    let now = request.state().clock.now();
    let name = if name.is_empty() { "file".to_owned() } else { name };
    let new = move |connection: &mut _, operator: &Arc<crate::access::CurrentOperator>| {
        let (operator_id, format) = (Some(operator.id), sniffed.format);
        store::insert(connection, &NewImport { operator_id, entity, file_name: &name, format, now })
    };
    let id = request.write(requirement(entity), new).await?;
    let (mut number, mut file_size) = (0, 0);
    loop {
        let (rest, pieces) = web::block(move || next_pieces(file))
            .await
            .map_err(|_| Error::Panicked)?
            .map_err(|error| not_arrived(UploadProblem::Failed(error), 0))?;
        file = rest;
        if pieces.is_empty() {
            break;
        }
        let read: usize = pieces.iter().map(Vec::len).sum();
        let count = pieces.len() as i64;
        let write = move |connection: &mut _, _: &_| {
            for (number, piece) in (number..).zip(&pieces) {
                store::insert_chunk(connection, id, number, piece)?;
            }
            Ok(())
        };
        request.write(requirement(entity), write).await?;
        number += count;
        file_size += read as i64;
    }
    let settled = move |connection: &mut _, operator: &Arc<crate::access::CurrentOperator>| {
        let Some(import) = store::find(connection, id)? else { return Ok(()) };
        let settings = Settings { sheets: sheets.clone(), ..Settings::default() };
        let import = Import { file_size, settings, ..import };
        settle(connection, operator, entity, (&import, sniffed), (&digest, now))
    };
    request.write(requirement(entity), settled).await?;
    Ok(id)
}

/// Some of the pieces that follow, and the file.
fn next_pieces(mut file: File) -> std::io::Result<(File, Vec<Vec<u8>>)> {
    let mut pieces = Vec::new();
    for _ in 0..4 {
        let mut piece = Vec::with_capacity(CHUNK);
        file.by_ref().take(CHUNK as u64).read_to_end(&mut piece)?;
        if piece.is_empty() {
            break;
        }
        pieces.push(piece);
    }
    Ok((file, pieces))
}

fn not_arrived(problem: UploadProblem, largest: u64) -> NotTaken {
    let (status, sentence) = match problem {
        UploadProblem::Missing => (StatusCode::UNPROCESSABLE_ENTITY, words::CHOOSE_FILE.to_owned()),
        UploadProblem::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, words::too_large(largest)),
        UploadProblem::Incomplete => (StatusCode::BAD_REQUEST, words::INCOMPLETE.to_owned()),
        UploadProblem::Full => {
            log::error!("a file could not be imported: no room in IMPORT_DIR");
            (StatusCode::INSUFFICIENT_STORAGE, words::DISK_FULL.to_owned())
        }
        UploadProblem::Failed(error) => {
            log::error!("a file could not be kept in IMPORT_DIR: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, words::NOT_KEPT.to_owned())
        }
    };
    NotTaken::Problem(status, sentence)
}
