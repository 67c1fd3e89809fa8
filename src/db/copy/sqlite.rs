//! Copies of an SQLite file: each is verified before it takes a name that people rely on.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::CopyError;
use crate::db::AnyConnection;
use crate::db::migrations;

/// Copies the database `source` to `target`, which must not exist.
pub(super) fn backup(source: &Path, target: &Path) -> Result<u64, CopyError> {
    if target.exists() {
        return Err(CopyError::Exists(target.to_owned()));
    }
    let draft = copy(source, target)?;
    draft.become_file(target)
}

/// Puts a copy of `source` in the place of `target`.
pub(super) fn restore(source: &Path, target: &Path, force: bool) -> Result<u64, CopyError> {
    if target.exists() && !force {
        return Err(CopyError::InTheWay(target.to_owned()));
    }
    verify(source)?;
    let draft = copy(source, target)?;
    if target.exists() {
        close_log(target)?;
    }
    draft.become_file(target)
}

/// A verified copy of `source` as of one moment, beside where it shall be. Whoever reads or writes
/// meanwhile is not held up.
fn copy(source: &Path, target: &Path) -> Result<Draft, CopyError> {
    let mut sqlite = open(source)?;
    let draft = Draft::beside(target)?;
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(draft.path.to_string_lossy())
        .execute(&mut sqlite)?;
    verify(&draft.path)?;
    Ok(draft)
}

/// Finishes the write-ahead log of a database that is about to be replaced: left behind, it would
/// be taken for that of the new one.
fn close_log(target: &Path) -> Result<(), CopyError> {
    let closed = SqliteConnection::establish(&target.to_string_lossy())
        .map_err(|error| error.to_string())
        .and_then(|mut sqlite| {
            sqlite.batch_execute("PRAGMA journal_mode = DELETE").map_err(|error| error.to_string())
        });
    if closed.is_err_and(|words| words.contains("locked")) {
        return Err(CopyError::InUse(target.to_owned()));
    }
    // What cannot be opened at all is broken, which may be why it is replaced.
    for suffix in ["-wal", "-shm"] {
        let mut name = target.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(CopyError::Io { file: name.into(), cause });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads the whole file: its pages, its indexes, its foreign keys, its migrations.
fn verify(file: &Path) -> Result<(), CopyError> {
    let mut sqlite = open(file)?;
    let unsound = |cause: String| CopyError::Unsound { file: file.to_owned(), cause };
    let found: String = diesel::select(diesel::dsl::sql::<Text>(
        "(SELECT group_concat(integrity_check, '; ') \
         FROM (SELECT integrity_check FROM pragma_integrity_check LIMIT 5))",
    ))
    .get_result(&mut sqlite)
    .map_err(|error| unsound(error.to_string()))?;
    if found != "ok" {
        return Err(unsound(found.lines().take(3).collect::<Vec<_>>().join("; ")));
    }
    let orphans: i64 = diesel::select(diesel::dsl::sql::<BigInt>(
        "(SELECT count(*) FROM pragma_foreign_key_check)",
    ))
    .get_result(&mut sqlite)
    .map_err(|error| unsound(error.to_string()))?;
    if orphans > 0 {
        return Err(unsound(format!("{orphans} rows refer to rows that do not exist")));
    }
    let connection = &mut AnyConnection::Sqlite(sqlite);
    let pending = migrations::pending(connection)?.len();
    if pending == migrations::status(connection)?.len() {
        return Err(CopyError::Foreign(file.to_owned()));
    }
    Ok(())
}

/// Opens a database that is there; SQLite would create one that is not.
fn open(file: &Path) -> Result<SqliteConnection, CopyError> {
    File::open(file).map_err(|cause| CopyError::Io { file: file.to_owned(), cause })?;
    SqliteConnection::establish(&file.to_string_lossy())
        .map_err(|error| CopyError::Unsound { file: file.to_owned(), cause: error.to_string() })
}

/// A file under a name of its own, readable for its owner alone, and gone unless it is finished.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn beside(target: &Path) -> Result<Self, CopyError> {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let path = PathBuf::from(name);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(_) => Ok(Self { path }),
            Err(cause) => Err(CopyError::Io { file: path, cause }),
        }
    }

    /// Gives it its name, once it is safe on the disk.
    fn become_file(self, target: &Path) -> Result<u64, CopyError> {
        let finish = || {
            let file = File::open(&self.path)?;
            file.sync_all()?;
            fs::rename(&self.path, target)?;
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            Ok(file.metadata()?.len())
        };
        finish().map_err(|cause| CopyError::Io { file: target.to_owned(), cause })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After it got its name there is nothing under the old one.
        let _ = fs::remove_file(&self.path);
    }
}
