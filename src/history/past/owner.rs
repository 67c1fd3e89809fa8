//! The records that a record referred to at a moment.

use super::value::Reader;
use crate::panel::entity::field::Field;
use crate::panel::entity::requirement::visible_fields;
use crate::panel::entity::words::capitalized;
use crate::panel::record::history::past::{Past, Presence};

/// What a record referred to.
pub struct Owner {
    /// What sort of record it is.
    pub heading: String,
    /// What it is called.
    pub title: String,
    /// Its page at the same moment, below the base.
    pub path: String,
}

/// The records that it referred to.
pub fn owners(reader: &Reader, past: &Past) -> Vec<Owner> {
    let record = &past.record;
    let fields = visible_fields(record.entity, &reader.operator);
    let owner = |field: &'static Field| {
        let (entity, id) = (field.refers_to()?, record.referred(field)?);
        Some(Owner {
            heading: capitalized(entity.names.one),
            title: reader.titles.of(entity, id, reader.moment.0),
            path: reader.path(entity, id),
        })
    };
    match record.presence {
        Presence::There => fields.filter_map(owner).collect(),
        Presence::NotYet | Presence::Gone => Vec::new(),
    }
}
