//! Cells with a separator between them, as RFC 4180 has them: lines end with CR and LF, and quotes
//! stand around what needs them.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::formula::guarded;
use super::value::FileValue;
use super::write::{Dialect, FileWriter, WriteError};

/// The mark by which Excel knows UTF-8.
const BOM: &str = "\u{feff}";

pub(super) struct CsvFile<W: Write> {
    writer: Writer<W>,
    is_guarded: bool,
    cell: String,
}

impl<W: Write> CsvFile<W> {
    pub fn begin(dialect: Dialect, names: &[String], mut out: W) -> Result<Self, WriteError> {
        if dialect.has_bom {
            out.write_all(BOM.as_bytes())?;
        }
        let mut writer = WriterBuilder::new()
            .delimiter(dialect.separator)
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(out);
        writer.write_record(names).map_err(broken)?;
        Ok(Self { writer, is_guarded: dialect.is_guarded, cell: String::new() })
    }
}

fn broken(error: csv::Error) -> WriteError {
    WriteError::Output(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

impl<W: Write> FileWriter for CsvFile<W> {
    fn row(&mut self, values: &[FileValue<'_>]) -> Result<(), WriteError> {
        for value in values {
            let written = match value {
                FileValue::Text(text) if self.is_guarded => {
                    self.writer.write_field(guarded(text).as_bytes())
                }
                FileValue::Text(text) => self.writer.write_field(text.as_bytes()),
                value => {
                    self.cell.clear();
                    value.push_to(&mut self.cell);
                    self.writer.write_field(&self.cell)
                }
            };
            written.map_err(broken)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(broken)
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.writer.flush()?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.flush()
    }
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::super::formula::bare;
    use super::super::{FileFormat, Separator};
    use super::*;

    fn written(dialect: Dialect, rows: &[Vec<String>]) -> Vec<u8> {
        let mut out = Vec::new();
        let names: Vec<String> = (0..rows[0].len()).map(|n| format!("column {n}")).collect();
        let mut file = Box::new(CsvFile::begin(dialect, &names, &mut out).unwrap());
        for row in rows {
            let values: Vec<_> =
                row.iter().map(|text| FileValue::Text(text.as_str().into())).collect();
            file.row(&values).unwrap();
        }
        file.finish().unwrap();
        out
    }

    proptest! {
        #[test]
        fn every_text_is_read_as_it_was_written(
            rows in prop::collection::vec(
                prop::collection::vec("(\\PC|[\"',;\t\r\n=+@\u{feff}-]){0,12}", 3), 1..8),
            separator in prop::sample::select(Separator::ALL),
            has_bom: bool, is_guarded: bool,
        ) {
            let separator = separator.byte();
            let dialect =
                Dialect { separator, has_bom, is_guarded, ..Dialect::of(FileFormat::Csv) };
            let out = written(dialect, &rows);
            prop_assert_eq!(out.starts_with(BOM.as_bytes()), has_bom);
            let mut reader = ReaderBuilder::new().delimiter(separator).from_reader(&out[..]);
            for (record, row) in reader.records().zip(&rows) {
                let record = record.unwrap();
                let cells: Vec<&str> = record.iter().collect();
                let read: Vec<&str> = match is_guarded {
                    true => cells.iter().map(|cell| bare(cell)).collect(),
                    false => cells,
                };
                prop_assert_eq!(&read, row);
            }
        }
    }

    #[test]
    fn lines_end_as_rfc_4180_says_and_numbers_are_no_formulas() {
        let mut out = Vec::new();
        let names = ["a".to_owned(), "b".to_owned()];
        let dialect = Dialect::of(FileFormat::Csv);
        let mut file = Box::new(CsvFile::begin(dialect, &names, &mut out).unwrap());
        file.row(&[FileValue::Integer(-5), FileValue::Text("-5\n\"x\"".into())]).unwrap();
        file.row(&[FileValue::Empty, FileValue::YesNo(true)]).unwrap();
        file.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "a,b\r\n-5,\"'-5\n\"\"x\"\"\"\r\n,yes\r\n");
    }
}
