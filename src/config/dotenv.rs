//! The file `.env`: lines of `NAME=value`, each value as it is.
//!
//! - A line that is empty, or begins with `#`, says nothing.
//! - `export` may stand before a name. Blanks around a name and around a value do not count.
//! - A value ends at the end of its line, or at a `#` behind a blank.
//! - A value that begins with `'` or `"` ends at the next one of them. Whatever stands between them
//!   is the value; only a comment may follow.
//! - Nothing is replaced or escaped: `$`, `\` and all other characters stand for themselves.
//! - Of two lines with the same name, the later one counts.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

/// What does not count at the ends of a line or of a value.
const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// The variables of a file.
pub(super) type Variables = HashMap<String, String>;

/// Reads the file; where there is none, it says nothing.
///
/// # Errors
/// What is wrong with the file, and in which line. Nothing of the line is shown, since it may hold
/// a password.
pub(super) fn read(file: &Path) -> Result<Variables, String> {
    match std::fs::read(file) {
        Ok(bytes) => parse(&bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Variables::new()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn parse(bytes: &[u8]) -> Result<Variables, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut variables = Variables::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8");
        let pair = line.and_then(variable).map_err(|rule| format!("line {} {rule}", index + 1))?;
        variables.extend(pair);
    }
    Ok(variables)
}

/// The name and the value of a line, if it has them.
fn variable(line: &str) -> Result<Option<(String, String)>, &'static str> {
    let line = line.trim_matches(BLANKS);
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    if line.contains('\0') {
        return Err("holds a zero byte");
    }
    let (name, value) = line.split_once('=').ok_or("is not NAME=value")?;
    let name = name.trim_end_matches(BLANKS);
    let exported = name.strip_prefix("export").filter(|rest| rest.starts_with(BLANKS));
    let name = exported.map_or(name, |rest| rest.trim_start_matches(BLANKS));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(plain)
    {
        return Err("is not NAME=value: a name is made of letters, digits and underscores");
    }
    Ok(Some((name.to_owned(), unquoted(value.trim_start_matches(BLANKS))?.to_owned())))
}

fn unquoted(value: &str) -> Result<&str, &'static str> {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
        return Ok(without_comment(value));
    };
    let quoted = value.get(1..).unwrap_or_default();
    let (value, rest) = quoted.split_once(quote).ok_or("has a quote that is not closed")?;
    let rest = rest.trim_start_matches(BLANKS);
    match rest.is_empty() || rest.starts_with('#') {
        true => Ok(value),
        false => Err("goes on behind the quote that ends its value: use the other kind of quotes"),
    }
}

/// The value before a `#` that stands at its begin or behind a blank.
fn without_comment(value: &str) -> &str {
    let mut before = '\0';
    let comment = value.char_indices().find(|(_, c)| {
        let begins = *c == '#' && matches!(before, '\0' | ' ' | '\t');
        before = *c;
        begins
    });
    comment.map_or(value, |(start, _)| &value[..start]).trim_end_matches(BLANKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> Option<String> {
        parse(format!("{line}\n").as_bytes()).unwrap().remove("A")
    }

    #[test]
    fn a_value_is_taken_as_it_is() {
        for plain in [
            "pa$word1",
            "${HOME}",
            r"back\slash\n",
            "a#b",
            "a b",
            "it's",
            "say \"so\"",
            "`id`",
            "a=b=c",
            "ключ",
            "!*%&^|;<>",
            "\u{a0}x\u{a0}",
        ] {
            assert_eq!(value(&format!("A={plain}")).as_deref(), Some(plain));
            for quote in ["'", "\""].into_iter().filter(|quote| !plain.contains(quote)) {
                let line = format!("export  A = {quote}{plain}{quote} # that is all");
                assert_eq!(value(&line).as_deref(), Some(plain), "{line}");
            }
        }
    }

    #[test]
    fn blanks_and_comments_around_a_value_do_not_count() {
        for (line, read) in [
            ("A=b # c", "b"),
            ("\tA\t=\tb\t#c", "b"),
            ("A=b\r", "b"),
            ("A=' b '", " b "),
            ("A=\"# b\"", "# b"),
            ("A=''", ""),
            ("A=", ""),
            ("A=#b", ""),
            ("\u{feff}A=b", "b"),
            ("A=a\nA=b", "b"),
            ("A=b\n#A=c\n\n  # A=c\nexported=1\nexport=2", "b"),
        ] {
            assert_eq!(value(line).as_deref(), Some(read), "{line:?}");
        }
        assert_eq!(parse(b"").unwrap(), Variables::new());
    }

    #[test]
    fn a_mistake_is_named_by_its_line_and_not_shown() {
        for line in [
            "s3cret",
            "=s3cret",
            "1A=s3cret",
            "A B=s3cret",
            "export export A=s3cret",
            "A-B=s3cret",
            "A='s3cret",
            "A=\"s3cret' # \\",
            "A='s3'cret",
            "A=s3\0cret",
        ] {
            let complaint = parse(format!("B=1\n\n{line}\n").as_bytes()).unwrap_err();
            assert!(complaint.starts_with("line 3 "), "{line}: {complaint}");
            assert!(!complaint.contains("s3"), "{complaint}");
        }
        assert_eq!(parse(b"A=caf\xe9").unwrap_err(), "line 1 is not UTF-8");
    }
}
