//! Cells with a separator between them, as RFC 4180 has them.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::super::formula::bare;
use super::{FileProblem, FileRow, FileRows, Piece, Reading, words};

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
    let line = text.trim_start_matches('\u{feff}').lines().next()?.trim_end();
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

/// The cells of the row with the names, or of the first row where none has them.
pub(super) fn first(reading: &Reading, text: &str) -> Result<Vec<String>, FileProblem> {
    let mut reader = reader(reading, text);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(broken)? {
        let (line, own) = place(&reader, &record, text);
        if !is_before(reading, line, own) {
            return Ok(cells(reading, &record).into_iter().flatten().collect());
        }
    }
    Ok(Vec::new())
}

/// The line at which a row begins, counted from that of the text, and what is its own. Blank lines
/// before it are none of it.
fn place<'t>(reader: &Reader<&[u8]>, record: &ByteRecord, text: &'t str) -> (u64, &'t str) {
    let begin = record.position().map_or(0, csv::Position::byte) as usize;
    let own = text.get(begin..reader.position().byte() as usize).unwrap_or_default();
    let row = own.trim_start_matches(['\r', '\n']);
    let blank = own.get(..own.len() - row.len()).unwrap_or_default().matches('\n').count() as u64;
    (record.position().map_or(1, csv::Position::line) + blank, row)
}

pub(super) fn rows(
    reading: &Reading,
    columns: usize,
    (text, piece): (&str, Piece<'_>),
    most: usize,
) -> Result<FileRows, FileProblem> {
    let mut reader = reader(reading, text);
    let mut read = FileRows::default();
    let mut record = ByteRecord::new();
    while read.rows.len() < most && reader.read_byte_record(&mut record).map_err(broken)? {
        let (end, line) = (reader.position().byte(), reader.position().line());
        let is_at_end = end as usize >= text.len();
        if is_at_end && !piece.is_last {
            break;
        }
        let (at, own) = place(&reader, &record, text);
        let at = piece.line + at - 1;
        if is_at_end && own.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(FileProblem::new(words::endless_quotes(at)));
        }
        (read.bytes, read.lines) = (end, line - 1);
        if is_before(reading, at, own) || at == reading.header {
            continue;
        }
        let cells = cells(reading, &record);
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
