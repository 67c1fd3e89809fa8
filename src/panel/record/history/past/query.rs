//! Reading the changes around a moment, without their change sets.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::super::change::{Change, Position};
use super::super::seal::forgotten_with;
use super::super::subjects::is_of_subject;
use crate::db::{AnyConnection, Span, Stored, UtcTime};
use crate::schema::{change_sets, change_subjects, changes};

/// Loads these columns of some of the changes in the history of a record, from a place on.
macro_rules! load_changes {
    ($connection:expr, ($entity:expr, $id:expr), $span:expr, $limit:expr, $columns:expr) => {{
        let (set, number) = (change_subjects::change_set_id, change_subjects::number);
        let found = change_subjects::table
            .inner_join(changes::table.on(is_of_subject()))
            .filter(change_subjects::entity.eq($entity))
            .filter(change_subjects::record_id.eq($id))
            .limit($limit)
            .select($columns);
        match $span {
            Span::Before(place) => found
                .filter(set.le(place.change_set))
                .filter(set.lt(place.change_set).or(number.lt(place.number)))
                .order((set.desc(), number.desc()))
                .load($connection),
            Span::After(place) => found
                .filter(set.ge(place.change_set))
                .filter(set.gt(place.change_set).or(number.gt(place.number)))
                .order((set.asc(), number.asc()))
                .load($connection),
        }
    }};
}

/// Some of the changes in the history of a record, from a place on.
pub(super) fn changes_of(
    connection: &mut AnyConnection,
    (entity, id): (&str, i64),
    span: Span<Position>,
    limit: i64,
) -> QueryResult<Vec<Change>> {
    load_changes!(connection, (entity, id), span, limit, Change::as_select())
}

/// A change set, a number in it, and a table.
pub(super) type TableChanged = (i64, i64, Stored<String>);

/// The tables of some of the changes in the history of a record, from a place on.
pub(super) fn tables_changed(
    connection: &mut AnyConnection,
    (entity, id): (&str, i64),
    span: Span<Position>,
    limit: i64,
) -> QueryResult<Vec<TableChanged>> {
    let columns = (change_subjects::change_set_id, change_subjects::number, changes::entity);
    load_changes!(connection, (entity, id), span, limit, columns)
}

/// The changes of these records themselves after a moment, record by record, the earliest first.
pub(super) fn later_changes(
    connection: &mut AnyConnection,
    (entity, ids): (&str, &[i64]),
    moment: Moment,
    limit: i64,
) -> QueryResult<Vec<Change>> {
    let (set, number) = (change_subjects::change_set_id, change_subjects::number);
    change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
        .filter(change_subjects::entity.eq(entity))
        .filter(change_subjects::record_id.eq_any(ids))
        .filter(set.gt(moment.0))
        .filter(changes::entity.eq(entity))
        .filter(changes::record_id.eq(change_subjects::record_id))
        .order((change_subjects::record_id, set, number))
        .limit(limit)
        .select(Change::as_select())
        .load(connection)
}

/// The changes at these places.
pub fn changes_at(connection: &mut AnyConnection, places: &[Position]) -> QueryResult<Vec<Change>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let sets = places.iter().map(|place| place.change_set);
    let numbers = places.iter().map(|place| place.number);
    let mut found: Vec<Change> = changes::table
        .filter(changes::change_set_id.eq_any(sets))
        .filter(changes::number.eq_any(numbers))
        .select(Change::as_select())
        .load(connection)?;
    found.retain(|change| places.contains(&change.position()));
    Ok(found)
}

/// A moment of the past: just after the change set of that number, and before any later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// Before everything that is in the history.
    pub const BEGINNING: Self = Self(0);

    /// Whether a change set has, or had before it was forgotten, that number.
    pub(super) fn is_known(self, connection: &mut AnyConnection) -> QueryResult<bool> {
        let ids = || change_sets::table.select(change_sets::id).limit(1);
        let until = ids().filter(change_sets::id.le(self.0)).order(change_sets::id.desc());
        match until.first::<i64>(connection).optional()? {
            Some(id) if id == self.0 => Ok(true),
            Some(_) => Ok(forgotten_with(connection, self.0)?.is_some()),
            None if self == Self::BEGINNING => Ok(true),
            None => Ok(ids().first::<i64>(connection).optional()?.is_some()),
        }
    }

    /// The place behind all changes of its change set.
    pub fn place(self) -> Position {
        Position { change_set: self.0, number: i64::MAX }
    }

    /// The moment after the last change of a record that happened at that time or before, or after
    /// its last change of all; the beginning where there is none.
    pub fn at(
        connection: &mut AnyConnection,
        (entity, id): (&str, i64),
        time: Option<NaiveDateTime>,
    ) -> QueryResult<Self> {
        let Some(time) = time else {
            let last = changes_of(connection, (entity, id), Span::Before(Position::END), 1)?;
            return Ok(last.first().map_or(Self::BEGINNING, |change| Self(change.change_set_id)));
        };
        let last = change_subjects::table
            .inner_join(change_sets::table)
            .filter(change_subjects::entity.eq(entity))
            .filter(change_subjects::record_id.eq(id))
            .filter(change_sets::happened_at.le(time))
            .order((change_subjects::change_set_id.desc(), change_subjects::number.desc()))
            .select(change_subjects::change_set_id)
            .first(connection)
            .optional()?;
        Ok(last.map_or(Self::BEGINNING, Self))
    }
}

/// When the first thing happened that is in the history.
pub fn beginning(connection: &mut AnyConnection) -> QueryResult<Option<UtcTime>> {
    change_sets::table
        .order(change_sets::id)
        .select(change_sets::happened_at)
        .first(connection)
        .optional()
}
