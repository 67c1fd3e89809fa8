//! JSON objects: a line each, or in an array. Numbers are numbers and yes or no is such; a number
//! with decimal places is a text, since no reader of JSON is bound to keep it exactly.

use std::io::Write;

use super::value::FileValue;
use super::write::{FileWriter, WriteError};

/// So many bytes are handed on at once.
const AT_ONCE: usize = 64 * 1024;

pub(super) struct JsonFile<W> {
    out: W,
    /// What stands before each value.
    names: Vec<String>,
    /// What stands before the first object, between two, and behind the last.
    marks: [&'static str; 3],
    is_empty: bool,
    text: String,
    cell: String,
}

impl<W: Write> JsonFile<W> {
    /// An array of objects.
    pub fn array(names: &[String], out: W) -> Self {
        Self::new(names, out, ["[\n", ",\n", "\n]\n"])
    }

    /// An object a line.
    pub fn lines(names: &[String], out: W) -> Self {
        Self::new(names, out, ["", "\n", "\n"])
    }

    fn new(names: &[String], out: W, marks: [&'static str; 3]) -> Self {
        let named = |name: &String| format!("{}:", serde_json::Value::from(name.as_str()));
        let names = names.iter().map(named).collect();
        let (text, cell) = (String::with_capacity(AT_ONCE), String::new());
        Self { out, names, marks, is_empty: true, text, cell }
    }

    fn push(&mut self, value: &FileValue<'_>) -> Result<(), WriteError> {
        self.cell.clear();
        match value {
            FileValue::Missing | FileValue::Empty => self.text.push_str("null"),
            FileValue::YesNo(is_yes) => self.text.push_str(if *is_yes { "true" } else { "false" }),
            FileValue::Integer(_) => value.push_to(&mut self.text),
            FileValue::Text(_)
            | FileValue::Unreadable
            | FileValue::Decimal { .. }
            | FileValue::Date(_)
            | FileValue::Moment(_)
            | FileValue::Timestamp(_) => {
                value.push_to(&mut self.cell);
                let quoted = serde_json::to_string(&self.cell).map_err(std::io::Error::from)?;
                self.text.push_str(&quoted);
            }
        }
        Ok(())
    }
}

impl<W: Write> FileWriter for JsonFile<W> {
    fn row(&mut self, values: &[FileValue<'_>]) -> Result<(), WriteError> {
        let [first, between, _] = self.marks;
        self.text.push_str(if std::mem::take(&mut self.is_empty) { first } else { between });
        self.text.push('{');
        let mut join = "";
        for (index, value) in values.iter().enumerate() {
            if *value == FileValue::Missing {
                continue;
            }
            self.text.push_str(join);
            self.text.push_str(self.names.get(index).map_or("", String::as_str));
            self.push(value)?;
            join = ",";
        }
        self.text.push('}');
        match self.text.len() >= AT_ONCE {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(self.out.flush()?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        match (self.is_empty, self.marks) {
            (true, ["", ..]) => {}
            (true, _) => self.text.push_str("[]\n"),
            (false, [.., end]) => self.text.push_str(end),
        }
        self.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Json;

    use super::*;

    fn written(is_array: bool, rows: &[Vec<FileValue<'_>>]) -> String {
        let names = ["a".to_owned(), "b.\"c\"".to_owned()];
        let mut out = Vec::new();
        let mut file = Box::new(match is_array {
            true => JsonFile::array(&names, &mut out),
            false => JsonFile::lines(&names, &mut out),
        });
        rows.iter().for_each(|row| file.row(row).unwrap());
        file.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_written_is_json_of_the_same_values(
            rows in prop::collection::vec(("[\\PC\0-\u{1f}]*", any::<i64>()), 0..5),
        ) {
            let values: Vec<_> = rows
                .iter()
                .map(|(text, number)| {
                    vec![FileValue::Text(text.as_str().into()), FileValue::Integer(*number)]
                })
                .collect();
            let expected: Vec<Json> = rows
                .iter()
                .map(|(text, number)| serde_json::json!({ "a": text, "b.\"c\"": number }))
                .collect();
            let array: Vec<Json> = serde_json::from_str(&written(true, &values)).unwrap();
            prop_assert_eq!(&array, &expected);
            let lines = written(false, &values);
            let lines: Vec<Json> =
                lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            prop_assert_eq!(&lines, &expected);
        }
    }

    #[test]
    fn each_value_has_its_type() {
        let row = vec![FileValue::Empty, FileValue::YesNo(true)];
        let short = vec![FileValue::Missing, FileValue::Integer(7)];
        let amount = FileValue::Decimal { text: "1.50".to_owned(), units: 150, places: 2 };
        let text = written(false, &[row, vec![FileValue::Integer(-1), amount], short]);
        assert_eq!(
            text,
            "{\"a\":null,\"b.\\\"c\\\"\":true}\n{\"a\":-1,\"b.\\\"c\\\"\":\"1.50\"}\n{\"b.\\\"c\\\"\":7}\n"
        );
    }
}
