//! Candidates: the rows that an index says may hold the words of a search. Every row that holds them
//! is among these, and the texts themselves decide which of these do.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Text as SqlText;

use super::condition::{Condition, passes};
use super::scope::{Related, Scope, Searched, Text};
use super::words::{Indexed, Start, Words};
use crate::db::connection::Backend;
use crate::db::count::BoxedQuery;
use crate::db::statement::{Column, Condition as BoxedCondition};

/// The rows that an index leads to where it is asked for words.
pub struct Candidates {
    /// The words.
    pub indexed: Indexed,
    /// Where they may stand.
    pub scope: Scope,
}

impl Scope {
    /// The rows that an index says may hold the words: each of these are all of them. None where no
    /// index knows the words.
    pub fn candidates(&self, words: &Words) -> Vec<Candidates> {
        // The words of a row to which others are related may stand in different ones.
        let indexed = words.indexed(self.related.is_empty());
        indexed.into_iter().map(|indexed| Candidates { indexed, scope: self.clone() }).collect()
    }
}

impl Candidates {
    /// The query for one row each of what the index finds, to be counted: what belongs to a row and
    /// holds a word stands for it.
    pub fn entries(self) -> BoxedQuery {
        Box::new(Query { candidates: self, asked: Asked::Entries })
    }

    /// The query for their ids, some of them more than once, in no order.
    pub fn ids(self) -> BoxedQuery {
        Box::new(Query { candidates: self, asked: Asked::Ids })
    }

    /// The same for those alone whose texts do hold the words.
    pub fn holding(self) -> BoxedQuery {
        Box::new(Query { candidates: self, asked: Asked::Holding })
    }

    /// The condition that a row with that id is among them, to be asked of one row after another.
    /// Where more than `few` of what may belong to a row hold the words, its own are looked up among
    /// those: that takes indexes alone, and to find out what all of them belong to does not.
    pub fn among(self, id: Column, few: i64) -> BoxedCondition {
        Box::new(Among { candidates: self, id, few })
    }
}

/// What is asked for of the candidates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Entries,
    Ids,
    Holding,
}

struct Query {
    candidates: Candidates,
    asked: Asked,
}

impl QueryFragment<Backend> for Query {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let related: Vec<&Related> = self.candidates.scope.related.iter().collect();
        self.candidates.push(&related, self.asked, &mut out)
    }
}

struct Among {
    candidates: Candidates,
    id: Column,
    few: i64,
}

impl QueryFragment<Backend> for Among {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let (candidates, id) = (&self.candidates, &self.id);
        let (many, others): (Vec<&Related>, Vec<&Related>) =
            candidates.scope.related.iter().partition(|related| candidates.scope.has_many(related));
        out.push_sql("(");
        id.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        candidates.push(&others, Asked::Ids, &mut out)?;
        out.push_sql(")");
        for related in many {
            let Related { other, searched: Searched { table, id: key }, .. } = related;
            out.push_sql(" OR CASE WHEN (SELECT count(*) FROM (SELECT * FROM (");
            candidates.push_related(related, Asked::Entries, &mut out)?;
            out.push_sql(&format!(") LIMIT {} + 1)) > {}", self.few, self.few));
            out.push_sql(&format!(" THEN EXISTS (SELECT 1 FROM {table} WHERE {table}.{other} = "));
            id.walk_ast(out.reborrow())?;
            // Not to be looked up by these, of which there are many.
            out.push_sql(&format!(" AND +{table}.{key} IN ("));
            candidates.push_related(related, Asked::Entries, &mut out)?;
            out.push_sql(")) ELSE ");
            id.walk_ast(out.reborrow())?;
            out.push_sql(" IN (");
            candidates.push_related(related, Asked::Ids, &mut out)?;
            out.push_sql(") END");
        }
        out.push_sql(")");
        Ok(())
    }
}

/// Puts queries together.
pub(super) struct Union {
    join: &'static str,
}

impl Union {
    /// None yet.
    pub const EMPTY: Self = Self { join: "" };

    /// Before each of them.
    pub fn next(&mut self, out: &mut AstPass<'_, '_, Backend>) {
        out.push_sql(self.join);
        self.join = " UNION ALL ";
    }

    /// A query that finds nothing, where there is no other.
    pub fn end(self, Searched { table, id }: &Searched, out: &mut AstPass<'_, '_, Backend>) {
        if self.join.is_empty() {
            out.push_sql(&format!("SELECT {id} FROM {table} WHERE 1 = 0"));
        }
    }
}

impl Candidates {
    /// The query for those that hold the words themselves, and those that these are related to.
    fn push<'b>(
        &'b self,
        related: &[&'b Related],
        asked: Asked,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        let Scope { searched, texts, .. } = &self.scope;
        let mut union = Union::EMPTY;
        self.each((searched, texts, searched.id), asked, ("", ""), &mut union, out)?;
        for related in related {
            self.each_related(related, asked, &mut union, out)?;
        }
        union.end(searched, out);
        Ok(())
    }

    /// The query for those that the rows of one other table are related to.
    fn push_related<'b>(
        &'b self,
        related: &'b Related,
        asked: Asked,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        let mut union = Union::EMPTY;
        self.each_related(related, asked, &mut union, out)?;
        union.end(&self.scope.searched, out);
        Ok(())
    }

    fn each_related<'b>(
        &'b self,
        Related { own, other, searched, texts }: &'b Related,
        asked: Asked,
        union: &mut Union,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        let (before, after) = self.scope.searched.referring(own);
        self.each((searched, texts, *other), asked, (&before, after), union, out)
    }

    /// The queries for what a column holds in the rows of one table, each between two pieces of SQL.
    fn each<'b>(
        &'b self,
        (searched, texts, column): (&'b Searched, &'b [Text], &'static str),
        asked: Asked,
        (before, after): (&str, &str),
        union: &mut Union,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match &self.indexed {
            Indexed::Grams { .. } if texts.is_empty() => {}
            Indexed::Grams { words, grams } => {
                union.next(out);
                out.push_sql(before);
                let needs_rows = match asked {
                    Asked::Entries => false,
                    Asked::Ids => column != searched.id,
                    // The index holds other texts as well, which may not be looked at.
                    Asked::Holding => true,
                };
                with_grams(grams, (searched, column, needs_rows), out)?;
                for word in words.iter().filter(|_| asked == Asked::Holding) {
                    out.push_sql(" AND ");
                    passes(Condition::Holds(word), searched, texts, out)?;
                }
                out.push_sql(after);
            }
            Indexed::Starts(starts) => {
                // The index knows its own id by itself.
                let column = if asked == Asked::Entries { searched.id } else { column };
                for text in texts.iter().filter_map(|text| text.indexed) {
                    for start in starts {
                        union.next(out);
                        out.push_sql(before);
                        beginning(start, text, (searched.table, column), out)?;
                        out.push_sql(after);
                    }
                }
            }
        }
        Ok(())
    }
}

/// What a column holds in the rows that have these trigrams; the id needs no row to be read. Only
/// SQLite's index is a table of its own, which can be asked for nothing but that.
fn with_grams<'b>(
    grams: &'b String,
    (Searched { table, id }, column, needs_rows): (&Searched, &str, bool),
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => {
            out.push_sql(&match needs_rows {
                false => format!("SELECT rowid FROM {table}_search WHERE "),
                // SQLite never turns a cross join round: whoever wants few rows need not wait for
                // all that the index finds.
                true => format!(
                    "SELECT {table}.{column} FROM {table}_search CROSS JOIN {table} \
                     ON {table}.{id} = {table}_search.rowid WHERE "
                ),
            });
            out.push_sql(&format!("{table}_search MATCH "));
            out.push_bind_param::<SqlText, _>(grams)?;
        }
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => {
            let _ = (grams, id, needs_rows);
            out.push_sql(&format!("SELECT {column} FROM {table} WHERE 1 = 1"));
        }
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => {
            let _ = (grams, id, needs_rows);
            out.push_sql(&format!("SELECT {column} FROM {table} WHERE 1 = 1"));
        }
    }
    Ok(())
}

fn beginning<'b>(
    start: &'b Start,
    text: &str,
    (table, column): (&str, &str),
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    out.push_sql(&format!("SELECT {column} FROM {table} WHERE {text} >= "));
    out.push_bind_param::<SqlText, _>(&start.text)?;
    out.push_sql(&format!(" AND {text} < "));
    out.push_bind_param::<SqlText, _>(&start.end)
}
