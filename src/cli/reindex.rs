//! `backlot reindex`: mends what is derived from the texts, where another program changed them.

use std::io::{self, IsTerminal as _, Write as _};

use super::{CommandResult, connect_to_current};
use crate::config::Config;
use crate::db::AnyConnection;
use crate::db::derived::{Derived, Found, has_index, mend, mend_index};
use crate::entities::REGISTER;
use crate::upgrade::all_derived;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Compares the search indexes of large tables as well (SQLite): who writes waits meanwhile
    #[arg(long)]
    index: bool,
}

/// The index over so many rows is compared within a second or two, for which writers can wait.
const SMALL: usize = 200_000;

/// Compares every text with its folded copy, a batch at a time, while others work.
pub(super) fn run(options: &Options) -> CommandResult {
    let config = Config::from_env()?;
    let connection = &mut connect_to_current(&config)?;
    let mut tables = Vec::new();
    for column in all_derived(&REGISTER) {
        let found = mend(connection, &column, &mut |found| show(&column, found))?;
        let Derived { table, source, .. } = column;
        tables.push((table, found.rows));
        let (rows, mended) = (found.rows, found.wrong.len() - found.alike.len());
        clear();
        writeln!(io::stdout(), "{table}.{source}: {mended} of {rows} rows mended")?;
        if !found.alike.is_empty() {
            writeln!(io::stdout(), "{}", alike(&column, &found))?;
        }
    }
    tables.dedup_by_key(|(table, _)| *table);
    mend_indexes(connection, &tables, options)
}

fn mend_indexes(
    connection: &mut AnyConnection,
    tables: &[(&str, usize)],
    options: &Options,
) -> CommandResult {
    for (table, rows) in tables {
        if !has_index(connection, table)? {
            continue;
        }
        if *rows > SMALL && !options.index {
            writeln!(
                io::stdout(),
                "{table}: the search index is not compared; backlot reindex --index does it"
            )?;
        } else if mend_index(connection, table)? {
            writeln!(io::stdout(), "{table}: the search index is made anew")?;
        }
    }
    Ok(())
}

/// Which rows cannot be told apart from others.
fn alike(column: &Derived, found: &Found) -> String {
    let ids: Vec<String> = found.alike.iter().take(5).map(i64::to_string).collect();
    let Derived { table, source, .. } = column;
    format!("{table}.{source}: others are called alike, rename those with id {}", ids.join(", "))
}

/// The way so far, at a terminal.
fn show(column: &Derived, found: &Found) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let (rows, wrong) = (found.rows, found.wrong.len());
        let _ = write!(out, "\r{}.{}: {rows} rows, {wrong} mended", column.table, column.source);
        let _ = out.flush();
    }
}

fn clear() {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let _ = write!(out, "\r\x1b[K");
    }
}
