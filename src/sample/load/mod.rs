//! Loading a sample into a database, batch after batch.
//!
//! How far it has come is a row of the table `samples`, written in the same transaction as each
//! batch: a run that was interrupted is taken up where it stopped, two runs at once share the work,
//! and a sample that is there is not loaded a second time, unless everything has been deleted
//! since. A sample of another seed or of other sizes comes in addition.

mod batch;
mod rows;
mod times;

#[cfg(test)]
mod tests;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use self::batch::{Batch, Part};
use self::rows::Ground;
use self::times::Clock;
use super::Sample;
use crate::db::{AnyConnection, UtcTime, latest_believed, lock, now, reserve_ids};
use crate::schema::{actors, movies, samples, users};

/// How far a sample is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are there, of all tables.
    pub loaded: u64,
    /// Rows that there will be.
    pub total: u64,
}

impl Progress {
    /// Whether every row is there.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.loaded >= self.total
    }
}

/// Loads the whole sample in the caller's transaction, and returns how many rows were written:
/// none if it was there already.
pub fn load(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<u64> {
    let before = begin(connection, sample)?;
    let mut progress = before;
    while !progress.is_complete() {
        progress = next_batch(connection, sample)?;
    }
    Ok(progress.loaded - before.loaded)
}

/// Says how far the sample is loaded, and prepares the loading if it has not begun.
///
/// To be called in a transaction.
pub fn begin(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<Progress> {
    lock(connection, LOCK)?;
    if is_empty(connection)? {
        diesel::delete(samples::table.find(plan(sample))).execute(connection)?;
    }
    let loaded = match Run::find(connection, sample)? {
        Some(run) => run.loaded,
        None => Run::begin(connection, sample)?.loaded,
    };
    Ok(progress(sample, loaded))
}

/// Writes the next batch of a sample that [`begin`] has prepared.
///
/// To be called in a transaction, and again until the progress is complete.
///
/// # Errors
/// A foreign key is violated if somebody deletes sample users, movies or actors
/// before the rows that belong to them are loaded.
pub fn next_batch(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<Progress> {
    lock(connection, LOCK)?;
    let run = Run::find(connection, sample)?.ok_or(diesel::NotFound)?;
    let Some(batch) = Batch::at(sample, unsigned(run.loaded)) else {
        return Ok(progress(sample, run.loaded));
    };
    batch.insert(connection, sample, &run.ground(sample))?;
    let loaded = run.loaded.saturating_add_unsigned(batch.len());
    diesel::update(samples::table.find(plan(sample)))
        .set(samples::loaded.eq(loaded))
        .execute(connection)?;
    Ok(progress(sample, loaded))
}

const LOCK: &str = "sample";

/// What names a sample: its seed and all its sizes.
fn plan(sample: &Sample) -> String {
    let sizes = sample.sizes;
    format!(
        "{} {} {} {} {} {} {}",
        sample.seed,
        sizes.users,
        sizes.profiles,
        sizes.cars,
        sizes.movies,
        sizes.actors,
        sizes.castings
    )
}

fn progress(sample: &Sample, loaded: i64) -> Progress {
    let total = Part::ALL.iter().map(|part| part.size(sample)).sum();
    Progress { loaded: unsigned(loaded), total }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn is_empty(connection: &mut AnyConnection) -> QueryResult<bool> {
    let user: Option<i64> = users::table.select(users::id).first(connection).optional()?;
    let movie: Option<i64> = movies::table.select(movies::id).first(connection).optional()?;
    let actor: Option<i64> = actors::table.select(actors::id).first(connection).optional()?;
    Ok(user.is_none() && movie.is_none() && actor.is_none())
}

/// The row that remembers one sample.
#[derive(Queryable, Insertable)]
#[diesel(table_name = samples)]
struct Run {
    plan: String,
    first_user: i64,
    first_movie: i64,
    first_actor: i64,
    loaded: i64,
    /// Always there, and `None` where it cannot be read.
    #[diesel(deserialize_as = UtcTime)]
    started_at: Option<NaiveDateTime>,
}

impl Run {
    fn find(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<Option<Self>> {
        samples::table.find(plan(sample)).first(connection).optional()
    }

    fn begin(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<Self> {
        let mut reserve = |table, count: u64| {
            reserve_ids(connection, table, i64::try_from(count).unwrap_or(i64::MAX))
        };
        let run = Self {
            plan: plan(sample),
            first_user: reserve("users", sample.sizes.users)?,
            first_movie: reserve("movies", sample.sizes.movies)?,
            first_actor: reserve("actors", sample.sizes.actors)?,
            loaded: 0,
            started_at: Some(now()),
        };
        diesel::insert_into(samples::table).values(&run).execute(connection)?;
        Ok(run)
    }

    fn ground(&self, sample: &Sample) -> Ground {
        let now = now();
        Ground {
            clock: Clock {
                seed: sample.seed,
                now: self.started_at.map_or(now, |at| at.min(latest_believed(now))),
            },
            first_user: self.first_user,
            first_movie: self.first_movie,
            first_actor: self.first_actor,
        }
    }
}
