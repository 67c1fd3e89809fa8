//! The statements that read a page of a list.
//!
//! What is empty stands behind everything else, whichever way the list is sorted. No index has that
//! order both ways: rows that hold nothing in the sorted column are read by a statement of their
//! own, and only where the others do not fill the page.

use diesel::QueryResult;

use super::column::{Column as ListColumn, related};
use super::cursor::Cursor;
use super::filter::Filter;
use super::query::{ListQuery, Lookup};
use super::window::{NUMBERED, Window};
use crate::db::bounded::ids;
use crate::db::search::{Found, Indexed, Matching, SearchPlan};
use crate::db::statement::{
    Behind, Column, Condition, Expression, Key, Rows, SortedWith, Value, all, among, beyond,
    compared, first_behind, is_filled, uncached,
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
        match &self.lookup {
            Lookup::Ids(ids) => among(self.entity.id, ids.clone()),
            Lookup::Plan(plan) => self.asked(*plan),
            Lookup::Sorted => {
                self.asked_by(SearchPlan::Lookup, |filter| filter.condition_on_all(self.entity))
            }
            Lookup::Candidates(chosen) => self.asked_of(chosen),
        }
    }

    /// The condition that a row holds the words and passes the filters.
    pub(super) fn asked(&self, plan: SearchPlan) -> Condition {
        self.asked_by(plan, |filter| filter.condition(self.entity, plan))
    }

    /// The same by so many of the rows that hold a word in each table, which finds some of them: as
    /// PostgreSQL alone is asked.
    pub fn asked_of_some(&self, most: i64) -> Condition {
        let words = Matching::some(&self.words, self.scope(), most).condition();
        self.asked_with(Some(words), |filter| filter.condition(self.entity, SearchPlan::Lookup))
    }

    fn asked_by(
        &self,
        plan: SearchPlan,
        condition: impl Fn(&Filter) -> Option<Condition>,
    ) -> Condition {
        self.asked_beside((plan, Vec::new()), condition)
    }

    /// The same of rows that hold these words.
    pub(super) fn asked_beside(
        &self,
        (plan, met): (SearchPlan, Vec<Indexed>),
        condition: impl Fn(&Filter) -> Option<Condition>,
    ) -> Condition {
        let is_met = Found::is_met_by(&self.words, &met);
        let found = || Found::new(&self.words, self.scope(), plan).of_holding(met);
        self.asked_with((!is_met).then(|| Box::new(found()) as Condition), condition)
    }

    /// The condition on the words, if one is left, and those of the filters.
    fn asked_with(
        &self,
        words: Option<Condition>,
        condition: impl Fn(&Filter) -> Option<Condition>,
    ) -> Condition {
        let filters = self.filters.iter().filter_map(condition);
        let conditions: Vec<Condition> = words.into_iter().chain(filters).collect();
        // Filters can be combined without end; a connection is not to remember each combination.
        match self.filters.is_empty() {
            true => all(conditions),
            false => all([uncached()].into_iter().chain(conditions).collect()),
        }
    }

    /// The ids of all rows that are found, in the order of the list.
    pub(super) fn sorted_ids(&self) -> BoxedQuery {
        self.sorted_ids_of(self.found())
    }

    /// The ids of all rows that meet a condition, in the order of the list.
    pub(super) fn sorted_ids_of(&self, condition: Condition) -> BoxedQuery {
        let (sort, id) = (self.sort(), self.entity.id);
        let rows = Rows::of(self.entity.table(), condition);
        let rows = rows.ordered(vec![sort.by, id], sort.direction);
        let first = sort.by.is_nullable.then(|| is_filled(sort.by));
        Rows { first, sorted_with: sort.with(false), ..rows }.column(id)
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
        self.read_beside(connection, count, (&self.beside(), &self.unread()))
    }

    /// The same, and this beside each row: what it is sorted by comes last. Some columns are not
    /// read.
    pub(super) fn read_beside(
        &self,
        connection: &mut AnyConnection,
        count: Count,
        (beside, unread): (&[Expression], &[Column]),
    ) -> QueryResult<Vec<Row>> {
        // What is searched or filtered may be sorted.
        let is_exact = self.is_everything() && !self.sort().is_by_number();
        self.read_parts(connection, count, |connection, rows| {
            let rows = Rows { is_exact, ..rows };
            read::some_of(connection, self.entity, rows, (beside.to_vec(), unread))
        })
    }

    /// The ids of the rows of the page of a list that has so many, in the order in which they are
    /// read, and one more where there is one.
    pub(super) fn read_ids(
        &self,
        connection: &mut AnyConnection,
        count: Count,
    ) -> QueryResult<Vec<i64>> {
        let id = self.entity.id;
        self.read_parts(connection, count, |connection, rows| ids(connection, rows.column(id)))
    }

    fn read_parts<R>(
        &self,
        connection: &mut AnyConnection,
        count: Count,
        read: impl Fn(&mut AnyConnection, Rows) -> QueryResult<Vec<R>>,
    ) -> QueryResult<Vec<R>> {
        let wanted = usize::try_from(self.limit()).unwrap_or(usize::MAX);
        let (mut rows, mut offset) = (Vec::new(), self.offset());
        for (index, part) in self.parts(&self.window).into_iter().enumerate() {
            if rows.len() >= wanted || (index > 0 && self.ends(rows.len(), count)) {
                break;
            }
            // Those that the part before should have skipped are skipped here.
            offset = match offset {
                0 => 0,
                _ if index == 0 => offset,
                _ if !rows.is_empty() => 0,
                _ => (offset - self.count_filled(connection)?).max(0),
            };
            rows.extend(read(connection, self.part(part).slice(self.limit(), offset))?);
        }
        rows.truncate(wanted);
        Ok(rows)
    }

    /// What is read beside each row: what belongs to it, then what it is sorted by.
    pub(super) fn beside(&self) -> Vec<Expression> {
        let relations = self.relations();
        let relations = relations.iter().map(|relation| related(relation, self.entity));
        relations.chain(self.sort().beside()).collect()
    }

    /// The column of when a row was created, where the list neither shows it nor is sorted by it.
    /// The other time is told of the rows of every search.
    pub(super) fn unread(&self) -> Vec<Column> {
        let shown = self.shown();
        let mut told = shown.iter().chain([&self.sort().column]);
        match told.any(|column| matches!(column, ListColumn::Created)) {
            true => Vec::new(),
            false => vec![self.entity.created_at],
        }
    }

    /// The parts that the page may hold rows of, in the order in which they are read.
    fn parts(&self, window: &Window) -> Vec<Part> {
        let by = self.sort().by;
        if !by.is_nullable {
            return vec![Part::Whole];
        }
        let parts: &[Part] = match window {
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

    /// Whether it is known that no others follow so many.
    fn ends(&self, rows: usize, count: Count) -> bool {
        match (&self.window, count.exact(), i64::try_from(rows)) {
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
        let (by, id) = (self.sort().by, self.id(part));
        let direction = self.direction();
        let within = |segment| all(vec![self.found(), segment]);
        let mut segments = self.part_segments(&self.window, part).into_iter().map(within);
        let condition = match (segments.next(), segments.next(), &self.window) {
            (Some(ties), Some(others), Window::After(place) | Window::Before(place)) => {
                let rows = within(beyond(by, id, direction, place.key.clone(), place.id));
                if self.sort().is_by_number() {
                    return self.in_order(part, rows);
                }
                first_behind(Behind {
                    rows,
                    parts: [ties, others],
                    columns: (by, id),
                    sorted_with: self.sorted_with(part),
                    direction,
                    limit: self.limit(),
                })
            }
            (one, ..) => one.unwrap_or_else(|| self.found()),
        };
        self.in_order(part, condition)
    }

    /// Which way the rows are read.
    fn direction(&self) -> Direction {
        match self.window.is_backwards() {
            true => self.sort().direction.turned(),
            false => self.sort().direction,
        }
    }

    /// The other table by which the rows of a part are sorted.
    fn sorted_with(&self, part: Part) -> Option<SortedWith> {
        match part {
            Part::Whole | Part::Filled => self.sort().with(matches!(self.lookup, Lookup::Plan(_))),
            Part::Empty => None,
        }
    }

    /// The id that breaks ties in a part: of the table whose index has its order.
    fn id(&self, part: Part) -> Column {
        match self.sorted_with(part) {
            Some(SortedWith::Leading(_) | SortedWith::Number(_)) => self.sort().id,
            Some(SortedWith::Beside(_)) | None => self.entity.id,
        }
    }

    fn in_order(&self, part: Part, condition: Condition) -> Rows {
        let (by, id, sorted_with) = (self.sort().by, self.id(part), self.sorted_with(part));
        let rows = Rows::of(self.entity.table(), condition);
        let is_sorted = matches!(self.lookup, Lookup::Sorted) && !self.sort().is_related();
        let rows = Rows { is_sorted, sorted_with, ..rows };
        match part {
            Part::Whole | Part::Filled => rows.ordered(vec![by, id], self.direction()),
            Part::Empty if self.sort().is_related() => rows.ordered(vec![id], self.direction()),
            Part::Empty => rows.ordered_behind(by, vec![id], self.direction()),
        }
    }

    /// All rows of the list in a window, whatever they hold, in the direction in which they are
    /// read: each segment is one range of the index, and stands behind the one before.
    pub(super) fn segments(&self, window: &Window) -> Vec<Rows> {
        let of = |part| {
            let segments = self.part_segments(window, part).into_iter();
            segments.map(move |segment| self.in_order(part, segment))
        };
        self.parts(window).into_iter().flat_map(of).collect()
    }

    /// The conditions of the segments of a part: those behind a place have either its very key, or
    /// one beyond it.
    fn part_segments(&self, window: &Window, part: Part) -> Vec<Condition> {
        let (by, id) = (self.sort().by, self.id(part));
        match (window, part) {
            (Window::After(place) | Window::Before(place), _)
                if (place.key == Key::Empty) == (part == Part::Empty) =>
            {
                let beyond = self.direction().beyond();
                let row = Key::Value(Value::Integer(place.id));
                let equal = match part {
                    Part::Empty => self.sort().holds_nothing(),
                    Part::Whole | Part::Filled => {
                        compared(by, id, Comparison::Equal, place.key.clone())
                    }
                };
                let ties = all(vec![equal, compared(id, id, beyond, row)]);
                match part {
                    Part::Empty => vec![ties],
                    Part::Whole | Part::Filled => {
                        vec![ties, compared(by, id, beyond, place.key.clone())]
                    }
                }
            }
            (Window::From(bound), Part::Whole | Part::Filled) => {
                vec![compared(by, id, bound.comparison, Key::Value(bound.value.clone()))]
            }
            (_, Part::Whole) => vec![all(Vec::new())],
            (_, Part::Filled) => vec![is_filled(by)],
            (_, Part::Empty) => vec![self.sort().holds_nothing()],
        }
    }
}
