//! The file that a command writes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A file on its way under its name.
pub(super) enum Output {
    /// It is written beside its place, and put there when it is whole.
    Beside(NamedTempFile, PathBuf),
    /// A pipe or a device: what is written to it has gone, and it stays where it is.
    Straight(File),
}

impl Output {
    /// Begins it. Where a link leads to it, what the link leads to is written.
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        let there = match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => {
                return Ok(Self::Straight(OpenOptions::new().write(true).open(path)?));
            }
            Ok(there) => Some(there.permissions()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let place = end_of_links(path);
        let mut builder = Builder::new();
        builder.prefix(".backlot-").suffix(".part");
        // As any new file has it, which the umask of who runs the command narrows.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let folder = place.parent().filter(|folder| *folder != Path::new(""));
        let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        if let Some(permissions) = there {
            file.as_file().set_permissions(permissions)?;
        }
        Ok(Self::Beside(file, place))
    }

    /// What is written to.
    pub(super) fn file(&self) -> &File {
        match self {
            Self::Beside(file, _) => file.as_file(),
            Self::Straight(file) => file,
        }
    }

    /// Puts it in its place. One that is not is removed.
    pub(super) fn end(self) -> io::Result<()> {
        match self {
            Self::Beside(file, place) => {
                file.as_file().sync_all()?;
                file.persist(place).map(drop).map_err(|error| error.error)
            }
            Self::Straight(_) => Ok(()),
        }
    }
}

/// Where links lead to, whether anything is there or not. They end: the system has followed them.
fn end_of_links(path: &Path) -> PathBuf {
    let mut place = path.to_owned();
    while let Ok(next) = fs::read_link(&place) {
        place = place.parent().unwrap_or(Path::new("")).join(next);
    }
    place
}
