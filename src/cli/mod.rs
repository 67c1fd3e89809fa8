//! The command line: one file a command.

mod serve;

use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match serve::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("backlot: {problem}");
            ExitCode::FAILURE
        }
    }
}
