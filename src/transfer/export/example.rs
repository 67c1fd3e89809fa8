//! An example of a file that can be imported: its head, and two rows that could be.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use diesel::QueryResult;

use crate::access::{Action, CurrentOperator, Requirement};
use crate::db::statement::Value;
use crate::db::{AnyConnection, Counts, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::InputType;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Request;
use crate::panel::list::{self, ListQuery};
use crate::transfer::format::column::FileColumn;
use crate::transfer::format::value::FileValue;
use crate::transfer::format::write::{self, Dialect, FileFormat, WriteError};

/// How many rows it has.
const ROWS: usize = 2;
/// Numbers that a field may hold.
const NUMBERS: [[&str; 4]; ROWS] = [["30", "1", "0", "-1"], ["42", "2", "0", "-2"]];

/// `GET /cars/import/example`
///
/// # Errors
/// As the database.
pub async fn example(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let format = request.query.get("format").and_then(FileFormat::of_word);
    let format = format.unwrap_or(FileFormat::Csv);
    let site = Arc::clone(&request.site);
    let requirement = Requirement::to(Action::Import, entity.names.path);
    let (columns, rows) = request
        .read(requirement, move |connection, operator| {
            let columns = columns(entity, operator);
            let rows = rows(connection, operator, &columns, &site.counts)?;
            Ok((columns, rows))
        })
        .await?;
    let file = file(format, &columns, &rows).map_err(|error| {
        log::error!("an example file could not be written: {error}");
        Error::Panicked
    })?;
    let name = format!("attachment; filename=\"{}-example.{}\"", entity.names.path, format.word());
    let mut response = HttpResponse::Ok();
    response.content_type(format.media_type()).insert_header((header::CONTENT_DISPOSITION, name));
    Ok(response.body(file))
}

/// What can be brought in of a new record.
fn columns(entity: &'static Entity, operator: &CurrentOperator) -> Vec<FileColumn> {
    let is_given =
        |column: &FileColumn| matches!(column, FileColumn::Field(_) | FileColumn::Of(..));
    FileColumn::all(entity, operator).into_iter().filter(is_given).collect()
}

/// The values of each row.
fn rows(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    columns: &[FileColumn],
    counts: &Counts,
) -> QueryResult<Vec<Vec<Option<Stored<Value>>>>> {
    let mut rows = vec![Vec::new(); ROWS];
    for column in columns {
        let Some(field) = field(*column) else { continue };
        let referred = match field.refers_to() {
            None => Vec::new(),
            Some(entity) => {
                let mut query = ListQuery::usual(entity, operator).bare();
                list::read(connection, &mut query, counts)?.rows.iter().map(|row| row.id).collect()
            }
        };
        for (index, row) in rows.iter_mut().enumerate() {
            let text = match field.refers_to() {
                Some(_) => referred.get(index).map(ToString::to_string).unwrap_or_default(),
                None => typed(field, index),
            };
            let value = field.kind.parse(field.label, &field.kind.tidy(&text)).ok();
            row.push(value.map(Stored::Value));
        }
    }
    Ok(rows)
}

fn field(column: FileColumn) -> Option<&'static Field> {
    match column {
        FileColumn::Field(field) | FileColumn::Of(_, field) => Some(field),
        FileColumn::Id
        | FileColumn::Title(_)
        | FileColumn::Count(_)
        | FileColumn::Created
        | FileColumn::Updated => None,
    }
}

/// What somebody could type into a field.
fn typed(field: &Field, index: usize) -> String {
    let number = index + 1;
    if field.kind.traits().is_numeric {
        let fits = |text: &&&str| field.kind.parse(field.label, text).is_ok();
        let numbers = NUMBERS.get(index).map_or(&[][..], <[&str; 4]>::as_slice);
        return numbers.iter().find(fits).map_or(String::new(), |text| (*text).to_owned());
    }
    match field.kind.input() {
        InputType::Email => format!("name{number}@example.com"),
        InputType::Date => format!("2026-01-{:02}", number + 10),
        InputType::Moment => format!("2026-01-{:02} 09:30", number + 10),
        InputType::Select(options) => {
            options.get(index).or(options.first()).map_or("", |(word, _)| word).to_owned()
        }
        InputType::Text | InputType::Lines => format!("{} {number}", field.label),
        InputType::Integer | InputType::Decimal | InputType::Reference(_) => String::new(),
    }
}

fn file(
    format: FileFormat,
    columns: &[FileColumn],
    rows: &[Vec<Option<Stored<Value>>>],
) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    let mut file = write::begin(Dialect::of(format), columns, &mut out)?;
    for row in rows {
        let fields = columns.iter().filter_map(|column| field(*column)).zip(row);
        let values: Vec<FileValue<'_>> =
            fields.map(|(field, value)| FileValue::of_field(field, value.as_ref())).collect();
        file.row(&values)?;
    }
    file.finish()?;
    Ok(out)
}
