//! Workbooks: their first sheet is read once, cell by cell, and kept as lines of JSON, which can be
//! read from any place. What a workbook knows as numbers, days and yes or no is text then, as it
//! would be typed.

use std::io::{BufReader, Read, Seek, Write};

use calamine::{Data, DataRef, DataType as _, Reader as _, SheetVisible, Xlsx, XlsxError};

use super::{FileProblem, FileRow, FileRows, Piece, Reading, uneven};

/// A row of a sheet has at most so many cells.
const WIDEST: u32 = 1000;
/// What a sheet becomes may have at most so many bytes: a small file can unfold to any size.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// Writes the rows of the first sheet that is shown as lines, each with its number in front.
///
/// # Errors
/// Where it is no workbook, or not all of one; the inner one where the lines cannot be written.
pub fn flatten(
    file: impl Read + Seek,
    out: &mut impl Write,
) -> Result<std::io::Result<()>, FileProblem> {
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let sheets = workbook.sheets_metadata();
    let shown = sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    let Some(name) = shown.map(|sheet| sheet.name.clone()) else {
        return Err(FileProblem::new("The workbook has no sheet."));
    };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    let (mut row, mut number, mut written) = (Vec::new(), 0, 0);
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (at, column) = cell.get_position();
        if at != number {
            if let Err(error) = write(out, number, &mut row, &mut written) {
                return Ok(Err(error));
            }
            number = at;
        }
        if written > LARGEST {
            return Err(FileProblem::new("The sheet is too large to be imported."));
        }
        let text = text(cell.get_value());
        if column >= WIDEST && !text.is_empty() {
            return Err(FileProblem::new(format!("Row {} has more than 1,000 cells.", at + 1)));
        }
        if !text.is_empty() {
            row.resize(row.len().max(column as usize), String::new());
            row.push(text);
        }
    }
    Ok(write(out, number, &mut row, &mut written))
}

fn broken(error: XlsxError) -> FileProblem {
    log::debug!("a workbook cannot be read: {error}");
    FileProblem::new(
        "This is not a complete Excel workbook (.xlsx): it may be cut off, damaged or protected by \
         a password.",
    )
}

fn write(
    out: &mut impl Write,
    number: u32,
    row: &mut Vec<String>,
    written: &mut u64,
) -> std::io::Result<()> {
    if row.is_empty() {
        return Ok(());
    }
    let mut line = serde_json::to_vec(&(u64::from(number) + 1, &*row))?;
    line.push(b'\n');
    row.clear();
    *written += line.len() as u64;
    out.write_all(&line)
}

/// What stands in a cell as it would be typed.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(time) if !time.is_duration() => match value.as_datetime() {
            Some(time) if time.time() == chrono::NaiveTime::MIN => time.date().to_string(),
            Some(time) => time.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
            None => Data::from(value.clone()).to_string(),
        },
        DataRef::Float(number) => format!("{number}"),
        other => Data::from(other.clone()).to_string(),
    }
}

/// A row as it is kept.
fn kept(line: &str) -> (u64, Vec<String>) {
    serde_json::from_str(line).unwrap_or_default()
}

/// The cells of the first row.
pub(super) fn first(text: &str) -> Vec<String> {
    text.lines().next().map(kept).unwrap_or_default().1
}

pub(super) fn rows(
    reading: &Reading,
    columns: usize,
    (text, piece): (&str, Piece<'_>),
    most: usize,
) -> FileRows {
    let mut read = FileRows::default();
    let mut is_header = reading.has_header && piece.position == 0;
    let mut rest = text;
    while read.rows.len() < most {
        let Some((line, after)) = rest.split_once('\n') else { break };
        rest = after;
        read.bytes += line.len() as u64 + 1;
        read.lines += 1;
        if std::mem::take(&mut is_header) {
            continue;
        }
        let (line, cells) = kept(line);
        // A sheet says nothing of the empty cells at the end of a row.
        let mut cells: Vec<Option<String>> = cells.into_iter().map(Some).collect();
        let problem = (cells.len() > columns).then(|| uneven(cells.len(), columns));
        cells.resize(cells.len().max(columns), Some(String::new()));
        read.rows.push(FileRow { line, cells, problem });
    }
    read
}
