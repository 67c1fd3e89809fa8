//! Jobs that ended long ago are forgotten.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::schema::{job_problems, jobs};

/// How long a job is kept that has ended.
const KEPT: TimeDelta = TimeDelta::days(30);
/// So many rows are deleted at once.
const BATCH: i64 = 1000;

/// The oldest job that ended too long ago to be kept.
pub fn oldest(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    jobs::table
        .filter(jobs::finished_at.lt(now - KEPT))
        .order(jobs::id)
        .select(jobs::id)
        .first(connection)
        .optional()
}

/// Forgets some problems of the oldest one, and itself where none is left.
pub fn forget(connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<()> {
    let Some(job) = oldest(connection, now)? else { return Ok(()) };
    let of_job = job_problems::table.filter(job_problems::job_id.eq(job));
    let last: Option<i64> =
        of_job.select(diesel::dsl::max(job_problems::number)).first(connection)?;
    let forgotten = match last {
        Some(last) => {
            diesel::delete(of_job.filter(job_problems::number.gt(last - BATCH))).execute(connection)
        }
        None => diesel::delete(jobs::table.find(job)).execute(connection),
    };
    forgotten.map(drop)
}
