//! How many rows of a table were added on each of the last days, within a budget.
//!
//! A day is that of whoever looks, and one range of the index over when rows were created, and counted to [`COUNTED`]. What
//! days past held changes only where rows are deleted: it is asked for once in a while, and kept.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use super::connection::{AnyConnection, Backend};
use super::count::{BoxedQuery, COUNTED, Count, CountOf};
use super::statement::{Column, Comparison, Key, Rows, SelectedRow, Value, all, compared};
use super::time::UtcTime;
use super::written::written;

/// How many days are told, today included.
pub const DAYS: usize = 14;

/// For how long days past are believed.
const PAST: Duration = Duration::from_secs(60);
/// Today's rows beyond these are believed as well, for a moment: to count them takes longer than the
/// rest of a page.
const DEAR: i64 = 1_000;
const MOMENT: Duration = Duration::from_secs(10);

/// What is known of how tables grew.
#[derive(Debug, Default)]
pub struct Growth(Mutex<HashMap<Asked, Known>>);

/// A table, and when the first of the days began: in one zone, the same days all day long.
type Asked = (&'static str, NaiveDateTime);

/// What is known of one table.
#[derive(Clone, Debug)]
struct Known {
    since: Instant,
    past: Vec<i64>,
    /// How many rows were added today, when that was counted, and what the table looked like then.
    counted: Option<(Instant, i64, Option<Look>)>,
}

/// What a table looks like: how many rows it has, and which was changed last. Where that is the same
/// as before, nothing was added since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// How many rows it has, as far as that is known.
    pub count: Count,
    /// The row that was changed last, and when that was.
    pub latest: Option<(i64, UtcTime)>,
}

/// A day, and when it begins and ends in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// When it begins.
    pub from: NaiveDateTime,
    /// When the next one does.
    pub until: NaiveDateTime,
}

/// The rows that were added on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The day.
    pub day: NaiveDate,
    /// How many they are, to [`COUNTED`].
    pub rows: Count,
}

impl Growth {
    /// What was added to each of these tables on these days, the last of which is today; a table is
    /// known by its column of when a row was created, which has an index. One statement, and now and
    /// then another.
    pub fn of(
        &self,
        connection: &mut AnyConnection,
        looks: &[(Column, Option<Look>)],
        days: &[Day],
    ) -> QueryResult<Vec<Vec<Added>>> {
        let (Some(first), Some((today, past))) = (days.first(), days.split_last()) else {
            return Ok(vec![Vec::new(); looks.len()]);
        };
        let asked = |table: Column| (table.table, first.from);
        let tables: Vec<Column> = looks.iter().map(|(table, _)| *table).collect();
        let is_unknown = |table: &Column| !self.is_known(asked(*table));
        let unknown: Vec<Column> = tables.iter().copied().filter(is_unknown).collect();
        let ranges = |table: &Column| {
            let table = *table;
            past.iter().map(move |day| added_on(table, *day)).collect::<Vec<_>>()
        };
        let counted = count_each(connection, unknown.iter().flat_map(ranges).collect())?;
        self.tables().retain(|_, known| known.since.elapsed() < PAST);
        for (place, table) in unknown.iter().enumerate() {
            let past = counted.iter().skip(place * past.len()).take(past.len()).copied().collect();
            self.tables()
                .insert(asked(*table), Known { since: Instant::now(), past, counted: None });
        }
        let is_asked =
            |(table, look): &&(Column, Option<Look>)| !self.is_counted(asked(*table), *look);
        let uncounted: Vec<_> = looks.iter().filter(is_asked).copied().collect();
        let of_today = uncounted.iter().map(|(table, _)| added_on(*table, *today)).collect();
        let counted = count_each(connection, of_today)?;
        for ((table, look), rows) in uncounted.into_iter().zip(counted) {
            if let Some(known) = self.tables().get_mut(&asked(table)) {
                known.counted = Some((Instant::now(), rows, look));
            }
        }
        let of = |table: &Column| {
            let known = self.tables().get(&asked(*table)).cloned();
            let counted = known.as_ref().and_then(|known| known.counted).map(|(_, rows, _)| rows);
            let past = known.map(|known| known.past).unwrap_or_default();
            let rows = past.into_iter().chain(counted);
            days.iter().zip(rows).map(|(day, rows)| Added::new(day.day, rows)).collect()
        };
        Ok(tables.iter().map(of).collect())
    }

    fn is_known(&self, asked: Asked) -> bool {
        self.tables().get(&asked).is_some_and(|known| known.since.elapsed() < PAST)
    }

    /// Whether today's rows need not be counted anew.
    fn is_counted(&self, asked: Asked, look: Option<Look>) -> bool {
        let counted = self.tables().get(&asked).and_then(|known| known.counted);
        counted.is_some_and(|(since, rows, before)| {
            let is_dear = rows > DEAR && since.elapsed() < MOMENT;
            is_dear || (look.is_some() && look == before)
        })
    }

    fn tables(&self) -> MutexGuard<'_, HashMap<Asked, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Added {
    fn new(day: NaiveDate, rows: i64) -> Self {
        let rows = if rows > COUNTED { Count::MoreThan(COUNTED) } else { Count::Exact(rows) };
        Self { day, rows }
    }
}

/// The rows that were added on a day: no value in the statement is part of its text, so that it
/// stays the same from day to day.
fn added_on(created_at: Column, day: Day) -> BoxedQuery {
    let at = |time: NaiveDateTime| Key::Value(Value::Moment(time));
    let condition = all(vec![
        compared(created_at, created_at, Comparison::AtLeast, at(day.from)),
        compared(created_at, created_at, Comparison::Less, at(day.until)),
    ]);
    Rows::of(created_at.table, condition).column(created_at)
}

/// Counts what each of these queries finds, to one more than [`COUNTED`].
fn count_each(connection: &mut AnyConnection, queries: Vec<BoxedQuery>) -> QueryResult<Vec<i64>> {
    if queries.is_empty() {
        return Ok(Vec::new());
    }
    let of = |rows| CountOf { rows, most: Some(COUNTED + 1) };
    let counts = written(Counts(queries.into_iter().map(of).collect()));
    let row: SelectedRow = counts.get_result(connection)?;
    Ok((0..row.0.len()).map(|place| row.integer(place).unwrap_or_default()).collect())
}

struct Counts(Vec<CountOf>);

impl QueryFragment<Backend> for Counts {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        for (place, count) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { "SELECT " } else { ", " });
            count.walk_ast(out.reborrow())?;
        }
        Ok(())
    }
}

impl QueryId for Counts {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Counts {
    type SqlType = Untyped;
}

impl RunQueryDsl<AnyConnection> for Counts {}
