//! The page itself.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::http::error::Error;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::transfer::format::read::{FileRow, TextEncoding};
use crate::transfer::format::{FileFormat, Separator};
use crate::transfer::import::arrive::{look_into, sample_of};
use crate::transfer::import::settings::{ID, Settings};
use crate::transfer::import::store::Import;
use crate::transfer::import::target::Target;
use crate::transfer::import::words;

#[derive(Template)]
#[template(path = "transfer/import/columns.html")]
struct ColumnsPage {
    layout: Layout,
    names: Names,
    id: i64,
    file_name: String,
    format: FileFormat,
    settings: Settings,
    /// Why it did not go on.
    problem: String,
    /// The lines that may name the columns: number and beginning.
    headers: Vec<(u64, String)>,
    /// What is to be said of how it is read.
    remarks: Vec<String>,
    columns: Vec<ColumnLine>,
    /// What a column can be put into: names and labels.
    targets: Vec<(String, String)>,
}

/// A column of the file.
struct ColumnLine {
    index: usize,
    name: String,
    /// What its first cells hold.
    samples: Vec<String>,
    /// What it is put into.
    target: String,
    /// Whether records are found by it.
    finds: bool,
}

/// What is known of a file for the page.
pub struct Shown {
    import: Import,
    rows: Vec<Vec<String>>,
    headers: Vec<(u64, String)>,
    operator: Arc<CurrentOperator>,
    problem: String,
}

impl Shown {
    /// The first rows of the file as its settings have it read.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        import: Import,
    ) -> QueryResult<Self> {
        let reading = import.settings.reading(import.format);
        let (rows, problem) = match look_into(connection, &import, &reading)? {
            Ok(read) => (read.rows, import.problem.clone()),
            Err(problem) => (Vec::new(), problem.0),
        };
        let cells = |row: FileRow| row.cells.into_iter().map(Option::unwrap_or_default).collect();
        let rows = rows.into_iter().map(cells).collect();
        let sample = match import.format.is_table() {
            true => sample_of(connection, &import, &reading)?,
            false => Vec::new(),
        };
        let headers = sample.into_iter().map(|row| (row.line, beginning(&row))).collect();
        Ok(Self { import, rows, headers, operator: Arc::clone(operator), problem })
    }
}

/// The page.
///
/// # Errors
/// Where its template fails.
pub fn page(
    request: &Request,
    entity: &'static Entity,
    shown: Shown,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let Shown { import, rows, headers, operator, problem } = shown;
    let targets = Target::all(entity, &operator);
    let remarks = import.remarks().into_iter().chain(import.sheet_remark()).collect();
    let settings = import.settings;
    let finding: Vec<&str> = settings.matching.split(',').collect();
    let id = entity.id_field().map_or("id", |field| field.name());
    let columns = settings.columns.iter().enumerate().map(|(index, name)| {
        let target = settings.targets.get(index).cloned().unwrap_or_default();
        let field = target.trim_end_matches(".title");
        ColumnLine {
            index,
            name: name.clone(),
            samples: rows.iter().filter_map(|row| row.get(index)).map(|cell| cut(cell)).collect(),
            finds: !field.is_empty()
                && (finding.contains(&field) || settings.matching == ID && field == id),
            target,
        }
    });
    let columns: Vec<ColumnLine> = columns.collect();
    let heading = words::import_from(&entity.names.several(), &import.file_name);
    let view = ColumnsPage {
        layout: request.layout(title(&heading, !problem.is_empty()), entity.names.path),
        names: entity.names,
        id: import.id,
        headers,
        remarks,
        file_name: import.file_name,
        format: import.format,
        columns,
        targets: targets.iter().map(|target| (target.name(), target.label())).collect(),
        settings,
        problem,
    };
    request.page(status, &view)
}

impl ColumnsPage {
    /// How many columns are put into nothing.
    fn left_out_count(&self) -> i64 {
        self.columns.iter().filter(|column| column.target.is_empty()).count() as i64
    }

    fn is_text(&self) -> bool {
        self.format == FileFormat::Csv
    }

    fn encodings(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        TextEncoding::ALL.iter().map(|encoding| (encoding.word(), encoding.label()))
    }

    fn sheets(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let sheets = self.settings.sheets.iter().enumerate();
        sheets.map(|(index, sheet)| (index, sheet.name.as_str(), index == self.settings.sheet))
    }

    fn separators(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let byte = self.settings.separator.bytes().next();
        Separator::ALL.iter().map(move |it| (it.word(), it.label(), Some(it.byte()) == byte))
    }
}

/// The beginning of a row.
fn beginning(row: &FileRow) -> String {
    let cells = row.cells.iter().flatten().map(String::as_str);
    cut(&cells.filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join(", "))
}

/// The beginning of a cell.
fn cut(cell: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String = cell.chars().take(LONGEST).collect();
    if text.len() < cell.len() {
        text.push('…');
    }
    text
}
