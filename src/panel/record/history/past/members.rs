//! What belonged to a record at a moment.
//!
//! The history of a record names whatever came to it and went from it. So what belonged to it is what
//! belongs to it now, but for what the first change after the moment says otherwise of; or, where the
//! history knows the record from its making on, what the last change before it says belonged to it.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use diesel::QueryResult;

use super::super::ChangeKind;
use super::super::change::{Change, Position};
use super::super::values::{PastValue, PastValues};
use crate::db::statement::{
    Column, Condition, Expression, Rows, Value, all, among, holds_id, holds_id_behind,
};
use crate::db::{AnyConnection, Direction};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{Relation, RelationKind, Side};
use crate::panel::record::read::count;

/// So many ids are read or asked for at once.
const BATCH: usize = 1_000;

/// What the changes on one side of the moment say of one that they name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Whether it belonged to the record at the moment; `None` where they say nothing of that.
    pub was: Option<bool>,
    /// The change that is nearest to the moment.
    pub nearest: Position,
}

/// What the changes on one side of the moment name, by relation and id.
pub(super) struct Named {
    entity: &'static Entity,
    id: i64,
    relations: Vec<BTreeMap<i64, Touched>>,
}

/// What to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// What belongs to the record now.
    Now,
    /// Nothing: all of it is named by changes.
    Nothing,
}

/// What belonged to a record.
pub struct Members {
    named: Named,
    base: Base,
}

/// Which side of the moment a change lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lies {
    Before,
    After,
}

impl Named {
    /// Nothing yet, of that record.
    pub fn of(entity: &'static Entity, id: i64) -> Self {
        Self { entity, id, relations: vec![BTreeMap::new(); entity.relations().len()] }
    }

    /// Takes in a change, which are taken in from the moment on.
    pub fn add(&mut self, change: &Change, lies: Lies) {
        let Some(kind) = change.kind() else { return };
        let values = match lies {
            Lies::Before => change.after(),
            Lies::After => change.before(),
        };
        for (relation, named) in self.entity.relations().iter().zip(&mut self.relations) {
            let Some(id) = named_by(relation, change, self.id) else { continue };
            let was = belongs(relation, (kind, &values), self.id, lies);
            let touched =
                named.entry(id).or_insert(Touched { was: None, nearest: change.position() });
            touched.was = touched.was.or(was);
        }
    }

    /// Takes in what went along with the record when it was deleted, and stands in the histories of
    /// the others alone.
    pub fn add_along(&mut self, change: &Change) {
        let is_theirs = |relation: &Relation| {
            let end = relation.through();
            let by = relation.by().map(|by| refers(&change.before(), by, self.id));
            end.is_some() || by == Some(Some(true))
        };
        let relations = self.entity.relations().iter();
        let is_named = |relation: &&Relation| named_by(relation, change, self.id).is_some();
        if relations.filter(is_named).any(is_theirs) {
            self.add(change, Lies::After);
        }
    }

    /// What belonged to the record, where these are all that say something of it.
    pub fn on(self, base: Base) -> Members {
        Members { named: self, base }
    }
}

/// Which other record a change names as belonging to the one of that id by a relation, or not any
/// more.
fn named_by(relation: &Relation, change: &Change, id: i64) -> Option<i64> {
    match relation.kind {
        RelationKind::HasOne { .. } | RelationKind::HasMany { .. } => {
            (change.entity == relation.entity.table()).then_some(change.record_id)
        }
        RelationKind::Through(end) if change.entity == end.link.table => {
            let (own, other) = match end.side {
                Side::First => (change.record_id, change.other_id?),
                Side::Second => (change.other_id?, change.record_id),
            };
            (own == id).then_some(other)
        }
        RelationKind::Through(_) => None,
    }
}

/// Whether something belonged to the record of that id before a change, or after it; `None` where the
/// change says nothing of it.
fn belongs(
    relation: &Relation,
    (kind, values): (ChangeKind, &PastValues),
    id: i64,
    lies: Lies,
) -> Option<bool> {
    match (kind, lies) {
        (ChangeKind::Exported, Lies::Before | Lies::After) => None,
        (ChangeKind::Created | ChangeKind::Linked, Lies::After)
        | (ChangeKind::Deleted | ChangeKind::Unlinked, Lies::Before) => Some(false),
        (ChangeKind::Linked, Lies::Before) | (ChangeKind::Unlinked, Lies::After) => Some(true),
        (ChangeKind::Created | ChangeKind::Changed, Lies::Before)
        | (ChangeKind::Deleted | ChangeKind::Changed, Lies::After) => {
            refers(values, relation.by()?, id)
        }
    }
}

/// Whether values say that a field refers to that row.
fn refers(values: &PastValues, by: &Field, id: i64) -> Option<bool> {
    values.get(by).map(|value| value == PastValue::Value(Value::Integer(id)))
}

impl Members {
    /// Those of a relation that something is said of, by their ids.
    pub fn touched(&self, relation: usize) -> impl Iterator<Item = (i64, Touched)> {
        let named = self.named.relations.get(relation).into_iter().flatten();
        named.map(|(id, touched)| (*id, *touched))
    }

    /// What is said of one of them.
    pub fn touch(&self, relation: usize, id: i64) -> Option<Touched> {
        self.named.relations.get(relation)?.get(&id).copied()
    }

    /// How many belonged to the record.
    pub fn count(&self, connection: &mut AnyConnection, relation: usize) -> QueryResult<i64> {
        let Some((known, _)) = self.relation(relation) else { return Ok(0) };
        let were: Vec<i64> = self.ids(relation, true).collect();
        let total = i64::try_from(were.len()).unwrap_or(i64::MAX);
        if self.base == Base::Nothing {
            return Ok(total);
        }
        let now = count(connection, known, self.named.id)?;
        let mut come_since = 0;
        for ids in self.ids(relation, false).collect::<Vec<_>>().chunks(BATCH) {
            come_since += self.present(connection, relation, ids)?.len();
        }
        let mut still = 0;
        for ids in were.chunks(BATCH) {
            still += self.present(connection, relation, ids)?.len();
        }
        let gained = i64::try_from(come_since + still).unwrap_or(i64::MAX);
        Ok(now + total - gained)
    }

    /// The ids of those that belonged to the record, behind that one: so many at most, in order.
    pub fn page(
        &self,
        connection: &mut AnyConnection,
        relation: usize,
        behind: i64,
        limit: usize,
    ) -> QueryResult<Vec<i64>> {
        let Some((_, named)) = self.relation(relation) else { return Ok(Vec::new()) };
        let later = named.range((Bound::Excluded(behind), Bound::Unbounded));
        let mut ids: Vec<i64> =
            later.filter(|(_, it)| it.was == Some(true)).map(|(id, _)| *id).take(limit).collect();
        let (mut last, mut found) = (behind, 0);
        while self.base == Base::Now && found < limit {
            let batch = self.ids_behind(connection, relation, last)?;
            let is_end = batch.len() < BATCH;
            last = batch.last().copied().unwrap_or(last);
            let was = |id: &i64| named.get(id).is_none_or(|touched| touched.was.is_none());
            let kept = batch.into_iter().filter(was).take(limit - found);
            let before = ids.len();
            ids.extend(kept);
            found += ids.len() - before;
            if is_end {
                break;
            }
        }
        ids.sort_unstable();
        ids.truncate(limit);
        Ok(ids)
    }

    /// Those of which it is said that they belonged to the record, or that they did not.
    fn ids(&self, relation: usize, belonged: bool) -> impl Iterator<Item = i64> {
        self.touched(relation).filter(move |(_, it)| it.was == Some(belonged)).map(|(id, _)| id)
    }

    fn relation(&self, index: usize) -> Option<(&'static Relation, &BTreeMap<i64, Touched>)> {
        Some((self.named.entity.relations().get(index)?, self.named.relations.get(index)?))
    }

    /// Which of these belong to the record now.
    pub fn present(
        &self,
        connection: &mut AnyConnection,
        relation: usize,
        ids: &[i64],
    ) -> QueryResult<HashSet<i64>> {
        let Some((relation, _)) = self.relation(relation) else { return Ok(HashSet::new()) };
        let owner = holds_id(relation.column(), self.named.id);
        let id = id_column(relation);
        select(connection, relation, all(vec![owner, among(id, ids.to_vec())]), None)
            .map(HashSet::from_iter)
    }

    fn ids_behind(
        &self,
        connection: &mut AnyConnection,
        relation: usize,
        last: i64,
    ) -> QueryResult<Vec<i64>> {
        let Some((relation, _)) = self.relation(relation) else { return Ok(Vec::new()) };
        let (by, id) = (relation.column(), id_column(relation));
        match relation.kind {
            // There is one at most.
            RelationKind::HasOne { .. } => {
                let found = select(connection, relation, holds_id(by, self.named.id), None)?;
                Ok(found.into_iter().filter(|id| *id > last).collect())
            }
            RelationKind::HasMany { .. } | RelationKind::Through(_) => {
                let behind = holds_id_behind(by, self.named.id, id, last);
                select(connection, relation, behind, Some(vec![by, id]))
            }
        }
    }
}

/// The column with the id of what belongs to a row.
fn id_column(relation: &Relation) -> Column {
    relation.through().map_or(relation.entity.id, |end| end.across().column)
}

/// The ids of what belongs to a row, of those that meet a condition.
fn select(
    connection: &mut AnyConnection,
    relation: &Relation,
    condition: Condition,
    order: Option<Vec<Column>>,
) -> QueryResult<Vec<i64>> {
    let rows = Rows::of(relation.column().table, condition);
    let rows = match order {
        Some(order) => rows
            .ordered(order, Direction::Ascending)
            .slice(i64::try_from(BATCH).unwrap_or(i64::MAX), 0),
        None => rows,
    };
    let found = rows.select(vec![Expression::Column(id_column(relation))]).load(connection)?;
    Ok(found.iter().filter_map(|row| row.integer(0)).collect())
}
