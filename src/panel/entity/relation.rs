//! What belongs to the rows of an entity.
//!
//! Nobody lists it: what has a reference to an entity belongs to that entity's rows, one of it where
//! the reference is the very id, any number otherwise; and a link has a side on each of two
//! entities.

use crate::db::statement::{Column, NamedTable, Subquery};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;

/// Something of another entity that belongs to a row.
#[derive(Clone, Copy)]
pub struct Relation {
    /// Its name in URLs.
    pub name: &'static str,
    /// The heading of its column and its section.
    pub label: &'static str,
    /// The entity that it shows.
    pub entity: &'static Entity,
    /// How it belongs to the row.
    pub kind: RelationKind,
}

/// How something belongs to a row.
#[derive(Clone, Copy)]
pub enum RelationKind {
    /// The row has one or none, which says so in a field that is its id.
    HasOne {
        /// The field that refers to the row.
        by: &'static Field,
        /// The field that lists show of it.
        listed: Option<&'static Field>,
    },
    /// The row has any number, each of which says so in a field.
    HasMany {
        /// The field that refers to the row.
        by: &'static Field,
    },
    /// The row is linked with any number of them.
    Through(LinkEnd),
}

/// Many rows of one entity with many of another.
pub struct Link {
    /// The table, and the segment of URLs below a row.
    pub table: &'static str,
    /// The words for it.
    pub words: LinkWords,
    /// The column of when a link was made.
    pub created_at: Column,
    /// The two sides.
    pub sides: [LinkSide; 2],
}

/// The words for a link.
#[derive(Clone, Copy, Debug)]
pub struct LinkWords {
    /// One of them: `casting`.
    pub one: &'static str,
    /// Several of them: `castings`.
    pub many: &'static str,
    /// To link: `cast`.
    pub verb: &'static str,
    /// Linked: `cast`.
    pub done: &'static str,
}

/// One side of a link.
pub struct LinkSide {
    /// The column with the id of this side.
    pub column: Column,
    /// The entity of this side.
    pub entity: &'static Entity,
    /// What the other side is called on the page of a row of this side: `Cast`.
    pub label: &'static str,
    /// What is said of those that were linked with a row of this side, before how many they are:
    /// `Cast`, or `Cast in`.
    pub added: &'static str,
}

/// Which side of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first that is declared.
    First,
    /// The second.
    Second,
}

/// A link as the rows of one of its sides have it.
#[derive(Clone, Copy)]
pub struct LinkEnd {
    /// The link.
    pub link: &'static Link,
    /// The side of these rows.
    pub side: Side,
}

impl LinkEnd {
    /// The side of these rows.
    pub fn own(self) -> &'static LinkSide {
        self.link.side(self.side)
    }

    /// The side across.
    pub fn across(self) -> &'static LinkSide {
        self.link.side(self.side.other())
    }

    /// The same link as the rows of the other side have it.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { side: self.side.other(), ..self }
    }

    /// The entity of these rows.
    pub fn entity(self) -> &'static Entity {
        self.own().entity
    }

    /// What a button says that links several of these rows with one across: "Cast in a movie".
    pub fn words_for_many(self) -> String {
        format!("{} {}", self.own().added, self.other().names.a)
    }

    /// The path of one of these rows, below the base.
    pub fn path(self, id: i64) -> String {
        format!("/{}/{id}", self.entity().table())
    }

    /// The entity that they are linked with.
    pub fn other(self) -> &'static Entity {
        self.across().entity
    }
}

impl Side {
    /// The side across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

impl LinkSide {
    /// The side whose id stands in that column.
    pub const fn of<C>(entity: &'static Entity, label: &'static str, added: &'static str) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType = diesel::sql_types::BigInt>,
    {
        Self { column: Column::of::<C>(), entity, label, added }
    }
}

impl Link {
    /// That side.
    pub fn side(&self, side: Side) -> &LinkSide {
        let [first, second] = &self.sides;
        match side {
            Side::First => first,
            Side::Second => second,
        }
    }

    /// What belongs to the rows of an entity by this link.
    pub fn relation_of(&'static self, entity: &Entity) -> Option<Relation> {
        let side = [Side::First, Side::Second]
            .into_iter()
            .find(|side| self.side(*side).entity.is(entity))?;
        let other = self.side(side.other()).entity;
        Some(Relation {
            name: other.names.path,
            label: other.names.many,
            entity: other,
            kind: RelationKind::Through(LinkEnd { link: self, side }),
        })
    }
}

impl Relation {
    /// What belongs to the rows of an entity by a field of another that refers to it.
    pub fn found_by(owner: &Entity, entity: &'static Entity, by: &'static Field) -> Option<Self> {
        let reference = by.kind.reference().filter(|it| it.entity.is(owner))?;
        if by.column != entity.id {
            let kind = RelationKind::HasMany { by };
            return Some(Self { name: entity.names.path, label: entity.names.many, entity, kind });
        }
        let listed = reference.listed.and_then(|name| entity.field(name));
        Some(Self {
            name: listed.map_or(entity.names.one, Field::name),
            label: listed.map_or(entity.names.many, |field| field.label),
            entity,
            kind: RelationKind::HasOne { by, listed },
        })
    }

    /// Whether something may belong to its rows that is to be looked at when a row at the end of
    /// this line of owners is deleted. An entity that comes up again would never end: the database
    /// refuses a deletion that leaves such rows behind.
    pub fn descends(&self, line: &[&Entity]) -> bool {
        let is_new = line.iter().all(|above| !above.is(self.entity));
        self.by().is_some() && is_new && !self.entity.relations().is_empty()
    }

    /// The field of a child that says whose it is; `None` for what is linked.
    pub fn by(&self) -> Option<&'static Field> {
        match self.kind {
            RelationKind::HasOne { by, .. } | RelationKind::HasMany { by } => Some(by),
            RelationKind::Through(_) => None,
        }
    }

    /// The fields of a child by whose texts its owner is found.
    pub fn finding(&self) -> impl Iterator<Item = &'static Field> {
        let reference = self.by().and_then(|by| by.kind.reference());
        let names = reference.map_or(&[] as &[&str], |reference| reference.finding);
        let entity = self.entity;
        names.iter().filter_map(|name| entity.field(name))
    }

    /// The field that lists of the owner show of the one that it has.
    pub fn listed(&self) -> Option<&'static Field> {
        match self.kind {
            RelationKind::HasOne { listed, .. } => listed,
            RelationKind::HasMany { .. } | RelationKind::Through(_) => None,
        }
    }

    /// The link, where it is one.
    pub fn through(&self) -> Option<LinkEnd> {
        match self.kind {
            RelationKind::HasOne { .. } | RelationKind::HasMany { .. } => None,
            RelationKind::Through(end) => Some(end),
        }
    }

    /// Whether a row may have more than one.
    pub fn is_many(&self) -> bool {
        match self.kind {
            RelationKind::HasOne { .. } => false,
            RelationKind::HasMany { .. } | RelationKind::Through { .. } => true,
        }
    }

    /// The column that says which row something belongs to: of the other entity, or of the link.
    pub fn column(&self) -> Column {
        match self.kind {
            RelationKind::HasOne { by, .. } | RelationKind::HasMany { by } => by.column,
            RelationKind::Through(end) => end.own().column,
        }
    }

    /// What belongs to a row of `owner`, as a part of a query over its table.
    pub fn subquery(&self, owner: &Entity) -> Subquery {
        Subquery { by: self.column(), of: owner.id }
    }
}
