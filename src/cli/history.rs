//! `backlot history`: sealing the history, verifying it, and forgetting its beginning.

use std::io::Write as _;

use clap::Subcommand;

use super::confirm::confirm;
use super::prune::PruneOptions;
use super::{CommandResult, connect_to_current, progress};
use crate::access::CurrentOperator;
use crate::config::Config;
use crate::db::{self, AnyConnection, retried};
use crate::panel::entity::words::counted;
use crate::panel::record::history::Origin;
use crate::panel::record::history::seal::{self, EntrySeal, Misfit, Plan, Verdict};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Seals what is not sealed yet; a panel that serves does so by itself, within seconds
    Seal,
    /// Compares everything with its seals, and says what does not fit
    Verify {
        /// A seal that was printed earlier, with the number of its entry: the history must still lead
        /// through it
        #[arg(long, value_name = "NUMBER:SEAL")]
        expect: Option<EntrySeal>,
    },
    /// Forgets what happened before a day, in batches, while the panel serves
    Prune {
        #[command(flatten)]
        options: PruneOptions,
        /// Forgets also entries that do not fit their seals, which nobody can look into then
        #[arg(long)]
        even_altered: bool,
    },
}

pub(super) fn run(command: &Command) -> CommandResult {
    if let Command::Prune { options, .. } = command {
        options.check()?;
    }
    let config = Config::from_env()?;
    let connection = &mut connect_to_current(&config)?;
    match command {
        Command::Seal => {
            let sealed = seal_all(connection)?;
            writeln!(std::io::stdout(), "{} sealed", counted(sealed, "change set", "change sets"))?;
            Ok(())
        }
        Command::Verify { expect } => verify(connection, expect.as_ref()),
        Command::Prune { options: PruneOptions { before, dry_run: true, .. }, .. } => {
            let sentence = match seal::plan(connection, *before, db::now())? {
                Some(plan) => format!("this would forget {}", plan.cut),
                None => format!("nothing is sealed from before {before}"),
            };
            Ok(writeln!(std::io::stdout(), "{sentence}")?)
        }
        Command::Prune { options, even_altered } => prune(connection, *options, *even_altered),
    }
}

fn seal_all(connection: &mut AnyConnection) -> Result<i64, Box<dyn std::error::Error>> {
    let open = seal::count_open(connection)?;
    let bar = progress::bar(u64::try_from(open)?, "change sets")?;
    let mut sealed = 0;
    loop {
        let open = seal::open(connection)?;
        if open.is_empty() {
            bar.finish_and_clear();
            return Ok(sealed);
        }
        let count = retried(connection, |connection| seal::seal(connection, &open))?;
        sealed += i64::try_from(count)?;
        bar.set_position(u64::try_from(sealed)?);
    }
}

fn verify(connection: &mut AnyConnection, expected: Option<&EntrySeal>) -> CommandResult {
    let bar = progress::bar(0, "entries")?;
    let verdict = seal::verify(connection, expected, &mut |done, total| {
        bar.set_length(total.max(done).unsigned_abs());
        bar.set_position(done.unsigned_abs());
    })?;
    bar.finish_and_clear();
    let Verdict { entries, open, left, is_expected_forgotten, misfits, is_cut_off, last } = verdict;
    let mut out = std::io::stdout().lock();
    for misfit in &misfits {
        writeln!(out, "{}", in_words(misfit))?;
    }
    if is_cut_off {
        writeln!(out, "and more")?;
    }
    let (entries, open) =
        (counted(entries, "entry", "entries"), counted(open, "change set is", "change sets are"));
    writeln!(out, "{entries} compared, {open} not sealed yet")?;
    if left > 0 {
        writeln!(
            out,
            "{} not deleted yet of what history prune has forgotten; it goes on when it runs again",
            counted(left, "change set is", "change sets are")
        )?;
    }
    if is_expected_forgotten {
        writeln!(out, "the entry with the expected seal was forgotten, so it was not compared")?;
    }
    if let Some(last) = last {
        writeln!(out, "entry {} is the last, its seal is {last}", last.number)?;
    }
    match misfits.is_empty() {
        true => Ok(()),
        false => Err("the history is not as it was sealed".into()),
    }
}

fn in_words(misfit: &Misfit) -> String {
    match misfit {
        Misfit::Missing { first, last } if first == last => format!("entry {first} is missing"),
        Misfit::Missing { first, last } => format!("entries {first} to {last} are missing"),
        Misfit::Altered { number, change_set } => format!(
            "entry {number} (change set {change_set}) does not fit: it, its changes or its place \
             were changed since it was sealed"
        ),
        Misfit::Before(count) => format!(
            "{} before the first entry",
            counted(*count, "change set stands", "change sets stand")
        ),
        Misfit::Orphan { change_set, number } => {
            format!("change {number} of change set {change_set} has no change set")
        }
        Misfit::StrayUndoes(count) => format!(
            "change_set_undoes has {} of change sets that are not there",
            counted(*count, "row", "rows")
        ),
        Misfit::Index(change_set) => format!(
            "change set {change_set} is not found where its changes say: change_subjects or \
             change_set_entities was changed"
        ),
        Misfit::Unexpected => {
            "no entry has the expected seal: it has another by now, or is not there".to_owned()
        }
    }
}

fn prune(
    connection: &mut AnyConnection,
    PruneOptions { before, yes, .. }: PruneOptions,
    even_altered: bool,
) -> CommandResult {
    seal_all(connection)?;
    let operator = CurrentOperator::of_command_line();
    let now = db::now();
    let Some(Plan { cut, misfits }) = seal::plan(connection, before, now)? else {
        forget(connection, 0)?;
        writeln!(std::io::stdout(), "there is nothing from before {before}")?;
        return Ok(());
    };
    if !misfits.is_empty() && !even_altered {
        let mut out = std::io::stdout().lock();
        for misfit in &misfits {
            writeln!(out, "{}", in_words(misfit))?;
        }
        return Err(format!(
            "nothing is forgotten, since what was altered could not be looked into afterwards: \
             with --even-altered this forgets {cut}"
        )
        .into());
    }
    confirm(&format!("this forgets {cut}"), yes)?;
    let is_marked = retried(connection, |connection| {
        seal::mark(connection, &operator, (Origin::CommandLine, now), &cut)
    })?;
    if !is_marked {
        return Err("somebody else forgot a part of it meanwhile: run it again".into());
    }
    forget(connection, cut.change_sets)?;
    writeln!(std::io::stdout(), "forgot {cut}")?;
    Ok(())
}

/// Deletes what was cut off, by this run or by one that was interrupted.
fn forget(connection: &mut AnyConnection, change_sets: i64) -> CommandResult {
    let bar = progress::bar(change_sets.unsigned_abs(), "change sets")?;
    let mut rest = seal::rest(connection)?;
    while let Some(left) = rest {
        let (deleted, next) = retried(connection, |connection| seal::forget(connection, &left))?;
        bar.inc(u64::try_from(deleted)?);
        rest = next;
    }
    bar.finish_and_clear();
    Ok(())
}
