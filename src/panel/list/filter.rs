//! Filters: conditions on the columns of a list, as they stand in its URL.
//!
//! A filter names a column and an operator that are declared, and a value that is only ever compared:
//! nothing of a URL becomes SQL.

use super::column::Column;
use super::question::{asks_whether, hint, operators, question, selectable, shown};
use super::scope::field_scope;
use super::words;
use crate::access::CurrentOperator;
use crate::db::search::{Candidates, Found, SearchPlan, Words};
use crate::db::statement::{
    self, Condition, Key, Rows, all, any, compared, is_empty, is_filled, not, refers_to,
    so_many_of, some_of, some_with, uncached,
};
use crate::db::{BoxedQuery, Comparison};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::filter_operator::{FilterOperator, bounds};
use crate::panel::entity::kind::Predicate;
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
    /// Reads `age.between.30..40` as it stands in a URL; days are those of the calendar.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(
        entity: &'static Entity,
        reader: &CurrentOperator,
        text: &str,
        calendar: &Calendar,
    ) -> Result<Self, String> {
        let none_such = || words::NO_FILTER.to_owned();
        let mut parts = text.splitn(3, '.');
        let column = parts.next().and_then(|name| Column::named(entity, reader, name));
        let operator = parts.next().and_then(FilterOperator::named);
        let value = parts.next().unwrap_or_default().trim();
        let (Some(column), Some(operator)) = (column, operator) else { return Err(none_such()) };
        if !operators(column).contains(&operator) || value.chars().count() > LONGEST_VALUE {
            return Err(none_such());
        }
        let asked = match column {
            Column::Relation(relation) if asks_whether(relation, operator) => {
                asked_of_relation(operator, value)
            }
            _ => asked_of_value(entity, column, operator, (value, calendar)),
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
        let question = question(self.column, self.operator);
        match self.operator {
            FilterOperator::Between => {
                let (least, most) = bounds(&self.value).unwrap_or_default();
                words::between(&question, &least, &most)
            }
            FilterOperator::Is if !selectable(self.column, self.operator).is_empty() => {
                words::with_value(&question, &shown(self.column, &self.value))
            }
            FilterOperator::Contains | FilterOperator::Is | FilterOperator::Starts => {
                words::with_text(&question, &self.value)
            }
            FilterOperator::Unequal if self.column.may_be_empty() => {
                words::with_value_or_empty(&question, &self.value)
            }
            _ if self.operator.values() > 0 => words::with_value(&question, &self.value),
            _ => question,
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
            (Asked::Predicate(predicate), Column::Relation(relation)) => {
                met_by_listed(entity, relation, predicate, plan)
            }
            (Asked::Predicate(predicate), column) => met(entity, column, predicate, plan),
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
        // What a row has one of has the id of the row.
        let (entity, column) = match self.column {
            Column::Relation(relation) => match relation.listed() {
                Some(listed) => (relation.entity, Column::Field(listed)),
                None => return Vec::new(),
            },
            column => (entity, column),
        };
        let condition = match (&self.asked, column) {
            (Asked::Predicate(Predicate::Contains(word)), Column::Field(field)) => {
                let candidates = field_scope(entity, field).candidates(&Words::one(word));
                return candidates.into_iter().map(Candidates::ids).collect();
            }
            (Asked::Predicate(predicate), _) if is_one_range(predicate) => {
                met(entity, column, predicate, SearchPlan::Walk)
            }
            _ => self.condition(entity, SearchPlan::Walk).filter(|_| self.is_range(entity)),
        };
        let ids = |condition| {
            let rows = Rows::of(entity.table(), all(vec![uncached(), condition]));
            rows.column(entity.id)
        };
        condition.map(ids).into_iter().collect()
    }

    /// Whether the rows that pass are a range of an index.
    pub(super) fn is_range(&self, entity: &Entity) -> bool {
        match &self.asked {
            _ if matches!(self.column, Column::Relation(_)) => false,
            Asked::Empty | Asked::Filled => {
                let column = self.column.emptiable_column(entity);
                column.is_some() && column == self.column.compared_column(entity)
            }
            Asked::Predicate(predicate) => is_one_range(predicate),
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
    (value, calendar): (&str, &Calendar),
) -> Option<Asked> {
    match operator {
        FilterOperator::Empty => return Some(Asked::Empty),
        FilterOperator::Filled => return Some(Asked::Filled),
        _ => {}
    }
    let predicate = column.kind()?.predicate(operator, value, calendar)?;
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

/// Whether what meets a predicate is one range of an index.
fn is_one_range(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Every(keys) => {
            keys.iter().all(|(comparison, _)| *comparison != Comparison::Unequal)
        }
        Predicate::Either(_) | Predicate::Contains(_) => false,
    }
}

/// The condition that the field that is listed of what belongs to a row meets a predicate; where
/// nothing belongs to it, that nothing does.
fn met_by_listed(
    entity: &Entity,
    relation: &Relation,
    predicate: &Predicate,
    plan: SearchPlan,
) -> Option<Condition> {
    let listed = Column::Field(relation.listed()?);
    let (subquery, met) =
        (relation.subquery(entity), met(relation.entity, listed, predicate, plan));
    let condition = match plan {
        SearchPlan::Lookup => refers_to(subquery.of, subquery.by, met?),
        SearchPlan::Walk => some_with(subquery, met?),
    };
    let passes_nothing = match predicate {
        Predicate::Either(keys) => keys.iter().any(|(_, key)| *key == Key::Empty),
        Predicate::Every(_) | Predicate::Contains(_) => false,
    };
    Some(match passes_nothing {
        true => any(vec![condition, not(some_of(subquery, 1))]),
        false => condition,
    })
}

/// The condition that a column of the entity's own table meets a predicate.
fn met(
    entity: &'static Entity,
    column: Column,
    predicate: &Predicate,
    plan: SearchPlan,
) -> Option<Condition> {
    if let (Predicate::Contains(word), Column::Field(field)) = (predicate, column) {
        let scope = field_scope(entity, field);
        return Some(Box::new(Found::new(&Words::one(word), scope, plan)));
    }
    let by = column.compared_column(entity)?;
    let condition =
        |(comparison, key): &(Comparison, Key)| compared(by, entity.id, *comparison, key.clone());
    match predicate {
        Predicate::Every(keys) => Some(all(keys.iter().map(condition).collect())),
        Predicate::Either(keys) => Some(any(keys.iter().map(condition).collect())),
        Predicate::Contains(_) => None,
    }
}
