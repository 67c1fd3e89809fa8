//! `backlot check`: connects as the panel would, and reports what is wrong, each with its cure.

use std::io::Write as _;
use std::time::{Duration, Instant};

use diesel::QueryResult;

use super::{CommandResult, connect_to_existing};
use crate::assets::Assets;
use crate::config::Config;
use crate::db::AnyConnection;
use crate::db::derived::{Derived, examine};
use crate::db::migrations::{self, State};
use crate::db::{Problem, health};
use crate::entities::REGISTER;
use crate::panel::entity::words::{counted, grouped};
use crate::panel::link;
use crate::panel::record::unreadable::{Look, Unreadable, look};
use crate::upgrade::all_derived;

pub(super) fn run() -> CommandResult {
    let config = Config::from_env()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "database    {}", config.database)?;
    let connection = &mut connect_to_existing(&config)?;
    writeln!(out, "product     {}", health::version(connection)?)?;
    let milliseconds = health::latency(connection)?.as_secs_f64() * 1000.0;
    writeln!(out, "latency     {milliseconds:.2} ms")?;
    let status = migrations::status(connection)?;
    let count = |wanted| status.iter().filter(|(_, state)| *state == wanted).count();
    writeln!(
        out,
        "migrations  {} applied, {} pending",
        count(State::Applied) + count(State::Changed),
        count(State::Pending)
    )?;
    let mut problems = problems(connection, &config, &status)?;
    if status.iter().all(|(_, state)| *state == State::Applied) {
        let look = unreadable(connection, LOOK)?;
        let more = if look.is_cut_off { ", and there are more" } else { "" };
        writeln!(out, "records     {} looked at{more}", grouped(look.rows))?;
        problems.extend(look.found.iter().map(unreadable_problem));
        let (looked_at, found) = texts(connection)?;
        writeln!(out, "texts       {looked_at}")?;
        problems.extend(found);
    }
    for problem in &problems {
        writeln!(out, "\nproblem     {}\ncure        {}", problem.what, problem.cure)?;
    }
    for note in notes(&config) {
        writeln!(out, "\nnote        {note}")?;
    }
    match problems.len() {
        0 => Ok(writeln!(out, "\nok")?),
        1 => Err("there is a problem".into()),
        count => Err(format!("there are {count} problems").into()),
    }
}

fn problems(
    connection: &mut AnyConnection,
    config: &Config,
    status: &[(String, State)],
) -> diesel::QueryResult<Vec<Problem>> {
    let mut found: Vec<Problem> = pending_problem(status).into_iter().collect();
    found.extend(status.iter().filter_map(migration_problem));
    found.extend(health::problems(connection, &config.database, config.settings.connections)?);
    if let Err(problem) = Assets::open(config.static_files.as_deref()) {
        found.push(Problem::new(
            format!("STATIC_DIR: {problem}"),
            "name a folder like backlot's static, or leave STATIC_DIR out",
        ));
    }
    Ok(found)
}

/// What is right in one place and a mistake in another.
fn notes(config: &Config) -> Vec<String> {
    let mut notes = Vec::new();
    if config.host.is_unspecified() {
        notes.push(format!(
            "HOST is {}: the panel listens on every network of this machine; where others can \
             reach it, let a proxy in front of it encrypt",
            config.host
        ));
    }
    let access = &config.access;
    let public = access.public_origin.as_ref().map(|origin| origin.ascii_serialization());
    if public.is_some_and(|url| url.starts_with("https:")) && access.trusted_proxies.is_empty() {
        notes.push(
            "PUBLIC_URL is https, and TRUSTED_PROXIES names no proxy: cookies are not bound to \
             https, and every visitor seems to come from the proxy"
                .to_owned(),
        );
    }
    notes
}

/// So long at most the rows are looked at, however many there are.
const LOOK: Duration = Duration::from_secs(10);

fn unreadable_problem(found: &Unreadable) -> Problem {
    let Unreadable { table, row, column } = found;
    let ids: Vec<String> = row.iter().map(|(_, id)| id.to_string()).collect();
    let at: Vec<String> = row.iter().map(|(name, id)| format!("{name} = {id}")).collect();
    let (ids, at) = (ids.join(", "), at.join(" AND "));
    Problem::new(
        format!("{table} {ids}: {column} cannot be read; another program stored it"),
        format!("UPDATE {table} SET {column} = … WHERE {at}, with a value of its type"),
    )
}

/// So many rows are named.
const NAMED: usize = 5;

/// Whether the folded copies fit their texts, as far as can be seen in time; how far that was.
fn texts(connection: &mut AnyConnection) -> diesel::QueryResult<(String, Vec<Problem>)> {
    let until = Instant::now() + LOOK;
    let (mut rows, mut problems) = (0, Vec::new());
    for column in all_derived(&REGISTER) {
        let found = examine(connection, &column, until)?;
        rows += found.rows;
        let Derived { table, source, key, .. } = column;
        if !found.wrong.is_empty() {
            let wrong = i64::try_from(found.wrong.len()).unwrap_or(i64::MAX);
            let ids = found.wrong.iter().take(NAMED);
            let ids: Vec<String> = ids.map(i64::to_string).collect();
            let more = if found.wrong.len() > NAMED { " …" } else { "" };
            problems.push(Problem::new(
                format!(
                    "{table}.{key} does not fit {table}.{source} in {}, which search misses \
                     ({} {}{more})",
                    counted(wrong, "row", "rows"),
                    column.id,
                    ids.join(", ")
                ),
                "backlot reindex, also while the panel serves",
            ));
        }
        if !found.is_whole {
            let far = format!("{rows} compared in {LOOK:?}, as far as {table}.{source}: not all");
            return Ok((far, problems));
        }
    }
    Ok((
        format!(
            "{} compared with what is searched for",
            grouped(i64::try_from(rows).unwrap_or(i64::MAX))
        ),
        problems,
    ))
}

/// However many migrations are pending, one command applies them all: that is one problem.
fn pending_problem(status: &[(String, State)]) -> Option<Problem> {
    let mut pending = status.iter().filter(|(_, state)| *state == State::Pending);
    let (first, _) = pending.next()?;
    let what = match pending.count() {
        0 => format!("{first} is not applied"),
        more => format!("{first} is not applied, nor {more} after it"),
    };
    Some(Problem::new(what, "backlot migrate up"))
}

fn migration_problem((name, state): &(String, State)) -> Option<Problem> {
    match state {
        State::Applied | State::Pending => None,
        State::Changed => Some(Problem::new(
            format!("{name} has changed since it was applied"),
            "restore its file, and put the change in a new migration",
        )),
        State::Unknown => Some(Problem::new(
            format!("migration {name} is not known to this program: a newer one was here"),
            "run the backlot that made it, or restore a backup",
        )),
    }
}

/// The values that cannot be read, of each entity and link, as far as there is time to look.
fn unreadable(connection: &mut AnyConnection, time: Duration) -> QueryResult<Look> {
    let until = Instant::now() + time;
    let mut found = Look::default();
    for entity in REGISTER.entities {
        found = found.and(look(connection, entity, until)?);
    }
    for link in REGISTER.links {
        found = found.and(link::look(connection, link, until)?);
    }
    Ok(found)
}
