//! `backlot backup` and `backlot restore`.

use std::io::{self, Write as _};
use std::path::Path;

use super::CommandResult;
use crate::config::Config;
use crate::db::copy;

/// Writes a copy of the database.
pub(super) fn back_up(file: &Path) -> CommandResult {
    let config = Config::from_env()?;
    let size = copy::backup(&config.database, file)?;
    writeln!(io::stdout(), "{} holds a verified copy, of {size} bytes", file.display())?;
    Ok(())
}

/// Puts a copy in the place of the database.
pub(super) fn restore(file: &Path, force: bool) -> CommandResult {
    let config = Config::from_env()?;
    let size = copy::restore(file, &config.database, force)?;
    writeln!(io::stdout(), "{} is restored, with {size} bytes", config.database)?;
    Ok(())
}
