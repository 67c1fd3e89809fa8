//! What goes on with the jobs: one task of each instance, one job at a time, one step after the
//! other.
//!
//! Instances tell each other by a random name. Whoever works on a job counts its beat up with each
//! step; whose beat stands still for long, as another instance counts the time by itself, has died.
//! No clock on a wall is asked. Should one be slow and not dead, its next step finds the job
//! another's, and undoes itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use tokio::time::timeout;

use super::store::{self, Held};
use super::{Job, JobKind, JobState, Step, Stepped, Turn, UNKNOWN};
use crate::access::{Clock, CurrentOperator};
use crate::config::Jobs;
use crate::db::{AnyConnection, Db, Error, now, retried};
use crate::panel::entity::register::Register;
use crate::panel::http::framing::Stopping;
use crate::panel::http::layout::Site;

/// How often is looked for jobs that another instance has made, or let fall.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a step should take: on SQLite, others wait for it.
const STEP: Duration = Duration::from_millis(50);
/// The pause between two steps, for others to write.
const PAUSE: Duration = Duration::from_millis(5);
/// The pause behind a step that failed.
const PAUSE_OF_FAILURE: Duration = Duration::from_secs(1);
/// A job whose step fails so often in a row is given up.
const MOST_FAILURES: u32 = 3;
/// The first step takes on so many records, and no step more than so many.
const SIZES: (i64, i64) = (20, 5000);

/// What is said of a job that could not go on.
const GONE: &str = "The operator whose job it is has been disabled or removed.";
const STUCK: &str = "One of the records cannot be written.";
const BROKEN: &str = "The database refused it. The log of the program says why.";

/// What goes on with the jobs.
pub struct Runner {
    db: Db,
    clock: Clock,
    site: Arc<Site>,
    settings: Jobs,
    stopping: Stopping,
    steps: fn(JobKind) -> Step,
    /// What this instance is called.
    instance: String,
    /// Jobs of other instances, and since when their beat has stood still.
    seen: HashMap<i64, (Held, Instant)>,
}

/// What became of a step.
enum Advanced {
    /// There is more to do.
    Further(Duration),
    /// It is to be tried with one record.
    Fewer,
    /// The job has ended, or is another's by now.
    Over,
}

impl Runner {
    /// What goes on with the jobs in that database by these steps; `None` where the system has no
    /// randomness to give for a name.
    pub fn new(
        db: Db,
        (clock, stopping): (Clock, Stopping),
        site: Arc<Site>,
        settings: Jobs,
        steps: fn(JobKind) -> Step,
    ) -> Option<Self> {
        let mut name = [0_u8; 16];
        getrandom::fill(&mut name).ok()?;
        let instance = data_encoding::HEXLOWER.encode(&name);
        Some(Self { db, clock, site, settings, stopping, steps, instance, seen: HashMap::new() })
    }

    /// Works until the program stops.
    pub async fn run(mut self) {
        while !self.stopping.has_begun() {
            match self.take().await {
                Ok(Some(job)) => self.work(job).await,
                Ok(None) => drop(timeout(LOOK_EVERY, self.site.new_job.notified()).await),
                Err(error) => {
                    log::debug!("no job can be taken up: {error}");
                    sleep(PAUSE_OF_FAILURE).await;
                }
            }
        }
    }

    /// Takes up the oldest job that nobody works on.
    async fn take(&mut self) -> Result<Option<i64>, Error> {
        let open = self.db.read(store::open).await?;
        self.seen.retain(|id, _| open.iter().any(|(other, ..)| other == id));
        for held in open {
            if self.is_alive(&held) {
                continue;
            }
            let (instance, now, (id, _, beat)) = (self.instance.clone(), self.clock.now(), held);
            let take =
                move |connection: &mut _| store::take(connection, (id, beat), (&instance, now));
            if self.db.write(take).await? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Whether another instance works on the job, as far as that can be told.
    fn is_alive(&mut self, held: &Held) -> bool {
        let (id, by, _) = held;
        if by.as_ref().is_none_or(|by| *by == self.instance) {
            return false;
        }
        match self.seen.get(id) {
            Some((seen, since)) if seen == held => since.elapsed() < self.settings.takeover,
            _ => {
                self.seen.insert(*id, (held.clone(), Instant::now()));
                true
            }
        }
    }

    /// Goes on with a job until it ends, or the program stops.
    async fn work(&self, id: i64) {
        let (mut size, mut failures, mut began) = (SIZES.0, 0, Instant::now());
        while !self.stopping.has_begun() {
            let worked = began.elapsed();
            began = Instant::now();
            match self.advance(id, size, worked).await {
                Ok(Advanced::Over) => return,
                Ok(Advanced::Fewer) => size = 1,
                Ok(Advanced::Further(took)) => {
                    (size, failures) = (next_size(size, took), 0);
                    sleep(PAUSE).await;
                }
                Err(error) => {
                    log::warn!("a step of job {id} failed: {error}");
                    size = 1;
                    failures += u32::from(matches!(error, Error::Query(_) | Error::Panicked));
                    if failures >= MOST_FAILURES {
                        return self.give_up(id).await;
                    }
                    sleep(PAUSE_OF_FAILURE).await;
                }
            }
        }
        let instance = self.instance.clone();
        let release = move |connection: &mut _| store::release(connection, id, &instance);
        if let Err(error) = self.db.write(release).await {
            log::warn!("job {id} is not given back, and taken up later: {error}");
        }
    }

    /// One step, in one transaction; the one before it took so long.
    async fn advance(&self, id: i64, size: i64, worked: Duration) -> Result<Advanced, Error> {
        let (instance, now) = (self.instance.clone(), self.clock.now());
        let (register, steps) = (self.site.register, self.steps);
        let advance = move |connection: &mut AnyConnection| {
            advance(connection, (register, steps), (id, &instance), (size, worked, now))
        };
        self.db.write(advance).await
    }

    async fn give_up(&self, id: i64) {
        let now = self.clock.now();
        let finish = move |connection: &mut _| {
            store::finish(connection, id, (JobState::Failed, BROKEN), now)
        };
        if let Err(error) = self.db.write(finish).await {
            log::warn!("job {id} is not given up: {error}");
        }
    }
}

/// One step of a job that this instance has, to be called in a transaction; the one before it took
/// so long.
fn advance(
    connection: &mut AnyConnection,
    (register, steps): (&'static Register, fn(JobKind) -> Step),
    (id, instance): (i64, &str),
    (size, worked, now): (i64, Duration, NaiveDateTime),
) -> QueryResult<Advanced> {
    let began = Instant::now();
    let Some(job) = store::beat(connection, id, instance)? else { return Ok(Advanced::Over) };
    let over = |connection: &mut AnyConnection, state, message: &str| {
        store::finish(connection, id, (state, message), now).map(|()| Advanced::Over)
    };
    if job.state() == JobState::Cancelling {
        return over(connection, JobState::Cancelled, "");
    }
    let operator = match job.operator_id {
        // A command has made it.
        0 => Some(CurrentOperator::of_command_line()),
        id => CurrentOperator::with_id(connection, id)?,
    };
    let Some(operator) = operator else { return over(connection, JobState::Failed, GONE) };
    let Some(kind) = job.kind() else { return over(connection, JobState::Failed, UNKNOWN) };
    let turn = Turn { register, operator: &Arc::new(operator), now, job: &job, size };
    match steps(kind)(connection, &turn)? {
        Stepped::Fewer if size > 1 => Ok(Advanced::Fewer),
        Stepped::Fewer => over(connection, JobState::Failed, STUCK),
        Stepped::Stopped(message) => over(connection, JobState::Failed, &message),
        Stepped::Further(progress) => {
            store::note(connection, &job, &progress, worked)?;
            Ok(Advanced::Further(began.elapsed()))
        }
        Stepped::Finished(progress) => {
            store::note(connection, &job, &progress, worked)?;
            over(connection, JobState::Done, "")
        }
    }
}

/// Goes on with a job until it ends, for a command that has just made it. Where the command is
/// killed, an instance that serves takes it up.
pub fn work_off(
    connection: &mut AnyConnection,
    register: &'static Register,
    steps: fn(JobKind) -> Step,
    job: i64,
    show: &mut dyn FnMut(&Job),
) -> QueryResult<Job> {
    let instance = format!("command {}", std::process::id());
    retried(connection, |connection| store::take(connection, (job, 0), (&instance, now())))?;
    let (mut size, mut worked) = (SIZES.0, Duration::ZERO);
    loop {
        let began = Instant::now();
        let (id, told) = ((job, instance.as_str()), (size, worked, now()));
        match retried(connection, |connection| advance(connection, (register, steps), id, told))? {
            Advanced::Over => break,
            Advanced::Fewer => size = 1,
            Advanced::Further(took) => size = next_size(size, took),
        }
        std::thread::sleep(PAUSE);
        worked = began.elapsed();
        if let Some(job) = store::find(connection, job)? {
            show(&job);
        }
    }
    store::find(connection, job)?.ok_or(diesel::result::Error::NotFound)
}

/// How many records the next step takes on, where so many took so long.
fn next_size(size: i64, took: Duration) -> i64 {
    let fitting = match i64::try_from(took.as_micros()) {
        Ok(micros @ 1..) => size.saturating_mul(STEP.as_micros() as i64) / micros,
        _ => SIZES.1,
    };
    fitting.clamp(size / 4, size.saturating_mul(2)).clamp(1, SIZES.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_shrink_to_take_a_moment() {
        let milliseconds = Duration::from_millis;
        assert_eq!(next_size(20, milliseconds(5)), 40, "at most twice as many");
        assert_eq!(next_size(100, milliseconds(50)), 100);
        assert_eq!(next_size(100, milliseconds(100)), 50);
        assert_eq!(next_size(100, milliseconds(5000)), 25, "at least a quarter");
        assert_eq!(next_size(1, milliseconds(5000)), 1);
        assert_eq!(next_size(5000, Duration::ZERO), 5000);
    }
}
