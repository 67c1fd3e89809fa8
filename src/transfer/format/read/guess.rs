//! What a file is, by its first bytes: its name is not trusted.

use serde::de::IgnoredAny;

use super::delimited::said_separator;
use super::{FileProblem, FileRow, TextEncoding, line_ends, words};
use crate::transfer::format::{FileFormat, Separator};

/// What the first bytes of a file tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sniffed {
    /// How it seems to hold its rows.
    pub format: FileFormat,
    /// How it seems to write characters.
    pub encoding: TextEncoding,
}

/// How old files of Office begin, and new ones that are protected by a password.
pub(super) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
/// Files of other programs: what they begin with, and what is said of them.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", words::PDF),
    (b"\x1f\x8b", words::COMPRESSED),
    (b"\x89PNG", words::PICTURE),
    (b"\xff\xd8\xff", words::PICTURE),
    (b"GIF8", words::PICTURE),
    (b"SQLite format 3", words::DATABASE),
    (b"Rar!", words::COMPRESSED),
    (b"7z\xbc\xaf", words::COMPRESSED),
];

/// The marks of an encoding that is not read, of which one begins as that of UTF-16 does.
const UTF_32: [&[u8]; 2] = [b"\xff\xfe\0\0", b"\0\0\xfe\xff"];

/// Tells what a file is by its first bytes.
///
/// # Errors
/// Where it is nothing that can be imported.
pub fn sniff(bytes: &[u8]) -> Result<Sniffed, FileProblem> {
    if UTF_32.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(FileProblem::new(words::UTF_32));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(COMPOUND) {
        return Ok(Sniffed { format: FileFormat::Xlsx, encoding: TextEncoding::Utf8 });
    }
    if let Some((_, sentence)) = OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(FileProblem::new(*sentence));
    }
    let encoding = guess_encoding(bytes);
    let is_wide = matches!(encoding, TextEncoding::Utf16Le | TextEncoding::Utf16Be);
    let text = bytes.strip_prefix(encoding.mark()).unwrap_or(bytes);
    if text.iter().all(|byte| byte.is_ascii_whitespace() || is_wide && *byte == 0) {
        return Err(FileProblem::new(words::EMPTY));
    }
    if !is_wide && let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
        return Err(match is_text_but_for_nul(bytes) {
            true => FileProblem::new(words::nul(1 + line_ends(&before))),
            false => FileProblem::new(words::NO_TABLE),
        });
    }
    let text = text.trim_ascii_start();
    if text.starts_with(b"<") {
        return Err(FileProblem::new(words::WEB_PAGE));
    }
    let format = match text.first() {
        Some(b'[') if !is_wide => FileFormat::Json,
        Some(b'{') if !is_wide => FileFormat::Ndjson,
        _ => FileFormat::Csv,
    };
    if format == FileFormat::Ndjson && is_spread(text) {
        return Err(FileProblem::new(words::SPREAD));
    }
    Ok(Sniffed { format, encoding })
}

/// Whether all of it is text but for a few NUL: in other files most are none, or one in two.
fn is_text_but_for_nul(bytes: &[u8]) -> bool {
    let is_text = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    let others = bytes.iter().filter(|byte| !is_text(byte)).count();
    let nul = bytes.iter().filter(|byte| **byte == 0).count();
    others == nul && nul * 4 < bytes.len()
}

/// Whether the first object goes on behind its first line.
fn is_spread(text: &[u8]) -> bool {
    let first = text.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut objects = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    let is_cut = serde_json::from_slice::<IgnoredAny>(first).is_err_and(|error| error.is_eof());
    is_cut && objects.next().is_some_and(|object| object.is_ok())
}

/// How a text seems to write characters, by its mark or by what it cannot be.
fn guess_encoding(bytes: &[u8]) -> TextEncoding {
    let marked = [TextEncoding::Utf8, TextEncoding::Utf16Le, TextEncoding::Utf16Be]
        .into_iter()
        .find(|encoding| bytes.starts_with(encoding.mark()));
    if let Some(encoding) = marked.or_else(|| unmarked_utf16(bytes)) {
        return encoding;
    }
    match std::str::from_utf8(bytes) {
        // The last character may be cut off.
        Err(error) if error.error_len().is_some() => TextEncoding::Windows1252,
        _ => TextEncoding::Utf8,
    }
}

/// UTF-16 without its mark: at least every second character is of one byte, beside a NUL that is
/// always on the same side of it, and there are some of these.
fn unmarked_utf16(bytes: &[u8]) -> Option<TextEncoding> {
    let nul = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let are_many = |count: usize| count >= 4 && count * 4 >= bytes.len();
    match (nul(0), nul(1)) {
        (0, right) if are_many(right) => Some(TextEncoding::Utf16Le),
        (left, 0) if are_many(left) => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

/// What stands between two cells, where the file says it, or what seems to: what is there equally
/// often in the first lines, and most often.
pub fn guess_separator(text: &str) -> u8 {
    if let Some(separator) = said_separator(text) {
        return separator;
    }
    let lines = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty());
    let lines: Vec<&str> = lines.take(20).collect();
    let count = |line: &str, separator: u8| {
        let mut is_quoted = false;
        line.bytes()
            .filter(|byte| {
                is_quoted ^= *byte == b'"';
                *byte == separator && !is_quoted
            })
            .count()
    };
    let score = |separator: &u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, *separator)).collect();
        let alike = |often: usize| counts.iter().filter(|it| **it == often).count();
        let scores = counts.iter().filter(|it| **it > 0);
        scores.map(|often| alike(*often) * 1000 + (*often).min(999)).max().unwrap_or_default()
    };
    let best = Separator::ALL.iter().map(|it| it.byte()).rev().max_by_key(score);
    best.filter(|best| score(best) > 0).unwrap_or(b',')
}

/// By so many of its first rows it is told where a table begins.
pub const SAMPLE: usize = 20;

/// The line that seems to name the columns, 0 for none, of the first rows of a file and their lines:
/// that in which most cells are such names. Where none is, the first row that has as many cells as
/// most of them, if none of those is empty or a number.
pub fn guess_header(rows: &[FileRow], is_name: impl Fn(&str) -> bool) -> u64 {
    let cells = |row: &'_ FileRow| row.cells.iter().flatten().cloned().collect::<Vec<String>>();
    let filled = |row: &FileRow| cells(row).iter().filter(|it| !it.trim().is_empty()).count();
    let named = |row: &&FileRow| cells(row).iter().filter(|cell| is_name(cell)).count();
    // Of several with as many the last one is returned, so they are turned round.
    if let Some(row) = rows.iter().rev().max_by_key(named).filter(|row| named(row) > 0) {
        return row.line;
    }
    let alike = |row: &&FileRow| rows.iter().filter(|it| filled(it) == filled(row)).count();
    let Some(usual) = rows.iter().max_by_key(alike).map(filled) else { return 1 };
    let Some(first) = rows.iter().find(|row| filled(row) >= usual) else { return 1 };
    let is_value = |cell: &String| cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok();
    if cells(first).iter().any(is_value) { 0 } else { first.line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_what_it_begins_with() {
        let of = |bytes: &[u8]| sniff(bytes).map(|it| (it.format, it.encoding));
        assert_eq!(of(b"a,b\n1,2"), Ok((FileFormat::Csv, TextEncoding::Utf8)));
        assert_eq!(of(b"caf\xe9;b"), Ok((FileFormat::Csv, TextEncoding::Windows1252)));
        assert_eq!(of(b"\xff\xfea\0,\0"), Ok((FileFormat::Csv, TextEncoding::Utf16Le)));
        assert_eq!(of(b"n\0a\0m\0e\0\n\0"), Ok((FileFormat::Csv, TextEncoding::Utf16Le)));
        assert_eq!(of(b"\0n\0a\0m\0e\0\n\x04\x10"), Ok((FileFormat::Csv, TextEncoding::Utf16Be)));
        assert_eq!(of(b"\xef\xbb\xbf [{}]"), Ok((FileFormat::Json, TextEncoding::Utf8)));
        assert_eq!(of(b"{}\n"), Ok((FileFormat::Ndjson, TextEncoding::Utf8)));
        assert_eq!(of(b"PK\x03\x04"), Ok((FileFormat::Xlsx, TextEncoding::Utf8)));
        for bytes in [
            &b""[..],
            b" \n",
            b"%PDF-1.7",
            b"a\0b",
            b"<html>",
            b"\xef\xbb\xbf\r\n",
            b"\xff\xfe\n\0",
        ] {
            assert!(of(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_separator_is_told_by_the_first_lines() {
        for (text, separator) in [
            ("a,b\n1,2", b','),
            ("a;b\n1,5;2", b';'),
            ("a\tb c\n1,2\t3", b'\t'),
            ("a|b\n", b'|'),
            ("name\nAlien", b','),
            ("Report\n\na;b\n1,5;2\n", b';'),
            ("sep=;\na,b;c,d\n", b';'),
            ("\"a;b\",c\n\"x;y;z\",d", b','),
        ] {
            assert_eq!(guess_separator(text), separator, "{text}");
        }
    }

    #[test]
    fn the_row_with_the_names_is_found_wherever_it_stands() {
        let row = |line, cells: &[&str]| FileRow {
            line,
            cells: cells.iter().map(|cell| Some((*cell).to_owned())).collect(),
            problem: None,
        };
        let guess = |rows: &[FileRow]| guess_header(rows, |name| name == "Name");
        let (title, data) = (row(1, &["Report"]), row(7, &["Alien", "1979"]));
        assert_eq!(guess(&[title.clone(), row(4, &["Name", "Year"]), data.clone()]), 4);
        assert_eq!(guess(&[row(1, &["Name"]), row(2, &["Name"])]), 1);
        assert_eq!(guess(&[title, row(4, &["Titel", "Jahr"]), data.clone(), data.clone()]), 4);
        assert_eq!(guess(&[data.clone(), data]), 0);
    }
}
