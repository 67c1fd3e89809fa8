//! Values that cannot be read: which rows hold them, of every entity alike.

use std::time::Instant;

use diesel::QueryResult;

use crate::db::statement::{Key, Rows, Value, compared};
use crate::db::{AnyConnection, Comparison, Direction, Stored, UNREADABLE_VERSION};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::record::read;

/// A value that another program stored and that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The table.
    pub table: &'static str,
    /// The columns that tell its rows apart, and what stands there.
    pub row: Vec<(&'static str, i64)>,
    /// The column of the value.
    pub column: &'static str,
}

/// What a look at every row of a table has found.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What cannot be read, at most about [`MOST`] of it.
    pub found: Vec<Unreadable>,
    /// How many rows were looked at.
    pub rows: i64,
    /// Whether others are left.
    pub is_cut_off: bool,
}

impl Look {
    /// Adds so many rows and what was found in them; whether that is enough.
    pub fn ends(
        &mut self,
        rows: usize,
        found: impl Iterator<Item = Unreadable>,
        until: Instant,
    ) -> bool {
        self.rows += i64::try_from(rows).unwrap_or_default();
        self.found.extend(found);
        self.is_cut_off = self.found.len() >= MOST || Instant::now() >= until;
        self.found.truncate(MOST);
        self.is_cut_off
    }

    /// Both as one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.found.extend(other.found);
        self.rows += other.rows;
        self.is_cut_off |= other.is_cut_off;
        self
    }
}

/// After so many it is known what kind of thing is wrong.
const MOST: usize = 20;
/// So many rows are read at once.
pub const BATCH: i64 = 1000;

/// Looks at the rows of an entity, by their ids, by the very code that all pages use, until that
/// time.
pub fn look(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    until: Instant,
) -> QueryResult<Look> {
    let (mut look, mut last) = (Look::default(), i64::MIN);
    loop {
        let key = Key::Value(Value::Integer(last));
        let next = compared(entity.id, entity.id, Comparison::Greater, key);
        let next = Rows::of(entity.table(), next)
            .ordered(vec![entity.id], Direction::Ascending)
            .slice(BATCH, 0);
        let rows = read::rows(connection, entity, next, Vec::new())?;
        let Some(row) = rows.last() else { return Ok(look) };
        last = row.id;
        if look.ends(rows.len(), rows.iter().flat_map(of_row), until) {
            return Ok(look);
        }
    }
}

fn of_row(row: &Row) -> impl Iterator<Item = Unreadable> {
    let entity = row.entity;
    let own = [
        (entity.version, row.version == UNREADABLE_VERSION),
        (entity.created_at, row.created_at.get().is_none()),
        (entity.updated_at, row.updated_at.get().is_none()),
    ];
    let own = own.into_iter().filter(|(_, is_unreadable)| *is_unreadable).map(|(name, _)| name);
    let is_unreadable = |field: &&Field| row.value(field) == Some(&Stored::Unreadable);
    let fields = entity.fields.iter().filter(is_unreadable).map(|field| field.column);
    fields.chain(own).map(|column| Unreadable {
        table: entity.table(),
        row: vec![(entity.id.name, row.id)],
        column: column.name,
    })
}
