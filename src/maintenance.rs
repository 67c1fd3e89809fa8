//! What a running program does by itself: it seals the history, and forgets what is not kept any
//! longer. Several instances may do so at once.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use crate::access::{self, Clock, CurrentOperator};
use crate::config::{Retention, first_day};
use crate::db::{AnyConnection, Db, Error};
use crate::panel::record::history::Origin;
use crate::panel::record::history::seal::{self, Plan};
use crate::transfer::{import, jobs, selection};

/// How often is looked for what is too old.
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);
/// Where the security log says that this comes from.
const PLACE: &str = "schedule";

/// Finds the oldest of those that are not kept any longer.
type Oldest = fn(&mut AnyConnection, NaiveDateTime) -> QueryResult<Option<i64>>;
/// Forgets some rows of the oldest, and itself with the last of them.
type Forget = fn(&mut AnyConnection, NaiveDateTime) -> QueryResult<()>;

/// What has too many rows to be forgotten in one transaction.
const PIECEWISE: [(Oldest, Forget); 3] = [
    (import::oldest, import::forget),
    (selection::oldest, selection::forget),
    (jobs::oldest, jobs::forget),
];

/// The work beside the pages.
pub struct Maintenance {
    db: Db,
    clock: Clock,
    retention: Retention,
    /// What went wrong the last time, which is not told again and again.
    trouble: Option<String>,
}

impl Maintenance {
    /// On that database, by that clock.
    pub fn new(db: Db, clock: Clock, retention: Retention) -> Self {
        Self { db, clock, retention, trouble: None }
    }

    /// Works until the program ends.
    pub async fn run(mut self) {
        // Whoever starts the program reads its address before what this finds.
        tokio::task::yield_now().await;
        let mut forgotten: Option<Instant> = None;
        loop {
            let mut outcome = self.seal().await;
            if forgotten.is_none_or(|at| at.elapsed() >= FORGET_EVERY) && outcome.is_ok() {
                outcome = self.forget().await;
                forgotten = outcome.is_ok().then(Instant::now);
            }
            self.report(outcome);
            sleep(self.retention.seal_every).await;
        }
    }

    fn report(&mut self, outcome: Result<(), Error>) {
        let trouble = outcome.err().map(|error| error.to_string());
        if let Some(trouble) = trouble.as_ref().filter(|_| trouble != self.trouble) {
            log::warn!("the history is not sealed, nor anything forgotten: {trouble}");
        }
        self.trouble = trouble;
    }

    async fn seal(&self) -> Result<(), Error> {
        loop {
            let open = self.db.read(seal::open).await?;
            if open.is_empty() {
                return Ok(());
            }
            let seal = move |connection: &mut _| seal::seal(connection, &open);
            let sealed = self.db.write(seal).await?;
            log::debug!("{sealed} change sets sealed");
        }
    }

    async fn forget(&self) -> Result<(), Error> {
        let now = self.clock.now();
        if let Some(before) = self.retention.history.and_then(|kept| first_day(kept, now)) {
            self.forget_history(before).await?;
        }
        if let Some(before) = self.retention.security_log.and_then(|kept| first_day(kept, now)) {
            self.forget_events(before).await?;
        }
        for (oldest, forget) in PIECEWISE {
            // It is looked for by a read, so that a panel with nothing to forget writes nothing.
            while self.db.read(move |connection| oldest(connection, now)).await?.is_some() {
                self.db.write(move |connection| forget(connection, now)).await?;
            }
        }
        Ok(())
    }

    async fn forget_history(&self, before: NaiveDate) -> Result<(), Error> {
        let now = self.clock.now();
        let plan = self.db.read(move |connection| seal::plan(connection, before, now)).await?;
        match plan {
            Some(Plan { cut, misfits }) if misfits.is_empty() => {
                let mark = move |connection: &mut _| {
                    let operator = CurrentOperator::of_command_line();
                    seal::mark(connection, &operator, (Origin::Schedule, now), &cut)
                };
                self.db.write(mark).await?;
            }
            Some(Plan { cut, .. }) => log::warn!(
                "the history before {before} is not forgotten, since it does not fit its seals \
                 ({} of its entries): see backlot history verify",
                cut.altered
            ),
            None => {}
        }
        let mut rest = self.db.read(seal::rest).await?;
        if rest.is_none() {
            return Ok(());
        }
        while let Some(left) = rest {
            (_, rest) = self.db.write(move |connection| seal::forget(connection, &left)).await?;
        }
        log::info!("forgot the history before {before}");
        Ok(())
    }

    async fn forget_events(&self, before: NaiveDate) -> Result<(), Error> {
        let now = self.clock.now();
        if self.db.read(move |connection| access::count_events(connection, before)).await? == 0 {
            return Ok(());
        }
        let note = move |connection: &mut _| access::note_pruned(connection, before, (PLACE, now));
        self.db.write(note).await?;
        let delete = move |connection: &mut _| access::delete_events(connection, before);
        while self.db.write(delete).await? > 0 {}
        log::info!("forgot the security log before {before}");
        Ok(())
    }
}
