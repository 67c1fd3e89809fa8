//! Candidates: the rows that an index says may hold the words of a search. Every row that holds them
//! is among these, and the texts themselves decide which of these do.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Text as SqlText;

use super::words::{Indexed, Start};
use super::{Related, Scope, Searched, Text};
use crate::db::connection::Backend;

/// The query for the ids of the candidates, some of them more than once, in no order.
pub struct Candidates {
    /// The words.
    pub indexed: Indexed,
    /// Where they may stand.
    pub scope: Scope,
}

impl QueryFragment<Backend> for Candidates {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Scope { searched, texts, related } = &self.scope;
        let Searched { table, id } = searched;
        let mut union = Union { join: "" };
        self.each(searched, texts, ("", ""), &mut union, &mut out)?;
        for other in related {
            let (before, after) = to_related(searched, other);
            self.each(&other.searched, &other.texts, (&before, &after), &mut union, &mut out)?;
        }
        if union.join.is_empty() {
            out.push_sql(&format!("SELECT {id} FROM {table} WHERE 1 = 0"));
        }
        Ok(())
    }
}

/// What stands around a query for the ids of related rows, to make it one for the ids of the rows
/// that they are related to.
fn to_related(searched: &Searched, related: &Related) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    if related.own != searched.id {
        let Searched { table, id } = searched;
        before.push_str(&format!("SELECT {id} FROM {table} WHERE {} IN (", related.own));
        after.push(')');
    }
    let Searched { table, id } = related.searched;
    if related.other != id {
        before.push_str(&format!("SELECT {} FROM {table} WHERE {id} IN (", related.other));
        after.push(')');
    }
    (before, after)
}

/// Puts queries together.
struct Union {
    join: &'static str,
}

impl Union {
    fn next(&mut self, out: &mut AstPass<'_, '_, Backend>) {
        out.push_sql(self.join);
        self.join = " UNION ALL ";
    }
}

impl Candidates {
    /// The queries for the ids in one table, each between two pieces of SQL.
    fn each<'b>(
        &'b self,
        searched: &Searched,
        texts: &[Text],
        (before, after): (&str, &str),
        union: &mut Union,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match &self.indexed {
            Indexed::Grams(grams) => {
                if texts.is_empty() {
                    return Ok(());
                }
                union.next(out);
                out.push_sql(before);
                holding(grams, searched, out)?;
                out.push_sql(after);
            }
            Indexed::Starts(starts) => {
                for column in texts.iter().filter_map(|text| text.indexed) {
                    for start in starts {
                        union.next(out);
                        out.push_sql(before);
                        beginning(start, column, searched, out)?;
                        out.push_sql(after);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The rows that hold these trigrams. Only SQLite's index is a table of its own, which can be asked
/// for nothing but that.
fn holding<'b>(
    grams: &'b String,
    Searched { table, id }: &Searched,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => {
            let _ = id;
            out.push_sql(&format!("SELECT rowid FROM {table}_search WHERE {table}_search MATCH "));
            out.push_bind_param::<SqlText, _>(grams)?;
        }
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => {
            let _ = grams;
            out.push_sql(&format!("SELECT {id} FROM {table}"));
        }
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => {
            let _ = grams;
            out.push_sql(&format!("SELECT {id} FROM {table}"));
        }
    }
    Ok(())
}

fn beginning<'b>(
    start: &'b Start,
    column: &str,
    Searched { table, id }: &Searched,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    out.push_sql(&format!("SELECT {id} FROM {table} WHERE {column} >= "));
    out.push_bind_param::<SqlText, _>(&start.text)?;
    out.push_sql(&format!(" AND {column} < "));
    out.push_bind_param::<SqlText, _>(&start.end)
}
