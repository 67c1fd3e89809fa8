//! The candidates of a list that is searched or filtered: the rows that an index leads to. Every row
//! that is found is among these.

use super::query::ListQuery;
use crate::db::BoxedQuery;
use crate::db::bounded::{Walk, distinct, first_of, found_by, in_all_of};
use crate::db::search::{Candidates, Found, Indexed, SearchPlan};
use crate::db::statement::{Column, Condition, all};

/// What an index knows of a list.
enum Known {
    /// The rows that may hold words.
    Words(Candidates),
    /// The query for the ids of the rows that may pass a filter.
    Filter(BoxedQuery),
}

impl Known {
    /// What is asked of the rows that may hold words; those that may pass a filter are as they are.
    fn query(self, of_words: fn(Candidates) -> BoxedQuery) -> BoxedQuery {
        match self {
            Self::Words(words) => of_words(words),
            Self::Filter(ids) => ids,
        }
    }
}

impl ListQuery {
    /// What indexes know: every row that the words and filters find is among what each of these
    /// leads to. None where no index knows any of them.
    fn known(&self) -> Vec<Known> {
        let words = match self.words.is_empty() {
            true => Vec::new(),
            false => self.scope().candidates(&self.words),
        };
        let filters = self.filters.iter().flat_map(|filter| filter.candidates(self.entity));
        words.into_iter().map(Known::Words).chain(filters.map(Known::Filter)).collect()
    }

    /// The queries for one row each of what each of several indexes leads to: the candidates.
    pub(super) fn entries(&self) -> Vec<BoxedQuery> {
        self.known().into_iter().map(|known| known.query(Candidates::entries)).collect()
    }

    fn chosen_of(&self, chosen: &[usize]) -> impl Iterator<Item = Known> {
        let known = self.known().into_iter().enumerate();
        known.filter(|(nth, _)| chosen.contains(nth)).map(|(_, known)| known)
    }

    /// The query for the candidates that have all of these numbers; for all rows where there is
    /// none.
    pub(super) fn chosen(&self, chosen: &[usize]) -> BoxedQuery {
        self.all_of(self.chosen_of(chosen).map(|known| known.query(Candidates::ids)).collect())
    }

    /// The condition that what is walked through is among the candidates that have all of these
    /// numbers. See [`Candidates::among`].
    pub(super) fn among(&self, chosen: &[usize], few: i64) -> Condition {
        let id = Column { table: Walk::WALKED, ..self.entity.id };
        let among = |known| match known {
            Known::Words(words) => words.among(id, few),
            Known::Filter(ids) => found_by(id, ids),
        };
        all(self.chosen_of(chosen).map(among).collect())
    }

    fn all_of(&self, queries: Vec<BoxedQuery>) -> BoxedQuery {
        match queries.is_empty() {
            true => self.ids(all(Vec::new())),
            false => in_all_of(queries),
        }
    }

    /// The condition that a row is one of those candidates, holds all words and passes the filters.
    pub(super) fn asked_of(&self, chosen: &[usize]) -> Condition {
        // A row that is read anyway is asked itself, unless it takes many others to answer.
        let (ids, held) = match self.scope().number_of_many() {
            0 => (self.chosen(chosen), Vec::new()),
            _ => self.holding(chosen),
        };
        self.asked_of_those(ids, held)
    }

    /// The condition that a row is one of these, which hold these words, that it holds all others
    /// and passes the filters.
    fn asked_of_those(&self, ids: BoxedQuery, held: Vec<Indexed>) -> Condition {
        let plan = SearchPlan::Walk;
        let asked = self.asked_beside((plan, held), |filter| filter.condition(self.entity, plan));
        all(vec![found_by(self.entity.id, ids), asked])
    }

    /// The query for the ids of those candidates, and the words that these do hold: those by which
    /// they came, where nothing else leads to them. Of what several indexes lead to, few are left to
    /// be looked at.
    fn holding(&self, chosen: &[usize]) -> (BoxedQuery, Vec<Indexed>) {
        match (self.chosen_of(chosen).next(), chosen) {
            (Some(Known::Words(words)), [_]) => {
                let held = vec![words.indexed.clone()];
                (words.holding(), held)
            }
            _ => (self.chosen(chosen), Vec::new()),
        }
    }

    /// The query for what is found among the first of those candidates, each of it once, up to so
    /// many; and whether there are no others up to that.
    pub(super) fn counted(&self, chosen: &[usize], most: i64) -> (BoxedQuery, bool) {
        let (ids, held) = self.holding(chosen);
        let ids = distinct(ids);
        match self.filters.is_empty() && Found::is_met_by(&self.words, &held) {
            true => (ids, true),
            // Half of them may fail what else is asked.
            false => (self.ids(self.asked_of_those(first_of(ids, 2 * most), held)), false),
        }
    }
}
