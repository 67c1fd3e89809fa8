//! Filters: conditions on the columns of a list, as they stand in its URL.
//!
//! What a column can be asked follows from what it holds. A filter names a column and a test that
//! are declared, and a value that is only ever compared: nothing of a URL becomes SQL.

use chrono::{Datelike as _, NaiveDateTime, TimeDelta};

use super::belonging::Most;
use super::column::Column;
use super::moment::Span;
use super::search::holding;
use crate::access::Who;
use crate::db::{BoxedFilter, Comparison, Direction, Key, KeyKind, fold};
use crate::panel::field::Kind;
use crate::panel::list::window::Bound;
use crate::panel::resource::Resource;

/// What a column is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// The text occurs in it.
    Contains,
    /// It is that text, letter case and accents aside, or that record.
    Is,
    /// It begins with the text.
    Starts,
    /// It is that number, or falls on that day.
    Equal,
    /// It is another.
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
}

impl Test {
    const ALL: [Self; 13] = [
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
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|test| test.name() == name)
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
        }
    }

    /// How many values it takes.
    pub fn values(self) -> u8 {
        match self {
            Self::LastWeek | Self::ThisMonth | Self::Empty | Self::Filled => 0,
            Self::Between => 2,
            _ => 1,
        }
    }

    /// What the column can be asked.
    pub fn of<R: Resource>(column: Column<R>) -> Vec<Self> {
        let mut tests = match column {
            Column::Field(field) => match field.kind {
                Kind::Text(_) | Kind::Email(_) => vec![Self::Contains, Self::Is, Self::Starts],
                Kind::Whole(..) => {
                    vec![Self::Equal, Self::Unequal, Self::Less, Self::Greater, Self::Between]
                }
                Kind::Reference(_) => vec![Self::Is],
            },
            Column::Belonging(belonging) => match belonging.most {
                Most::One => vec![Self::Filled, Self::Empty],
                Most::Any => vec![Self::Filled, Self::Empty, Self::AtLeast],
            },
            Column::Created | Column::Updated => vec![
                Self::LastWeek,
                Self::ThisMonth,
                Self::Equal,
                Self::Unequal,
                Self::Less,
                Self::Greater,
                Self::Between,
            ],
        };
        if let Column::Field(field) = column
            && !field.required
        {
            tests.extend([Self::Empty, Self::Filled]);
        }
        tests
    }

    /// The test of that column in words, before its value.
    pub fn words<R: Resource>(self, column: Column<R>) -> String {
        let label = column.label();
        if let Column::Belonging(belonging) = column {
            let names = belonging.entity;
            let many = names.many.to_lowercase();
            return match (self, belonging.most) {
                (Self::Empty, Most::One) => format!("No {}", names.one),
                (Self::Empty, Most::Any) => format!("No {many}"),
                (Self::AtLeast, _) => format!("Number of {many} at least"),
                (_, Most::One) => format!("Has {}", names.a),
                (_, Most::Any) => format!("Has {many}"),
            };
        }
        let words = match (self, column.is_time()) {
            (Self::Contains, _) => "contains",
            (Self::Is, _) => "is",
            (Self::Starts, _) => "starts with",
            (Self::Equal, false) => "=",
            (Self::Unequal, false) => "≠",
            (Self::Less, false) => "<",
            (Self::Greater, false) => ">",
            (Self::Equal, true) => "on",
            (Self::Unequal, true) => "not on",
            (Self::Less, true) => "before",
            (Self::Greater, true) => "after",
            (Self::Between, _) => "between",
            (Self::LastWeek, _) => "in the last 7 days",
            (Self::ThisMonth, _) => "this month",
            (Self::Empty, _) => "is empty",
            (Self::Filled, _) => "is not empty",
            (Self::AtLeast, _) => "at least",
        };
        format!("{label} {words}")
    }
}

/// A condition on one column.
pub struct Filter<R: Resource> {
    /// The column.
    pub column: Column<R>,
    /// What it is asked.
    pub test: Test,
    /// The value, as it was typed; for two bounds both.
    pub value: String,
    condition: Condition,
}

/// What a filter comes to.
enum Condition {
    /// The column holds this folded text.
    Contains(String),
    /// Its key compares like this to each of these.
    Every(Vec<(Comparison, Key)>),
    /// Its key compares like this to one of these.
    Either((Comparison, Key), (Comparison, Key)),
    /// There are at least so many.
    AtLeast(i64),
    /// There is none.
    None,
}

/// What stands between two bounds in a URL.
const BETWEEN: &str = "..";
/// The longest value; texts are no longer.
const LONGEST_VALUE: usize = 255;

impl<R: Resource> Filter<R> {
    /// Reads `age.between.30..40` as it stands in a URL; `now` is what "the last 7 days" refers to.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(who: &Who, text: &str, now: NaiveDateTime) -> Result<Self, String> {
        let mut parts = text.splitn(3, '.');
        let column = parts.next().and_then(|name| Column::named(who, name));
        let test = parts.next().and_then(Test::named);
        let (Some(column), Some(test)) = (column, test) else {
            return Err("There is no such filter, so it was left out.".to_owned());
        };
        let value = parts.next().unwrap_or_default();
        Self::new(column, test, value, now)
    }

    fn new(column: Column<R>, test: Test, value: &str, now: NaiveDateTime) -> Result<Self, String> {
        let value = value.trim();
        if !Test::of(column).contains(&test) || value.chars().count() > LONGEST_VALUE {
            return Err("There is no such filter, so it was left out.".to_owned());
        }
        let condition = match (column, test) {
            (Column::Belonging(_), Test::Empty) => Some(Condition::None),
            (Column::Belonging(_), Test::Filled) => Some(Condition::AtLeast(1)),
            (Column::Belonging(_), _) => {
                value.parse().ok().filter(|least| *least >= 1).map(Condition::AtLeast)
            }
            (Column::Field(field), Test::Is) if matches!(field.kind, Kind::Reference(_)) => value
                .parse()
                .ok()
                .map(|id| Condition::Every(vec![(Comparison::Equal, Key::Id(id))])),
            _ => column.sorting().and_then(|sorting| condition(sorting.kind, test, value, now)),
        };
        let condition =
            condition.ok_or_else(|| format!("{}: {}", test.words(column), hint(column)))?;
        Ok(Self { column, test, value: value.to_owned(), condition })
    }

    /// As it stands in a URL.
    pub fn to_text(&self) -> String {
        let (column, test) = (self.column.name(), self.test.name());
        match self.test.values() {
            0 => format!("{column}.{test}"),
            _ => format!("{column}.{test}.{}", self.value),
        }
    }

    /// What it asks, in words.
    pub fn words(&self) -> String {
        let words = self.test.words(self.column);
        match self.test {
            Test::Between => {
                let (least, most) = bounds(&self.value).unwrap_or_default();
                format!("{words} {least} and {most}")
            }
            Test::Contains | Test::Is | Test::Starts => format!("{words} “{}”", self.value),
            _ if self.test.values() > 0 => format!("{words} {}", self.value),
            _ => words,
        }
    }

    /// The condition on the rows; `None` where the column cannot be asked.
    pub fn condition(&self) -> Option<BoxedFilter<R::Table>> {
        let compared = match self.column {
            Column::Field(field) if field.chosen.is_some() => field.chosen,
            column => {
                column.sorting().map(|sorting| sorting.towards(Direction::Ascending).compared)
            }
        };
        let compared = |(comparison, key): &(Comparison, Key)| {
            compared.map(|compared| compared(*comparison, key.clone()))
        };
        match (&self.condition, self.column) {
            (Condition::Contains(word), Column::Field(field)) => Some(holding::<R>(field, word)),
            (Condition::Every(all), _) => all.iter().filter_map(compared).reduce(and::<R>),
            (Condition::Either(one, other), _) => {
                Some(Box::new(diesel::BoolExpressionMethods::or(compared(one)?, compared(other)?)))
            }
            (Condition::AtLeast(least), Column::Belonging(belonging)) => {
                Some((belonging.at_least)(*least))
            }
            (Condition::None, Column::Belonging(belonging)) => {
                Some(Box::new(diesel::dsl::not((belonging.at_least)(1))))
            }
            _ => None,
        }
    }
}

/// Both conditions.
pub fn and<R: Resource>(
    one: BoxedFilter<R::Table>,
    other: BoxedFilter<R::Table>,
) -> BoxedFilter<R::Table> {
    Box::new(diesel::BoolExpressionMethods::and(one, other))
}

/// What may be typed for a column.
pub fn hint<R: Resource>(column: Column<R>) -> &'static str {
    match column {
        Column::Belonging(_) => "type a whole number, 1 or more.",
        Column::Field(field) => match field.kind {
            Kind::Whole(..) => "type a whole number; for “between”, two.",
            Kind::Reference(_) => "choose a record.",
            Kind::Text(_) | Kind::Email(_) => "type what to look for.",
        },
        Column::Created | Column::Updated => {
            "type a date such as 2026-11-22 or 2026-11; for “between”, two."
        }
    }
}

fn condition(kind: KeyKind, test: Test, value: &str, now: NaiveDateTime) -> Option<Condition> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
    let every = |conditions: Vec<(Comparison, Key)>| Some(Condition::Every(conditions));
    let empty = kind.empty();
    match (test, kind) {
        (Test::Empty, _) => every(vec![(Equal, empty?)]),
        (Test::Filled, _) => every(vec![(Unequal, empty?)]),
        (Test::LastWeek, _) => every(vec![(AtLeast, Key::Time(now - TimeDelta::days(7)))]),
        (Test::ThisMonth, _) => {
            within(Span::parse(&format!("{:04}-{:02}", now.year(), now.month()))?)
        }
        (Test::Contains, _) => {
            let word = fold(value);
            (!word.is_empty()).then_some(Condition::Contains(word))
        }
        (Test::Is, _) => every(vec![(Equal, Key::Text(fold(value)))]),
        (Test::Starts, _) => {
            let first = Bound::parse(value, kind, Direction::Ascending)?;
            let last = Bound::parse(value, kind, Direction::Descending)?;
            every(vec![(first.comparison, first.key), (last.comparison, last.key)])
        }
        (Test::Between, KeyKind::Time) => {
            let (least, most) = bounds(value)?;
            within(Span { start: Span::parse(&least)?.start, end: Span::parse(&most)?.end })
        }
        (Test::Between, _) => {
            let (least, most) = bounds(value)?;
            let (least, most) = (whole(&least)?, whole(&most)?);
            every(vec![(AtLeast, least), (AtMost, most)])
        }
        (Test::Equal, KeyKind::Time) => within(Span::parse(value)?),
        (Test::Unequal, KeyKind::Time) => {
            let Span { start, end } = Span::parse(value)?;
            Some(Condition::Either((Less, Key::Time(start)), (AtLeast, Key::Time(end))))
        }
        (Test::Less, KeyKind::Time) => every(vec![(Less, Key::Time(Span::parse(value)?.start))]),
        (Test::Greater, KeyKind::Time) => {
            every(vec![(AtLeast, Key::Time(Span::parse(value)?.end))])
        }
        (Test::Equal, _) => every(vec![(Equal, whole(value)?)]),
        // What is empty is neither greater nor another number.
        (Test::Unequal, _) => every(vec![(Unequal, whole(value)?), (Unequal, empty?)]),
        (Test::Less, _) => every(vec![(Less, whole(value)?)]),
        (Test::Greater, _) => every(vec![(Greater, whole(value)?), (Less, empty?)]),
        (Test::AtLeast, _) => None,
    }
}

fn within(span: Span) -> Option<Condition> {
    let (start, end) = (Key::Time(span.start), Key::Time(span.end));
    Some(Condition::Every(vec![(Comparison::AtLeast, start), (Comparison::Less, end)]))
}

/// A number that can be a value: the greatest stands for none.
fn whole(text: &str) -> Option<Key> {
    let key = Key::Whole(text.trim().parse().ok()?);
    (Some(&key) != key.kind().empty().as_ref()).then_some(key)
}

/// The two bounds of `30..40`.
pub fn bounds(value: &str) -> Option<(String, String)> {
    let (least, most) = value.split_once(BETWEEN)?;
    Some((least.trim().to_owned(), most.trim().to_owned()))
}

/// Both bounds as one value.
pub fn between(least: &str, most: &str) -> String {
    format!("{}{BETWEEN}{}", least.trim(), most.trim())
}
