//! Filters: conditions on the columns of a list, as they stand in its URL.
//!
//! What a column can be asked follows from what it holds. A filter names a column and an operator
//! that are declared, and a value that is only ever compared: nothing of a URL becomes SQL.

use chrono::NaiveDateTime;

use super::column::Column;
use super::scope::field_scope;
use crate::access::CurrentOperator;
use crate::db::search::{Found, SearchPlan, Words};
use crate::db::statement::{
    self, Condition, Key, Rows, all, any, compared, is_empty, is_filled, not, so_many_of, some_of,
    uncached,
};
use crate::db::{BoxedQuery, Comparison};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::filter_operator::{FilterOperator, bounds};
use crate::panel::entity::kind::{FieldKind, InputType, Options, Predicate};
use crate::panel::entity::relation::Relation;

/// A condition on one column.
pub struct Filter {
    /// The column.
    pub column: Column,
    /// What it is asked.
    pub operator: FilterOperator,
    /// The value, as it was typed; for two bounds both.
    pub value: String,
    asked: Asked,
}

/// What a filter comes to.
enum Asked {
    /// The column holds no value.
    Empty,
    /// It holds one.
    Filled,
    /// It meets a predicate.
    Predicate(Predicate),
    /// So many rows belong to it: at least, and at most where there is a limit.
    Number { least: i64, most: Option<i64> },
}

/// The longest value; texts are no longer.
const LONGEST_VALUE: usize = 255;

impl Filter {
    /// Reads `age.between.30..40` as it stands in a URL; `now` is what "the last 7 days" refers to.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(
        entity: &'static Entity,
        reader: &CurrentOperator,
        text: &str,
        now: NaiveDateTime,
    ) -> Result<Self, String> {
        let none_such = || "This list has no such filter.".to_owned();
        let mut parts = text.splitn(3, '.');
        let column = parts.next().and_then(|name| Column::named(entity, reader, name));
        let operator = parts.next().and_then(FilterOperator::named);
        let value = parts.next().unwrap_or_default().trim();
        let (Some(column), Some(operator)) = (column, operator) else { return Err(none_such()) };
        if !operators(column).contains(&operator) || value.chars().count() > LONGEST_VALUE {
            return Err(none_such());
        }
        let asked = match column {
            Column::Relation(_) => asked_of_relation(operator, value),
            Column::Field(_) | Column::Created | Column::Updated => {
                asked_of_value(entity, column, operator, (value, now))
            }
        };
        let asked = asked.ok_or_else(|| hint(column, operator).to_owned())?;
        Ok(Self { column, operator, value: value.to_owned(), asked })
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
        let words = words(self.column, self.operator);
        match self.operator {
            FilterOperator::Between => {
                let (least, most) = bounds(&self.value).unwrap_or_default();
                format!("{words} {least} and {most}")
            }
            FilterOperator::Is if !selectable(self.column, self.operator).is_empty() => {
                format!("{words} {}", shown(self.column, &self.value))
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

    /// The condition on the rows of the entity; `None` where the column cannot be asked.
    pub fn condition(&self, entity: &'static Entity, plan: SearchPlan) -> Option<Condition> {
        match (&self.asked, self.column) {
            (Asked::Empty, column) => Some(is_empty(column.emptiable_column(entity)?)),
            (Asked::Filled, column) => Some(is_filled(column.emptiable_column(entity)?)),
            (Asked::Number { least, most }, Column::Relation(relation)) => {
                let some = |least| some_of(relation.subquery(entity), least);
                let enough = (*least > 0).then(|| some(*least));
                let few = most.map(|most| not(some(most.saturating_add(1))));
                Some(all(enough.into_iter().chain(few).collect()))
            }
            (Asked::Predicate(Predicate::Contains(word)), Column::Field(field)) => {
                let scope = field_scope(entity, field);
                Some(Box::new(Found::new(&Words::one(word), scope, plan)))
            }
            (Asked::Predicate(predicate), column) => met(entity, column, predicate),
            (Asked::Number { .. }, _) => None,
        }
    }

    /// The same where all rows that pass are looked for: what belongs to them is counted once for
    /// all of them.
    pub(super) fn condition_on_all(&self, entity: &'static Entity) -> Option<Condition> {
        match (&self.asked, self.column) {
            (Asked::Number { least: least @ 2.., most }, Column::Relation(relation)) => {
                Some(so_many_of(relation.subquery(entity), *least, *most))
            }
            _ => self.condition(entity, SearchPlan::Lookup),
        }
    }

    /// Whether a text is to hold another, which no order of a list leads to.
    pub(super) fn holds_text(&self) -> bool {
        matches!(self.asked, Asked::Predicate(Predicate::Contains(_)))
    }

    /// The queries for the ids of all rows that may pass, as far as an index serves them.
    pub(super) fn candidates(&self, entity: &'static Entity) -> Vec<BoxedQuery> {
        if let (Asked::Predicate(Predicate::Contains(word)), Column::Field(field)) =
            (&self.asked, self.column)
        {
            return field_scope(entity, field).candidates(&Words::one(word));
        }
        let condition = self.condition(entity, SearchPlan::Walk).filter(|_| self.is_range(entity));
        let ids = |condition| {
            let rows = Rows::of(entity.table(), all(vec![uncached(), condition]));
            rows.column(entity.id)
        };
        condition.map(ids).into_iter().collect()
    }

    /// Whether the rows that pass are a range of an index.
    pub(super) fn is_range(&self, entity: &Entity) -> bool {
        match &self.asked {
            Asked::Empty | Asked::Filled => {
                let column = self.column.emptiable_column(entity);
                column.is_some() && column == self.column.compared_column(entity)
            }
            Asked::Predicate(Predicate::Every(keys)) => {
                keys.iter().all(|(comparison, _)| *comparison != Comparison::Unequal)
            }
            Asked::Predicate(Predicate::Either(_) | Predicate::Contains(_)) => false,
            Asked::Number { .. } => false,
        }
    }

    /// Whether rows that hold nothing in that column of the table may pass.
    pub(super) fn passes_empty(&self, entity: &Entity, by: statement::Column) -> bool {
        match &self.asked {
            Asked::Filled => self.column.emptiable_column(entity) != Some(by),
            Asked::Predicate(Predicate::Every(_)) => {
                self.column.compared_column(entity) != Some(by)
            }
            Asked::Predicate(Predicate::Either(_) | Predicate::Contains(_)) => true,
            Asked::Empty | Asked::Number { .. } => true,
        }
    }

    /// Whether rows that hold something in that column of the table may pass.
    pub(super) fn passes_filled(&self, entity: &Entity, by: statement::Column) -> bool {
        match &self.asked {
            Asked::Empty => self.column.emptiable_column(entity) != Some(by),
            Asked::Filled | Asked::Predicate(_) | Asked::Number { .. } => true,
        }
    }
}

fn asked_of_relation(operator: FilterOperator, value: &str) -> Option<Asked> {
    let number = |from: i64| value.parse().ok().filter(|number| *number >= from);
    let (least, most) = match operator {
        FilterOperator::Empty => (0, Some(0)),
        FilterOperator::Filled => (1, None),
        FilterOperator::AtMost => (0, Some(number(0)?)),
        FilterOperator::Exactly => (number(0)?, Some(number(0)?)),
        _ => (number(1)?, None),
    };
    Some(Asked::Number { least, most })
}

fn asked_of_value(
    entity: &Entity,
    column: Column,
    operator: FilterOperator,
    (value, now): (&str, NaiveDateTime),
) -> Option<Asked> {
    match operator {
        FilterOperator::Empty => return Some(Asked::Empty),
        FilterOperator::Filled => return Some(Asked::Filled),
        _ => {}
    }
    let predicate = column.kind()?.predicate(operator, value, now)?;
    let keys = match &predicate {
        Predicate::Contains(_) => &[],
        Predicate::Every(keys) | Predicate::Either(keys) => keys.as_slice(),
    };
    let by = column.compared_column(entity);
    let is_held = |(_, key): &(Comparison, Key)| match key {
        Key::Value(value) => by.is_some_and(|by| by.column_type.holds(value)),
        Key::Empty | Key::OfRow(_) => true,
    };
    keys.iter().all(is_held).then_some(Asked::Predicate(predicate))
}

/// The condition that a column meets a predicate.
fn met(entity: &Entity, column: Column, predicate: &Predicate) -> Option<Condition> {
    let by = column.compared_column(entity)?;
    let condition =
        |(comparison, key): &(Comparison, Key)| compared(by, entity.id, *comparison, key.clone());
    match predicate {
        Predicate::Every(keys) => Some(all(keys.iter().map(condition).collect())),
        Predicate::Either(keys) => Some(any(keys.iter().map(condition).collect())),
        Predicate::Contains(_) => None,
    }
}

/// What a column can be asked.
pub fn operators(column: Column) -> Vec<FilterOperator> {
    let mut operators = match column {
        Column::Relation(relation) => return operators_of_relation(relation).to_vec(),
        Column::Field(_) | Column::Created | Column::Updated => {
            column.kind().map(|kind| kind.traits().operators.to_vec()).unwrap_or_default()
        }
    };
    if let Column::Field(field) = column {
        let is_compared = field.refers_to().is_some() || field.sort_column().is_some();
        operators.retain(|operator| match operator {
            FilterOperator::Contains => field.searched_text().is_some(),
            _ => is_compared,
        });
    }
    if column.may_be_empty() {
        operators.extend([FilterOperator::Empty, FilterOperator::Filled]);
    }
    operators
}

fn operators_of_relation(relation: &Relation) -> &'static [FilterOperator] {
    match relation.is_many() {
        false => &[FilterOperator::Filled, FilterOperator::Empty],
        true => &[
            FilterOperator::Filled,
            FilterOperator::Empty,
            FilterOperator::AtLeast,
            FilterOperator::AtMost,
            FilterOperator::Exactly,
        ],
    }
}

/// The values that an operator of a column is offered with, and what is read; none where one is
/// typed.
pub fn selectable(column: Column, operator: FilterOperator) -> Options {
    match column.kind().map(FieldKind::input) {
        Some(InputType::Select(options)) if operator == FilterOperator::Is => options,
        _ => &[],
    }
}

/// What is read of a value of a column, however it was typed.
fn shown(column: Column, value: &str) -> String {
    let kind = column.kind();
    kind.map_or_else(String::new, |kind| kind.input().shown(&kind.tidy(value)).to_owned())
}

/// The question in words, before its value.
pub fn words(column: Column, operator: FilterOperator) -> String {
    let label = column.label();
    match (column, column.kind()) {
        (Column::Relation(relation), _) => words_of_relation(relation, operator),
        (_, Some(kind)) => format!("{label} {}", (kind.traits().words)(operator)),
        (_, None) => label.to_owned(),
    }
}

fn words_of_relation(relation: &Relation, operator: FilterOperator) -> String {
    let names = relation.entity.names;
    let many = names.several();
    match (operator, relation.is_many()) {
        (FilterOperator::Empty, false) => format!("No {}", names.one),
        (FilterOperator::Empty, true) => format!("No {many}"),
        (FilterOperator::AtLeast | FilterOperator::AtMost | FilterOperator::Exactly, _) => {
            format!("Number of {many} {}", operator.words())
        }
        (_, false) => format!("Has {}", names.a),
        (_, true) => format!("Has {many}"),
    }
}

/// What may be typed for that operator of a column.
pub fn hint(column: Column, operator: FilterOperator) -> &'static str {
    match column.kind() {
        Some(kind) => kind.hint(operator),
        None if operator == FilterOperator::AtLeast => "Enter a whole number, 1 or more.",
        None => "Enter a whole number, 0 or more.",
    }
}
