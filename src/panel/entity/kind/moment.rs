//! A moment, in UTC.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use super::traits::{TIME, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::statement::Value;
use crate::db::{Direction, latest_believed};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::filter_operator::{
    FilterOperator, beginning_of, hint_of_time, range_predicate, within,
};

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

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        match value {
            Value::Moment(time) => Cell::Moment(*time),
            Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::YesNo(_) => {
                Cell::Unreadable
            }
        }
    }

    fn input(&self) -> InputType {
        InputType::Moment
    }

    fn traits(&self) -> Traits {
        TIME
    }

    fn hint(&self, operator: FilterOperator) -> &'static str {
        hint_of_time(operator)
    }

    fn predicate(
        &self,
        operator: FilterOperator,
        value: &str,
        calendar: &Calendar,
    ) -> Option<Predicate> {
        let moment = Value::Moment;
        match operator {
            FilterOperator::LastWeek => {
                let first = calendar.beginning(calendar.first_of_week());
                Some(within((moment(first), moment(latest_believed(calendar.now())))))
            }
            _ => range_predicate(|typed| range(typed, calendar), operator, (value, calendar)),
        }
    }

    fn beginning(
        &self,
        typed: &str,
        direction: Direction,
        calendar: &Calendar,
    ) -> Option<Beginning> {
        Some(beginning_of(range(typed, calendar)?, direction))
    }
}

/// The first and the last moment of a year, a month, a day or a minute of whoever asks.
fn range(typed: &str, calendar: &Calendar) -> Option<(Value, Value)> {
    let DateRange { first, last } = calendar.moments(typed)?;
    Some((Value::Moment(first), Value::Moment(last)))
}

/// Reads `2026-11-22 13:55`, with seconds and parts of them where they are said; a day alone is its
/// midnight. UTC may be said as well, as pages say it.
fn read(typed: &str) -> Option<NaiveDateTime> {
    let zone = ["UTC", "Z", "z"].into_iter().find_map(|zone| typed.strip_suffix(zone));
    let typed = zone.unwrap_or(typed).trim_end().replacen(['T', 't'], " ", 1);
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let whole =
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&typed, format).ok());
    let day = || DateRange::parse(&typed).filter(|_| typed.len() == 10).map(|range| range.first);
    let time = whole.or_else(day)?;
    // No database keeps leap seconds, which chrono writes as more than a second.
    let is_kept = crate::db::YEARS.contains(&time.year()) && time.nanosecond() < 1_000_000_000;
    is_kept.then(|| crate::db::in_microseconds(time))
}

/// `2026-11-22 13:55`, with seconds and parts of them where there are any.
fn print(time: NaiveDateTime) -> String {
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
        assert_eq!(Moment.tidy("2026-11-22 13:55 UTC"), "2026-11-22 13:55");
        assert_eq!(Moment.tidy("2026-11-22"), "2026-11-22 00:00");
        for text in
            ["", "soon", "2026-11", "2026-13-01 00:00", "2026-03-01 10:00:60", "0000-01-01 00:00"]
        {
            assert!(Moment.parse("At", text).is_err(), "{text}");
        }
    }
}
