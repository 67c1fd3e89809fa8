//! A day.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::traits::{TIME, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::statement::Value;
use crate::db::{Direction, YEARS};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::filter_operator::{
    FilterOperator, beginning_of, hint_of_time, range_predicate, within,
};

/// A day.
#[derive(Clone, Copy, Debug)]
pub struct Date;

impl FieldKind for Date {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        read(&typed).map_or(typed, |date| date.to_string())
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        match read(typed) {
            Some(date) => Ok(Value::Date(date)),
            None => Err(format!("{label} must be a date, such as 2026-11-22.")),
        }
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::Date(date) => date.to_string(),
            Value::Text(_) | Value::Integer(_) | Value::Moment(_) | Value::YesNo(_) => {
                String::new()
            }
        }
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        match value {
            Value::Date(date) => Cell::Date(*date),
            Value::Text(_) | Value::Integer(_) | Value::Moment(_) | Value::YesNo(_) => {
                Cell::Unreadable
            }
        }
    }

    fn input(&self) -> InputType {
        InputType::Date
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
        match operator {
            FilterOperator::LastWeek => {
                let days = (calendar.first_of_week(), calendar.today());
                Some(within((Value::Date(days.0), Value::Date(days.1))))
            }
            _ => range_predicate(range, operator, (value, calendar)),
        }
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        Some(beginning_of(range(typed)?, direction))
    }
}

/// Reads `2026-11-22`; the year has four digits.
fn read(typed: &str) -> Option<NaiveDate> {
    let mut parts = typed.splitn(3, '-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let is_number = digits.contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let (year, month, day) = (number(4..=4)?, number(1..=2)?, number(1..=2)?);
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The first and the last day of a year, a month or a day.
fn range(typed: &str) -> Option<(Value, Value)> {
    let DateRange { first, last } = DateRange::parse(typed)?;
    // A minute is no day.
    let is_whole = first.time() == NaiveTime::MIN && last - first > TimeDelta::hours(23);
    is_whole.then_some((Value::Date(first.date()), Value::Date(last.date())))
}

#[cfg(test)]
mod tests {
    use chrono::Datelike as _;

    use super::*;

    #[test]
    fn a_day_is_printed_as_it_was_typed() {
        let (first, last) =
            (NaiveDate::from_ymd_opt(1, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 31));
        let every = first.unwrap().iter_days().step_by(97).chain(last);
        for date in every.take_while(|date| date.year() <= 9999) {
            let text = Date.print(&Value::Date(date));
            assert_eq!(text.len(), 10);
            assert_eq!(Date.parse("On", &text), Ok(Value::Date(date)));
            assert_eq!(Date.tidy(&text), text);
        }
        assert_eq!(Date.tidy(" 2026-1-5 "), "2026-01-05");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "soon",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-02-29",
            "26-11-25",
            "0000-01-01",
            "10000-01-01",
            "+2026-1-1",
            "-2026-1-1",
            "2026-11-25 13:55",
            "25.11.2026",
            "2026-1-1-1",
            "2026-11-٣",
        ] {
            let message = Date.parse("On", text).unwrap_err();
            assert_eq!(message, "On must be a date, such as 2026-11-22.", "{text}");
            assert_eq!(Date.tidy(text), text);
        }
    }

    #[test]
    fn a_filter_takes_a_year_a_month_or_a_day() {
        let now = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(23, 59, 59).unwrap();
        let calendar = Calendar::utc(now);
        let test = |operator, value: &str| {
            Date.predicate(operator, value, &calendar).map(|it| format!("{it:?}"))
        };
        let within = |first, last| {
            Some(format!("Every([(AtLeast, Value(Date({first}))), (AtMost, Value(Date({last})))])"))
        };
        let on = |value| test(FilterOperator::Equal, value);
        assert_eq!(on("2024-02"), within("2024-02-01", "2024-02-29"));
        assert_eq!(on("9999"), within("9999-01-01", "9999-12-31"));
        assert_eq!(on("0001-01-01"), within("0001-01-01", "0001-01-01"));
        assert_eq!(on("2024-02-03 10:00"), None);
        assert_eq!(on("2024-02-03 00:00"), None);
        assert_eq!(test(FilterOperator::LastWeek, ""), within("2026-02-24", "2026-03-02"));
        assert_eq!(test(FilterOperator::ThisMonth, ""), within("2026-03-01", "2026-03-31"));
        let between = test(FilterOperator::Between, "2024..2024-03");
        assert_eq!(between, within("2024-01-01", "2024-03-31"));
        assert_eq!(
            test(FilterOperator::Unequal, "2024-02-03").unwrap(),
            "Either([(Less, Value(Date(2024-02-03))), (Greater, Value(Date(2024-02-03))), \
             (Equal, Empty)])"
        );
    }
}
