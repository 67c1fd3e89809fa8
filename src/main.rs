//! The `backlot` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    // What the HTTP library says of requests that are none, anybody on the network could fill a log
    // with.
    let usual = "info,actix_http=off";
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(usual))
        .format_target(false)
        .init();
    backlot::cli::run()
}
