//! JSON objects: a line each, or in an array. Their values are taken as the file writes them: what
//! reckons with a number may have fewer digits than it.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::{FileProblem, FileRow, FileRows, Piece, words};

/// So many of the first objects tell which columns there are.
const LOOKED_AT: usize = 1000;

/// The JSON value that a text begins with, and what stands behind it.
fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    text.split_at_checked(values.byte_offset())
}

/// The keys and values of an object as the file has them: a key may stand there twice.
struct Object<'t>(Vec<(String, &'t str)>);

impl<'t> Object<'t> {
    /// That of a text, if it is one and nothing else.
    fn of(text: &'t str) -> Option<Self> {
        let mut entries = Vec::new();
        let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim_end();
        while !rest.is_empty() {
            let (key, behind) = value(rest)?;
            let (value, behind) = value(behind.trim_start().strip_prefix(':')?)?;
            entries.push((serde_json::from_str(key).ok()?, value));
            let behind = behind.trim_start();
            rest = match behind.strip_prefix(',') {
                Some(next) if !next.trim_start().is_empty() => next,
                None if behind.is_empty() => behind,
                _ => return None,
            };
        }
        Some(Self(entries))
    }

    /// Its values; those of an object within it by both names, with a point between them.
    fn flat(self) -> Vec<(String, &'t str)> {
        let mut found = Vec::with_capacity(self.0.len());
        for (key, value) in self.0 {
            match Object::of(value) {
                Some(Object(inner)) => {
                    let named = |(name, value)| (format!("{key}.{name}"), value);
                    found.extend(inner.into_iter().map(named));
                }
                None => found.push((key, value)),
            }
        }
        found
    }
}

/// An object a line.
pub(super) fn lines(columns: &[String], (text, piece): (&str, Piece<'_>), most: usize) -> FileRows {
    let mut read = FileRows::default();
    let mut rest = text;
    while read.rows.len() < most && !rest.is_empty() {
        let (line, after) = match rest.split_once('\n') {
            Some(split) => split,
            None if piece.is_last => (rest, ""),
            None => break,
        };
        let number = piece.line + read.lines;
        read.bytes += (rest.len() - after.len()) as u64;
        read.lines += 1;
        rest = after;
        if line.trim().is_empty() {
            continue;
        }
        read.rows.push(match Object::of(line) {
            Some(object) => row(columns, number, object),
            None if serde_json::from_str::<IgnoredAny>(line).is_ok() => {
                refused(number, words::LINE_OF_NO_OBJECT)
            }
            None => refused(number, words::LINE_OF_NO_JSON),
        });
    }
    read
}

/// The objects of an array.
pub(super) fn array(
    columns: &[String],
    (text, piece): (&str, Piece<'_>),
    most: usize,
) -> Result<FileRows, FileProblem> {
    let mut read = FileRows::default();
    let mut at = 0;
    while read.rows.len() < most {
        let rest = text.get(at..).unwrap_or_default();
        let skipped = rest.trim_start_matches([' ', '\t', '\r', '\n', '[', ',']);
        at += rest.len() - skipped.len();
        if skipped.is_empty() && !piece.is_last {
            break;
        }
        // Objects of a list may all stand in one line: which of them it is tells more.
        let number = piece.line + read.rows.len() as u64;
        if let Some(after) = skipped.strip_prefix(']') {
            if !after.trim().is_empty() {
                return Err(FileProblem::new(words::BEHIND_LIST));
            }
            at = text.len();
            (read.bytes, read.lines) = (at as u64, read.rows.len() as u64);
            break;
        }
        let mut values = Deserializer::from_str(skipped).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {}
            Some(Err(error)) if error.is_eof() && !piece.is_last => break,
            Some(Err(error)) if !error.is_eof() => {
                return Err(FileProblem::new(words::no_json(number, &error.to_string())));
            }
            Some(Err(_)) | None => {
                return Err(FileProblem::new(words::LIST_CUT_OFF));
            }
        }
        let (value, _) = skipped.split_at_checked(values.byte_offset()).unwrap_or_default();
        at += value.len();
        read.rows.push(match Object::of(value) {
            Some(object) => row(columns, number, object),
            None => refused(number, words::NO_OBJECT),
        });
        (read.bytes, read.lines) = (at as u64, read.rows.len() as u64);
    }
    Ok(read)
}

/// The keys of the first objects, in the order in which they come up.
pub(super) fn keys_of_lines(text: &str) -> Result<Vec<String>, FileProblem> {
    let objects: Vec<_> = text.lines().take(LOOKED_AT).filter_map(Object::of).collect();
    match objects.is_empty() {
        true if is_cut_off(text) => Err(FileProblem::new(words::OBJECT_CUT_OFF)),
        true => Err(FileProblem::new(words::NO_LINES)),
        false => keys(objects),
    }
}

/// Whether a text ends in the middle of the JSON that it begins with.
fn is_cut_off(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof())
}

pub(super) fn keys_of_array(text: &str) -> Result<Vec<String>, FileProblem> {
    let mut objects = Vec::new();
    let mut rest = text.trim_start().strip_prefix('[').unwrap_or(text);
    while objects.len() < LOOKED_AT {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        let Some((object, behind)) = value(rest) else { break };
        let Some(object) = Object::of(object) else { break };
        objects.push(object);
        rest = behind;
    }
    match objects.is_empty() {
        true if is_cut_off(text) => Err(FileProblem::new(words::LIST_CUT_OFF)),
        true => Err(FileProblem::new(words::NO_LIST)),
        false => keys(objects),
    }
}

fn keys(objects: Vec<Object<'_>>) -> Result<Vec<String>, FileProblem> {
    let (mut keys, mut are_nested): (Vec<String>, _) = (Vec::new(), true);
    for object in objects {
        for (key, value) in object.flat() {
            are_nested &= matches!(text(value), Err(NoValue::Nested));
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    match are_nested && !keys.is_empty() {
        true => Err(FileProblem::new(words::ALL_NESTED)),
        false => Ok(keys),
    }
}

fn row(columns: &[String], line: u64, object: Object<'_>) -> FileRow {
    let mut cells = vec![None; columns.len()];
    let mut problem = None;
    let index = |key: &str| columns.iter().position(|column| column == key);
    for (key, value) in object.flat() {
        let Some(index) = index(&key) else {
            problem = Some(match key.split_once('.') {
                Some((outer, _)) if index(outer).is_some() => words::nested(outer),
                _ => words::new_key(&key),
            });
            continue;
        };
        match (text(value), cells.get_mut(index)) {
            (Ok(text), Some(cell @ None)) => *cell = Some(text),
            (Ok(_), _) => problem = Some(words::twice(&key)),
            (Err(NoValue::Nested), _) => problem = Some(words::nested(&key)),
            (Err(NoValue::NoText), _) => problem = Some(words::no_text(&key)),
        }
    }
    FileRow { line, cells, problem }
}

fn refused(line: u64, problem: &str) -> FileRow {
    FileRow { line, cells: Vec::new(), problem: Some(problem.to_owned()) }
}

/// What stands where a value is wanted.
enum NoValue {
    /// A list or an object.
    Nested,
    /// A text with half of a pair of surrogates, which is no character (RFC 8259, 8.2).
    NoText,
}

/// A value as it would be typed.
fn text(value: &str) -> Result<String, NoValue> {
    match value {
        "null" => Ok(String::new()),
        text if text.starts_with('"') => serde_json::from_str(text).map_err(|_| NoValue::NoText),
        text if text.starts_with(['[', '{']) => Err(NoValue::Nested),
        text => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str) -> (&str, Piece<'_>) {
        (text, Piece { bytes: text.as_bytes(), position: 0, line: 1, is_last: true })
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn objects_of_a_list_and_of_lines_are_rows() {
        let columns = names(&["name", "user.id", "paid"]);
        let lines_text =
            "{\"name\":\"a\",\"user\":{\"id\":7}}\n\n{\"paid\":true,\"name\":null}\nx\n";
        let read = lines(&columns, piece(lines_text), 9);
        let cell = |text: &str| Some(text.to_owned());
        assert_eq!(read.rows[0].cells, [cell("a"), cell("7"), None]);
        assert_eq!(read.rows[1].cells, [cell(""), None, cell("true")]);
        assert_eq!((read.rows[1].line, read.rows.len(), read.lines), (3, 3, 4));
        assert!(read.rows[2].problem.as_ref().unwrap().contains("no JSON object"));
        assert_eq!(keys_of_lines(lines_text).unwrap(), ["name", "user.id", "paid"]);
        let array_text = "[\n {\"name\":\"a\"},\n {\"name\":\"b\",\n\"more\":1}\n]\n";
        let read = array(&columns, piece(array_text), 9).unwrap();
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
        assert!(read.rows[1].problem.as_ref().unwrap().contains("no more"));
        assert_eq!(read.bytes as usize, array_text.len());
        assert!(array(&columns, piece("[{\"name\":\"a\"}"), 9).is_err());
        assert!(array(&columns, piece("[{\"name\":\"a\"} {]"), 9).is_err());
    }

    #[test]
    fn a_number_stays_as_it_is_written_and_a_key_stands_once() {
        let columns = names(&["n", "m"]);
        let of = |text: &str| lines(&columns, piece(text), 9).rows.remove(0);
        for number in ["9007199254740993", "123456789012345678901234", "1.10", "1.0", "1e3", "-0"] {
            let row = of(&format!("{{\"m\":\"x\",\"n\": {number} }}"));
            assert_eq!((row.cells[0].as_deref(), row.problem), (Some(number), None));
        }
        for (text, problem) in [
            (r#"{"n":1,"m":2,"n":1}"#, "This object says n twice."),
            (r#"{"n":null,"n":1}"#, "This object says n twice."),
            (r#"{"n":"\ud800"}"#, "n holds half of a character, which cannot be imported."),
            (r#"{"n":[1]}"#, "n holds nested values, which cannot be imported."),
            (r#"{"n":{"a":1}}"#, "n holds nested values, which cannot be imported."),
            (r#"{"n":{"a":{"b":1}}}"#, "n holds nested values, which cannot be imported."),
        ] {
            assert_eq!(of(text).problem.as_deref(), Some(problem), "{text}");
        }
    }
}
