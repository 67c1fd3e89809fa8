//! `backlot seed`: loads sample data.

use std::time::{Duration, Instant};

use diesel::QueryResult;

use super::lines::Lines;
use super::{CommandResult, connect, progress};
use crate::access::CurrentOperator;
use crate::config::Config;
use crate::db::{AnyConnection, now, retried};
use crate::entities::REGISTER;
use crate::panel::record::history::{self, ChangeKind, Occasion, Origin, Root};
use crate::sample::load::{self, Progress};
use crate::sample::{Sample, Sizes};
use crate::upgrade;

/// Without a terminal, a line is printed this often.
const EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// How many users; the other numbers follow in proportion where they are not given
    #[arg(long, default_value_t = Sizes::default().users, value_parser = rows())]
    users: u64,
    /// How many profiles, at most one a user
    #[arg(long, value_parser = rows())]
    profiles: Option<u64>,
    /// How many cars
    #[arg(long, value_parser = rows())]
    cars: Option<u64>,
    /// How many movies
    #[arg(long, value_parser = rows())]
    movies: Option<u64>,
    /// How many actors
    #[arg(long, value_parser = rows())]
    actors: Option<u64>,
    /// How many castings, at most one for each movie and actor
    #[arg(long, value_parser = rows())]
    castings: Option<u64>,
    /// Another number gives other data; the same gives the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The most rows of one table that are loaded: more is a slip of the finger, and a full disk.
const MOST_ROWS: u64 = 100_000_000;

fn rows() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(..=MOST_ROWS)
}

impl Options {
    fn sample(&self) -> Sample {
        let usual = Sizes::for_users(self.users);
        let sizes = Sizes {
            users: self.users,
            profiles: self.profiles.unwrap_or(usual.profiles),
            cars: self.cars.unwrap_or(usual.cars),
            movies: self.movies.unwrap_or(usual.movies),
            actors: self.actors.unwrap_or(usual.actors),
            castings: self.castings.unwrap_or(usual.castings),
        };
        Sample::new(self.seed, sizes)
    }
}

/// Loads the sample, or the rest of it if an earlier run was interrupted.
pub(super) fn run(options: &Options) -> CommandResult {
    let config = Config::from_env()?;
    let connection = &mut connect(&config)?;
    let mut lines = Lines::default();
    upgrade::bring_up_to_date(connection, &REGISTER, &mut |what| lines.say(what))?;
    let sample = options.sample();
    let before = retried(connection, |connection| begin(connection, &sample))?;
    if before.is_complete() {
        lines.say(&format!("this sample of {} rows is there already", before.total));
        return Ok(lines.end()?);
    }
    let start = Instant::now();
    let after = fill(connection, &sample, before, &mut lines)?;
    let (rows, seconds) = (after.loaded - before.loaded, start.elapsed().as_secs_f64());
    lines.say(&format!("{rows} rows loaded in {seconds:.1} s"));
    Ok(lines.end()?)
}

/// Prepares the loading, and notes it in the history where it has not begun yet.
fn begin(connection: &mut AnyConnection, sample: &Sample) -> QueryResult<Progress> {
    let before = load::begin(connection, sample)?;
    if before.loaded == 0 {
        let root = Root::many("Sample data", ChangeKind::Created);
        let occasion = Occasion::new(Origin::Sample, now()).about(root);
        history::note(connection, &CurrentOperator::of_command_line(), occasion)?;
    }
    Ok(before)
}

fn fill(
    connection: &mut AnyConnection,
    sample: &Sample,
    before: Progress,
    lines: &mut Lines,
) -> Result<Progress, Box<dyn std::error::Error>> {
    let bar = progress::bar(before.total, "rows")?;
    bar.set_position(before.loaded);
    bar.reset_eta();
    let mut printed = Instant::now();
    let mut progress = before;
    while !progress.is_complete() {
        progress = retried(connection, |connection| load::next_batch(connection, sample))?;
        bar.set_position(progress.loaded);
        if bar.is_hidden() && printed.elapsed() >= EVERY {
            lines.say(&format!("{} of {} rows", progress.loaded, progress.total));
            printed = Instant::now();
        }
    }
    bar.finish_and_clear();
    Ok(progress)
}
