//! Whether the file of an SQLite database is still the one that was opened.
//!
//! Somebody may move, delete or replace it while the panel runs. What is then written goes to a file
//! that nobody finds again, though SQLite reports success.

use std::path::{Path, PathBuf};

use crate::db::address::Address;
use crate::db::error::Error;

/// The file that was opened; none for a server.
#[derive(Clone, Debug)]
pub(super) struct OpenFile(Option<(PathBuf, Identity)>);

/// A device, and a number on it.
type Identity = (u64, u64);

impl OpenFile {
    /// That of a database which has just been connected to.
    pub fn of(address: &Address) -> Self {
        let identified = |path: &Path| Some((path.to_owned(), identity(path)?));
        Self(address.file().and_then(identified))
    }

    /// Looks whether it still stands where it was opened. It is not opened for that: closing it
    /// would drop SQLite's locks.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where another file has taken its place, or none.
    pub fn ensure_in_place(&self) -> Result<(), Error> {
        match &self.0 {
            Some((path, opened)) if identity(path) != Some(*opened) => {
                let file = path.display();
                Err(Error::Unavailable(format!(
                    "{file} is no longer the file that was opened: stop the panel before another \
                     is put in its place"
                )))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let file = path.metadata().ok()?;
    Some((file.dev(), file.ino()))
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    None
}
