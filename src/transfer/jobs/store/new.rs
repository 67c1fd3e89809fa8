//! Making a job.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, last_insert_id};
use crate::schema::jobs;
use crate::transfer::jobs::{JobKind, JobState};

/// A job that is to be.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// The table of the records that it is about.
    pub entity: &'static str,
    /// What it does, in words.
    pub title: String,
    /// What exactly is to be done, in the job's own words.
    pub parameters: String,
    /// How many records there are, where that is known.
    pub total: Option<i64>,
    /// The change set that its steps write to, begun by [`history::begin`] in the same transaction:
    /// whatever others change from now on has a greater number, and is not overwritten.
    ///
    /// [`history::begin`]: crate::panel::record::history::begin
    pub change_set: Option<i64>,
}

impl NewJob {
    /// The job that has not ended and does the very same.
    pub fn twin(&self, connection: &mut AnyConnection) -> QueryResult<Option<i64>> {
        jobs::table
            .filter(jobs::finished_at.is_null())
            .filter(jobs::kind.eq(self.kind.word()))
            .filter(jobs::entity.eq(self.entity))
            .filter(jobs::parameters.eq(&self.parameters))
            .select(jobs::id)
            .first(connection)
            .optional()
    }

    /// Writes it down, to be taken up; returns its number.
    pub fn insert(
        &self,
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        now: NaiveDateTime,
    ) -> QueryResult<i64> {
        diesel::insert_into(jobs::table)
            .values((
                (
                    jobs::kind.eq(self.kind.word()),
                    jobs::entity.eq(self.entity),
                    jobs::title.eq(&self.title),
                    jobs::operator_id.eq(operator.id),
                    jobs::operator.eq(&operator.name),
                    jobs::parameters.eq(&self.parameters),
                    jobs::state.eq(JobState::Waiting.word()),
                    jobs::position.eq(""),
                ),
                (
                    jobs::total.eq(self.total),
                    jobs::change_set_id.eq(self.change_set),
                    jobs::done.eq(0),
                    jobs::skipped.eq(0),
                    jobs::refused.eq(0),
                    jobs::message.eq(""),
                    jobs::beat.eq(0),
                    jobs::worked.eq(0),
                    jobs::created_at.eq(now),
                ),
            ))
            .execute(connection)?;
        last_insert_id(connection)
    }
}
