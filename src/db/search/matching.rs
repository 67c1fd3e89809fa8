//! The ids of the rows that hold the words of a search, gathered from each table in which these may
//! stand before any row is looked at. PostgreSQL alone is asked for them.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};

use super::candidates::Union;
use super::condition::{conditions, passes};
use super::scope::{Related, Scope};
use super::words::Words;
use crate::db::connection::Backend;
use crate::db::count::BoxedQuery;
use crate::db::statement::Condition;

/// The rows that hold each of the words, of which there is one at least, in one table or another.
pub struct Matching {
    words: Words,
    scope: Scope,
    most: Option<i64>,
}

impl Matching {
    /// All of them.
    pub fn all(words: &Words, scope: Scope) -> Self {
        Self { words: words.clone(), scope, most: None }
    }

    /// Some of them: those that are found by so many rows of each table.
    pub fn some(words: &Words, scope: Scope, most: i64) -> Self {
        Self { words: words.clone(), scope, most: Some(most) }
    }

    /// The query for their ids, some of them more than once. Where a row has the id of what it
    /// belongs to, there may be none to an id.
    pub fn ids(self) -> BoxedQuery {
        Box::new(Ids(self))
    }

    /// The condition that a row is one of them.
    pub fn condition(self) -> Condition {
        Box::new(IsMatching(self))
    }
}

struct Ids(Matching);

impl QueryFragment<Backend> for Ids {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Matching { words, scope, most } = &self.0;
        push_ids((words, scope), *most, &mut out)
    }
}

struct IsMatching(Matching);

impl QueryFragment<Backend> for IsMatching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Matching { words, scope, most } = &self.0;
        push_is_matching((words, scope), *most, &mut out)
    }
}

/// `users.id = ANY (ARRAY (…))`: of an array an index looks each up.
pub(super) fn push_is_matching<'b>(
    (words, scope): (&'b Words, &'b Scope),
    most: Option<i64>,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    out.push_sql(&format!("{}.{} = ANY (ARRAY (", scope.searched.table, scope.searched.id));
    push_ids((words, scope), most, out)?;
    out.push_sql("))");
    Ok(())
}

/// `(SELECT * FROM ((SELECT users.id FROM users WHERE …) UNION ALL (SELECT cars.user_id FROM cars
/// WHERE …)) AS matching) INTERSECT …`: what holds each of the words.
fn push_ids<'b>(
    (words, scope): (&'b Words, &'b Scope),
    most: Option<i64>,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    let Scope { searched: own, texts, related } = scope;
    let limit = most.map(|most| format!(" LIMIT {most}")).unwrap_or_default();
    for (index, condition) in conditions(words).into_iter().enumerate() {
        out.push_sql(if index == 0 { "" } else { " INTERSECT " });
        out.push_sql("(SELECT * FROM (");
        let mut union = Union::EMPTY;
        if !texts.is_empty() {
            union.next(out);
            out.push_sql(&format!("(SELECT {}.{} FROM {0} WHERE ", own.table, own.id));
            passes(condition, own, texts, out)?;
            out.push_sql(&format!("{limit})"));
        }
        for Related { own: by, other, searched, texts } in related {
            let (before, after) = own.referring(by);
            union.next(out);
            out.push_sql(&format!("({before}SELECT {}.{other} FROM {0} WHERE ", searched.table));
            passes(condition, searched, texts, out)?;
            // Many rows may refer to few.
            let limit_of_referring = if after.is_empty() { "" } else { &limit };
            out.push_sql(&format!("{limit}{after}{limit_of_referring})"));
        }
        union.end(own, out);
        out.push_sql(") AS matching)");
    }
    Ok(())
}
