//! Cells with a separator between them, as RFC 4180 has them.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::super::formula::bare;
use super::{FileProblem, FileRow, FileRows, Piece, Reading, line_ends, words};

fn reader<'t>(reading: &Reading, text: &'t str) -> Reader<&'t [u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(reading.separator)
        .from_reader(text.as_bytes())
}

fn broken(_: csv::Error) -> FileProblem {
    FileProblem::new(words::NO_CSV)
}

/// What the first line says that stands between cells, as Excel reads it: `sep=;`.
pub(super) fn said_separator(text: &str) -> Option<u8> {
    let line = text.trim_start_matches('\u{feff}').split(['\r', '\n']).next()?.trim_end();
    match line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.as_bytes() {
        [byte] if byte.is_ascii() => Some(*byte),
        _ => None,
    }
}

/// Whether a row is none: it stands before that with the names of the columns, or says what stands
/// between cells.
fn is_before(reading: &Reading, line: u64, own: &str) -> bool {
    line < reading.header || line == 1 && said_separator(own).is_some()
}

/// The rows of a text, with the lines at which they begin.
struct Records<'t> {
    reader: Reader<&'t [u8]>,
    text: &'t str,
    record: ByteRecord,
    /// Where the row ends that was read last.
    end: usize,
    /// The line that begins there, counted from 1.
    line: u64,
}

impl<'t> Records<'t> {
    fn of(reading: &Reading, text: &'t str) -> Self {
        let (reader, record) = (reader(reading, text), ByteRecord::new());
        Self { reader, text, record, end: 0, line: 1 }
    }

    /// Reads the next row: the line at which it begins, and what is its own. Blank lines before it
    /// are none of it.
    fn next(&mut self) -> Result<Option<(u64, &'t str)>, FileProblem> {
        if !self.reader.read_byte_record(&mut self.record).map_err(broken)? {
            return Ok(None);
        }
        let mut end = self.reader.position().byte() as usize;
        // A row is over at its CR already; the LF behind that is no line of its own.
        let (before, behind) = self.text.split_at_checked(end).unwrap_or_default();
        if before.ends_with('\r') && behind.starts_with('\n') {
            end += 1;
        }
        let all = self.text.get(self.end..end).unwrap_or_default();
        let own = all.trim_start_matches(['\r', '\n']);
        let blank = all.strip_suffix(own).unwrap_or_default();
        let line = self.line + line_ends(blank);
        (self.end, self.line) = (end, line + line_ends(own));
        Ok(Some((line, own)))
    }
}

/// The cells of the row with the names, or of the first row where none has them.
pub(super) fn first(reading: &Reading, text: &str) -> Result<Vec<String>, FileProblem> {
    let mut records = Records::of(reading, text);
    while let Some((line, own)) = records.next()? {
        if !is_before(reading, line, own) {
            return Ok(cells(reading, &records.record).into_iter().flatten().collect());
        }
    }
    Ok(Vec::new())
}

pub(super) fn rows(
    reading: &Reading,
    columns: usize,
    (text, piece): (&str, Piece<'_>),
    most: usize,
) -> Result<FileRows, FileProblem> {
    let mut records = Records::of(reading, text);
    let mut read = FileRows::default();
    while read.rows.len() < most
        && let Some((line, own)) = records.next()?
    {
        let is_at_end = records.end >= text.len();
        if is_at_end && !piece.is_last {
            break;
        }
        let at = piece.line + line - 1;
        if is_at_end && own.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(FileProblem::new(words::endless_quotes(at)));
        }
        (read.bytes, read.lines) = (records.end as u64, records.line - 1);
        if is_before(reading, at, own) || at == reading.header {
            continue;
        }
        let cells = cells(reading, &records.record);
        // Spreadsheets write rows of empty cells behind a table.
        if cells.iter().flatten().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let problem = (cells.len() != columns).then(|| words::uneven(cells.len(), columns));
        read.rows.push(FileRow { line: at, cells, problem });
    }
    if piece.is_last && read.rows.len() < most {
        read.bytes = text.len() as u64;
    }
    Ok(read)
}

/// What stands in the cells; without the apostrophe that keeps a text from being a formula, where
/// there is one.
fn cells(reading: &Reading, record: &ByteRecord) -> Vec<Option<String>> {
    let text = |cell: &[u8]| {
        let cell = String::from_utf8_lossy(cell);
        Some(if reading.is_live { cell.into_owned() } else { bare(&cell).to_owned() })
    };
    record.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{TextEncoding, columns, rows};
    use super::*;
    use crate::transfer::format::FileFormat;

    fn reading(separator: u8) -> Reading {
        let (format, encoding) = (FileFormat::Csv, TextEncoding::Utf8);
        Reading { format, encoding, separator, header: 1, is_live: false }
    }

    /// All rows of a file that comes in pieces of so many bytes, as lines and cells.
    fn in_pieces(text: &str, size: usize) -> Vec<(u64, Vec<String>)> {
        let (reading, bytes) = (reading(b','), text.as_bytes());
        let whole = Piece { bytes, position: 0, line: 1, is_last: true };
        let names = columns(&reading, whole).unwrap();
        let (mut position, mut line, mut size_now, mut found) = (0, 1, size, Vec::new());
        while position < bytes.len() {
            let end = bytes.len().min(position + size_now);
            let piece = Piece {
                bytes: &bytes[position..end],
                position: position as u64,
                line,
                is_last: end == bytes.len(),
            };
            let read = rows(&reading, &names, piece, 2).unwrap();
            size_now = if read.bytes == 0 { size_now * 2 } else { size };
            position += read.bytes as usize;
            line += read.lines;
            found.extend(read.rows.into_iter().map(|row| {
                let cells = row.cells.into_iter().map(Option::unwrap_or_default).collect();
                (row.line, cells)
            }));
        }
        found
    }

    #[test]
    fn a_file_reads_the_same_in_whatever_pieces_it_comes() {
        let text =
            "\u{feff}name,note\r\nAlien,\"a \"\"b\"\"\r\nc\"\r\n\r\n\"é\",\n\n\"x,y\",=1\r\nlast,";
        let whole = in_pieces(text, 1000);
        let cells = |name: &str, note: &str| vec![name.to_owned(), note.to_owned()];
        assert_eq!(
            whole,
            [
                (2, cells("Alien", "a \"b\"\r\nc")),
                (5, cells("é", "")),
                (7, cells("x,y", "=1")),
                (8, cells("last", ""))
            ]
        );
        for size in 1..60 {
            assert_eq!(in_pieces(text, size), whole, "{size}");
        }
    }

    #[test]
    fn a_line_ends_by_cr_by_lf_or_by_both() {
        let text = "sep=,\rname,note\rAlien,\"a\rb\nc\r\nd\"\r\rSolaris,\r\n\r\nStalker,x\n\r\
                    \"Ran\",\r";
        let lines = |size| in_pieces(text, size).into_iter().map(|(line, _)| line);
        let reading = Reading { header: 2, ..reading(b',') };
        let piece = Piece { bytes: text.as_bytes(), position: 0, line: 1, is_last: true };
        assert_eq!(columns(&reading, piece).unwrap(), ["name", "note"]);
        // Read as if the first line named the columns, the second one is a row.
        for size in 1..=text.len() {
            assert_eq!(lines(size).collect::<Vec<_>>(), [2, 3, 8, 10, 12], "{size}");
        }
    }

    #[test]
    fn a_row_of_another_number_of_cells_and_quotes_without_end_are_told() {
        let names = ["a".to_owned(), "b".to_owned()];
        let piece = |text: &'static str| Piece {
            bytes: text.as_bytes(),
            position: 0,
            line: 1,
            is_last: true,
        };
        let read = rows(&reading(b';'), &names, piece("a;b\n1\n1;2;3\n"), 9).unwrap();
        let problems: Vec<_> = read.rows.iter().map(|row| row.problem.clone().unwrap()).collect();
        assert!(problems[0].contains("has 1 cell,") && problems[1].contains("has 3 cells,"));
        let FileProblem(sentence) =
            rows(&reading(b';'), &names, piece("a;b\n1;2\n3;\"4\n5;6\n"), 9).unwrap_err();
        assert!(sentence.contains("begin in line 3"), "{sentence}");
    }
}
