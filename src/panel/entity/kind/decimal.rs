//! A number with a fixed number of decimal places, exact: it is stored as a whole number of its
//! smallest units.

use super::traits::{NUMBER, Traits};
use super::{Beginning, FieldKind, InputType, Predicate, text};
use crate::db::Direction;
use crate::db::statement::Value;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::{FilterOperator, beginning_at, number_predicate};

/// A number between two bounds, both included, with so many decimal places.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// How many decimal places it has: 0 to 18.
    pub places: u8,
    /// The least, in units of the last place.
    pub least: i64,
    /// The greatest, in units of the last place.
    pub most: i64,
}

/// What may stand between groups of three digits: a blank, one that does not break, a narrow one,
/// the straight apostrophe and the curly one.
const BETWEEN_GROUPS: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '’'];

/// Why a text is no number.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    /// It does not look like one, or is beyond what can be stored.
    NoNumber,
    /// It may be a thousand times another: these are the whole digits and those behind the mark.
    Ambiguous(String, String),
    /// It has more decimal places than the field.
    TooExact,
}

impl Decimal {
    /// The same without bounds: what a number is compared with may lie beyond the field's.
    fn unbounded(self) -> Self {
        Self { least: i64::MIN, most: i64::MAX, ..self }
    }

    /// Reads a number as people write it, in units of the last place.
    fn read(self, typed: &str) -> Result<i64, Problem> {
        let (is_negative, digits) = match typed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, typed.strip_prefix('+').unwrap_or(typed)),
        };
        let (whole, fraction) = self.split(digits)?;
        let fraction = match fraction.split_at_checked(usize::from(self.places)) {
            Some((fraction, rest)) if rest.bytes().all(|digit| digit == b'0') => fraction,
            Some(_) => return Err(Problem::TooExact),
            None => &fraction,
        };
        let units = format!("{whole}{fraction:0<width$}", width = usize::from(self.places));
        // The least number is one further from zero than the greatest.
        let units =
            units.parse::<i128>().ok().map(|units| if is_negative { -units } else { units });
        units.and_then(|units| i64::try_from(units).ok()).ok_or(Problem::NoNumber)
    }

    /// The digits before the decimal mark and behind it, without what stands between groups.
    fn split(self, digits: &str) -> Result<(String, String), Problem> {
        let mark = self.decimal_mark(digits)?;
        let (whole, fraction) = match mark.and_then(|mark| digits.rsplit_once(mark)) {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return Err(Problem::NoNumber),
            None => (digits, ""),
        };
        if whole.is_empty() && !fraction.is_empty() {
            return Ok((String::new(), fraction.to_owned()));
        }
        let separator = whole.chars().find(|c| !c.is_ascii_digit());
        let is_separator = |c| BETWEEN_GROUPS.contains(&c) || matches!(c, '.' | ',');
        let groups: Vec<&str> = match separator {
            Some(separator) if !is_separator(separator) => return Err(Problem::NoNumber),
            Some(separator) => whole.split(separator).collect(),
            None => vec![whole],
        };
        let is_group = |(index, group): (usize, &&str)| {
            is_digits(group)
                && match index {
                    0 => groups.len() == 1 || group.len() <= 3,
                    _ => group.len() == 3,
                }
        };
        match groups.iter().enumerate().all(is_group) {
            true => Ok((groups.concat(), fraction.to_owned())),
            false => Err(Problem::NoNumber),
        }
    }

    /// Which of point and comma stands before the decimal places, if one does. A mark that comes
    /// several times stands between groups, and so does the one that comes before the other.
    fn decimal_mark(self, digits: &str) -> Result<Option<char>, Problem> {
        let count = |mark: char| digits.matches(mark).count();
        let mark = match (count('.'), count(',')) {
            (0, 0) => return Ok(None),
            (1, 0) => '.',
            (0, 1) => ',',
            (0, _) | (_, 0) => return Ok(None),
            _ => return Ok(digits.chars().rev().find(|c| matches!(c, '.' | ','))),
        };
        let Some((whole, rest)) = digits.split_once(mark) else { return Ok(None) };
        let looks_grouped = matches!(whole.len(), 1..=3)
            && is_digits(whole)
            && !whole.starts_with('0')
            && rest.len() == 3
            && is_digits(rest);
        // The field itself is printed with a point.
        if looks_grouped && !(mark == '.' && self.places >= 3) {
            return Err(Problem::Ambiguous(whole.to_owned(), rest.to_owned()));
        }
        Ok(Some(mark))
    }

    /// Writes a number of units: `1234.50`.
    fn write(self, units: i64) -> String {
        let places = usize::from(self.places);
        let sign = if units < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
        match digits.split_at_checked(digits.len() - places) {
            Some((whole, fraction)) if places > 0 => format!("{sign}{whole}.{fraction}"),
            _ => format!("{sign}{digits}"),
        }
    }

    /// A number that shows how one is written.
    fn example(self) -> String {
        let fraction: String = "500000000000000000".chars().take(self.places.into()).collect();
        match fraction.is_empty() {
            true => "1234".to_owned(),
            false => format!("1234.{fraction}"),
        }
    }

    fn message(self, label: &str, problem: Problem) -> String {
        match problem {
            Problem::NoNumber => {
                let (least, most) = (self.write(self.least), self.write(self.most));
                format!("{label} must be a number from {least} to {most}.")
            }
            Problem::Ambiguous(whole, rest) => format!(
                "{label} could mean {whole}{rest} or {whole}.{rest}. Write it with nothing between \
                 the thousands, and a point before decimals, such as {}.",
                self.example()
            ),
            Problem::TooExact => match self.places {
                0 => format!("{label} must be a whole number."),
                1 => format!("{label} can have at most 1 decimal place."),
                places => format!("{label} can have at most {places} decimal places."),
            },
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FieldKind for Decimal {
    fn tidy(&self, typed: &str) -> String {
        let typed = text::tidy(typed);
        self.read(&typed).map_or(typed, |units| self.write(units))
    }

    fn parse(&self, label: &str, typed: &str) -> Result<Value, String> {
        let units =
            self.read(typed).and_then(|units| match (self.least..=self.most).contains(&units) {
                true => Ok(units),
                false => Err(Problem::NoNumber),
            });
        units.map(Value::Integer).map_err(|problem| self.message(label, problem))
    }

    fn print(&self, value: &Value) -> String {
        match value {
            Value::Integer(units) => self.write(*units),
            Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::YesNo(_) => String::new(),
        }
    }

    fn cell<'v>(&self, value: &'v Value) -> Cell<'v> {
        Cell::Number(self.print(value))
    }

    fn input(&self) -> InputType {
        // The keys that phones show for numbers lack a minus.
        if self.least < 0 { InputType::Text } else { InputType::Decimal }
    }

    fn traits(&self) -> Traits {
        Traits { places: Some(self.places), ..NUMBER }
    }

    fn hint(&self, operator: FilterOperator) -> &'static str {
        match operator {
            FilterOperator::Between => "Enter two numbers, such as 9.50 and 20.",
            _ => "Enter a number, such as 9.50.",
        }
    }

    fn predicate(&self, operator: FilterOperator, value: &str, _: &Calendar) -> Option<Predicate> {
        number_predicate(&self.unbounded(), operator, value)
    }

    fn beginning(&self, typed: &str, direction: Direction, _: &Calendar) -> Option<Beginning> {
        beginning_at(&self.unbounded(), typed, direction)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;

    const fn with(places: u8) -> Decimal {
        Decimal { places, least: i64::MIN, most: i64::MAX }
    }

    #[test]
    fn what_is_printed_is_read_as_the_same_number() {
        let extremes =
            [i64::MIN, i64::MIN + 1, i64::MAX, 0, 1, -1, 5, 99, 100, -100, 1000, 1_234_567];
        let random = (1..2000_u64).map(|step| {
            let bits = step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            i64::from_ne_bytes(bits.to_ne_bytes()) >> (step % 60)
        });
        for places in 0..=18 {
            let kind = with(places);
            for units in extremes.into_iter().chain(random.clone()) {
                let text = kind.print(&Value::Integer(units));
                assert_eq!(kind.parse("Amount", &text), Ok(Value::Integer(units)), "{text}");
                assert_eq!(kind.tidy(&text), text);
            }
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, tidied) in [
            ("1234.50", "1234.50"),
            ("1234,5", "1234.50"),
            ("1 234,50", "1234.50"),
            ("1\u{a0}234,50", "1234.50"),
            ("1\u{202f}234\u{202f}567", "1234567.00"),
            ("1'234.50", "1234.50"),
            ("1’234’567.5", "1234567.50"),
            ("1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1,234,567", "1234567.00"),
            ("1.234.567,8", "1234567.80"),
            ("12 345", "12345.00"),
            ("1,23", "1.23"),
            ("1,2300", "1.23"),
            ("1 234,000", "1234.00"),
            ("0,120", "0.12"),
            ("1234,000", "1234.00"),
            (",5", "0.50"),
            (".05", "0.05"),
            ("-0", "0.00"),
            ("\u{2212}1,5", "-1.50"),
            ("+7", "7.00"),
            ("007.5", "7.50"),
            ("92233720368547758.07", "92233720368547758.07"),
            ("-92 233 720 368 547 758,08", "-92233720368547758.08"),
        ] {
            assert_eq!(with(2).tidy(typed), tidied, "{typed}");
        }
        assert_eq!(with(3).tidy("1.234"), "1.234");
        assert_eq!(with(3).tidy("1.234,5"), "1234.500");
        assert_eq!(with(0).tidy("1 234"), "1234");
        assert_eq!(with(0).tidy("1234.00"), "1234");
    }

    #[test]
    fn what_has_two_readings_is_refused() {
        let message = |places, typed| with(places).parse("Amount", typed).unwrap_err();
        assert_eq!(
            message(2, "1,234"),
            "Amount could mean 1234 or 1.234. Write it with nothing between the thousands, and a \
             point before decimals, such as 1234.50."
        );
        assert!(message(0, "1,000").ends_with("such as 1234."));
        assert!(message(2, "-12.000").contains("12000 or 12.000"));
        assert!(message(3, "999,999").contains("999999 or 999.999"));
    }

    #[test]
    fn what_is_no_number_or_too_exact_is_refused() {
        let age = Decimal { places: 1, least: 0, most: 1500 };
        for typed in [
            "",
            "x",
            "1e3",
            "1.2.3",
            "1,2,3",
            "1 23",
            "12 34,5",
            "1,234 567",
            "1 234.567,8",
            "1.",
            ".",
            "-",
            "--1",
            "1-",
            "1 ,5",
            "1. 5",
            "٣",
            "1__000",
            "0x10",
            "NaN",
            "1'234,567.0",
            "1234 567",
            "150.1",
            "-0.1",
            "99999999999999999999",
            "1 000 000 000 000 000 000 000",
        ] {
            let message = age.parse("Size", typed).unwrap_err();
            assert_eq!(message, "Size must be a number from 0.0 to 150.0.", "{typed}");
            assert_eq!(age.tidy(typed), typed.trim());
        }
        let message = age.parse("Size", "1.25").unwrap_err();
        assert_eq!(message, "Size can have at most 1 decimal place.");
        assert_eq!(with(0).parse("Size", "1.5").unwrap_err(), "Size must be a whole number.");
        assert!(with(2).parse("Size", "92233720368547758.08").is_err());
        assert!(with(18).parse("Size", "-9.223372036854775809").is_err());
    }

    #[test]
    fn what_it_is_compared_with_may_lie_beyond_the_bounds() {
        let kind = Decimal { places: 2, least: 0, most: 100 };
        let test = |operator, value: &str| {
            kind.predicate(operator, value, &Calendar::utc(NaiveDateTime::MIN)).unwrap()
        };
        assert_eq!(
            format!("{:?}", test(FilterOperator::Between, "-5..1 000,5")),
            "Every([(AtLeast, Value(Integer(-500))), (AtMost, Value(Integer(100050)))])"
        );
        assert_eq!(
            kind.predicate(FilterOperator::Less, "1,000", &Calendar::utc(NaiveDateTime::MIN)),
            None
        );
    }
}
