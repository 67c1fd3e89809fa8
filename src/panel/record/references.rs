//! What the rows that records refer to are called, and whether they are still there.

use super::words;
use std::collections::{BTreeMap, HashMap};

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::record::read::among;
use crate::panel::record::values::Values;

/// The rows that records refer to, of any entities, by their titles.
pub enum References {
    /// Those that are there.
    Read(HashMap<(&'static str, i64), String>),
    /// Nobody has looked: rows are called by their numbers.
    Unread,
}

impl References {
    /// Looks up every row that is referred to in these values, by one query for each entity.
    pub fn read<'v>(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        values: impl Iterator<Item = (&'static Field, &'v str)>,
    ) -> QueryResult<Self> {
        let mut wanted: BTreeMap<&'static str, (&'static Entity, Vec<i64>)> = BTreeMap::new();
        for (field, value) in values {
            if let (Some(entity), Ok(id)) = (field.refers_to(), value.parse()) {
                wanted.entry(entity.table()).or_insert((entity, Vec::new())).1.push(id);
            }
        }
        let mut titles = HashMap::new();
        for (table, (entity, mut ids)) in wanted {
            ids.sort_unstable();
            ids.dedup();
            let rows = among(connection, entity, &ids)?;
            titles.extend(rows.iter().map(|row| ((table, row.id), row.title(operator))));
        }
        Ok(Self::Read(titles))
    }

    /// Whether the row that a value refers to is there.
    pub fn has(&self, entity: &Entity, id: i64) -> bool {
        match self {
            Self::Read(titles) => titles.contains_key(&(entity.table(), id)),
            Self::Unread => false,
        }
    }

    /// A value as a person reads it: what the row is called that it refers to, rather than its id.
    pub fn shown(&self, field: &Field, value: &str) -> String {
        let Some(entity) = field.refers_to() else {
            return field.kind.input().shown(value).to_owned();
        };
        match self {
            Self::Unread if value.is_empty() => String::new(),
            Self::Unread => words::unnamed(value),
            Self::Read(titles) => {
                let title = value.parse().ok().and_then(|id| titles.get(&(entity.table(), id)));
                title.cloned().unwrap_or_default()
            }
        }
    }
}

/// The values of several records, one after the other.
pub fn values_of<'v>(
    records: impl Iterator<Item = &'v Values>,
) -> impl Iterator<Item = (&'static Field, &'v str)> {
    records.flat_map(Values::iter)
}
