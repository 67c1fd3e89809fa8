//! An entity, declared once: its words, its fields, how a row is called. Its lists, forms and
//! pages, and what becomes of its rows, follow from that.

use std::sync::OnceLock;

use crate::db::statement::{Column, NamedTable, Table};
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::Relation;

/// An entity. It is a value: pages are compiled once, not once for each entity.
pub struct Entity {
    /// The words for it; its path is the name of its table.
    pub names: Names,
    /// The column that tells its rows apart.
    pub id: Column,
    /// The column that counts the updates: the lock against lost updates.
    pub version: Column,
    /// The column of when a row was created.
    pub created_at: Column,
    /// The column of when a row was last changed.
    pub updated_at: Column,
    /// Its fields in reading order.
    pub fields: &'static [Field],
    /// How a row is called.
    pub title: Title,
    /// Whether a row is a person, whose name is its title.
    pub is_person: bool,
    /// What holds for several fields together.
    pub rules: &'static [Rule],
    /// What belongs to its rows, as the register has found in what the other entities refer to.
    relations: OnceLock<Vec<Relation>>,
}

/// How a row is called in headings and messages.
#[derive(Clone, Copy, Debug)]
pub enum Title {
    /// By the values of these fields, with a blank between them.
    Fields(&'static [&'static str]),
    /// By the words, followed by the title of the row that the field of that name refers to; by its
    /// own id where that may not be seen.
    Of(&'static str, &'static str),
}

impl Title {
    /// Whether a row is called by that field.
    pub fn is_by(&self, field: &Field) -> bool {
        match self {
            Self::Fields(names) => names.contains(&field.name()),
            Self::Of(_, name) => *name == field.name(),
        }
    }
}

/// What holds for several fields together.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// One of these fields has a value. The message stands at the first.
    OneOf(&'static [&'static str], &'static str),
}

impl Entity {
    /// The entity whose rows stand in table `T`. It does not compile where the table is called
    /// otherwise than the words say, or where a field is one of another table.
    pub const fn of<T: Table>(
        names: Names,
        title: Title,
        fields: &'static [Field],
        rules: &'static [Rule],
    ) -> Self {
        assert!(is_same(<T as NamedTable>::NAME, names.path), "the path is the name of the table");
        let mut index = 0;
        while index < fields.len() {
            assert!(is_same(fields[index].column.table, names.path), "a field of another table");
            index += 1;
        }
        Self {
            names,
            id: Column::of::<T::Id>(),
            version: Column::of::<T::Version>(),
            created_at: Column::of::<T::CreatedAt>(),
            updated_at: Column::of::<T::UpdatedAt>(),
            fields,
            title,
            is_person: false,
            rules,
            relations: OnceLock::new(),
        }
    }

    /// The same where each row is a person.
    #[must_use]
    pub const fn of_people(mut self) -> Self {
        self.is_person = true;
        self
    }

    /// The table.
    pub fn table(&self) -> &'static str {
        self.names.path
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name() == name)
    }

    /// The field that is its id, where that is the id of a row that it belongs to.
    pub fn id_field(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.column == self.id)
    }

    /// Whether one of its fields refers to another row.
    pub fn refers(&self) -> bool {
        self.fields.iter().any(|field| field.refers_to().is_some())
    }

    /// What belongs to its rows, in the order of the register.
    pub fn relations(&self) -> &[Relation] {
        self.relations.get().map_or(&[], Vec::as_slice)
    }

    /// Sets what belongs to its rows; the first to do so counts.
    pub(super) fn relate(&self, relations: Vec<Relation>) {
        let _ = self.relations.set(relations);
    }

    /// Whether it is that very entity.
    pub fn is(&self, other: &Self) -> bool {
        self.names.path == other.names.path
    }
}

/// Whether two texts are the same, for constants.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
