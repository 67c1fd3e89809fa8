//! Workbooks: numbers, days, moments and yes or no are such. What a field holds and a workbook cannot
//! keep exactly is a text. Rows go to a temporary file as they come, and the workbook is put together at the end.

use std::io::{self, Write};

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::value::FileValue;
use super::words;
use super::write::{FileWriter, WriteError};

/// A sheet holds so many rows; the rest goes to further ones.
const MOST_ROWS: u32 = 1_048_576;
/// A cell holds so many characters, in units of UTF-16.
const LONGEST: usize = 32_767;
/// The greatest number of which a workbook keeps each digit: it keeps fifteen.
const GREATEST: u64 = 999_999_999_999_999;
/// Wide enough for a moment.
const WIDTH: u32 = 20;

pub(super) struct Workbook<W> {
    workbook: rust_xlsxwriter::Workbook,
    names: Vec<String>,
    out: W,
    head: Format,
    date: Format,
    moment: Format,
    /// The sheet that is written to, and its next row.
    sheet: usize,
    next: u32,
}

fn broken(error: XlsxError) -> WriteError {
    WriteError::Output(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    })
}

impl<W: Write + Send> Workbook<W> {
    pub fn begin(names: Vec<String>, out: W) -> Result<Self, WriteError> {
        let mut begun = Self {
            workbook: rust_xlsxwriter::Workbook::new(),
            names,
            out,
            head: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            sheet: 0,
            next: 0,
        };
        begun.add_sheet().map_err(broken)?;
        Ok(begun)
    }

    fn add_sheet(&mut self) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(&self.names) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, name, &self.head)?;
        }
        self.next = 1;
        Ok(())
    }

    fn unfit(&self, column: usize) -> WriteError {
        let name = self.names.get(column).map_or("", String::as_str);
        WriteError::Unfit(words::too_long(name))
    }
}

impl<W: Write + Send> FileWriter for Workbook<W> {
    fn row(&mut self, values: &[FileValue<'_>]) -> Result<(), WriteError> {
        if self.next == MOST_ROWS {
            self.sheet += 1;
            self.add_sheet().map_err(broken)?;
        }
        for (index, value) in values.iter().enumerate() {
            if let FileValue::Text(text) = value
                && text.encode_utf16().count() > LONGEST
            {
                return Err(self.unfit(index));
            }
            let column = u16::try_from(index).unwrap_or(u16::MAX);
            let (sheet, row) = (self.workbook.worksheet_from_index(self.sheet), self.next);
            let formats = (&self.date, &self.moment);
            sheet.and_then(|sheet| write(sheet, (row, column), value, formats)).map_err(broken)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Nothing of it is a file before its end.
    fn flush(&mut self) -> Result<(), WriteError> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.workbook.save_to_writer(&mut self.out).map_err(broken)?;
        Ok(self.out.flush()?)
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &FileValue<'_>,
    (date_format, moment_format): (&Format, &Format),
) -> Result<(), XlsxError> {
    match value {
        FileValue::Missing | FileValue::Empty => return Ok(()),
        FileValue::Integer(number) if number.unsigned_abs() <= GREATEST => {
            sheet.write_number(row, column, *number as f64)?
        }
        FileValue::Decimal { units, places, .. } if units.unsigned_abs() <= GREATEST => {
            sheet.write_number(row, column, *units as f64 / 10_f64.powi((*places).into()))?
        }
        FileValue::Date(date) if is_kept(*date) => {
            sheet.write_datetime_with_format(row, column, date, date_format)?
        }
        FileValue::Moment(time) if is_kept(time.date()) && is_whole(*time) => {
            sheet.write_datetime_with_format(row, column, time, moment_format)?
        }
        // Nobody reads it back, and a time that can be reckoned with is worth more than what it has
        // below the millisecond.
        FileValue::Timestamp(time) if is_kept(time.date()) => {
            sheet.write_datetime_with_format(row, column, time, moment_format)?
        }
        FileValue::YesNo(is_yes) => sheet.write_boolean(row, column, *is_yes)?,
        FileValue::Text(text) => sheet.write_string(row, column, text.as_ref())?,
        FileValue::Integer(_)
        | FileValue::Decimal { .. }
        | FileValue::Date(_)
        | FileValue::Moment(_)
        | FileValue::Timestamp(_)
        | FileValue::Unreadable => sheet.write_string(row, column, value.to_text())?,
    };
    Ok(())
}

/// Whether workbooks know that day: they begin with 1900, and take that year for a leap year.
fn is_kept(date: NaiveDate) -> bool {
    (date.year(), date.month()) >= (1900, 3)
}

/// Whether workbooks keep that moment: to the millisecond.
fn is_whole(time: NaiveDateTime) -> bool {
    time.nanosecond().is_multiple_of(1_000_000)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    fn read(rows: &[Vec<FileValue<'_>>]) -> Vec<Vec<Data>> {
        let mut out = Vec::new();
        let names = (0..rows[0].len()).map(|n| format!("column {n}")).collect();
        let mut file = Box::new(Workbook::begin(names, &mut out).unwrap());
        rows.iter().for_each(|row| file.row(row).unwrap());
        file.finish().unwrap();
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(out)).unwrap();
        let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
        sheet.rows().skip(1).map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn each_value_has_its_type() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let old = NaiveDate::from_ymd_opt(1815, 12, 10).unwrap();
        let time = day.and_hms_milli_opt(13, 55, 1, 250).unwrap();
        let exact = day.and_hms_micro_opt(13, 55, 1, 250_001).unwrap();
        let amount = |units| FileValue::Decimal { text: "text".to_owned(), units, places: 2 };
        let rows = read(&[
            vec![FileValue::Integer(-7), amount(1990), FileValue::Date(day), FileValue::Empty],
            vec![
                FileValue::Integer(i64::MAX),
                amount(i64::MIN),
                FileValue::Date(old),
                FileValue::YesNo(true),
            ],
            vec![
                FileValue::Text("=1+1".into()),
                FileValue::Unreadable,
                FileValue::Moment(time),
                FileValue::Moment(exact),
            ],
            vec![
                FileValue::Timestamp(exact),
                FileValue::Timestamp(old.into()),
                FileValue::Empty,
                FileValue::Empty,
            ],
        ]);
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(rows[0][..2], [Data::Float(-7.0), Data::Float(19.9)]);
        assert!(matches!(&rows[0][2], Data::DateTime(it) if it.as_datetime() == Some(day.into())));
        assert_eq!(rows[0][3], Data::Empty);
        assert_eq!(
            rows[1],
            [text("9223372036854775807"), text("text"), text("1815-12-10"), Data::Bool(true)]
        );
        assert_eq!(rows[2][..2], [text("=1+1"), text("Unreadable")]);
        assert!(matches!(&rows[2][2], Data::DateTime(it) if it.as_datetime() == Some(time)));
        assert_eq!(rows[2][3], text("2026-11-26T13:55:01.250001Z"));
        assert!(matches!(&rows[3][0], Data::DateTime(it) if it.as_datetime() == Some(time)));
        assert_eq!(rows[3][1], text("1815-12-10T00:00:00Z"));
    }

    #[test]
    fn odd_texts_are_kept_and_too_long_ones_refused() {
        let texts =
            ["a\nb\tc", " a ", "<&>\"'", "한글 😀 \u{202e}", "_x0041_", "\u{feff}a", "a\rb"];
        for text in texts {
            let rows = read(&[vec![FileValue::Text(text.into()), FileValue::Integer(1)]]);
            assert_eq!(rows[0][0], Data::String(text.to_owned()), "{text:?}");
        }
        let mut file = Workbook::begin(vec!["notes".to_owned()], Vec::new()).unwrap();
        assert!(file.row(&[FileValue::Text("😀".repeat(LONGEST / 2).into())]).is_ok());
        let refused = file.row(&[FileValue::Text("😀".repeat(LONGEST / 2 + 1).into())]);
        assert!(matches!(refused, Err(WriteError::Unfit(sentence)) if sentence.contains("notes")));
    }
}
