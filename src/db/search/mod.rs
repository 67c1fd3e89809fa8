//! Search: the condition that words stand in the texts of a row, of the rows that it belongs to, or
//! of those that belong to it.
//!
//! Each database has its own way to a part of a text, and all of them give the same rows: an index
//! only narrows down which rows are looked at, and the texts themselves decide.

mod candidates;
mod words;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Text as SqlText;

pub use self::candidates::Candidates;
use self::candidates::Union;
pub use self::words::{Indexed, MOST_WORDS, Words};
use self::words::{Piece, Start};
use super::connection::{AnyConnection, Backend};
use super::count::BoxedQuery;

/// A column of folded text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Its name.
    pub column: &'static str,
    /// The column that begins alike and has an index; none for a long text, which no index sorts.
    pub indexed: Option<&'static str>,
}

/// A table whose texts are searched.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    /// Its name.
    pub table: &'static str,
    /// The column that tells its rows apart.
    pub id: &'static str,
}

impl Searched {
    /// What stands around a query for what a column of its rows holds, so that it finds their ids:
    /// nothing where it does already.
    fn referring(&self, own: &str) -> (String, &'static str) {
        let Self { table, id } = self;
        match own == *id {
            true => (String::new(), ""),
            false => (format!("SELECT {id} FROM {table} WHERE {own} IN ("), ")"),
        }
    }
}

/// Rows of another table whose texts are searched as well: the one that a row belongs to, or those
/// that belong to it.
#[derive(Clone, Debug)]
pub struct Related {
    /// The column of the row that holds...
    pub own: &'static str,
    /// ...what this one of the other table does.
    pub other: &'static str,
    /// The other table.
    pub searched: Searched,
    /// Its texts, of which there is at least one.
    pub texts: Vec<Text>,
}

/// How the rows are come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPlan {
    /// They are looked up by the words, which is quick where there are few.
    Lookup,
    /// The same by so many of the rows that hold a word in each of several tables: it finds some of
    /// the rows, and tells soon that they are many. Only PostgreSQL does so.
    Sample(i64),
    /// They are met in the order of the list, which is quick where many of them are found and not
    /// all of them stand at its end.
    Walk,
}

/// Whether an index leads to the rows in which a word may stand.
pub fn has_index(connection: &AnyConnection) -> bool {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => true,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => false,
    }
}

/// The texts that a search looks at.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The table whose rows are found.
    pub searched: Searched,
    /// Those of its texts that may be seen.
    pub texts: Vec<Text>,
    /// What its rows belong to and what belongs to them, as far as that may be seen.
    pub related: Vec<Related>,
}

impl Scope {
    /// Whether there is nothing to be looked at.
    fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.related.is_empty()
    }

    /// Whether any number of these rows belong to one that is found.
    fn has_many(&self, related: &Related) -> bool {
        related.own == self.searched.id && related.other != related.searched.id
    }

    /// How many tables have any number of rows that belong to one that is found.
    pub fn number_of_many(&self) -> usize {
        self.related.iter().filter(|related| self.has_many(related)).count()
    }

    /// The rows that an index says may hold the words: each of these are all of them. None where no
    /// index knows the words.
    pub fn candidates(&self, words: &Words) -> Vec<Candidates> {
        // The words of a row to which others are related may stand in different ones.
        let indexed = words.indexed(self.related.is_empty());
        indexed.into_iter().map(|indexed| Candidates { indexed, scope: self.clone() }).collect()
    }
}

/// The condition that the words stand in the texts of a row.
pub struct Found {
    words: Words,
    scope: Scope,
    plan: SearchPlan,
    candidates: Option<BoxedQuery>,
    met: Vec<Indexed>,
}

/// One condition on the texts of one row.
#[derive(Clone, Copy)]
enum Condition<'b> {
    /// The word stands in a text.
    Holds(&'b Piece),
    /// The word begins a word.
    BeginsWord(&'b Start),
    /// One of the words begins a text.
    BeginsText(&'b [Start]),
}

impl QueryFragment<Backend> for Found {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let conditions = left(&self.words, &self.met);
        if conditions.is_empty() {
            out.push_sql("1 = 1");
            return Ok(());
        }
        let Scope { searched, texts, related } = &self.scope;
        if self.scope.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        forget_plan(&mut out);
        if self.is_gathered(&out) {
            // Of an array an index looks each up.
            out.push_sql(&format!("{}.{} = ANY (ARRAY (", searched.table, searched.id));
            self.push_matching_ids(conditions, &mut out)?;
            out.push_sql("))");
            return Ok(());
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
            SearchPlan::Lookup | SearchPlan::Sample(_) => {
                scope.candidates(words).into_iter().next().map(Candidates::ids)
            }
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
            (Backend::Sqlite(_), SearchPlan::Lookup | SearchPlan::Sample(_))
                if self.candidates.is_none() =>
            {
                (format!("{by} IN ({ids}"), ")")
            }
            #[cfg(feature = "sqlite")]
            (Backend::Sqlite(_), _) => (probed, ")"),
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
            (Backend::Postgres(_), SearchPlan::Lookup | SearchPlan::Sample(_)) => match condition {
                Condition::Holds(_) => (format!("{by} = ANY (ARRAY ({ids}"), "))"),
                Condition::BeginsWord(_) | Condition::BeginsText(_) => {
                    (format!("{by} IN ({ids}"), ")")
                }
            },
            #[cfg(feature = "mysql")]
            (Backend::Mysql(_), SearchPlan::Lookup | SearchPlan::Sample(_)) => {
                (format!("{by} IN ({ids}"), ")")
            }
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
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Sample(_)) => !self.scope.related.is_empty(),
            // Of several words one may lead to few, and what belongs to a row is mostly more than
            // what it belongs to.
            #[cfg(feature = "postgres")]
            (Backend::Postgres(_), SearchPlan::Lookup) => {
                left(&self.words, &self.met).len() == 1 && self.scope.number_of_many() > 0
            }
            #[cfg(feature = "mysql")]
            (Backend::Mysql(_), _) => false,
        }
    }

    /// The query for the ids of the rows, some of them more than once, as PostgreSQL is asked for
    /// them: those that hold each of the words, of which there is one at least, in one table or
    /// another. Where a row has the id of what it belongs to, there may be none to an id.
    pub fn matching_ids(self) -> BoxedQuery {
        Box::new(MatchingIds { found: self })
    }

    /// `(SELECT * FROM (SELECT users.id FROM users WHERE … UNION ALL SELECT cars.user_id FROM cars
    /// WHERE …) AS matching) INTERSECT …`: what meets each of the conditions.
    fn push_matching_ids<'b>(
        &'b self,
        conditions: Vec<Condition<'b>>,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        let Scope { searched: own, texts, related } = &self.scope;
        let limit = match self.plan {
            SearchPlan::Sample(most) => format!(" LIMIT {most}"),
            SearchPlan::Lookup | SearchPlan::Walk => String::new(),
        };
        for (index, condition) in conditions.into_iter().enumerate() {
            out.push_sql(if index == 0 {
                "(SELECT * FROM ("
            } else {
                " INTERSECT (SELECT * FROM ("
            });
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
                out.push_sql(&format!(
                    "({before}SELECT {}.{other} FROM {0} WHERE ",
                    searched.table
                ));
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
}

struct MatchingIds {
    found: Found,
}

impl QueryFragment<Backend> for MatchingIds {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.found.push_matching_ids(conditions(&self.found.words), &mut out)
    }
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
fn left<'b>(words: &'b Words, met: &[Indexed]) -> Vec<Condition<'b>> {
    let mut left = conditions(words);
    left.retain(|condition| !met.iter().any(|met| met.implies(*condition)));
    left
}

/// The conditions that make up a search.
fn conditions(words: &Words) -> Vec<Condition<'_>> {
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
fn passes<'b>(
    condition: Condition<'b>,
    searched: &'b Searched,
    texts: &'b [Text],
    out: &mut AstPass<'_, 'b, Backend>,
) -> QueryResult<()> {
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
