//! What a job has refused, and why: kept with the job, however much it is.

use diesel::prelude::*;

use crate::db::{AnyConnection, Backend, Stored, insert_rows};
use crate::panel::entity::definition::Entity;
use crate::schema::job_problems;

/// A record that was refused.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = job_problems, check_for_backend(Backend))]
pub struct JobProblem {
    /// The table of the record; empty where it has no page.
    #[diesel(deserialize_as = Stored<String>)]
    pub entity: String,
    /// Its id, where there is such a record.
    pub record_id: Option<i64>,
    /// What it is called.
    #[diesel(deserialize_as = Stored<String>)]
    pub title: String,
    /// Why it was refused.
    #[diesel(deserialize_as = Stored<String>)]
    pub reason: String,
    /// The place in the history of the change that was to be taken back; empty where it is none.
    #[diesel(deserialize_as = Stored<String>)]
    pub place: String,
    /// What tells what stood in its way from what may stand there later; empty where it cannot be done
    /// all the same.
    #[diesel(deserialize_as = Stored<String>)]
    pub mark: String,
}

impl JobProblem {
    /// A record that was refused, and why.
    pub fn new(entity: &Entity, record_id: Option<i64>, title: String, reason: String) -> Self {
        let (place, mark) = (String::new(), String::new());
        Self { entity: entity.table().to_owned(), record_id, title, reason, place, mark }
    }
}

#[derive(Insertable)]
#[diesel(table_name = job_problems, treat_none_as_default_value = false)]
struct ProblemRow<'p> {
    job_id: i64,
    number: i64,
    entity: &'p str,
    record_id: Option<i64>,
    title: &'p str,
    reason: &'p str,
    place: &'p str,
    mark: &'p str,
}

/// So many rows are written by one statement.
const BATCH: usize = 1000;

/// Keeps what was refused by a job that had refused so many before.
pub(super) fn keep(
    connection: &mut AnyConnection,
    job: i64,
    before: i64,
    problems: &[JobProblem],
) -> QueryResult<()> {
    let rows: Vec<ProblemRow<'_>> = (before..)
        .zip(problems)
        .map(|(number, problem)| ProblemRow {
            job_id: job,
            number,
            entity: &problem.entity,
            record_id: problem.record_id,
            title: &problem.title,
            reason: &problem.reason,
            place: &problem.place,
            mark: &problem.mark,
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        insert_rows!(connection, job_problems::table, batch)?;
    }
    Ok(())
}

/// Some of what a job has refused, in the order in which it was.
pub fn problems(
    connection: &mut AnyConnection,
    job: i64,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<JobProblem>> {
    // They are numbered without gaps.
    job_problems::table
        .filter(job_problems::job_id.eq(job))
        .filter(job_problems::number.ge(offset))
        .order(job_problems::number)
        .limit(limit)
        .select(JobProblem::as_select())
        .load(connection)
}

/// How many of those that a job has refused can be done all the same.
pub(super) fn answerable(connection: &mut AnyConnection, job: i64) -> QueryResult<i64> {
    job_problems::table
        .filter(job_problems::job_id.eq(job))
        .filter(job_problems::mark.ne(""))
        .count()
        .get_result(connection)
}
