//! A job as its row has it, and how it is found.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Backend, Stored, UtcTime};
use crate::panel::entity::when::When;
use crate::panel::record::history::Author;
use crate::schema::jobs;
use crate::transfer::jobs::{JobKind, JobState};

/// A job.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(Backend))]
pub struct Job {
    /// The number.
    pub id: i64,
    #[diesel(deserialize_as = Stored<String>)]
    kind: String,
    /// The table of the records that it is about.
    #[diesel(deserialize_as = Stored<String>)]
    pub entity: String,
    /// What it does, in words: "Delete 12,000 cars".
    #[diesel(deserialize_as = Stored<String>)]
    pub title: String,
    /// Whose it is.
    pub operator_id: i64,
    /// What they are called.
    #[diesel(deserialize_as = Stored<String>)]
    pub operator: String,
    /// What exactly is to be done, in the job's own words.
    #[diesel(deserialize_as = Stored<String>)]
    pub parameters: String,
    #[diesel(deserialize_as = Stored<String>)]
    state: String,
    /// Where the next step begins, in the job's own words; empty at first.
    #[diesel(deserialize_as = Stored<String>)]
    pub position: String,
    /// The change set that it writes to, if it writes to one.
    pub change_set_id: Option<i64>,
    /// How many records there are in all, where that is known.
    pub total: Option<i64>,
    /// How many records were changed.
    pub done: i64,
    /// How many were left alone, because nothing was to be done.
    pub skipped: i64,
    /// How many were refused.
    pub refused: i64,
    /// Why it ended, where that is to be said.
    #[diesel(deserialize_as = Stored<String>)]
    pub message: String,
    /// For how long it was worked on, in milliseconds.
    pub worked: i64,
    /// When it was made.
    pub created_at: UtcTime,
    /// When it ended.
    pub finished_at: Option<UtcTime>,
}

impl Job {
    /// What it does; `None` for what this program does not know.
    pub fn kind(&self) -> Option<JobKind> {
        JobKind::of_word(&self.kind)
    }

    /// How far it has come.
    pub fn state(&self) -> JobState {
        JobState::of_word(&self.state).unwrap_or(JobState::Failed)
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.finished_at.is_some()
    }

    /// Whether a command has made it, and no operator of the panel.
    pub fn is_of_command(&self) -> bool {
        self.operator_id == 0
    }

    /// Whether they may see it and cancel it: their own, or, where they manage operators, any.
    pub fn is_up_to(&self, operator: &CurrentOperator) -> bool {
        self.operator_id == operator.id || operator.manages()
    }

    /// Who made it, and when, as it is told to that operator now.
    pub fn author(&self, operator: &CurrentOperator, now: NaiveDateTime) -> Author {
        let is_you = self.operator_id == operator.id;
        Author::called(&self.operator, is_you, When::of(self.created_at, now))
    }

    /// How many records were looked at.
    pub fn looked_at(&self) -> i64 {
        self.done.saturating_add(self.skipped).saturating_add(self.refused)
    }
}

/// The job of that number.
pub fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Job>> {
    jobs::table.find(id).select(Job::as_select()).first(connection).optional()
}

/// The job that has not ended and writes to that change set.
pub fn writes_to(connection: &mut AnyConnection, change_set: i64) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::change_set_id.eq(change_set))
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// The last job that writes, or wrote, to that change set.
pub fn of_change_set(connection: &mut AnyConnection, change_set: i64) -> QueryResult<Option<Job>> {
    jobs::table
        .filter(jobs::change_set_id.eq(change_set))
        .order(jobs::id.desc())
        .select(Job::as_select())
        .first(connection)
        .optional()
}

/// The job that has not ended and imports into that table.
pub fn importing(connection: &mut AnyConnection, table: &str) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::kind.eq(JobKind::Import.word()))
        .filter(jobs::entity.eq(table))
        .order(jobs::id)
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// The jobs before that one, the latest first: of one operator, or of all.
pub fn latest(
    connection: &mut AnyConnection,
    operator: Option<i64>,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<Job>> {
    let mut query = jobs::table.filter(jobs::id.lt(before)).into_boxed::<Backend>();
    if let Some(operator) = operator {
        query = query.filter(jobs::operator_id.eq(operator));
    }
    query.order(jobs::id.desc()).limit(limit).select(Job::as_select()).load(connection)
}
