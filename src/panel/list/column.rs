//! The columns of a list: the fields of the entity, what belongs to a row, and its times.

use crate::access::CurrentOperator;
use crate::db::Stored;
use crate::db::statement::{self, Expression, Value};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::{FieldKind, InputType, Moment, Width};
use crate::panel::entity::relation::{Relation, RelationKind};
use crate::panel::entity::requirement::{visible_fields, visible_relations};

/// One column of a list.
#[derive(Clone, Copy)]
pub enum Column {
    /// A field.
    Field(&'static Field),
    /// What belongs to the row.
    Relation(&'static Relation),
    /// When the row was created.
    Created,
    /// When it was last changed.
    Updated,
}

impl Column {
    /// Every column that they may see, in the usual order.
    pub fn all(
        entity: &'static Entity,
        operator: &CurrentOperator,
    ) -> impl Iterator<Item = Self> + use<> {
        let fields: Vec<Self> = visible_fields(entity, operator).map(Self::Field).collect();
        let relations: Vec<Self> =
            visible_relations(entity, operator).map(Self::Relation).collect();
        fields.into_iter().chain(relations).chain([Self::Created, Self::Updated])
    }

    /// The column of that name, if they may see it.
    pub fn named(entity: &'static Entity, operator: &CurrentOperator, name: &str) -> Option<Self> {
        Self::all(entity, operator).find(|column| column.name() == name)
    }

    /// Its name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
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

    /// What its kind answers; nothing where it shows how many belong to the row.
    pub fn kind(self) -> Option<&'static dyn FieldKind> {
        match self {
            Self::Field(field) => Some(&*field.kind),
            Self::Relation(relation) => relation.listed().map(|field| &*field.kind),
            Self::Created | Self::Updated => Some(&Moment),
        }
    }

    /// Whether lists show it unless they are told otherwise.
    pub fn is_usual(self) -> bool {
        !matches!(self, Self::Created)
    }

    /// Whether a row may have no value in it.
    pub fn may_be_empty(self) -> bool {
        match self {
            Self::Field(field) => !field.is_required(),
            // Nothing may belong to the row.
            Self::Relation(relation) => relation.listed().is_some(),
            Self::Created | Self::Updated => false,
        }
    }

    /// Whether it holds the times of the row.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Created | Self::Updated)
    }

    /// Whether it is asked for days.
    pub fn is_of_days(self) -> bool {
        let is_of_field =
            |field: &Field| matches!(field.kind.input(), InputType::Date | InputType::Moment);
        self.is_time() || matches!(self, Self::Field(field) if is_of_field(field))
    }

    /// Whether it holds numbers, which stand to the right.
    pub fn is_numeric(self) -> bool {
        match self {
            Self::Field(field) => field.kind.traits().is_numeric,
            Self::Relation(relation) => {
                let listed = relation.listed();
                listed.map_or(relation.is_many(), |field| field.kind.traits().is_numeric)
            }
            Self::Created | Self::Updated => false,
        }
    }

    /// How much room its values take.
    pub fn width(self) -> Width {
        match self {
            Self::Field(field) => field.kind.traits().width,
            Self::Relation(_) | Self::Created | Self::Updated => Width::Usual,
        }
    }

    /// The entity whose rows it shows, where it is a field that refers to them.
    pub fn refers_to(self) -> Option<&'static Entity> {
        match self {
            Self::Field(field) => field.refers_to(),
            Self::Relation(_) | Self::Created | Self::Updated => None,
        }
    }

    /// The column of the entity's own table that the list is sorted by, if there is one.
    pub fn sort_column(self, entity: &Entity) -> Option<statement::Column> {
        match self {
            Self::Field(field) => field.sort_column(),
            Self::Relation(_) => None,
            Self::Created => Some(entity.created_at),
            Self::Updated => Some(entity.updated_at),
        }
    }

    /// The column of the table that a value is compared with: the id, where it refers to a row.
    pub fn compared_column(self, entity: &Entity) -> Option<statement::Column> {
        match self {
            Self::Field(field) if field.refers_to().is_some() => Some(field.column),
            Self::Relation(relation) => {
                Self::Field(relation.listed()?).compared_column(relation.entity)
            }
            _ => self.sort_column(entity),
        }
    }

    /// The column of the table that holds nothing where this one is empty: the one with an index,
    /// if it says so.
    pub fn emptiable_column(self, entity: &Entity) -> Option<statement::Column> {
        let compared = self.compared_column(entity).filter(|column| column.is_nullable);
        match self {
            Self::Field(field) => Some(compared.unwrap_or(field.column)),
            Self::Relation(_) | Self::Created | Self::Updated => compared,
        }
    }
}

/// What is read beside a row of `owner`, to be shown by [`related_cell`].
pub fn related(relation: &Relation, owner: &Entity) -> Expression {
    let subquery = relation.subquery(owner);
    match relation.kind {
        RelationKind::HasOne { listed: Some(field), .. } => Expression::Of(field.column, subquery),
        RelationKind::HasOne { listed: None, .. } => Expression::Of(relation.entity.id, subquery),
        RelationKind::HasMany { .. } | RelationKind::Through { .. } => {
            Expression::CountOf(subquery)
        }
    }
}

/// What was read beside a row, as the field takes it that is listed. Nothing is no value of that
/// field: nothing belongs to the row.
pub(super) fn as_listed(relation: &Relation, read: Option<Stored<Value>>) -> Option<Stored<Value>> {
    match relation.listed() {
        Some(field) => field.read(Some(read?)),
        None => read,
    }
}

/// What belongs to a row, as it was read beside it and [`as_listed`] has it.
pub fn related_cell<'v>(relation: &Relation, read: Option<&'v Stored<Value>>) -> Cell<'v> {
    let Some(value) = read else { return Cell::Empty };
    let number = value.integer();
    match relation.kind {
        RelationKind::HasOne { listed: Some(field), .. } => field.cell(read),
        RelationKind::HasOne { listed: None, .. } => {
            number.map_or(Cell::Unreadable, |id| Cell::Link {
                text: relation.entity.names.one.into(),
                path: format!("/{}/{id}", relation.entity.names.path),
            })
        }
        RelationKind::HasMany { .. } | RelationKind::Through { .. } => {
            number.map_or(Cell::Unreadable, Cell::Count)
        }
    }
}
