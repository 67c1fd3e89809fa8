//! Filters: conditions on the columns of a list, as they stand in its URL.
//!
//! What a column can be asked follows from what it holds. A filter names a column and a test that
//! are declared, and a value that is only ever compared: nothing of a URL becomes SQL.

mod condition;
mod test;

use chrono::NaiveDateTime;

use self::condition::{Condition, condition};
pub use self::condition::{between, bounds};
pub use self::test::{Test, hint};
use super::column::Column;
use super::search::holding;
use crate::access::Who;
use crate::db::{BoxedFilter, Comparison, Direction, Key};
use crate::panel::field::Kind;
use crate::panel::resource::Resource;

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
            return Err("This list has no such filter.".to_owned());
        };
        let value = parts.next().unwrap_or_default();
        Self::new(column, test, value, now)
    }

    fn new(column: Column<R>, test: Test, value: &str, now: NaiveDateTime) -> Result<Self, String> {
        let value = value.trim();
        if !Test::of(column).contains(&test) || value.chars().count() > LONGEST_VALUE {
            return Err("This list has no such filter.".to_owned());
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
        let condition = condition.ok_or_else(|| hint(column, test).to_owned())?;
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
            Test::Unequal if self.column.may_be_empty() => {
                format!("{words} {} or empty", self.value)
            }
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
