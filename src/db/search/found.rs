//! The condition that the words of a search stand in the texts of a row, of the rows that it belongs
//! to, or of those that belong to it.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};

use super::candidates::Candidates;
use super::condition::{Condition, left, passes};
use super::matching::push_is_matching;
use super::scope::{Related, Scope, Searched};
use super::words::{Indexed, Words};
use crate::db::connection::Backend;
use crate::db::count::BoxedQuery;

/// How the rows are come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPlan {
    /// They are looked up by the words, which is quick where there are few.
    Lookup,
    /// They are met in the order of the list, which is quick where many of them are found and not
    /// all of them stand at its end.
    Walk,
}

/// The condition that the words stand in the texts of a row.
pub struct Found {
    words: Words,
    scope: Scope,
    plan: SearchPlan,
    candidates: Option<BoxedQuery>,
    met: Vec<Indexed>,
}

impl QueryFragment<Backend> for Found {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let conditions = left(&self.words, &self.met);
        if conditions.is_empty() {
            out.push_sql("1 = 1");
            return Ok(());
        }
        let Scope { searched, texts, related } = &self.scope;
        if texts.is_empty() && related.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        if self.is_gathered(&out) {
            return push_is_matching((&self.words, &self.scope), None, &mut out);
        }
        self.narrow(&mut out)?;
        for (index, condition) in conditions.into_iter().enumerate() {
            out.push_sql(if index == 0 { "(" } else { " AND (" });
            if !texts.is_empty() {
                passes(condition, searched, texts, &mut out)?;
            }
            for (index, other) in related.iter().enumerate() {
                // A term that is always false would keep a database from its indexes.
                out.push_sql(if index == 0 && texts.is_empty() { "" } else { " OR " });
                self.in_related(condition, other, &mut out)?;
            }
            out.push_sql(")");
        }
        Ok(())
    }
}

impl Found {
    /// The condition that these words stand in these texts.
    pub fn new(words: &Words, scope: Scope, plan: SearchPlan) -> Self {
        let candidates = match plan {
            SearchPlan::Lookup => scope.candidates(words).into_iter().next().map(Candidates::ids),
            SearchPlan::Walk => None,
        };
        Self { words: words.clone(), scope, plan, candidates, met: Vec::new() }
    }

    /// The same of rows that hold these words.
    #[must_use]
    pub fn of_holding(self, met: Vec<Indexed>) -> Self {
        Self { met, ..self }
    }

    /// Whether nothing is left to be asked of a row that holds these words.
    pub fn is_met_by(words: &Words, met: &[Indexed]) -> bool {
        left(words, met).is_empty()
    }

    /// What an index that Diesel cannot know says first: PostgreSQL uses its own unasked, and MySQL
    /// has none.
    fn narrow<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let candidates = self.candidates.as_ref();
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let Some(candidates) = candidates else { return Ok(()) };
                let Searched { table, id } = self.scope.searched;
                out.push_sql(&format!("{table}.{id} IN ("));
                candidates.walk_ast(out.reborrow())?;
                out.push_sql(") AND ");
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                let _ = candidates;
            }
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                let _ = candidates;
            }
        }
        Ok(())
    }

    fn in_related<'b>(
        &'b self,
        condition: Condition<'b>,
        related: &'b Related,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        let (Searched { table, .. }, other) = (related.searched, related.other);
        let by = format!("{}.{}", self.scope.searched.table, related.own);
        let ids = format!("SELECT {table}.{other} FROM {table} WHERE ");
        let probed = format!("EXISTS (SELECT 1 FROM {table} WHERE {table}.{other} = {by} AND ");
        let (before, after) = match (out.backend(), self.plan) {
            // What no index knows is looked for once, and not again for each row.
            #[cfg(feature = "sqlite")]
            (Backend::Sqlite(_), SearchPlan::Lookup) if self.candidates.is_none() => {
                (format!("{by} IN ({ids}"), ")")
            }
            #[cfg(feature = "sqlite")]
            (Backend::Sqlite(_), SearchPlan::Walk | SearchPlan::Lookup) => (probed, ")"),
            // All that meets the condition would be read once for all rows, were it not for the
            // offset. An index has what begins a text side by side.
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Walk) => match condition {
                Condition::Holds(_) | Condition::BeginsWord(_) => (probed, " OFFSET 0)"),
                Condition::BeginsText(_) => (probed, ")"),
            },
            // An array lets the index of the column take part. What begins a text is too common for
            // that where the row's own texts may begin so as well.
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Lookup) => match condition {
                Condition::Holds(_) => (format!("{by} = ANY (ARRAY ({ids}"), "))"),
                Condition::BeginsWord(_) | Condition::BeginsText(_) => {
                    (format!("{by} IN ({ids}"), ")")
                }
            },
            #[cfg(feature = "mysql")]
            (Backend::Mysql(_), SearchPlan::Lookup) => (format!("{by} IN ({ids}"), ")"),
            #[cfg(feature = "mysql")]
            (Backend::Mysql(_), SearchPlan::Walk) => (probed, ")"),
        };
        out.push_sql(&before);
        passes(condition, &related.searched, &related.texts, out)?;
        out.push_sql(after);
        Ok(())
    }

    /// Whether the ids of the rows are gathered from each table before any row is looked at.
    /// Otherwise PostgreSQL asks of many rows whether they are among all that the other tables lead
    /// to, one by one from the first to the last.
    fn is_gathered(&self, out: &AstPass<'_, '_, Backend>) -> bool {
        match (out.backend(), self.plan) {
            #[cfg(feature = "sqlite")]
            (Backend::Sqlite(_), _) => false,
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Walk) => false,
            // Of several words one may lead to few, and what belongs to a row is mostly more than
            // what it belongs to.
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Lookup) => {
                super::condition::conditions(&self.words).len() == 1
                    && self.scope.number_of_many() > 0
            }
            #[cfg(feature = "mysql")]
            (Backend::Mysql(_), _) => false,
        }
    }
}
