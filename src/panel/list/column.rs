//! The columns of a list: the fields of the entity, what belongs to a row, and its times.

use crate::access::CurrentOperator;
use crate::db::{Direction, Key};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::field::{Field, Kind, key_of_row};
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::{visible_fields, visible_relations};
use crate::panel::entity::resource::Resource;
use crate::panel::entity::sorting::Sorting;

/// One column of a list of `R`.
pub enum Column<R: Resource> {
    /// A field.
    Field(&'static Field<R>),
    /// What belongs to the row.
    Relation(&'static Relation<R>),
    /// When the row was created.
    Created,
    /// When it was last changed.
    Updated,
}

impl<R: Resource> Clone for Column<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for Column<R> {}

impl<R: Resource> Column<R> {
    /// Every column that they may see, in the usual order.
    pub fn all(operator: &CurrentOperator) -> impl Iterator<Item = Self> {
        let fields = visible_fields::<R>(operator).map(Self::Field);
        let relations = visible_relations::<R>(operator).map(Self::Relation);
        fields.chain(relations).chain([Self::Created, Self::Updated])
    }

    /// The column of that name, if they may see it.
    pub fn named(operator: &CurrentOperator, name: &str) -> Option<Self> {
        Self::all(operator).find(|column| column.name() == name)
    }

    /// Its name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name,
            Self::Relation(relation) => relation.name,
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Field(field) => field.label,
            Self::Relation(relation) => relation.label,
            Self::Created => "Created",
            Self::Updated => "Updated",
        }
    }

    /// Whether lists show it unless they are told otherwise.
    pub fn is_usual(self) -> bool {
        !matches!(self, Self::Created)
    }

    /// Whether a row may have no value in it.
    pub fn may_be_empty(self) -> bool {
        matches!(self, Self::Field(field) if !field.required)
    }

    /// Whether it holds times.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Created | Self::Updated)
    }

    /// Whether it holds numbers, which stand to the right.
    pub fn is_numeric(self) -> bool {
        match self {
            Self::Field(field) => matches!(field.kind, Kind::Integer(..)),
            Self::Relation(relation) => relation.most == crate::panel::entity::relation::Most::Any,
            Self::Created | Self::Updated => false,
        }
    }

    /// How the list is sorted by it, if it can be.
    pub fn sorting(self) -> Option<Sorting<R>> {
        match self {
            Self::Field(field) => field.sorting,
            Self::Relation(_) => None,
            Self::Created => Some(R::BY_CREATION),
            Self::Updated => Some(R::BY_UPDATE),
        }
    }

    /// What a row is sorted by in a list that is sorted that way.
    pub fn key(self, row: &R, direction: Direction) -> Key {
        match self {
            Self::Field(field) => field.key(row, direction),
            // Nothing is sorted by it.
            Self::Relation(_) => Key::Id(row.stamps().id),
            Self::Created => row.stamps().created_at.key().unwrap_or_else(|| key_of_row(row)),
            Self::Updated => row.stamps().updated_at.key().unwrap_or_else(|| key_of_row(row)),
        }
    }

    /// What stands in it for a row, whose cells for what belongs to it are given.
    pub fn cell(self, row: &R, relations: &[Cell]) -> Cell {
        match self {
            Self::Field(field) => field.cell(row),
            Self::Relation(relation) => R::RELATIONS
                .iter()
                .position(|other| other.name == relation.name)
                .and_then(|index| relations.get(index).cloned())
                .unwrap_or(Cell::Empty),
            Self::Created => Cell::time(row.stamps().created_at),
            Self::Updated => Cell::time(row.stamps().updated_at),
        }
    }
}
