//! The columns of a list: the fields of the entity, what belongs to a row, and its times.

use super::belonging::Belonging;
use crate::access::Who;
use crate::db::{Direction, Key};
use crate::panel::cell::Cell;
use crate::panel::field::{Field, Kind, key_of_row};
use crate::panel::need::{seen_belongings, seen_fields};
use crate::panel::resource::Resource;
use crate::panel::sorting::Sorting;

/// One column of a list of `R`.
pub enum Column<R: Resource> {
    /// A field.
    Field(&'static Field<R>),
    /// What belongs to the row.
    Belonging(&'static Belonging<R>),
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
    pub fn all(who: &Who) -> impl Iterator<Item = Self> {
        let fields = seen_fields::<R>(who).map(Self::Field);
        let belongings = seen_belongings::<R>(who).map(Self::Belonging);
        fields.chain(belongings).chain([Self::Created, Self::Updated])
    }

    /// The column of that name, if they may see it.
    pub fn named(who: &Who, name: &str) -> Option<Self> {
        Self::all(who).find(|column| column.name() == name)
    }

    /// Its name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name,
            Self::Belonging(belonging) => belonging.name,
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Field(field) => field.label,
            Self::Belonging(belonging) => belonging.label,
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
            Self::Field(field) => matches!(field.kind, Kind::Whole(..)),
            Self::Belonging(belonging) => belonging.most == super::belonging::Most::Any,
            Self::Created | Self::Updated => false,
        }
    }

    /// How the list is sorted by it, if it can be.
    pub fn sorting(self) -> Option<Sorting<R>> {
        match self {
            Self::Field(field) => field.sorting,
            Self::Belonging(_) => None,
            Self::Created => Some(R::BY_CREATION),
            Self::Updated => Some(R::BY_UPDATE),
        }
    }

    /// What a row is sorted by in a list that is sorted that way.
    pub fn key(self, row: &R, direction: Direction) -> Key {
        match self {
            Self::Field(field) => field.key(row, direction),
            // Nothing is sorted by it.
            Self::Belonging(_) => Key::Id(row.stamps().id),
            Self::Created => row.stamps().created_at.key().unwrap_or_else(|| key_of_row(row)),
            Self::Updated => row.stamps().updated_at.key().unwrap_or_else(|| key_of_row(row)),
        }
    }

    /// What stands in it for a row, whose cells for what belongs to it are given.
    pub fn cell(self, row: &R, belongings: &[Cell]) -> Cell {
        match self {
            Self::Field(field) => field.cell(row),
            Self::Belonging(belonging) => R::BELONGINGS
                .iter()
                .position(|other| other.name == belonging.name)
                .and_then(|index| belongings.get(index).cloned())
                .unwrap_or(Cell::Empty),
            Self::Created => Cell::time(row.stamps().created_at),
            Self::Updated => Cell::time(row.stamps().updated_at),
        }
    }
}
