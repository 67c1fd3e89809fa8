//! `backlot completions`: prints a script for a shell.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Arguments, CommandResult};

pub(super) fn run(shell: Shell) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "backlot", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(())
}
