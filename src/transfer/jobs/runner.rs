//! What goes on with the jobs: one task of each instance, which has any number of them and gives a
//! step to each in turn, so that none waits until another has ended.
//!
//! Instances tell each other by a random name. Whoever works on a job counts its beat up with each
//! step; whose beat stands still for long, as another instance counts the time by itself, has died.
//! No clock on a wall is asked. Should one be slow and not dead, its next step finds the job
//! another's, and undoes itself.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::time::timeout;

use super::advance::{Advanced, advance, look, rolled_back};
use super::pace::Pace;
use super::store::{self, Held};
use super::{JobState, StepsOf, words};
use crate::access::Clock;
use crate::config::Jobs;
use crate::db::{AnyConnection, Db, Error};
use crate::panel::entity::register::Register;
use crate::panel::http::framing::Stopping;
use crate::panel::http::layout::Site;

/// How often is looked for jobs that another instance has made, or let fall.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The pause behind a step that failed.
const PAUSE_OF_FAILURE: Duration = Duration::from_secs(1);
/// A job whose steps fail so often in a row is to end.
const MOST_FAILURES: u32 = 3;

/// What goes on with the jobs.
pub struct Runner {
    db: Db,
    clock: Clock,
    site: Arc<Site>,
    settings: Jobs,
    stopping: Stopping,
    steps: StepsOf,
    /// What this instance is called.
    instance: String,
    /// The jobs that it has, in the order of their turns.
    own: VecDeque<Work>,
    /// Jobs of other instances, and since when their beat has stood still.
    seen: HashMap<i64, (Held, Instant)>,
}

/// A job that this instance has.
struct Work {
    id: i64,
    pace: Pace,
    failures: u32,
    /// How long its last step took, with all that it waited for.
    worked: Duration,
    /// Its next step does not begin before.
    rests_until: Instant,
}

impl Runner {
    /// What goes on with the jobs in that database by these steps; `None` where the system has no
    /// randomness to give for a name.
    pub fn new(
        db: Db,
        (clock, stopping): (Clock, Stopping),
        site: Arc<Site>,
        settings: Jobs,
        steps: StepsOf,
    ) -> Option<Self> {
        let mut name = [0_u8; 16];
        getrandom::fill(&mut name).ok()?;
        let instance = data_encoding::HEXLOWER.encode(&name);
        let (own, seen) = (VecDeque::new(), HashMap::new());
        Some(Self { db, clock, site, settings, stopping, steps, instance, own, seen })
    }

    /// Works until the program stops.
    pub async fn run(mut self) {
        let mut looked: Option<Instant> = None;
        while !self.stopping.has_begun() {
            let is_told = self.site.new_job.notified().now_or_never().is_some();
            let is_late = looked.is_none_or(|at| at.elapsed() >= LOOK_EVERY);
            if is_told || is_late || self.own.is_empty() {
                looked = Some(Instant::now());
                if let Err(error) = self.take().await {
                    log::debug!("no job can be taken up: {error}");
                }
            }
            let rested = self.own.iter().position(|work| work.rests_until <= Instant::now());
            match rested.and_then(|index| self.own.remove(index)) {
                Some(work) => {
                    let left = self.step(work).await;
                    self.own.extend(left);
                }
                None => drop(timeout(LOOK_EVERY, self.site.new_job.notified()).await),
            }
        }
        for work in std::mem::take(&mut self.own) {
            self.release(work.id).await;
        }
    }

    /// Takes up the oldest job that nobody works on, if there is one.
    async fn take(&mut self) -> Result<(), Error> {
        let open = self.db.read(store::open).await?;
        self.seen.retain(|id, _| open.iter().any(|(other, ..)| other == id));
        for held in open {
            if self.own.iter().any(|work| work.id == held.0) || self.is_alive(&held) {
                continue;
            }
            let (instance, now, (id, _, beat)) = (self.instance.clone(), self.clock.now(), held);
            let take =
                move |connection: &mut _| store::take(connection, (id, beat), (&instance, now));
            if self.db.write(take).await? {
                self.own.push_front(Work::new(id));
                break;
            }
        }
        Ok(())
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

    /// The next step of a job; returns what is left of it to do.
    async fn step(&self, mut work: Work) -> Option<Work> {
        let began = Instant::now();
        match self.advance(&work).await {
            Ok(Advanced::Over) => return None,
            Ok(Advanced::Fewer) => work.pace = Pace::new(),
            Ok(Advanced::Further(began, pause)) => {
                work.failures = 0;
                let pause = work.pace.note(began.elapsed(), pause);
                self.db.leave_to_others(pause).await;
            }
            Err(error) => {
                log::warn!("a step of job {} failed: {error}", work.id);
                work.pace = Pace::new();
                work.failures += u32::from(matches!(error, Error::Query(_) | Error::Panicked));
                if work.failures >= MOST_FAILURES {
                    work.failures = 0;
                    if !self.give_up(work.id).await {
                        return None;
                    }
                }
                work.rests_until = Instant::now() + PAUSE_OF_FAILURE;
            }
        }
        work.worked = began.elapsed();
        Some(work)
    }

    /// One step: what it reads, then what it does in one transaction.
    async fn advance(&self, work: &Work) -> Result<Advanced, Error> {
        let (id, instance) = (work.id, self.instance.clone());
        let told = (work.pace.size(), work.worked, self.clock.now());
        let (register, steps): (&'static Register, _) = (self.site.register, self.steps);
        let look =
            move |connection: &mut AnyConnection| look(connection, (register, steps), id, told);
        let looked = self.db.read(look).await?;
        let advance = move |connection: &mut AnyConnection| {
            advance(connection, (register, looked.as_ref()), (id, &instance), told)
        };
        self.db.write(advance).await.or_else(|error| match error {
            Error::Query(error) => Ok(rolled_back(error)?),
            error => Err(error),
        })
    }

    /// Has a job end whose steps fail, and as it is where the steps that end it fail as well. Returns
    /// whether there is more to do.
    async fn give_up(&self, id: i64) -> bool {
        let now = self.clock.now();
        let give_up = move |connection: &mut AnyConnection| {
            let Some(job) = store::find(connection, id)? else { return Ok(false) };
            if job.state().is_ending() {
                let end = (JobState::Failed, words::BROKEN);
                return store::finish(connection, id, end, now).map(|()| false);
            }
            store::fail(connection, id, words::BROKEN).map(|()| true)
        };
        self.db.write(give_up).await.unwrap_or_else(|error| {
            log::warn!("job {id} is not given up: {error}");
            false
        })
    }

    async fn release(&self, id: i64) {
        let instance = self.instance.clone();
        let release = move |connection: &mut _| store::release(connection, id, &instance);
        if let Err(error) = self.db.write(release).await {
            log::warn!("job {id} is not given back, and taken up later: {error}");
        }
    }
}

impl Work {
    fn new(id: i64) -> Self {
        let (pace, worked, rests_until) = (Pace::new(), Duration::ZERO, Instant::now());
        Self { id, pace, failures: 0, worked, rests_until }
    }
}
