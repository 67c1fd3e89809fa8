//! The file of an SQLite database, which nothing in this process opens but SQLite itself.
//!
//! POSIX drops all the locks that a process holds on a file as soon as it closes any descriptor of
//! that file. Another process would then find the database unlocked, take its write-ahead log away,
//! and lose what has been acknowledged (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use diesel::{ConnectionError, ConnectionResult};

/// Held while a new file is created and closed again, so that no connection of this process can
/// have opened it in between.
static CREATING: Mutex<()> = Mutex::new(());

/// Creates the file of a new database readable for its owner alone, before SQLite would create it
/// readable for all. A file that is there is not touched.
///
/// # Errors
/// What keeps the file from being created: SQLite would only say that it cannot open it.
pub(super) fn create_private(path: &Path) -> ConnectionResult<()> {
    let _alone = CREATING.lock().unwrap_or_else(PoisonError::into_inner);
    if path.exists() {
        return Ok(());
    }
    let path = without_links(path);
    match new_private_file(&path) {
        // Another process was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(ConnectionError::BadConnection(cause(&path, &error))),
        Ok(()) => Ok(()),
    }
}

/// Creates an empty file that only its owner may read, where there is none.
pub(super) fn new_private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Where the path leads through symbolic links, whether or not a file is there.
pub(super) fn without_links(path: &Path) -> PathBuf {
    /// As many as Linux follows, so that links in a circle come to an end.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = path.read_link() else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

fn cause(path: &Path, error: &io::Error) -> String {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => format!("there is no directory {}", folder.display()),
        _ => error.to_string(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_created_once_for_its_owner_alone_behind_a_link_too() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link"), folder.path().join("file"));
        symlink("file", &link).unwrap();
        create_private(&link).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&file, "rows").unwrap();
        create_private(&link).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"rows");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = create_private(Path::new("/nowhere/to/be/found")).unwrap_err();
        assert_eq!(error.to_string(), "there is no directory /nowhere/to/be");
    }
}
