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

/// Writes the rows of the first sheet that is shown as lines, each with its number in front; and of
/// those behind it that begin with the same row, as a table has them that was too long for one
/// sheet.
///
/// # Errors
/// Where it is no workbook, or not all of one; the inner one where the lines cannot be written.
pub fn flatten(
    file: impl Read + Seek,
    out: &mut impl Write,
) -> Result<std::io::Result<()>, FileProblem> {
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let sheets = workbook.sheets_metadata();
    let shown = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        return Err(FileProblem::new("The workbook has no sheet."));
    }
    let mut lines = Lines { out, head: None, sheet: 0, before: 0, row: Vec::new(), written: 0 };
    for (index, name) in names.iter().enumerate() {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
        (lines.sheet, lines.before) = (index, index as u64 * ROWS);
        let (mut number, mut is_first) = (0, true);
        loop {
            let cell = cells.next_cell().map_err(broken)?;
            let at = cell.as_ref().map(calamine::Cell::get_position);
            if at.is_none_or(|(row, _)| row != number) && !lines.row.is_empty() {
                match lines.end_row(number, is_first) {
                    Ok(true) => is_first = false,
                    // It is another table.
                    Ok(false) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            let (Some(cell), Some((row, column))) = (cell, at) else { break };
            number = row;
            lines.add((row, column), text(cell.get_value()))?;
        }
        lines.row.clear();
    }
    Ok(Ok(()))
}

/// A sheet has so many rows.
const ROWS: u64 = 1_048_576;

/// What the sheets become.
struct Lines<'o, W> {
    out: &'o mut W,
    /// The first row of the first sheet.
    head: Option<Vec<String>>,
    sheet: usize,
    /// So many rows stand in the sheets before.
    before: u64,
    /// The cells of the row so far.
    row: Vec<String>,
    written: u64,
}

impl<W: Write> Lines<'_, W> {
    fn add(&mut self, (row, column): (u32, u32), text: String) -> Result<(), FileProblem> {
        if self.written > LARGEST {
            return Err(FileProblem::new("The sheet is too large to be imported."));
        }
        if text.is_empty() {
            return Ok(());
        }
        if column >= WIDEST {
            return Err(FileProblem::new(format!("Row {} has more than 1,000 cells.", row + 1)));
        }
        self.row.resize(self.row.len().max(column as usize), String::new());
        self.row.push(text);
        Ok(())
    }

    /// Writes a row. Returns whether the sheet belongs to the table, as its first row tells.
    fn end_row(&mut self, number: u32, is_first: bool) -> std::io::Result<bool> {
        let row = std::mem::take(&mut self.row);
        if is_first && self.sheet > 0 {
            return Ok(self.head.as_ref() == Some(&row));
        }
        let mut line = serde_json::to_vec(&(self.before + u64::from(number) + 1, &row))?;
        line.push(b'\n');
        self.written += line.len() as u64;
        self.out.write_all(&line)?;
        if is_first {
            self.head = Some(row);
        }
        Ok(true)
    }
}

fn broken(error: XlsxError) -> FileProblem {
    log::debug!("a workbook cannot be read: {error}");
    FileProblem::new(
        "This is not a complete Excel workbook (.xlsx): it may be cut off, damaged or protected by \
         a password.",
    )
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
