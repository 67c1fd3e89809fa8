//! Filters: conditions on the columns of a list, as they stand in its URL.
//!
//! What a column can be asked follows from what it holds. A filter names a column and a test that
//! are declared, and a value that is only ever compared: nothing of a URL becomes SQL.

mod condition;
mod operator;

use chrono::NaiveDateTime;

use self::condition::{Condition, condition};
pub use self::condition::{between, bounds};
pub use self::operator::{FilterOperator, hint};
use super::column::Column;
use super::search::holding;
use crate::access::CurrentOperator;
use crate::db::{BoxedFilter, Comparison, Direction, Key};
use crate::panel::entity::field::Kind;
use crate::panel::entity::resource::Resource;

/// A condition on one column.
pub struct Filter<R: Resource> {
    /// The column.
    pub column: Column<R>,
    /// What it is asked.
    pub operator: FilterOperator,
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
    pub fn parse(reader: &CurrentOperator, text: &str, now: NaiveDateTime) -> Result<Self, String> {
        let mut parts = text.splitn(3, '.');
        let column = parts.next().and_then(|name| Column::named(reader, name));
        let operator = parts.next().and_then(FilterOperator::named);
        let (Some(column), Some(operator)) = (column, operator) else {
            return Err("This list has no such filter.".to_owned());
        };
        let value = parts.next().unwrap_or_default();
        Self::new(column, operator, value, now)
    }

    fn new(
        column: Column<R>,
        operator: FilterOperator,
        value: &str,
        now: NaiveDateTime,
    ) -> Result<Self, String> {
        let value = value.trim();
        if !FilterOperator::of(column).contains(&operator) || value.chars().count() > LONGEST_VALUE
        {
            return Err("This list has no such filter.".to_owned());
        }
        let condition = match (column, operator) {
            (Column::Relation(_), FilterOperator::Empty) => Some(Condition::None),
            (Column::Relation(_), FilterOperator::Filled) => Some(Condition::AtLeast(1)),
            (Column::Relation(_), _) => {
                value.parse().ok().filter(|least| *least >= 1).map(Condition::AtLeast)
            }
            (Column::Field(field), FilterOperator::Is)
                if matches!(field.kind, Kind::Reference(_)) =>
            {
                value
                    .parse()
                    .ok()
                    .map(|id| Condition::Every(vec![(Comparison::Equal, Key::Id(id))]))
            }
            _ => column.sorting().and_then(|sorting| condition(sorting.kind, operator, value, now)),
        };
        let condition = condition.ok_or_else(|| hint(column, operator).to_owned())?;
        Ok(Self { column, operator, value: value.to_owned(), condition })
    }

    /// As it stands in a URL.
    pub fn to_text(&self) -> String {
        let (column, operator) = (self.column.name(), self.operator.name());
        match self.operator.values() {
            0 => format!("{column}.{operator}"),
            _ => format!("{column}.{operator}.{}", self.value),
        }
    }

    /// What it asks, in words.
    pub fn words(&self) -> String {
        let words = self.operator.words(self.column);
        match self.operator {
            FilterOperator::Between => {
                let (least, most) = bounds(&self.value).unwrap_or_default();
                format!("{words} {least} and {most}")
            }
            FilterOperator::Contains | FilterOperator::Is | FilterOperator::Starts => {
                format!("{words} “{}”", self.value)
            }
            FilterOperator::Unequal if self.column.may_be_empty() => {
                format!("{words} {} or empty", self.value)
            }
            _ if self.operator.values() > 0 => format!("{words} {}", self.value),
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
            (Condition::AtLeast(least), Column::Relation(relation)) => {
                Some((relation.at_least)(*least))
            }
            (Condition::None, Column::Relation(relation)) => {
                Some(Box::new(diesel::dsl::not((relation.at_least)(1))))
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
