//! Why a search finds a record that does not hold the words itself: what belongs to it does.

use std::collections::HashMap;

use diesel::QueryResult;

use super::query::ListQuery;
use super::scope::{label, scope_of};
use crate::db::search::{Found, SearchPlan, Words};
use crate::db::statement::{self, Condition, Expression, all, among, any};
use crate::db::{AnyConnection, BoxedQuery, Stored, bounded};
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;
use crate::panel::record::read;

/// A text that belongs to a record and holds what is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it is: `E-mail`.
    pub label: String,
    /// The text.
    pub text: String,
}

/// Why each of these rows is found, by its id; nothing of those that hold the words themselves. One
/// query for each relation that is searched.
pub(super) fn explain(
    connection: &mut AnyConnection,
    query: &ListQuery,
    rows: &[Row],
) -> QueryResult<HashMap<i64, Vec<Reason>>> {
    let (words, mut reasons) = (query.words.apart(), HashMap::<i64, Vec<Reason>>::new());
    let mut missing: HashMap<i64, Vec<&Words>> = rows
        .iter()
        .map(|row| (row.id, words.iter().filter(|word| !is_held(row, word)).collect()))
        .collect();
    for relation in query.finding() {
        missing.retain(|_, words| !words.is_empty());
        let Some(by) = relation.by().filter(|_| !missing.is_empty()) else { continue };
        let owners: Vec<i64> = missing.keys().copied().collect();
        let held = |word: &&Words| missing.values().flatten().any(|other| other == word);
        let sought = words.iter().filter(held);
        let condition = any(sought.map(|word| first_with(relation, by, &owners, word)).collect());
        let found = statement::Rows::of(relation.entity.table(), condition);
        for child in read::rows(connection, relation.entity, found, Vec::new())? {
            let Some(owner) = child.referred_id(by) else { continue };
            let Some(words) = missing.get_mut(&owner) else { continue };
            for field in relation.finding() {
                let text = folded(&child, field);
                let before = words.len();
                words.retain(|word| !word.are_in(&text));
                if let Some(value) = child.value(field).filter(|_| words.len() < before) {
                    let text = field.words(value).into_owned();
                    let reason = Reason { label: label(relation, field), text };
                    reasons.entry(owner).or_default().push(reason);
                }
            }
        }
    }
    Ok(reasons)
}

/// The condition that a child is the first of one of these owners to hold a word.
fn first_with(relation: &Relation, by: &Field, owners: &[i64], word: &Words) -> Condition {
    let (entity, by) = (relation.entity, by.column);
    let scope = scope_of(entity, relation.finding());
    let found: Condition = Box::new(Found::new(word, scope, SearchPlan::Walk));
    let condition = all(vec![among(by, owners.to_vec()), found]);
    if !relation.is_many() {
        return condition;
    }
    let first = statement::Rows::of(entity.table(), condition).grouped(by);
    let first: BoxedQuery = Box::new(first.select(vec![Expression::Least(entity.id)]));
    bounded::found_by(entity.id, first)
}

/// Whether a word stands in a text of the row, or in what a record that it refers to is called.
fn is_held(row: &Row, word: &Words) -> bool {
    row.entity.fields.iter().any(|field| word.are_in(&folded(row, field)))
}

fn folded(row: &Row, field: &Field) -> String {
    match (field.kind.traits().folding, row.text(field)) {
        (Some(folding), Stored::Value(text)) => folding.of(&text),
        (None, _) if field.refers_to().is_some() => crate::db::fold(row.referred(field)),
        _ => String::new(),
    }
}
