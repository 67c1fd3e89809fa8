//! The `backlot` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    // What the HTTP library says of requests that are none, anybody on the network could fill a log
    // with; what its server says of its threads tells nobody anything.
    let usual = || "info,actix_http=off,actix_server=warn".to_owned();
    let filter = backlot::config::log_filter().unwrap_or_else(usual);
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(filter))
        .format_target(false)
        .init();
    backlot::cli::run()
}
