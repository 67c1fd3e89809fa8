//! The rows that were refused, as the same file with a column that says why.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use csv::WriterBuilder;
use futures_util::stream;
use serde_json::{Map, Value as Json};

use super::ImportId;
use super::settings::Settings;
use super::store::{self, Import, ImportRow, Outcome};
use super::upload::requirement;
use crate::panel::entity::definition::Entity;
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;
use crate::transfer::format::FileFormat;
use crate::transfer::format::formula::guarded;

/// So many rows are read at once.
const BATCH: i64 = 500;
/// The name of the column that says why.
pub const PROBLEM: &str = "problem";

/// The columns of a file and their indexes, without that in which an earlier import said why.
fn own_columns(import: &Import) -> impl Iterator<Item = (usize, &str)> {
    let Settings { columns, targets, .. } = &import.settings;
    let is_put = |index: usize| targets.get(index).is_some_and(|target| !target.is_empty());
    let columns = columns.iter().map(String::as_str).enumerate();
    columns.filter(move |(index, name)| *name != PROBLEM || is_put(*index))
}

/// `GET /cars/import/7/refused`
///
/// # Errors
/// 404 where they have no such import.
pub async fn download(
    request: Request,
    entity: &'static Entity,
    id: ImportId,
) -> Result<HttpResponse, Error> {
    let import = request
        .read(requirement(entity), move |connection, operator| {
            super::own(connection, operator, entity, id)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let format = match import.format.is_table() {
        true => FileFormat::Csv,
        false => FileFormat::Ndjson,
    };
    let stem =
        import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(format!("{stem} refused.{}", format.word()))],
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition));
    let head = Bytes::from(head(&import));
    // What fails behind the first byte breaks the transfer: it is no whole file then.
    let rest = stream::unfold(Some((request, import, 0)), move |state| async move {
        let (request, import, from) = state?;
        match next(&request, entity, &import, from).await {
            Ok(Some((bytes, from))) => Some((Ok(bytes), Some((request, import, from)))),
            Ok(None) => None,
            Err(error) => {
                log::error!("refused rows of an import broke off: {error}");
                Some((Err(error), None))
            }
        }
    });
    let whole = futures_util::StreamExt::chain(stream::iter([Ok(head)]), rest);
    Ok(response.streaming(whole))
}

/// The rows that follow, and where the next ones begin.
async fn next(
    request: &Request,
    entity: &'static Entity,
    import: &Import,
    from: i64,
) -> Result<Option<(Bytes, i64)>, Error> {
    let id = import.id;
    let rows = request
        .read(requirement(entity), move |connection, _| {
            store::rows_from(connection, id, Some(Outcome::Refused), (from, BATCH))
        })
        .await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let from = last.number + 1;
    let text: Vec<u8> = rows.iter().flat_map(|row| line(import, row)).collect();
    Ok(Some((Bytes::from(text), from)))
}

/// The line with the names of the columns.
fn head(import: &Import) -> Vec<u8> {
    match import.format.is_table() {
        true => {
            let names = own_columns(import).map(|(_, name)| name);
            let mut line = "\u{feff}".as_bytes().to_vec();
            line.extend(record(import, names.chain([PROBLEM])));
            line
        }
        false => Vec::new(),
    }
}

fn line(import: &Import, row: &ImportRow) -> Vec<u8> {
    let cells: Vec<Option<String>> = serde_json::from_str(&row.cells).unwrap_or_default();
    let problem = row.problem();
    if import.format.is_table() {
        let cell = |index: usize| cells.get(index)?.as_deref();
        let cells = own_columns(import).map(|(index, _)| cell(index).unwrap_or_default());
        return record(import, cells.chain([problem.as_str()]));
    }
    let value = |(index, name): (usize, &str)| {
        let cell = cells.get(index)?.clone()?;
        Some((name.to_owned(), Json::String(cell)))
    };
    let values = own_columns(import).filter_map(value);
    let problem = (PROBLEM.to_owned(), Json::String(problem));
    let object: Map<String, Json> = values.chain([problem]).collect();
    format!("{}\n", Json::Object(object)).into_bytes()
}

fn record<'c>(import: &Import, cells: impl Iterator<Item = &'c str>) -> Vec<u8> {
    let separator = import.settings.separator.bytes().next().unwrap_or(b',');
    let mut writer = WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let cells: Vec<Cow<'_, str>> = cells.map(safe).collect();
    let written = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    debug_assert!(written.is_ok(), "what is written to memory is written");
    writer.into_inner().unwrap_or_default()
}

/// A text as it is no formula; a number is none.
fn safe(cell: &str) -> Cow<'_, str> {
    if cell.parse::<f64>().is_ok() { Cow::Borrowed(cell) } else { guarded(cell) }
}

impl ImportRow {
    /// What is wrong with it, in one line.
    pub fn problem(&self) -> String {
        let problems: Vec<(String, String)> =
            serde_json::from_str(&self.problems).unwrap_or_default();
        let sentences = problems.into_iter().map(|(label, sentence)| match label.as_str() {
            "" => sentence,
            label => format!("{label}: {sentence}"),
        });
        sentences.collect::<Vec<_>>().join(" ")
    }
}
