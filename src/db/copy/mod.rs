//! Backups: copies of a database that is a file. Servers have better tools of their own.

#[cfg(feature = "sqlite")]
mod sqlite;

use std::io;
use std::path::{Path, PathBuf};

use super::address::{Address, Product};
use super::migrations::MigrationError;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Servers have tools of their own for this.
    #[error("{0}; docs/databases.md says more")]
    OwnTool(&'static str),
    /// A file is in the way.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// A database is in the way, or what is left of one.
    #[error("{0} exists already: --force replaces it")]
    InTheWay(PathBuf),
    /// A database is to be restored from its own file.
    #[error("{0} is the database itself, and no backup of it")]
    Itself(PathBuf),
    /// A database that should be overwritten is open elsewhere.
    #[error("{0} is in use: stop the panel first")]
    InUse(PathBuf),
    /// The file is no database, or a broken one.
    #[error("{file} is not a sound database: {cause}")]
    Unsound {
        /// The file that was checked.
        file: PathBuf,
        /// What SQLite found.
        cause: String,
    },
    /// It is a sound database, but not one of this program.
    #[error("{0} is not a database of backlot: it has none of its migrations")]
    Foreign(PathBuf),
    /// It is a database of a program that knew more migrations.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The system refused.
    #[error("{file}: {cause}")]
    Io {
        /// The file in question.
        file: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// SQLite refused.
    #[error("cannot copy: {0}")]
    Query(#[from] diesel::result::Error),
    /// SQLite refused to write over a database.
    #[cfg(feature = "sqlite")]
    #[error("cannot copy: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// Writes a copy as of one moment to `target`, which must not exist, and returns its size in
/// bytes. Whoever reads or writes meanwhile is not held up.
///
/// # Errors
/// See [`CopyError`]; `target` does not exist then.
#[cfg_attr(not(feature = "sqlite"), expect(unused_variables, reason = "only files are copied"))]
pub fn backup(address: &Address, target: &Path) -> Result<u64, CopyError> {
    match (address.product(), address.file()) {
        #[cfg(feature = "sqlite")]
        (Product::Sqlite, Some(file)) => sqlite::backup(file, target),
        (Product::Mysql, _) => Err(CopyError::OwnTool(
            "MariaDB is backed up by mariadb-dump --single-transaction, MySQL by mysqldump",
        )),
        _ => Err(CopyError::OwnTool("PostgreSQL is backed up by pg_dump --format=custom")),
    }
}

/// Puts the backup `source` in the place of the database and returns its size in bytes. A database
/// that is there is replaced only by `force`, and never while somebody has it open.
///
/// # Errors
/// See [`CopyError`]; the database is as it was then.
#[cfg_attr(not(feature = "sqlite"), expect(unused_variables, reason = "only files are copied"))]
pub fn restore(source: &Path, address: &Address, force: bool) -> Result<u64, CopyError> {
    match (address.product(), address.file()) {
        #[cfg(feature = "sqlite")]
        (Product::Sqlite, Some(file)) => sqlite::restore(source, file, force),
        (Product::Mysql, _) => {
            Err(CopyError::OwnTool("MariaDB is restored by the client mariadb, MySQL by mysql"))
        }
        _ => Err(CopyError::OwnTool("PostgreSQL is restored by pg_restore")),
    }
}
