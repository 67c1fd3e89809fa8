//! Selections: records that somebody has selected in a list, as they were in that moment, whatever
//! their number. Rows that are added later are not among them.

mod make;
mod words;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

pub use self::make::{select, selection};
pub(super) use self::words::missing;
use crate::access::CurrentOperator;
use crate::db::bounded::ids_and_versions;
use crate::db::statement::{Column, Expression, NamedTable, Rows, holds_id, refers_to};
use crate::db::{
    AnyConnection, Backend, BoxedQuery, Stored, insert_rows, last_insert_id, version_of,
};
use crate::panel::entity::definition::Entity;
use crate::panel::list::ListQuery;
use crate::schema::{selected, selections};

/// How long a selection is kept.
const KEPT: TimeDelta = TimeDelta::days(2);
/// So many rows are written, or deleted, at once.
const BATCH: usize = 1000;

/// A selection of somebody's.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = selections, check_for_backend(Backend))]
pub struct Selection {
    /// Its number, by which pages ask for it.
    pub id: i64,
    /// The query of the list's URL in which it was made.
    #[diesel(deserialize_as = Stored<String>)]
    pub query: String,
    /// How many records were selected.
    pub total: i64,
}

/// A selected record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Its id.
    pub id: i64,
    /// The version that it had.
    pub version: i32,
}

impl Selection {
    /// The selection of that number, if it is theirs, and of that entity's records.
    pub fn find(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &Entity,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        selections::table
            .find(id)
            .filter(selections::operator_id.eq(operator.id))
            .filter(selections::entity.eq(entity.table()))
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// How many of its records there still are.
    pub fn present(&self, connection: &mut AnyConnection, entity: &Entity) -> QueryResult<i64> {
        let of = Column::of::<selected::selection_id>();
        let ids = Column::of::<selected::record_id>();
        let there = refers_to(entity.id, ids, holds_id(of, self.id));
        let counted = Rows::of(entity.table(), there).select(vec![Expression::Count]);
        let row = counted.first(connection)?;
        Ok(row.and_then(|row| row.integer(0)).unwrap_or_default())
    }

    /// Begins one of so many records, made in a list with that query; they are [added](Self::add)
    /// to it piece by piece.
    pub fn begin(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        (entity, query): (&Entity, String),
        total: i64,
        now: NaiveDateTime,
    ) -> QueryResult<Self> {
        diesel::insert_into(selections::table)
            .values((
                selections::operator_id.eq(operator.id),
                selections::entity.eq(entity.table()),
                selections::query.eq(&query),
                selections::total.eq(total),
                selections::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(Self { id: last_insert_id(connection)?, query, total })
    }

    /// Adds some of its records.
    pub fn add(&self, connection: &mut AnyConnection, piece: &[Selected]) -> QueryResult<()> {
        let row = |it: &Selected| {
            let id = selected::record_id.eq(it.id);
            (selected::selection_id.eq(self.id), id, selected::version.eq(it.version))
        };
        for batch in piece.chunks(BATCH) {
            let rows: Vec<_> = batch.iter().map(row).collect();
            insert_rows!(connection, selected::table, &rows)?;
        }
        Ok(())
    }
}

/// Every record that a list holds, on whichever page, in the order of their ids.
pub fn all_of(connection: &mut AnyConnection, query: &ListQuery) -> QueryResult<Vec<Selected>> {
    let entity = query.entity;
    let columns = [entity.id, entity.version].map(Expression::Column).to_vec();
    let found = Rows::of(entity.table(), query.found()).select(columns);
    let found = ids_and_versions(connection, found)?;
    let read = |(id, version)| Selected { id, version: version_of(version) };
    let mut all: Vec<Selected> = found.into_iter().map(read).collect();
    all.sort_unstable_by_key(|it| it.id);
    Ok(all)
}

impl NamedTable for selected::table {
    const NAME: &'static str = "selected";
}

/// The query for the ids of the records of a selection.
pub fn ids(selection: i64) -> BoxedQuery {
    let of = Column::of::<selected::selection_id>();
    let selected = Rows::of(<selected::table as NamedTable>::NAME, holds_id(of, selection));
    selected.column(Column::of::<selected::record_id>())
}

/// The records of a selection behind the one of that id, in the order of their ids.
pub fn behind(
    connection: &mut AnyConnection,
    selection: i64,
    last: Option<i64>,
    limit: i64,
) -> QueryResult<Vec<Selected>> {
    let rows: Vec<(i64, Stored<i32>)> = selected::table
        .filter(selected::selection_id.eq(selection))
        .filter(selected::record_id.gt(last.unwrap_or(i64::MIN)))
        .order(selected::record_id)
        .limit(limit)
        .select((selected::record_id, selected::version))
        .load(connection)?;
    let read = |(id, version)| Selected { id, version: version_of(version) };
    Ok(rows.into_iter().map(read).collect())
}

/// The oldest selection that is not kept any longer. What a job may still work on stays.
pub fn oldest(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    use crate::schema::jobs;
    let unfinished: i64 =
        jobs::table.filter(jobs::finished_at.is_null()).count().get_result(connection)?;
    if unfinished > 0 {
        return Ok(None);
    }
    selections::table
        .filter(selections::created_at.lt(now - KEPT))
        .order(selections::id)
        .select(selections::id)
        .first(connection)
        .optional()
}

/// Forgets some rows of the oldest one, and itself where none is left.
pub fn forget(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    let Some(selection) = oldest(connection, now)? else { return Ok(()) };
    let rows = behind(connection, selection, None, BATCH as i64)?;
    let forgotten = match rows.last() {
        Some(last) => diesel::delete(
            selected::table
                .filter(selected::selection_id.eq(selection))
                .filter(selected::record_id.le(last.id)),
        )
        .execute(connection),
        None => diesel::delete(selections::table.find(selection)).execute(connection),
    };
    forgotten.map(drop)
}
