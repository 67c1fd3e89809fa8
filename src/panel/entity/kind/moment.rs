//! A moment, in UTC.

use chrono::{Datelike as _, NaiveDateTime, TimeDelta};

use super::{FieldKind, InputType, Reference, Test, text};
use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction, latest_believed};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::operator::{FilterOperator, OF_TIMES, bounds};

/// A moment, in UTC.
#[derive(Clone, Copy, Debug)]
pub struct Moment;

impl FieldKind for Moment {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        read(&typed).map_or(typed, print)
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        match read(typed) {
            Some(time) => Ok(Value::Moment(time)),
            None => Err(format!("{label} must be a time in UTC, such as 2026-11-22 13:55.")),
        }
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::Moment(time) => print(*time),
            Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::YesNo(_) => String::new(),
        }
    }

    fn cell(&self, value: &Value) -> Cell {
        match value {
            Value::Moment(time) => Cell::Time(*time),
            Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::YesNo(_) => {
                Cell::Unreadable
            }
        }
    }

    fn input(&self) -> InputType {
        InputType::Moment
    }

    fn sorts_by_itself(&self) -> bool {
        true
    }

    fn reference(&self) -> Option<&Reference> {
        None
    }

    fn is_numeric(&self) -> bool {
        false
    }

    fn operators(&self) -> &'static [FilterOperator] {
        OF_TIMES
    }

    fn words(&self, operator: FilterOperator) -> &'static str {
        operator.words_of_time()
    }

    fn hint(&self, operator: FilterOperator) -> &'static str {
        match operator {
            FilterOperator::Between => "Enter two dates, such as 2026-11-01 and 2026-11-22.",
            _ => "Enter a date, such as 2026-11-22 or 2026-11.",
        }
    }

    fn test(&self, operator: FilterOperator, value: &str, now: NaiveDateTime) -> Option<Test> {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less};
        let key = |time| Key::Value(Value::Moment(time));
        let within =
            |first, last| Some(Test::Every(vec![(AtLeast, key(first)), (AtMost, key(last))]));
        let range = || DateRange::parse(value);
        match operator {
            FilterOperator::LastWeek => within(now - TimeDelta::days(7), latest_believed(now)),
            FilterOperator::ThisMonth => {
                let month = format!("{:04}-{:02}", now.year(), now.month());
                let DateRange { first, last } = DateRange::parse(&month)?;
                within(first, last)
            }
            FilterOperator::Equal => within(range()?.first, range()?.last),
            FilterOperator::Unequal => {
                let DateRange { first, last } = range()?;
                Some(Test::Either(vec![
                    (Less, key(first)),
                    (Greater, key(last)),
                    (Equal, Key::Empty),
                ]))
            }
            FilterOperator::Less => Some(Test::Every(vec![(Less, key(range()?.first))])),
            FilterOperator::Greater => Some(Test::Every(vec![(Greater, key(range()?.last))])),
            FilterOperator::Between => {
                let (least, most) = bounds(value)?;
                within(DateRange::parse(&least)?.first, DateRange::parse(&most)?.last)
            }
            FilterOperator::Contains
            | FilterOperator::Is
            | FilterOperator::Starts
            | FilterOperator::Empty
            | FilterOperator::Filled
            | FilterOperator::AtLeast => None,
        }
    }

    fn beginning(&self, typed: &str, direction: Direction) -> Option<(Comparison, Value)> {
        let DateRange { first, last } = DateRange::parse(typed)?;
        Some(match direction {
            Direction::Ascending => (Comparison::AtLeast, Value::Moment(first)),
            Direction::Descending => (Comparison::AtMost, Value::Moment(last)),
        })
    }
}

/// Reads `2026-11-22 13:55`, with seconds and parts of them where they are said; a day alone is its
/// midnight.
fn read(typed: &str) -> Option<NaiveDateTime> {
    let typed = typed.trim_end_matches(['Z', 'z']).trim_end().replacen(['T', 't'], " ", 1);
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let whole =
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&typed, format).ok());
    let day = || DateRange::parse(&typed).filter(|_| typed.len() == 10).map(|range| range.first);
    let time = whole.or_else(day)?;
    crate::db::YEARS.contains(&time.year()).then(|| crate::db::in_microseconds(time))
}

/// `2026-11-22 13:55`, with seconds and parts of them where there are any.
fn print(time: NaiveDateTime) -> String {
    use chrono::Timelike as _;
    let pattern = match (time.second(), time.nanosecond()) {
        (0, 0) => "%Y-%m-%d %H:%M",
        (_, 0) => "%Y-%m-%d %H:%M:%S",
        _ => "%Y-%m-%d %H:%M:%S%.6f",
    };
    time.format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_printed_as_it_was_typed() {
        for text in [
            "2026-11-22 13:55",
            "0001-01-01 00:00",
            "9999-12-31 23:59:59",
            "2038-01-19 03:14:08.000001",
        ] {
            let value = Moment.parse("At", text).unwrap();
            assert_eq!(Moment.print(&value), text);
        }
        assert_eq!(Moment.tidy(" 2026-11-22T13:55:00Z "), "2026-11-22 13:55");
        assert_eq!(Moment.tidy("2026-11-22"), "2026-11-22 00:00");
        for text in ["", "soon", "2026-11", "2026-13-01 00:00", "0000-01-01 00:00"] {
            assert!(Moment.parse("At", text).is_err(), "{text}");
        }
    }
}
