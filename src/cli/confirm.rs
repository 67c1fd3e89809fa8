//! Asking before something that cannot be taken back.

use std::io::{IsTerminal as _, Write as _};

use super::CommandResult;

/// Goes on when `yes` was given on the command line, or is answered at a terminal.
///
/// # Errors
/// When the answer is no, or there is nobody to ask.
pub(super) fn confirm(loss: &str, yes: bool) -> CommandResult {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(format!("{loss}; --yes confirms it").into());
    }
    eprint!("{loss}. Go on? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err("nothing was done".into()),
    }
}
