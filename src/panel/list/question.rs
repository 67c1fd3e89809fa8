//! What a column of a list can be asked, which follows from what it holds, and how that is worded.

use super::column::Column;
use super::words;
use crate::panel::entity::filter_operator::FilterOperator;
use crate::panel::entity::kind::{FieldKind, InputType, Options};
use crate::panel::entity::relation::Relation;

/// What a column can be asked.
pub fn operators(column: Column) -> Vec<FilterOperator> {
    let mut operators = match column {
        Column::Relation(relation) => return operators_of_relation(relation),
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

fn operators_of_relation(relation: &Relation) -> Vec<FilterOperator> {
    let whether = [FilterOperator::Filled, FilterOperator::Empty];
    if relation.is_many() {
        let number = [FilterOperator::AtLeast, FilterOperator::AtMost, FilterOperator::Exactly];
        return whether.into_iter().chain(number).collect();
    }
    // A record that another one refers to is picked for a list of those that refer to it.
    let listed = relation.listed().filter(|field| field.refers_to().is_none());
    let of_listed = listed.map(|field| operators(Column::Field(field))).unwrap_or_default();
    let of_listed = of_listed.into_iter().filter(|operator| !whether.contains(operator));
    of_listed.chain(whether).collect()
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
pub(super) fn shown(column: Column, value: &str) -> String {
    let kind = column.kind();
    kind.map_or_else(String::new, |kind| kind.input().shown(&kind.tidy(value)).to_owned())
}

/// The question in words, before its value.
pub fn question(column: Column, operator: FilterOperator) -> String {
    let label = column.label();
    match (column, column.kind()) {
        (Column::Relation(relation), _) if asks_whether(relation, operator) => {
            question_of_relation(relation, operator)
        }
        (_, Some(kind)) => words::with_value(label, (kind.traits().words)(operator)),
        (_, None) => label.to_owned(),
    }
}

fn question_of_relation(relation: &Relation, operator: FilterOperator) -> String {
    let names = relation.entity.names;
    let many = names.several();
    match (operator, relation.is_many()) {
        (FilterOperator::Empty, false) => words::has_none(names.one),
        (FilterOperator::Empty, true) => words::has_none(&many),
        (FilterOperator::AtLeast | FilterOperator::AtMost | FilterOperator::Exactly, _) => {
            words::number_of(&many, operator.words())
        }
        (_, false) => words::has(names.a),
        (_, true) => words::has(&many),
    }
}

/// What may be typed for that operator of a column.
pub fn hint(column: Column, operator: FilterOperator) -> &'static str {
    match column.kind() {
        Some(kind) => kind.hint(operator),
        None if operator == FilterOperator::AtLeast => words::ENTER_NUMBER_FROM_ONE,
        None => words::ENTER_NUMBER,
    }
}

/// Whether it is asked of a relation whether, or how often, something belongs to a row, and not what
/// that holds.
pub(super) fn asks_whether(relation: &Relation, operator: FilterOperator) -> bool {
    relation.is_many() || matches!(operator, FilterOperator::Empty | FilterOperator::Filled)
}
