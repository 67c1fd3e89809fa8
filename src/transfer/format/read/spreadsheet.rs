//! Workbooks: their sheets are read once, cell by cell, and kept as lines of JSON, which can be read
//! from any place. What a workbook knows as numbers, days and yes or no is text then, as it
//! would be typed.

use std::io::{BufReader, Read, Seek, SeekFrom, Write};

use calamine::{
    Data, DataRef, DataType as _, Reader as _, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use serde::{Deserialize, Serialize};

use super::guess::COMPOUND;
use super::{FileProblem, FileRow, FileRows, LONGEST_CELL, Reading, WIDEST, unfold, words};

/// What a sheet becomes may have at most so many bytes: a small file can unfold to any size.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// A sheet of a workbook, and where its rows stand among the lines of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// So many bytes stand before its rows.
    pub start: u64,
    /// They have so many bytes.
    pub size: u64,
}

/// Writes the rows of the sheets that are shown as lines, each with its number in front; returns
/// those that have any. What a sheet had no room for belongs to it, where the next one goes on with
/// it below the same first row.
///
/// # Errors
/// Where it is no workbook, or not all of one; the inner one where the lines cannot be written.
pub fn flatten(
    mut file: impl Read + Seek,
    out: &mut impl Write,
) -> Result<std::io::Result<Vec<Sheet>>, FileProblem> {
    if is_compound(&mut file).unwrap_or_default() {
        return Err(of_compound(file));
    }
    unfold::check(&mut file)?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let sheets = workbook.sheets_metadata();
    let shown = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        return Err(FileProblem::new(words::NO_SHEET));
    }
    let mut lines = Lines {
        out,
        sheets: Vec::new(),
        head: Vec::new(),
        before: 0,
        last: 0,
        row: Vec::new(),
        problem: String::new(),
        written: 0,
    };
    for name in &names {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
        let (mut number, mut is_first) = (0, true);
        loop {
            let cell = cells.next_cell_with_formula_metadata().map_err(broken)?;
            let at = cell.as_ref().map(|cell| cell.pos);
            if at.is_none_or(|(row, _)| row != number) && !lines.row.is_empty() {
                let begins = is_first.then_some(name.as_str());
                if let Err(error) = lines.end_row(number, begins) {
                    return Ok(Err(error));
                }
                is_first = false;
            }
            let (Some(cell), Some((row, column))) = (cell, at) else { break };
            number = row;
            let mut typed = text(&cell.value);
            match (&cell.value, &cell.formula) {
                (DataRef::Error(error), _) => {
                    lines.problem =
                        words::holds_the_error(&name_of((row, column)), &error.to_string());
                }
                (DataRef::Empty, Some(formula)) => {
                    lines.problem = words::has_no_result(&name_of((row, column)));
                    // What stands in the cell, so that it comes back with the row.
                    typed = written(formula);
                }
                _ => (),
            }
            lines.add((row, column), typed)?;
        }
    }
    Ok(Ok(lines.sheets))
}

/// A sheet has so many rows.
const ROWS: u64 = 1_048_576;

/// What the sheets become.
struct Lines<'o, W> {
    out: &'o mut W,
    sheets: Vec<Sheet>,
    /// The first row of the last one.
    head: Vec<String>,
    /// So many rows of it stand in the sheets that it goes on from.
    before: u64,
    /// The number of the row that was written last, in its own sheet.
    last: u64,
    /// The cells of the row so far.
    row: Vec<String>,
    /// What is wrong with one of them.
    problem: String,
    written: u64,
}

impl<W: Write> Lines<'_, W> {
    fn add(&mut self, (row, column): (u32, u32), text: String) -> Result<(), FileProblem> {
        if self.written > LARGEST {
            return Err(FileProblem::new(words::SHEET_TOO_LARGE));
        }
        if text.is_empty() {
            return Ok(());
        }
        if text.len() > LONGEST_CELL {
            return Err(FileProblem::new(words::too_long_a_cell(&name_of((row, column)))));
        }
        if column as usize >= WIDEST {
            self.problem = words::too_wide_a_row(row + 1);
            return Ok(());
        }
        self.row.resize(self.row.len().max(column as usize), String::new());
        self.row.push(text);
        Ok(())
    }

    /// Writes a row; the first one of a sheet begins that, or goes on with the last one.
    fn end_row(&mut self, number: u32, begins: Option<&str>) -> std::io::Result<()> {
        let (row, problem) = (std::mem::take(&mut self.row), std::mem::take(&mut self.problem));
        let is_full = std::mem::replace(&mut self.last, u64::from(number) + 1) == ROWS;
        if let Some(name) = begins {
            if is_full && row == self.head {
                self.before += ROWS;
                return Ok(());
            }
            (self.head, self.before) = (row.clone(), 0);
            self.sheets.push(Sheet { name: name.to_owned(), start: self.written, size: 0 });
        }
        let mut line = serde_json::to_vec(&(self.before + self.last, &row, problem))?;
        line.push(b'\n');
        self.out.write_all(&line)?;
        self.written += line.len() as u64;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.size = self.written - sheet.start;
        }
        Ok(())
    }
}

fn broken(error: XlsxError) -> FileProblem {
    log::debug!("a workbook cannot be read: {error}");
    FileProblem::new(words::DAMAGED)
}

fn is_compound(file: &mut (impl Read + Seek)) -> std::io::Result<bool> {
    let mut first = Vec::new();
    file.by_ref().take(COMPOUND.len() as u64).read_to_end(&mut first)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(first == COMPOUND)
}

/// What is wrong with a file of Office that is no archive.
fn of_compound(file: impl Read + Seek) -> FileProblem {
    FileProblem::new(match Xlsx::new(BufReader::new(file)) {
        Err(XlsxError::Password) => words::PROTECTED,
        _ => words::OLD_WORKBOOK,
    })
}

/// What a cell is called: `B3`.
fn name_of((row, column): (u32, u32)) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = (b'A'..=b'Z').nth(((rest - 1) % 26) as usize).unwrap_or(b'?');
        letters.insert(0, char::from(letter));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// What stands in a cell as it would be typed.
fn text(value: &DataRef<'_>) -> String {
    let plain = || Data::from(value.clone()).to_string();
    match value {
        DataRef::DateTime(time) if time.is_duration() => plain(),
        // A time of no day: the day that it would be counted from is none that anybody typed.
        DataRef::DateTime(time) if (0.0..1.0).contains(&time.as_f64()) => match value.as_datetime()
        {
            Some(time) => time.format("%H:%M:%S%.f").to_string(),
            None => plain(),
        },
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => match value.as_datetime() {
            Some(time) if time.time() == chrono::NaiveTime::MIN => time.date().to_string(),
            Some(time) => time.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
            None => plain(),
        },
        DataRef::Float(number) => in_digits(*number),
        _ => plain(),
    }
}

/// A formula as it is typed, as far as the cell itself has it.
fn written(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={formula}")
        }
        _ => "=".to_owned(),
    }
}

/// A number as a spreadsheet shows it: with fifteen digits, behind which 0.1 + 0.2 is no 0.3.
fn in_digits(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    if number.fract() == 0.0 { number.to_string() } else { shown.to_string() }
}

/// A row as it is kept: its number, its cells, what is wrong with one of them.
fn kept(line: &str) -> (u64, Vec<String>, String) {
    serde_json::from_str(line).unwrap_or_default()
}

/// The cells of the row with the names, or of the first row where none has them.
pub(super) fn first(reading: &Reading, text: &str) -> Vec<String> {
    let mut rows = text.lines().map(kept);
    rows.find(|(row, ..)| *row >= reading.header).unwrap_or_default().1
}

pub(super) fn rows(reading: &Reading, columns: usize, text: &str, most: usize) -> FileRows {
    let mut read = FileRows::default();
    let mut rest = text;
    while read.rows.len() < most {
        let Some((line, after)) = rest.split_once('\n') else { break };
        rest = after;
        read.bytes += line.len() as u64 + 1;
        read.lines += 1;
        let (line, cells, problem) = kept(line);
        if line <= reading.header {
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        // A sheet says nothing of the empty cells at the end of a row.
        let mut cells: Vec<Option<String>> = cells.into_iter().map(Some).collect();
        let uneven = (cells.len() > columns).then(|| words::uneven(cells.len(), columns));
        let problem = Some(problem).filter(|problem| !problem.is_empty()).or(uneven);
        cells.resize(cells.len().max(columns), Some(String::new()));
        read.rows.push(FileRow { line, cells, problem });
    }
    read
}
