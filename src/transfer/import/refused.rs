//! The rows that were refused, as the same file with a column that says why.

use std::borrow::Cow;

use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::settings::Settings;
use super::store::{self, Import, ImportRow, Outcome};
use super::upload::requirement;
use super::{ImportId, page_of, words};
use crate::db::{AnyConnection, snapshot};
use crate::panel::entity::definition::Entity;
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;
use crate::transfer::download::{FileError, NotSent, Way, send};
use crate::transfer::format::value::FileValue;
use crate::transfer::format::write::{self, Dialect};

/// So many rows are read at once.
const BATCH: i64 = 500;
/// The name of the column that says why.
pub const PROBLEM: &str = "problem";
/// So many characters of a problem are said: it may quote what stands in a cell, and a workbook has
/// room for no more than that in one.
const LONGEST: usize = 1000;

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
    sent: HttpRequest,
    entity: &'static Entity,
    id: ImportId,
) -> Result<HttpResponse, Error> {
    let import = request
        .read(requirement(entity), move |connection, operator| {
            super::own(connection, operator, entity, id)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let stem =
        import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let file = (words::refused_file(stem, import.format.word()), import.format);
    let answer = send(&request, &sent, file, move |connection, way| {
        snapshot(connection, |connection| write(connection, &import, way))
    });
    match answer.await {
        Ok(response) => Ok(response),
        Err(NotSent::Failed(error)) => Err(error),
        Err(NotSent::Problem(_, problem)) => Ok(request.redirect(&page_of(entity, id), problem)),
    }
}

fn write(connection: &mut AnyConnection, import: &Import, way: &mut Way) -> Result<(), FileError> {
    let dialect = Dialect {
        separator: import.settings.reading(import.format).separator,
        has_bom: true,
        ..Dialect::of(import.format)
    };
    let names = own_columns(import).map(|(_, name)| name).chain([PROBLEM]);
    let wanted = way.wanted();
    let mut file = write::begin(dialect, names.map(str::to_owned).collect(), way)?;
    let mut from = 0;
    loop {
        let asked = (from, BATCH);
        let rows = store::rows_from(connection, import.id, Some(Outcome::Refused), asked)?;
        let Some(last) = rows.last() else { return Ok(file.finish()?) };
        from = last.number + 1;
        for row in &rows {
            let cells: Vec<Option<String>> = serde_json::from_str(&row.cells).unwrap_or_default();
            let own = own_columns(import)
                .map(|(index, _)| cells.get(index).and_then(Option::as_deref))
                .map(value);
            let problem: String = row.problem().chars().take(LONGEST).collect();
            let values: Vec<_> = own.chain([FileValue::Text(problem.into())]).collect();
            file.row(&values)?;
        }
        wanted.ensure()?;
    }
}

/// What stood in a cell. What is written like a number or a day is one, where it is read again as
/// the very same text: so a minus is no formula, and a workbook can reckon with it.
fn value(cell: Option<&str>) -> FileValue<'_> {
    let Some(text) = cell else { return FileValue::Missing };
    let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
    let day = text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == text);
    match (number, day) {
        _ if text.is_empty() => FileValue::Empty,
        (Some(number), _) => FileValue::Integer(number),
        (None, Some(day)) => FileValue::Date(day),
        (None, None) => decimal(text).unwrap_or(FileValue::Text(Cow::Borrowed(text))),
    }
}

fn decimal<'v>(text: &str) -> Option<FileValue<'v>> {
    let (whole, behind) = text.split_once('.')?;
    let units = format!("{whole}{behind}").parse().ok()?;
    let places = u8::try_from(behind.len()).ok()?;
    let is_same = text.parse().is_ok_and(|number: f64| number.to_string() == text);
    is_same.then(|| FileValue::Decimal { text: text.to_owned(), units, places })
}

impl ImportRow {
    /// What is wrong with it: the label of a field and a sentence, which may say it itself; the label
    /// is empty then.
    pub fn problems(&self) -> Vec<(String, String)> {
        let mut problems: Vec<(String, String)> =
            serde_json::from_str(&self.problems).unwrap_or_default();
        for (label, sentence) in &mut problems {
            if sentence.starts_with(label.as_str()) {
                label.clear();
            }
        }
        problems
    }

    /// The same in one line.
    pub fn problem(&self) -> String {
        let sentences = self.problems().into_iter().map(|(label, sentence)| match label.as_str() {
            "" => sentence,
            label => words::of_field(label, &sentence),
        });
        sentences.collect::<Vec<_>>().join(" ")
    }
}
