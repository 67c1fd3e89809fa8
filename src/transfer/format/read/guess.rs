//! What a file is, by its first bytes: its name is not trusted.

use super::{FileProblem, TextEncoding};
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
/// Files of other programs, by what they begin with.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF. Save the table in it as .xlsx or CSV"),
    (b"\x1f\x8b", "a compressed file. Unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"Rar!", "a compressed file. Unpack it first"),
    (b"7z\xbc\xaf", "a compressed file. Unpack it first"),
];

/// Tells what a file is by its first bytes.
///
/// # Errors
/// Where it is nothing that can be imported.
pub fn sniff(bytes: &[u8]) -> Result<Sniffed, FileProblem> {
    let what = |sentence: &str| FileProblem::new(format!("This is {sentence}."));
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileProblem::new("The file is empty."));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(COMPOUND) {
        return Ok(Sniffed { format: FileFormat::Xlsx, encoding: TextEncoding::Utf8 });
    }
    if let Some((_, name)) = OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(what(name));
    }
    let encoding = guess_encoding(bytes);
    let is_wide = matches!(encoding, TextEncoding::Utf16Le | TextEncoding::Utf16Be);
    if !is_wide && bytes.contains(&0) {
        return Err(FileProblem::new(
            "This is no text, and no Excel workbook (.xlsx): it cannot be imported.",
        ));
    }
    let text = bytes.strip_prefix(TextEncoding::Utf8.mark()).unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"<") {
        return Err(what("a web page or XML. Save the table in it as .xlsx or CSV"));
    }
    let format = match text.first() {
        Some(b'[') if !is_wide => FileFormat::Json,
        Some(b'{') if !is_wide => FileFormat::Ndjson,
        _ => FileFormat::Csv,
    };
    Ok(Sniffed { format, encoding })
}

/// How a text seems to write characters, by its mark or by what it cannot be.
fn guess_encoding(bytes: &[u8]) -> TextEncoding {
    let marked = [TextEncoding::Utf8, TextEncoding::Utf16Le, TextEncoding::Utf16Be]
        .into_iter()
        .find(|encoding| bytes.starts_with(encoding.mark()));
    if let Some(encoding) = marked {
        return encoding;
    }
    match std::str::from_utf8(bytes) {
        // The last character may be cut off.
        Err(error) if error.error_len().is_some() => TextEncoding::Windows1252,
        _ => TextEncoding::Utf8,
    }
}

/// What seems to stand between two cells: what is there equally often in the first lines, and most
/// often.
pub fn guess_separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
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
        let first = lines.first().map_or(0, |line| count(line, *separator));
        let alike = lines.iter().filter(|line| count(line, *separator) == first).count();
        if first == 0 { 0 } else { alike * 1000 + first.min(999) }
    };
    let best = Separator::ALL.iter().map(|it| it.byte()).rev().max_by_key(score);
    best.filter(|best| score(best) > 0).unwrap_or(b',')
}

/// Whether the first row seems to name the columns: one of its cells is such a name, or none of
/// them is empty or a number.
pub fn guess_header(first: &[String], is_name: impl Fn(&str) -> bool) -> bool {
    let is_value = |cell: &String| cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok();
    first.iter().any(|cell| is_name(cell)) || !first.iter().any(is_value)
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
        assert_eq!(of(b"\xef\xbb\xbf [{}]"), Ok((FileFormat::Json, TextEncoding::Utf8)));
        assert_eq!(of(b"{}\n"), Ok((FileFormat::Ndjson, TextEncoding::Utf8)));
        assert_eq!(of(b"PK\x03\x04"), Ok((FileFormat::Xlsx, TextEncoding::Utf8)));
        for bytes in [&b""[..], b" \n", b"%PDF-1.7", b"a\0b", b"<html>"] {
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
            ("\"a;b\",c\n\"x;y;z\",d", b','),
        ] {
            assert_eq!(guess_separator(text), separator, "{text}");
        }
    }
}
