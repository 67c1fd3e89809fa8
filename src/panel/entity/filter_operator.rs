//! What a column of a list can be asked.

use chrono::Datelike as _;

use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::kind::{Beginning, FieldKind, Predicate};

/// What a column is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOperator {
    /// The text occurs in it.
    Contains,
    /// It is that text, letter case and accents aside, or that record.
    Is,
    /// It begins with the text.
    Starts,
    /// It is that number, or falls on that day.
    Equal,
    /// It is another, or has no value.
    Unequal,
    /// It is less, or before.
    Less,
    /// It is greater, or after.
    Greater,
    /// It is one of two bounds or between them.
    Between,
    /// It falls into the last seven days.
    LastWeek,
    /// It falls into the present month.
    ThisMonth,
    /// It has no value, or the row has none.
    Empty,
    /// It has a value, or the row has some.
    Filled,
    /// The row has at least so many.
    AtLeast,
    /// It has at most so many.
    AtMost,
    /// It has so many.
    Exactly,
}

impl FilterOperator {
    const ALL: [Self; 15] = [
        Self::Contains,
        Self::Is,
        Self::Starts,
        Self::Equal,
        Self::Unequal,
        Self::Less,
        Self::Greater,
        Self::Between,
        Self::LastWeek,
        Self::ThisMonth,
        Self::Empty,
        Self::Filled,
        Self::AtLeast,
        Self::AtMost,
        Self::Exactly,
    ];

    /// The operator of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.name() == name)
    }

    /// Its name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Is => "is",
            Self::Starts => "starts",
            Self::Equal => "eq",
            Self::Unequal => "ne",
            Self::Less => "lt",
            Self::Greater => "gt",
            Self::Between => "between",
            Self::LastWeek => "week",
            Self::ThisMonth => "month",
            Self::Empty => "none",
            Self::Filled => "some",
            Self::AtLeast => "least",
            Self::AtMost => "most",
            Self::Exactly => "exactly",
        }
    }

    /// How many values it takes.
    pub fn values(self) -> u8 {
        match self {
            Self::LastWeek | Self::ThisMonth | Self::Empty | Self::Filled => 0,
            Self::Between => 2,
            Self::Contains
            | Self::Is
            | Self::Starts
            | Self::Equal
            | Self::Unequal
            | Self::Less
            | Self::Greater
            | Self::AtLeast
            | Self::AtMost
            | Self::Exactly => 1,
        }
    }

    /// In words, for text and for what is compared as numbers are.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Is => "is",
            Self::Starts => "starts with",
            Self::Equal => "=",
            Self::Unequal => "≠",
            Self::Less => "<",
            Self::Greater => ">",
            Self::Between => "between",
            Self::LastWeek => "in the last 7 days",
            Self::ThisMonth => "this month",
            Self::Empty => "is empty",
            Self::Filled => "is not empty",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::Exactly => "exactly",
        }
    }

    /// In words, for days and moments.
    pub(super) fn words_of_time(self) -> &'static str {
        match self {
            Self::Equal => "on",
            Self::Unequal => "not on",
            Self::Less => "before",
            Self::Greater => "after",
            other => other.words(),
        }
    }
}

/// The operators of what is compared as numbers are.
pub(super) const OF_NUMBERS: &[FilterOperator] = &[
    FilterOperator::Equal,
    FilterOperator::Unequal,
    FilterOperator::Less,
    FilterOperator::Greater,
    FilterOperator::Between,
];

/// The operators of days and moments.
pub(super) const OF_TIMES: &[FilterOperator] = &[
    FilterOperator::LastWeek,
    FilterOperator::ThisMonth,
    FilterOperator::Equal,
    FilterOperator::Unequal,
    FilterOperator::Less,
    FilterOperator::Greater,
    FilterOperator::Between,
];

/// What one of [`OF_NUMBERS`] comes to, for a kind whose values are compared one by one.
pub(super) fn number_predicate(
    kind: &impl FieldKind,
    operator: FilterOperator,
    typed: &str,
) -> Option<Predicate> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
    let value = |typed: &str| Some(Key::Value(kind.parse("", &kind.tidy(typed)).ok()?));
    let every = |comparison| Some(Predicate::Every(vec![(comparison, value(typed)?)]));
    match operator {
        FilterOperator::Equal => every(Equal),
        // What is empty is another, and not greater.
        FilterOperator::Unequal => {
            Some(Predicate::Either(vec![(Unequal, value(typed)?), (Equal, Key::Empty)]))
        }
        FilterOperator::Less => every(Less),
        FilterOperator::Greater => every(Greater),
        FilterOperator::Between => {
            let (least, most) = bounds(typed)?;
            Some(Predicate::Every(vec![(AtLeast, value(&least)?), (AtMost, value(&most)?)]))
        }
        FilterOperator::Contains
        | FilterOperator::Is
        | FilterOperator::Starts
        | FilterOperator::LastWeek
        | FilterOperator::ThisMonth
        | FilterOperator::Empty
        | FilterOperator::Filled
        | FilterOperator::AtLeast
        | FilterOperator::AtMost
        | FilterOperator::Exactly => None,
    }
}

/// What one of [`OF_TIMES`] comes to for whoever asks, but for the last week, for a kind whose values
/// are looked up by ranges of days: the first and the last value of what was typed.
pub(super) fn range_predicate(
    range: impl Fn(&str) -> Option<(Value, Value)>,
    operator: FilterOperator,
    (typed, calendar): (&str, &Calendar),
) -> Option<Predicate> {
    use Comparison::{Equal, Greater, Less};
    match operator {
        FilterOperator::ThisMonth => {
            let today = calendar.today();
            range(&format!("{:04}-{:02}", today.year(), today.month())).map(within)
        }
        FilterOperator::Equal => range(typed).map(within),
        FilterOperator::Unequal => {
            let (first, last) = range(typed)?;
            Some(Predicate::Either(vec![
                (Less, Key::Value(first)),
                (Greater, Key::Value(last)),
                (Equal, Key::Empty),
            ]))
        }
        FilterOperator::Less => Some(Predicate::Every(vec![(Less, Key::Value(range(typed)?.0))])),
        FilterOperator::Greater => {
            Some(Predicate::Every(vec![(Greater, Key::Value(range(typed)?.1))]))
        }
        FilterOperator::Between => {
            let (least, most) = bounds(typed)?;
            Some(within((range(&least)?.0, range(&most)?.1)))
        }
        FilterOperator::Contains
        | FilterOperator::Is
        | FilterOperator::Starts
        | FilterOperator::LastWeek
        | FilterOperator::Empty
        | FilterOperator::Filled
        | FilterOperator::AtLeast
        | FilterOperator::AtMost
        | FilterOperator::Exactly => None,
    }
}

/// The predicate that a value is one of two or between them.
pub(super) fn within((first, last): (Value, Value)) -> Predicate {
    let (first, last) = (Key::Value(first), Key::Value(last));
    Predicate::Every(vec![(Comparison::AtLeast, first), (Comparison::AtMost, last)])
}

/// What may be typed for one of [`OF_TIMES`].
pub(super) fn hint_of_time(operator: FilterOperator) -> &'static str {
    match operator {
        FilterOperator::Between => "Enter two dates, such as 2026-11-01 and 2026-11-22.",
        _ => "Enter a date, such as 2026-11-22 or 2026-11.",
    }
}

/// Where a list begins that is sorted by such a kind: before the first value of what was typed, or
/// behind the last.
pub(super) fn beginning_of((first, last): (Value, Value), direction: Direction) -> Beginning {
    match direction {
        Direction::Ascending => (Comparison::AtLeast, first),
        Direction::Descending => (Comparison::AtMost, last),
    }
}

/// Where a list begins that is sorted by a kind whose values are compared one by one.
pub(super) fn beginning_at(
    kind: &impl FieldKind,
    typed: &str,
    direction: Direction,
) -> Option<Beginning> {
    let value = kind.parse("", &kind.tidy(typed)).ok()?;
    Some(beginning_of((value.clone(), value), direction))
}

/// What stands between two bounds in a URL.
const BETWEEN: &str = "..";

/// The two bounds of `30..40`.
pub fn bounds(value: &str) -> Option<(String, String)> {
    let (least, most) = value.split_once(BETWEEN)?;
    Some((least.trim().to_owned(), most.trim().to_owned()))
}

/// Both bounds as one value.
pub fn between(least: &str, most: &str) -> String {
    format!("{}{BETWEEN}{}", least.trim(), most.trim())
}
