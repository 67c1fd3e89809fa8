//! Jobs: work that is too much for one request. A job is a row that one instance at a time goes on
//! with, step by step; each step is one transaction that also says where the next one begins, so
//! whatever is interrupted is taken up again where it was, and nothing is done twice.

mod advance;
mod pace;
mod page;
mod pause;
mod problem;
mod refusal;
mod runner;
mod since;
mod store;
mod words;

use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::result::Error as QueryError;

pub use self::advance::work_off;
pub use self::pace::Pace;
pub use self::page::{cancel, job, jobs, to_new_job, to_new_job_saying};
pub use self::pause::Pauses;
pub use self::problem::{JobProblem, problems};
pub use self::refusal::is_violation;
pub use self::runner::Runner;
pub use self::since::Since;
pub use self::store::{
    Job, NewJob, find, forget, importing, oldest, set_change_set, set_done, writes_to,
};
pub use self::words::{FORBIDDEN, OVERTAKEN, UNKNOWN, VIOLATED};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, attempt, worded};
use crate::panel::entity::register::Register;

worded! {
    /// What a job does.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum JobKind {
        /// Gives fields of many records other values.
        Edit = "edit",
        /// Deletes many records.
        Delete = "delete",
        /// Links many records with one of another entity.
        Link = "link",
        /// Takes a change set back.
        Undo = "undo",
        /// Restores what was deleted.
        Restore = "restore",
        /// Tells what importing a file comes to.
        CheckImport = "check",
        /// Imports a file.
        Import = "import",
    }
}

worded! {
    /// How far a job has come.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum JobState {
        /// Nobody has begun with it.
        Waiting = "waiting",
        /// It is worked on.
        Running = "running",
        /// It is to end before its next step, because somebody said so.
        Cancelling = "cancelling",
        /// It is to end before its next step, because it cannot go on.
        Failing = "failing",
        /// All of it is done.
        Done = "done",
        /// It ended because somebody said so.
        Cancelled = "cancelled",
        /// It ended because it could not go on.
        Failed = "failed",
    }
}

impl JobKind {
    /// Whether it takes changes back: what was deleted is restored by taking the deletion back.
    pub fn takes_back(self) -> bool {
        matches!(self, Self::Undo | Self::Restore)
    }
}

impl JobState {
    /// Whether it is to end before its next step.
    pub fn is_ending(self) -> bool {
        matches!(self, Self::Cancelling | Self::Failing)
    }
}

/// What one step of a job is given.
pub struct Turn<'t> {
    /// The entities of the panel.
    pub register: &'static Register,
    /// Whose job it is, with what they may do by now.
    pub operator: &'t Arc<CurrentOperator>,
    /// The time of the step.
    pub now: NaiveDateTime,
    /// The job, as the step before has left it.
    pub job: &'t Job,
    /// So many records are to be taken on: as many as take a moment.
    pub size: i64,
    /// Behind this moment no further record is begun with, where some take longer than others.
    pub until: Instant,
}

/// What a step has done; the runner writes it down in the transaction of the step.
#[derive(Debug, Default)]
pub struct Progress {
    /// Where the next step begins, in the job's own words.
    pub position: String,
    /// How many records it has changed.
    pub done: i64,
    /// How many it has left alone, because nothing was to be done.
    pub skipped: i64,
    /// Those that it has refused, and why.
    pub problems: Vec<JobProblem>,
    /// How many there are in all, where that is known only now.
    pub total: Option<i64>,
}

/// What a step came to.
#[derive(Debug)]
pub enum Stepped {
    /// There is more to do.
    Further(Progress),
    /// That was the last of it.
    Finished(Progress),
    /// The job cannot go on, and why.
    Stopped(String),
    /// It has ended as it was to, and what is to be said of that, if anything.
    Ended(String),
    /// One of several records stands in the way: what the step wrote is rolled back, and they are to
    /// be tried one by one.
    Fewer,
}

impl Turn<'_> {
    /// Runs what a step writes. Where that fails of one record alone, it is rolled back, and the step
    /// goes on; of several, the step is to end with [`Stepped::Fewer`].
    ///
    /// Several are not written behind a savepoint: SQLite copies every page that a statement changes
    /// behind one, which made writing a row twice as dear.
    ///
    /// # Errors
    /// What `work` returned.
    pub fn attempt<T, E: From<QueryError>>(
        &self,
        connection: &mut AnyConnection,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_of_one() { attempt(connection, work) } else { work(connection) }
    }

    /// Whether the step takes on one record alone, as it does behind [`Stepped::Fewer`].
    pub fn is_of_one(&self) -> bool {
        self.size <= 1
    }
}

/// One step of a job: what it reads before its transaction, so that nobody waits for that, and then
/// what it does.
pub type Step = fn(&mut AnyConnection, &Turn<'_>) -> QueryResult<Act>;

/// What the steps of a job do.
pub struct Steps {
    /// As long as it goes on.
    pub go_on: Step,
    /// Once it is to end before it is done.
    pub end: Step,
}

impl Steps {
    /// Those of a job that just ends where it is to; what it has done stays.
    pub fn ending(go_on: Step) -> Self {
        let end: Step = |_, _| Ok(Box::new(|_, _| Ok(Stepped::Ended(String::new()))));
        Self { go_on, end }
    }
}

/// The steps of each kind of job.
pub type StepsOf = fn(JobKind) -> Steps;

/// What a step does, called in a transaction.
pub type Act = Box<dyn Fn(&mut AnyConnection, &Turn<'_>) -> QueryResult<Stepped> + Send>;
