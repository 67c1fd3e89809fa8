//! The columns of a file: what of a record each holds, and what it is called.

use crate::access::{Action, CurrentOperator};
use crate::db::statement::Expression;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::{visible_fields, visible_relations};
use crate::panel::entity::row::Row;
use crate::panel::list::column::Column;
use crate::transfer::format::value::FileValue;

/// What of a record a column holds.
#[derive(Clone, Copy)]
pub enum FileColumn {
    /// The id, which tells which record it is.
    Id,
    /// What stands in a field; of a reference, the id.
    Field(&'static Field),
    /// What that is called which a field refers to.
    Title(&'static Field),
    /// What stands in a field of what the record has one of.
    Of(&'static Relation, &'static Field),
    /// How many of something belong to the record.
    Count(&'static Relation),
    /// When it was created.
    Created,
    /// When it was last changed.
    Updated,
}

/// Stands behind the name of a reference whose column holds titles.
pub const TITLE: &str = "title";

impl FileColumn {
    /// Everything of a record that they may take out.
    pub fn all(entity: &'static Entity, operator: &CurrentOperator) -> Vec<Self> {
        let fields = visible_fields(entity, operator).flat_map(of_field);
        let relations = visible_relations(entity, operator).filter(|relation| !relation.is_many());
        let parts = relations.flat_map(|relation| of_relation(relation, operator));
        id(entity).chain(fields).chain(parts).chain([Self::Created, Self::Updated]).collect()
    }

    /// What of a record these columns of a list show, and its id.
    pub fn of_list(
        entity: &'static Entity,
        operator: &CurrentOperator,
        columns: &[Column],
    ) -> Vec<Self> {
        let shown = columns.iter().flat_map(|column| match *column {
            Column::Field(field) => of_field(field).collect(),
            Column::Relation(relation) if relation.is_many() => vec![Self::Count(relation)],
            Column::Relation(relation) => of_relation(relation, operator)
                .filter(|part| matches!(part, Self::Of(_, field) if field.name() == relation.name))
                .collect(),
            Column::Created => vec![Self::Created],
            Column::Updated => vec![Self::Updated],
        });
        let mut chosen: Vec<Self> = id(entity).collect();
        // Where the id is a field of its own, it comes first all the same.
        chosen.extend(entity.id_field().into_iter().flat_map(of_field));
        for column in shown {
            if chosen.iter().all(|other| other.name() != column.name()) {
                chosen.push(column);
            }
        }
        chosen
    }

    /// Its name, as the head of a file has it: `color`, `user_id.title`, `profile.country`.
    pub fn name(self) -> String {
        match self {
            Self::Id => "id".to_owned(),
            Self::Field(field) => field.name().to_owned(),
            Self::Title(field) => format!("{}.{TITLE}", field.name()),
            Self::Of(relation, field) => {
                format!("{}.{}", relation.entity.names.one, field.name())
            }
            Self::Count(relation) => relation.name.to_owned(),
            Self::Created => "created".to_owned(),
            Self::Updated => "updated".to_owned(),
        }
    }

    /// What is read for it beside a record of that entity, which does not hold it itself.
    pub fn beside(self, entity: &Entity) -> Option<Expression> {
        match self {
            Self::Of(relation, field) => {
                Some(Expression::Of(field.column, relation.subquery(entity)))
            }
            Self::Count(relation) => Some(Expression::CountOf(relation.subquery(entity))),
            Self::Id | Self::Field(_) | Self::Title(_) | Self::Created | Self::Updated => None,
        }
    }

    /// What it holds of each record: of what was read beside one, that comes in the order of the
    /// columns.
    pub fn values<'r>(columns: &[Self], row: &'r Row) -> Vec<FileValue<'r>> {
        let mut beside = row.beside().iter();
        let value = |column: &Self| match *column {
            Self::Id => FileValue::Integer(row.id),
            Self::Field(field) => FileValue::of_field(field, row.value(field)),
            Self::Title(field) => match row.referred(field) {
                "" => FileValue::Empty,
                title => FileValue::Text(title.into()),
            },
            Self::Of(_, field) => match beside.next() {
                Some(Some(read)) => FileValue::of_read(field, read),
                Some(None) | None => FileValue::Empty,
            },
            Self::Count(_) => match beside.next() {
                Some(Some(read)) => {
                    read.integer().map_or(FileValue::Unreadable, FileValue::Integer)
                }
                Some(None) | None => FileValue::Unreadable,
            },
            Self::Created => FileValue::of_time(row.created_at),
            Self::Updated => FileValue::of_time(row.updated_at),
        };
        columns.iter().map(value).collect()
    }
}

/// The id, where it is no field itself.
fn id(entity: &Entity) -> impl Iterator<Item = FileColumn> {
    entity.id_field().is_none().then_some(FileColumn::Id).into_iter()
}

/// A field, and what that is called which it refers to, where that is called by fields of its own.
fn of_field(field: &'static Field) -> impl Iterator<Item = FileColumn> {
    let is_named = |entity: &&Entity| matches!(entity.title, Title::Fields(_));
    let title = field.refers_to().filter(is_named).map(|_| FileColumn::Title(field));
    [FileColumn::Field(field)].into_iter().chain(title)
}

/// The fields of what a record has one of, for whoever may take those out.
fn of_relation(
    relation: &'static Relation,
    operator: &CurrentOperator,
) -> impl Iterator<Item = FileColumn> {
    let entity = relation.entity;
    let may = operator.may(Action::Export, entity.table());
    let fields = visible_fields(entity, operator).filter(move |field| {
        let is_owner = relation.by().is_some_and(|by| by == *field);
        may && !is_owner
    });
    fields.map(move |field| FileColumn::Of(relation, field))
}
