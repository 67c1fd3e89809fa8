//! Reading all rows of a list, some after the others: however many there are, few of them are in
//! memory. They are those of one moment where that is done within a snapshot.
//!
//! A whole table is read in the order of an index, each time behind the last row. Of what is
//! searched or filtered, the ids are found and sorted once, and kept: 8 bytes a row.

use std::collections::{HashMap, HashSet};

use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::cursor::Cursor;
use super::query::ListQuery;
use super::window::Window;
use crate::db::bounded::{found_by, ids};
use crate::db::statement::{self, Expression, among};
use crate::db::{AnyConnection, BoxedQuery, Count};
use crate::panel::entity::row::Row;
use crate::panel::record::read;

/// So many rows are read at once.
const AT_ONCE: usize = 1000;

/// All rows of a list that are still to be read.
pub struct AllRows {
    query: ListQuery,
    beside: Vec<Expression>,
    /// The ids of those that are still to come, where they were found before.
    found: Option<std::vec::IntoIter<i64>>,
    /// The ids of those that were read last, where each time is behind the last row.
    last: HashSet<i64>,
    is_at_end: bool,
}

impl AllRows {
    /// Those of a list, from its first page on; of those, the ones that a query for ids finds where
    /// one is given. This is read `beside` each.
    pub fn begin(
        connection: &mut AnyConnection,
        mut query: ListQuery,
        chosen: Option<BoxedQuery>,
        mut beside: Vec<Expression>,
    ) -> QueryResult<Self> {
        let found = match chosen {
            None if query.is_everything() && !query.sort().is_by_number() => None,
            None => Some(ids(connection, query.sorted_ids())?),
            Some(chosen) => {
                let condition =
                    statement::all(vec![query.found(), found_by(query.entity.id, chosen)]);
                Some(ids(connection, query.sorted_ids_of(condition))?)
            }
        };
        beside.extend(query.sort().beside());
        query.window = Window::Page(1);
        query.size = AT_ONCE as i64;
        let found = found.map(Vec::into_iter);
        Ok(Self { query, beside, found, last: HashSet::new(), is_at_end: false })
    }

    /// The rows that follow; none at the end.
    pub fn next(&mut self, connection: &mut AnyConnection) -> QueryResult<Vec<Row>> {
        match &mut self.found {
            Some(found) => {
                let ids: Vec<i64> = found.by_ref().take(AT_ONCE).collect();
                self.by_ids(connection, &ids)
            }
            None if self.is_at_end => Ok(Vec::new()),
            None => self.behind(connection),
        }
    }

    fn behind(&mut self, connection: &mut AnyConnection) -> QueryResult<Vec<Row>> {
        let mut rows =
            self.query.read_beside(connection, Count::AtLeast(0), (&self.beside, &[]))?;
        // One more than these is read where there is one.
        self.is_at_end = rows.len() <= AT_ONCE;
        let twice = drop_known(&mut rows, |row| row.id, &self.last);
        if twice > 0 {
            log::warn!("the database gave {twice} rows twice; they are taken once");
            if rows.is_empty() {
                // Where it would go on is not known, and it must not look like the end.
                return Err(QueryError::QueryBuilderError("the database gave rows twice".into()));
            }
        }
        rows.truncate(AT_ONCE);
        if let Some(row) = rows.last() {
            let key = self.query.sort().key(row);
            self.query.window = Window::After(Cursor { key, id: row.id, position: None });
        }
        self.last = rows.iter().map(|row| row.id).collect();
        Ok(rows)
    }

    /// The rows with these ids, in this order.
    fn by_ids(&self, connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<Vec<Row>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let entity = self.query.entity;
        let found = statement::Rows::of(entity.table(), among(entity.id, ids.to_vec()));
        let mut rows = read::rows(connection, entity, found, self.beside.clone())?;
        let places: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
        rows.sort_by_key(|row| places.get(&row.id).copied());
        Ok(rows)
    }
}

/// Drops the rows with an id that is known, and returns how many they were. A query for what is
/// behind a row finds none of those before it; but files of a loaded MariaDB once had as many rows
/// too many as are read at once, for no reason that was found, and a file must not have a row twice.
fn drop_known<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> i64, known: &HashSet<i64>) -> usize {
    let all = rows.len();
    rows.retain(|row| !known.contains(&id(row)));
    all - rows.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_answered_a_second_time_is_taken_once() {
        let known = HashSet::from([1, 2, 3]);
        let mut again = vec![1, 2, 3, 4];
        assert_eq!(drop_known(&mut again, |id| *id, &known), 3);
        assert_eq!(again, [4]);
        let mut others = vec![4, 5, 6];
        assert_eq!(drop_known(&mut others, |id| *id, &known), 0);
        assert_eq!(others, [4, 5, 6]);
    }
}
