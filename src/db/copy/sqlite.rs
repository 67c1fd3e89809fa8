//! Copies of an SQLite file: each is verified before it takes a name that people rely on.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::{io, iter};

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::CopyError;
use crate::db::file::{new_private_file, without_links};
use crate::db::{AnyConnection, migrations};

/// Copies the database `source` to `target`, which must not exist.
pub(super) fn backup(source: &Path, target: &Path) -> Result<u64, CopyError> {
    if target.exists() {
        return Err(CopyError::Exists(target.to_owned()));
    }
    let unfinished = copy(source, target)?;
    // What is left of a database that is gone would be taken for the log of this one.
    if let Some(left) = side_files(target).into_iter().find(|file| file.exists()) {
        return Err(CopyError::Exists(left));
    }
    unfinished.become_file(target)
}

/// Puts a copy of `source` in the place of `target`. A database that is there is overwritten by
/// SQLite itself, in one transaction: its file keeps owner, group, mode and the links to it.
pub(super) fn restore(source: &Path, target: &Path, force: bool) -> Result<u64, CopyError> {
    if is_same(source, target) {
        return Err(CopyError::Itself(source.to_owned()));
    }
    let mut all = iter::once(target.to_owned()).chain(side_files(target));
    if let Some(there) = all.find(|file| file.exists()).filter(|_| !force) {
        return Err(CopyError::InTheWay(there));
    }
    verify(source)?;
    if target.exists() {
        overwrite(source, target)?;
    } else {
        let copy = copy(source, target)?;
        remove_side_files(target)?;
        copy.become_file(target)?;
    }
    verify(target)?;
    Ok(metadata(target)?.len())
}

/// A verified copy of `source` as of one moment, beside where it shall be. Whoever reads or writes
/// meanwhile is not held up.
fn copy(source: &Path, target: &Path) -> Result<UnfinishedCopy, CopyError> {
    let mut sqlite = open(source)?;
    let unfinished = UnfinishedCopy::beside(target)?;
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(unfinished.path.to_string_lossy())
        .execute(&mut sqlite)?;
    verify(&unfinished.path)?;
    Ok(unfinished)
}

/// Writes every page of `source` over those of `target`, which nobody else may have open.
fn overwrite(source: &Path, target: &Path) -> Result<(), CopyError> {
    let from = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut to = match open_alone(target) {
        Err(error) if is_broken(&error) => {
            empty(target)?;
            open_alone(target)
        }
        result => result,
    }
    .map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            CopyError::InUse(target.to_owned())
        }
        _ => CopyError::Sqlite(error),
    })?;
    let everything = -1;
    match Backup::new(&from, &mut to)?.step(everything)? {
        StepResult::Done => Ok(()),
        _ => Err(CopyError::InUse(source.to_owned())),
    }
}

/// A connection to a database that nobody else has open, nor can open as long as it lasts.
/// Its write-ahead log is finished, and would else be taken for that of the new database.
fn open_alone(target: &Path) -> rusqlite::Result<Connection> {
    let target = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    target.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; \
         BEGIN EXCLUSIVE; COMMIT",
    )?;
    Ok(target)
}

/// Whether it says that the file holds no database, or a broken one, which may be why it is
/// replaced.
fn is_broken(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Makes an empty database of a file that holds none. No connection to it is open.
fn empty(target: &Path) -> Result<(), CopyError> {
    remove_side_files(target)?;
    let target = without_links(target);
    File::options()
        .write(true)
        .truncate(true)
        .open(&target)
        .map(drop)
        .map_err(|cause| CopyError::Io { file: target, cause })
}

/// The files that SQLite keeps beside a database: whatever stands in them, it takes for the
/// database's own.
fn side_files(target: &Path) -> [PathBuf; 3] {
    let target = without_links(target).into_os_string();
    ["-wal", "-shm", "-journal"].map(|suffix| {
        let mut name = target.clone();
        name.push(suffix);
        PathBuf::from(name)
    })
}

fn remove_side_files(target: &Path) -> Result<(), CopyError> {
    for file in side_files(target) {
        match fs::remove_file(&file) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(CopyError::Io { file, cause });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether both lead to one file.
fn is_same(source: &Path, target: &Path) -> bool {
    matches!((source.canonicalize(), target.canonicalize()), (Ok(one), Ok(other)) if one == other)
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
    metadata(file)?;
    SqliteConnection::establish(&file.to_string_lossy())
        .map_err(|error| CopyError::Unsound { file: file.to_owned(), cause: error.to_string() })
}

fn metadata(file: &Path) -> Result<fs::Metadata, CopyError> {
    fs::metadata(file).map_err(|cause| CopyError::Io { file: file.to_owned(), cause })
}

/// A file under a name of its own, readable for its owner alone, and gone unless it is finished.
struct UnfinishedCopy {
    path: PathBuf,
}

impl UnfinishedCopy {
    fn beside(target: &Path) -> Result<Self, CopyError> {
        let mut name = without_links(target).into_os_string();
        name.push(format!(".{}.part", std::process::id()));
        let path = PathBuf::from(name);
        match new_private_file(&path) {
            Ok(()) => Ok(Self { path }),
            Err(cause) => Err(CopyError::Io { file: path, cause }),
        }
    }

    /// Gives it its name, once it is safe on the disk.
    fn become_file(self, target: &Path) -> Result<u64, CopyError> {
        let target = &without_links(target);
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

impl Drop for UnfinishedCopy {
    fn drop(&mut self) {
        // After it got its name there is nothing under the old one.
        let _ = fs::remove_file(&self.path);
    }
}
