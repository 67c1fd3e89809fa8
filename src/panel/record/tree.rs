//! A record with what belongs to it: the records that one form holds.

use diesel::QueryResult;

use crate::access::{Action, CurrentOperator};
use crate::db::statement::{Expression, Rows, holds_id};
use crate::db::{AnyConnection, Stored, count_most};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::{requirement, visible_relations};
use crate::panel::entity::row::Row;
use crate::panel::record::Record;
use crate::panel::record::read::{among, children, find_beside, hold};

/// How many records of one relation a form holds; the others are edited on their own pages.
pub const MOST_CHILDREN: i64 = 50;

/// How many bytes of text the children of one relation may have together in a form. It sends each
/// value twice, three bytes for one where it has letters beyond ASCII, and is to be accepted.
const MOST_TEXT: usize = 128 * 1024;

/// A record and its children.
#[derive(Clone)]
pub struct RecordTree {
    /// The record itself.
    pub root: Record,
    /// Its children, one relation after the other.
    pub parts: Vec<Children>,
}

/// What a record is linked with, as far as they may see it: the names of the links that there are.
pub fn linked(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    row: &Row,
) -> QueryResult<Vec<&'static str>> {
    let mut found = Vec::new();
    for end in visible_relations(row.entity, operator).filter_map(|relation| relation.through()) {
        let links = Rows::of(end.link.table, holds_id(end.own().column, row.id));
        if count_most(connection, links.column(end.across().column), 1)? > 0 {
            found.push(end.link.words.many);
        }
    }
    Ok(found)
}

/// The children by one relation.
#[derive(Clone)]
pub struct Children {
    /// The relation.
    pub relation: &'static Relation,
    /// The field by which they belong to the root.
    pub by: &'static Field,
    /// The records: of what there is one of at most, always one, which may be blank.
    pub records: Vec<Record>,
    /// Whether there were too many texts to hold them all.
    pub leaves_out: bool,
}

impl Children {
    /// Those of each relation that a form holds, without any record that there can be many of.
    fn of(entity: &'static Entity) -> impl Iterator<Item = Self> {
        entity.relations().iter().filter_map(|relation| {
            let by = relation.by()?;
            let mut children = Self { relation, by, records: Vec::new(), leaves_out: false };
            if !relation.is_many() {
                children.records.push(children.blank(children.prefix(0)));
            }
            Some(children)
        })
    }

    /// A child nobody has typed anything into.
    pub fn blank(&self, prefix: String) -> Record {
        Record::blank(self.relation.entity, Some(self.by), prefix)
    }

    /// What stands before the names of the fields in that row of them: `profile.`, `cars.0.`
    pub fn prefix(&self, row: u32) -> String {
        match self.relation.is_many() {
            true => format!("{}.{row}.", self.relation.name),
            false => format!("{}.", self.relation.entity.names.one),
        }
    }

    /// What would stand before the names of the fields in one more row.
    pub fn next_prefix(&self) -> String {
        let is_free = |prefix: &String| self.records.iter().all(|record| record.prefix != *prefix);
        let mut prefixes = (0..u32::MAX).map(|row| self.prefix(row));
        prefixes.find(is_free).unwrap_or_else(|| self.prefix(u32::MAX))
    }

    /// One more row.
    pub fn add(&mut self) {
        self.records.push(self.blank(self.next_prefix()));
    }

    /// The children that are stored, as far as they are in the form, kept from others.
    fn rows(&self, connection: &mut AnyConnection, root: &Row) -> QueryResult<Vec<Row>> {
        let entity = self.relation.entity;
        if self.relation.is_many() {
            let ids: Vec<i64> = self.records.iter().filter_map(|record| record.id).collect();
            hold(connection, entity, entity.id, &ids)?;
            return among(connection, entity, &ids);
        }
        hold(connection, entity, self.by.column, &[root.id])?;
        children(connection, entity, self.by, root, (1, 0))
    }
}

impl RecordTree {
    /// A record with nothing in it.
    pub fn blank(entity: &'static Entity) -> Self {
        Self {
            root: Record::blank(entity, None, String::new()),
            parts: Children::of(entity).collect(),
        }
    }

    /// A record as it is stored, with the first of its children that they may change.
    pub fn stored(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        row: &Row,
    ) -> QueryResult<Self> {
        let mut tree = Self::blank(row.entity).limited_to(operator);
        tree.root = tree.root.stored(row);
        for part in &mut tree.parts {
            let rows =
                children(connection, part.relation.entity, part.by, row, (MOST_CHILDREN, 0))?;
            let stored = |(number, row)| part.blank(part.prefix(number)).stored(row);
            let mut text = 0;
            let is_many = part.relation.is_many();
            let fits = |record: &Record| {
                text += record.values.iter().map(|(_, value)| value.len()).sum::<usize>();
                text <= MOST_TEXT || !is_many
            };
            let records: Vec<Record> = (0..).zip(&rows).map(stored).take_while(fits).collect();
            part.leaves_out = records.len() < rows.len();
            if !records.is_empty() {
                part.records = records;
            }
        }
        Ok(tree)
    }

    /// The same as records that are new. What it belongs to as its only one is to be chosen anew.
    #[must_use]
    pub fn copied(mut self) -> Self {
        for record in self.records_mut() {
            record.id = None;
            record.version = None;
            record.original = None;
            record.unreadable = Vec::new();
        }
        if let Some(field) = self.root.entity.id_field() {
            self.root.values.set(field, "");
        }
        self
    }

    /// The same without what they may not change, however it was sent.
    #[must_use]
    pub fn limited_to(mut self, operator: &CurrentOperator) -> Self {
        self.parts.retain(|part| may_change(part.relation.entity, operator));
        self
    }

    /// Whether the form of an entity may hold new children of which there can be many.
    pub fn may_add_children(entity: &'static Entity) -> bool {
        entity.relations().iter().any(|it| it.by().is_some() && it.is_many())
    }

    /// Everything in it, the root first.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        std::iter::once(&self.root).chain(self.parts.iter().flat_map(|part| &part.records))
    }

    /// The same, to be changed.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        let children = self.parts.iter_mut().flat_map(|part| &mut part.records);
        std::iter::once(&mut self.root).chain(children)
    }

    /// Whether a new child is in it, of which there can be many: saving that again adds another,
    /// where saving anything else again changes nothing.
    pub fn adds_children(&self) -> bool {
        let many = self.parts.iter().filter(|part| part.relation.is_many());
        many.flat_map(|part| &part.records).any(|it| it.version.is_none() && it.is_meant())
    }

    /// The stored rows of the children, part by part.
    pub fn stored_children(
        &self,
        connection: &mut AnyConnection,
        root: &Row,
    ) -> QueryResult<Vec<Vec<Row>>> {
        self.parts.iter().map(|part| part.rows(connection, root)).collect()
    }
}

/// Whether they may add, change and remove records of an entity, as a form with children does.
fn may_change(entity: &Entity, operator: &CurrentOperator) -> bool {
    let actions = [Action::Create, Action::Edit, Action::Delete];
    actions.iter().all(|action| operator.meets(&requirement(entity, *action)))
}

/// The row of a root, and how many children it has that a form may not all hold.
pub struct RootRow {
    /// The row.
    pub row: Row,
    /// The relations of which there can be many, and how many there are.
    pub totals: Vec<(&'static Relation, i64)>,
}

impl RootRow {
    /// Reads it; `None` where there is no such row.
    pub fn find(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &'static Entity,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        let parts = RecordTree::blank(entity).limited_to(operator).parts;
        let relations = parts.iter().map(|part| part.relation).filter(|it| it.is_many());
        let relations: Vec<&'static Relation> = relations.collect();
        let counts = relations.iter().map(|it| Expression::CountOf(it.subquery(entity))).collect();
        let Some(row) = find_beside(connection, entity, id, counts)? else { return Ok(None) };
        let totals = row
            .beside()
            .iter()
            .map(|total| total.as_ref().and_then(Stored::integer).unwrap_or_default());
        let totals = relations.into_iter().zip(totals).collect();
        Ok(Some(Self { row, totals }))
    }
}
