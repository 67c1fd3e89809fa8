//! JSON objects: a line each, or in an array.

use serde_json::{Deserializer, Map, Value as Json};

use super::{FileProblem, FileRow, FileRows, Piece, words};

/// So many of the first objects tell which columns there are.
const LOOKED_AT: usize = 1000;

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
        read.rows.push(match serde_json::from_str(line) {
            Ok(Json::Object(object)) => row(columns, number, object),
            Ok(_) => refused(number, words::LINE_OF_NO_OBJECT),
            Err(_) => refused(number, words::LINE_OF_NO_JSON),
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
        let mut values = Deserializer::from_str(skipped).into_iter::<Json>();
        let value = match values.next() {
            Some(Ok(value)) => value,
            Some(Err(error)) if error.is_eof() && !piece.is_last => break,
            Some(Err(error)) if !error.is_eof() => {
                return Err(FileProblem::new(words::no_json(number, &error.to_string())));
            }
            Some(Err(_)) | None => {
                return Err(FileProblem::new(words::LIST_CUT_OFF));
            }
        };
        at += values.byte_offset();
        read.rows.push(match value {
            Json::Object(object) => row(columns, number, object),
            _ => refused(number, words::NO_OBJECT),
        });
        (read.bytes, read.lines) = (at as u64, read.rows.len() as u64);
    }
    Ok(read)
}

/// The keys of the first objects, in the order in which they come up.
pub(super) fn keys_of_lines(text: &str) -> Vec<String> {
    let objects = text.lines().take(LOOKED_AT).filter_map(|line| serde_json::from_str(line).ok());
    keys(objects)
}

pub(super) fn keys_of_array(text: &str) -> Result<Vec<String>, FileProblem> {
    let mut objects = Vec::new();
    let mut rest = text.trim_start().strip_prefix('[').unwrap_or(text);
    while objects.len() < LOOKED_AT {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        let mut values = Deserializer::from_str(rest).into_iter::<Json>();
        let Some(Ok(Json::Object(object))) = values.next() else { break };
        objects.push(object);
        rest = rest.get(values.byte_offset()..).unwrap_or_default();
    }
    match objects.is_empty() {
        true => Err(FileProblem::new(words::NO_LIST)),
        false => Ok(keys(objects.into_iter())),
    }
}

fn keys(objects: impl Iterator<Item = Map<String, Json>>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for object in objects {
        for (key, _) in flat(object) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

fn row(columns: &[String], line: u64, object: Map<String, Json>) -> FileRow {
    let mut cells = vec![None; columns.len()];
    let mut problem = None;
    for (key, value) in flat(object) {
        match (columns.iter().position(|column| *column == key), text(value)) {
            (Some(index), Some(text)) => {
                if let Some(cell) = cells.get_mut(index) {
                    *cell = Some(text);
                }
            }
            (Some(_), None) => problem = Some(words::no_value(&key)),
            (None, _) => {
                problem = Some(words::new_key(&key));
            }
        }
    }
    FileRow { line, cells, problem }
}

fn refused(line: u64, problem: &str) -> FileRow {
    FileRow { line, cells: Vec::new(), problem: Some(problem.to_owned()) }
}

/// The values of an object; those of an object within it by both names, with a point between them.
fn flat(object: Map<String, Json>) -> Vec<(String, Json)> {
    let mut found = Vec::with_capacity(object.len());
    for (key, value) in object {
        match value {
            Json::Object(inner) => found
                .extend(inner.into_iter().map(|(name, value)| (format!("{key}.{name}"), value))),
            value => found.push((key, value)),
        }
    }
    found
}

/// A value as it would be typed; `None` for what is no value.
fn text(value: Json) -> Option<String> {
    match value {
        Json::Null => Some(String::new()),
        Json::Bool(is_yes) => Some(is_yes.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text),
        Json::Array(_) | Json::Object(_) => None,
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
        assert_eq!(keys_of_lines(lines_text), ["name", "user.id", "paid"]);
        let array_text = "[\n {\"name\":\"a\"},\n {\"name\":\"b\",\n\"more\":1}\n]\n";
        let read = array(&columns, piece(array_text), 9).unwrap();
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
        assert!(read.rows[1].problem.as_ref().unwrap().contains("no more"));
        assert_eq!(read.bytes as usize, array_text.len());
        assert!(array(&columns, piece("[{\"name\":\"a\"}"), 9).is_err());
        assert!(array(&columns, piece("[{\"name\":\"a\"} {]"), 9).is_err());
    }
}
