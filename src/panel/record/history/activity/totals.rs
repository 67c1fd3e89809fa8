//! How much became of records in a while, as change sets sum it up.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{AnyConnection, Count, Stored};
use crate::panel::record::history::{ChangeKind, Summary};
use crate::schema::change_sets;

/// So many change sets are read at most, the latest ones.
const MOST_READ: usize = 1_000;

/// How many records and links became what.
#[derive(Debug)]
pub struct Totals {
    summary: Summary,
    /// Whether there are more change sets than were read.
    has_more: bool,
}

impl Totals {
    /// Sums up what happened then or later, from the summaries of change sets alone: one of a million
    /// changes costs as much as one of a single change.
    pub fn since(connection: &mut AnyConnection, moment: NaiveDateTime) -> QueryResult<Self> {
        use change_sets::{happened_at, id, summary};
        let most = i64::try_from(MOST_READ).unwrap_or(i64::MAX);
        let summaries: Vec<Stored<String>> = change_sets::table
            .filter(happened_at.ge(moment))
            .order((happened_at.desc(), id.desc()))
            .limit(most + 1)
            .select(summary)
            .load(connection)?;
        let has_more = summaries.len() > MOST_READ;
        // Most say the same, and are read once.
        let mut times: HashMap<String, i64> = HashMap::new();
        for text in summaries.into_iter().take(MOST_READ).map(String::from) {
            *times.entry(text).or_default() += 1;
        }
        let mut total = Summary::default();
        for (text, times) in times {
            total.add(&Summary::parse(&text), times);
        }
        Ok(Self { summary: total, has_more })
    }

    /// How often a row of that table became that.
    pub fn of(&self, table: &str, kind: ChangeKind) -> Count {
        let count = self.summary.of_kind(table, kind);
        if self.has_more { Count::AtLeast(count) } else { Count::Exact(count) }
    }
}
