//! Where the words of a search are looked for: in the texts of a record, of what it refers to, and
//! of what belongs to it.

use super::words;
use crate::access::CurrentOperator;
use crate::db::search::{Related, Scope, Searched, Text};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{Relation, RelationKind};
use crate::panel::entity::requirement::{visible_fields, visible_relations};
use crate::panel::entity::words::capitalized;

/// How far a search of a list reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To the records, what they refer to, and what belongs to them.
    Children,
    /// To the records and what they refer to.
    Records,
}

/// What a field of something that belongs to a record is called there: `E-mail`, `Car`,
/// `Car color`.
pub(super) fn label(relation: &Relation, field: &Field) -> String {
    let one = capitalized(relation.entity.names.one);
    match relation.kind {
        RelationKind::HasOne { .. } => field.label.to_owned(),
        _ if Field::of_title(relation.entity).any(|named| named == field) => one,
        _ => words::with_value(&one, &field.label.to_lowercase()),
    }
}

/// What belongs to the records of an entity and is searched with them.
pub(super) fn finding(
    entity: &'static Entity,
    operator: &CurrentOperator,
) -> impl Iterator<Item = &'static Relation> {
    visible_relations(entity, operator).filter(|relation| relation.finding().next().is_some())
}

/// The texts of the records and of what they refer to, as far as those may be seen.
pub(super) fn records(entity: &'static Entity, operator: &CurrentOperator) -> Scope {
    scope_of(entity, visible_fields(entity, operator))
}

/// The text of that field.
pub(super) fn field_scope(entity: &'static Entity, field: &'static Field) -> Scope {
    scope_of(entity, [field].into_iter())
}

/// The texts of these fields.
pub(super) fn scope_of(
    entity: &'static Entity,
    fields: impl Iterator<Item = &'static Field>,
) -> Scope {
    let fields: Vec<&Field> = fields.collect();
    Scope {
        searched: searched(entity),
        texts: texts(fields.iter().copied()),
        related: fields.iter().filter_map(|field| owner(field)).collect(),
    }
}

pub(super) fn texts<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<Text> {
    fields.into_iter().filter_map(Field::searched_text).collect()
}

/// The record that a field refers to, where that is searched as well.
fn owner(field: &Field) -> Option<Related> {
    let target = field.refers_to()?;
    let (own, other) = (field.name(), target.id.name);
    some(Related { own, other, searched: searched(target), texts: texts(target.fields) })
}

/// What belongs to a record, where its owner is found by it.
pub(super) fn child(relation: &Relation) -> Option<Related> {
    let owner = relation.by()?.refers_to()?;
    let (own, other) = (owner.id.name, relation.column().name);
    let texts = texts(relation.finding());
    some(Related { own, other, searched: searched(relation.entity), texts })
}

fn some(related: Related) -> Option<Related> {
    (!related.texts.is_empty()).then_some(related)
}

fn searched(entity: &Entity) -> Searched {
    Searched { table: entity.table(), id: entity.id.name }
}
