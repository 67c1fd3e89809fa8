//! The conditions on the texts of one row that make up a search, in each database's own words.

use diesel::prelude::*;
use diesel::query_builder::AstPass;
use diesel::sql_types::Text as SqlText;

use super::scope::{Searched, Text};
use super::words::{Indexed, Piece, Start, Words};
use crate::db::connection::Backend;

/// One condition on the texts of one row.
#[derive(Clone, Copy)]
pub(super) enum Condition<'b> {
    /// The word stands in a text.
    Holds(&'b Piece),
    /// The word begins a word.
    BeginsWord(&'b Start),
    /// One of the words begins a text.
    BeginsText(&'b [Start]),
}

impl Indexed {
    /// Whether a condition is met where these words are held.
    fn implies(&self, condition: Condition<'_>) -> bool {
        match (self, condition) {
            (Self::Grams { words, .. }, Condition::Holds(word)) => words.contains(word),
            (Self::Starts(starts), Condition::BeginsText(words)) => starts == words,
            _ => false,
        }
    }
}

/// The conditions that are left to be asked of a row that holds some of the words.
pub(super) fn left<'b>(words: &'b Words, met: &[Indexed]) -> Vec<Condition<'b>> {
    let mut left = conditions(words);
    left.retain(|condition| !met.iter().any(|met| met.implies(*condition)));
    left
}

/// The conditions that make up a search.
pub(super) fn conditions(words: &Words) -> Vec<Condition<'_>> {
    let Words { long, short, .. } = words;
    // It would be true of every row that the last condition lets through.
    let is_alone = long.is_empty() && short.len() == 1;
    let mut conditions: Vec<Condition<'_>> = long.iter().map(Condition::Holds).collect();
    conditions.extend(short.iter().filter(|_| !is_alone).map(Condition::BeginsWord));
    conditions
        .extend((long.is_empty() && !short.is_empty()).then_some(Condition::BeginsText(short)));
    conditions
}

/// The condition on the texts of one table, of which there is at least one.
pub(super) fn passes<'b>(
    condition: Condition<'b>,
    searched: &'b Searched,
    texts: &'b [Text],
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    forget_plan(out);
    out.push_sql("(");
    let mut join = "";
    for text in texts {
        let column = match condition {
            Condition::Holds(_) | Condition::BeginsWord(_) => Some(text.column),
            // A text without such an index is not looked at: all rows would be read for it.
            Condition::BeginsText(_) => text.indexed,
        };
        let Some(column) = column.map(|column| format!("{}.{column}", searched.table)) else {
            continue;
        };
        out.push_sql(join);
        join = " OR ";
        match condition {
            Condition::Holds(word) => holds(word, &column, out)?,
            Condition::BeginsWord(word) => begins_word(word, &column, out)?,
            Condition::BeginsText(words) => begins_text(words, &column, out)?,
        }
    }
    out.push_sql(if join.is_empty() { "1 = 0)" } else { ")" });
    Ok(())
}

/// Has each search planned by itself: of a statement that stays prepared, PostgreSQL makes one plan
/// for whatever words after five times, and what is quick depends on how common these are.
fn forget_plan(out: &mut AstPass<'_, '_, Backend>) {
    match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => out.unsafe_to_cache_prepared(),
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => {}
    }
}

fn begins_text<'b>(
    words: &'b [Start],
    column: &str,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    for (index, word) in words.iter().enumerate() {
        out.push_sql(if index == 0 { "" } else { " OR " });
        out.push_sql(&format!("({column} >= "));
        out.push_bind_param::<SqlText, _>(&word.text)?;
        out.push_sql(&format!(" AND {column} < "));
        out.push_bind_param::<SqlText, _>(&word.end)?;
        out.push_sql(")");
    }
    Ok(())
}

fn holds<'b>(word: &'b Piece, column: &str, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
    match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => {
            out.push_sql(&format!("instr({column}, "));
            out.push_bind_param::<SqlText, _>(&word.text)?;
            out.push_sql(") > 0");
        }
        // What its index serves.
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => {
            out.push_sql(&format!("{column} LIKE "));
            out.push_bind_param::<SqlText, _>(&word.pattern)?;
            out.push_sql(" ESCAPE '!'");
        }
        // Three times as fast as LIKE.
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => {
            out.push_sql("locate(");
            out.push_bind_param::<SqlText, _>(&word.text)?;
            out.push_sql(&format!(", {column}) > 0"));
        }
    }
    Ok(())
}

fn begins_word<'b>(
    word: &'b Start,
    column: &str,
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
    let (before, after) = match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => (format!("instr(' ' || {column}, "), ") > 0".to_owned()),
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => (format!("strpos(' ' || {column}, "), ") > 0".to_owned()),
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => ("locate(".to_owned(), format!(", concat(' ', {column})) > 0")),
    };
    out.push_sql(&before);
    out.push_bind_param::<SqlText, _>(&word.after_blank)?;
    out.push_sql(&after);
    Ok(())
}
