//! The statements that read a page of a list.
//!
//! What is empty stands behind everything else, whichever way the list is sorted. No index has that
//! order both ways: rows that hold nothing in the sorted column are read by a statement of their
//! own, and only where the others do not fill the page.

use diesel::QueryResult;

use super::column::related;
use super::cursor::Cursor;
use super::query::ListQuery;
use super::search::{Lookup, found};
use super::window::{NUMBERED, Window};
use crate::db::statement::{
    Behind, Condition, Expression, Key, Rows, Value, all, among, beyond, compared, first_behind,
    is_empty, is_filled, uncached,
};
use crate::db::{AnyConnection, BoxedQuery, Comparison, Count, Direction, count_all};
use crate::panel::entity::row::Row;
use crate::panel::record::read;

/// The rows of a list that one statement reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of them: none holds nothing in the sorted column.
    Whole,
    /// Those that hold something in it.
    Filled,
    /// Those that hold nothing in it.
    Empty,
}

impl ListQuery {
    /// The rows that the page is cut from: they hold the words of the search, and every filter lets
    /// them pass.
    pub fn found(&self) -> Condition {
        let (words, plan) = match &self.lookup {
            Lookup::Ids(ids) => return among(self.entity.id, ids.clone()),
            Lookup::Words(words, plan) => (words, *plan),
        };
        let found = found(self.entity, &self.operator, words, plan);
        // Filters can be combined without end; a connection is not to remember each combination.
        let filters: Vec<Condition> =
            self.filters.iter().filter_map(|filter| filter.condition(self.entity)).collect();
        match filters.is_empty() {
            true => found,
            false => all([uncached(), found].into_iter().chain(filters).collect()),
        }
    }

    /// The same rows, asked for in no order: what every filter comes to where all rows that pass it
    /// are found at once.
    pub(super) fn gathered(&self) -> Condition {
        let filters = self.filters.iter().filter_map(|filter| filter.gathered(self.entity));
        all([uncached()].into_iter().chain(filters).collect())
    }

    /// The query for the ids of the rows that pass.
    pub fn ids(&self, condition: Condition) -> BoxedQuery {
        Rows::of(self.entity.table(), condition).column(self.entity.id)
    }

    /// Reads the rows of the page of a list that has so many, and one more where there is one.
    pub(super) fn read(
        &self,
        connection: &mut AnyConnection,
        count: Count,
    ) -> QueryResult<Vec<Row>> {
        let wanted = usize::try_from(self.limit()).unwrap_or(usize::MAX);
        let (mut rows, mut offset) = (Vec::new(), self.offset());
        for (index, part) in self.parts().into_iter().enumerate() {
            if rows.len() >= wanted || (index > 0 && self.ends(&rows, count)) {
                break;
            }
            // Those that the part before should have skipped are skipped here.
            offset = match offset {
                0 => 0,
                _ if index == 0 => offset,
                _ if !rows.is_empty() => 0,
                _ => (offset - self.count_filled(connection)?).max(0),
            };
            let found = self.part(part).slice(self.limit(), offset);
            rows.extend(read::rows(connection, self.entity, found, self.beside())?);
        }
        rows.truncate(wanted);
        Ok(rows)
    }

    /// What is read beside each row: what belongs to it, then what it is sorted by.
    fn beside(&self) -> Vec<Expression> {
        let relations = self.relations();
        let relations = relations.iter().map(|relation| related(relation, self.entity));
        relations.chain(self.sort().beside()).collect()
    }

    /// The parts that the page may hold rows of, in the order in which they are read.
    fn parts(&self) -> Vec<Part> {
        let by = self.sort().by;
        if !by.is_nullable {
            return vec![Part::Whole];
        }
        let parts: &[Part] = match &self.window {
            Window::After(Cursor { key: Key::Empty, .. }) => &[Part::Empty],
            Window::Page(_) | Window::After(_) | Window::From(_) => &[Part::Filled, Part::Empty],
            Window::Before(Cursor { key: Key::Empty, .. }) | Window::Last => {
                &[Part::Empty, Part::Filled]
            }
            Window::Before(_) => &[Part::Filled],
        };
        // A part from which no row passes a filter would be looked through to its end.
        let passes = |part: &&Part| match part {
            Part::Whole => true,
            Part::Filled => self.filters.iter().all(|filter| filter.passes_filled(self.entity, by)),
            Part::Empty => self.filters.iter().all(|filter| filter.passes_empty(self.entity, by)),
        };
        parts.iter().filter(passes).copied().collect()
    }

    /// Whether it is known that no others follow these.
    fn ends(&self, rows: &[Row], count: Count) -> bool {
        match (&self.window, count.exact(), i64::try_from(rows.len())) {
            (Window::Page(_), Some(count), Ok(read)) => self.offset() + read >= count,
            _ => false,
        }
    }

    /// How many rows hold something in the sorted column, where a page with a number begins behind
    /// them: no more than are numbered. They are counted in the order of the list, or a database
    /// might look at all rows rather than at its index.
    fn count_filled(&self, connection: &mut AnyConnection) -> QueryResult<i64> {
        let filled = self.part(Part::Filled).slice(NUMBERED, 0);
        count_all(connection, filled.column(self.entity.id))
    }

    /// The rows of a part from which the first are read.
    fn part(&self, part: Part) -> Rows {
        let (by, id) = (self.sort().by, self.entity.id);
        let direction = match self.window.is_backwards() {
            true => self.sort().direction.turned(),
            false => self.sort().direction,
        };
        let condition = match (&self.window, part) {
            (Window::After(cursor) | Window::Before(cursor), _)
                if (cursor.key == Key::Empty) == (part == Part::Empty) =>
            {
                self.behind(part, direction, cursor)
            }
            (Window::From(bound), Part::Whole | Part::Filled) => {
                let key = Key::Value(bound.value.clone());
                all(vec![self.found(), compared(by, id, bound.comparison, key)])
            }
            (_, Part::Whole) => self.found(),
            (_, Part::Filled) => all(vec![self.found(), is_filled(by)]),
            (_, Part::Empty) => all(vec![self.found(), is_empty(by)]),
        };
        let rows = Rows::of(self.entity.table(), condition);
        match part {
            Part::Whole | Part::Filled => rows.ordered(vec![by, id], direction),
            Part::Empty => rows.ordered_behind(by, vec![id], direction),
        }
    }

    /// The rows of a part that stand behind a place in it, in the direction in which it is read.
    fn behind(&self, part: Part, direction: Direction, cursor: &Cursor) -> Condition {
        let (by, id) = (self.sort().by, self.entity.id);
        let ties = || {
            let equal = compared(by, id, Comparison::Equal, cursor.key.clone());
            let row = Key::Value(Value::Integer(cursor.id));
            all(vec![self.found(), equal, compared(id, id, direction.beyond(), row)])
        };
        if part == Part::Empty {
            return ties();
        }
        let key = || cursor.key.clone();
        let others = all(vec![self.found(), compared(by, id, direction.beyond(), key())]);
        first_behind(Behind {
            rows: all(vec![self.found(), beyond(by, id, direction, key(), cursor.id)]),
            parts: [ties(), others],
            columns: (by, id),
            direction,
            limit: self.limit(),
        })
    }
}
