//! The `backlot` program.

use std::io::Write as _;
use std::process::ExitCode;

use env_logger::fmt::Formatter;
use log::Record;

fn main() -> ExitCode {
    // What the HTTP library says of requests that are none, anybody on the network could fill a log
    // with.
    let usual = || "info,actix_http=off".to_owned();
    let filter = backlot::config::log_filter().unwrap_or_else(usual);
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(filter))
        .format(line)
        .init();
    backlot::cli::run()
}

/// `[2026-11-22T13:55:01Z INFO ] Backlot is at http://localhost:8000/`; what has several lines is
/// set in, so that none of them looks like another message.
fn line(out: &mut Formatter, record: &Record<'_>) -> std::io::Result<()> {
    let (now, level) = (chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ"), record.level());
    let style = out.default_level_style(level);
    let message = record.args().to_string().replace('\n', "\n    ");
    writeln!(out, "[{now} {style}{level:<5}{style:#}] {message}")
}
